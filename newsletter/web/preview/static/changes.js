/** The tab Changes: what the text says that the last sent issue did not. */

import { h } from "./dom.js";
import { when } from "./words.js";

const NEAR = 2; // unchanged lines that are kept beside a changed one
const KINDS = { "+": ["added", "added: "], "-": ["taken", "taken out: "], "=": ["same", ""] };

export function changesPanel({ since, diff: lines }) {
  if (!since)
    return h(
      "p",
      { class: "none" },
      "No issue has been sent yet: there is nothing to compare with.",
    );
  return [
    h("p", { class: "muted" }, `Compared with ${since.slug}, sent ${when(since.sent_at)}.`),
    lines.some(([kind]) => kind !== "=")
      ? diff(lines)
      : h("p", { class: "none" }, "Word for word the same."),
  ];
}

/** `[["=|+|-", line], …]` as a list; long runs of unchanged lines are folded away. */
export function diff(lines) {
  const keep = new Set(lines.flatMap(([kind], n) => (kind === "=" ? [] : around(n))));
  const rows = lines.map(([kind, text], n) => {
    if (keep.has(n)) return line(kind, text);
    return n === 0 || keep.has(n - 1) ? h("li", { class: "folded" }, "…") : null;
  });
  return h("ol", { class: "code diff" }, rows);
}

const around = (n) => Array.from({ length: 2 * NEAR + 1 }, (_, step) => n - NEAR + step);

function line(kind, text) {
  const [tone, spoken] = KINDS[kind];
  return h(
    "li",
    { class: tone },
    h("span", { class: "number", "aria-hidden": "true" }, kind === "=" ? " " : kind),
    spoken && h("span", { class: "unseen" }, spoken),
    h("code", {}, text || " "),
  );
}
