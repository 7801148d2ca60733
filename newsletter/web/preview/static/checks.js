/** The tab Checks: every finding with its place and its remedy. */

import { badge, placeLink } from "./badges.js";
import { chooseFinding, isChosen } from "./choosing.js";
import { h } from "./dom.js";
import { store } from "./store.js";
import { count } from "./words.js";

let showsNotes = false;

export function checksPanel() {
  const open = store.findings.filter(({ level, allowed }) => level !== "info" && !allowed);
  const rest = store.findings.filter((finding) => !open.includes(finding));
  return [
    open.length
      ? h("ul", { class: "findings" }, open.map(item))
      : h("p", { class: "fine" }, badge("good", "✓ no errors, no warnings")),
    rest.length ? notes(rest) : null,
  ];
}

function notes(rest) {
  const details = h(
    "details",
    { open: showsNotes },
    h(
      "summary",
      { "data-key": "notes" },
      count(rest.length, "note or excused finding", "notes and excused findings"),
    ),
    h("ul", { class: "findings" }, rest.map(item)),
  );
  details.addEventListener("toggle", () => (showsNotes = details.open));
  return details;
}

function item(finding, n) {
  const { level, rule, problem, remedy, allowed } = finding;
  const chosen = isChosen(finding);
  return h(
    "li",
    {
      class: chosen ? "finding chosen" : "finding",
      onclick: (event) => event.target.closest("a") || chooseFinding(finding),
    },
    h(
      "p",
      {},
      badge(level, level === "info" ? "note" : level),
      " ",
      placeLink(finding),
      allowed ? [" ", badge("quiet", "excused")] : null,
    ),
    h(
      "button",
      {
        type: "button",
        class: "problemline",
        "data-key": `finding:${rule}:${n}`,
        "aria-pressed": String(chosen),
      },
      h("strong", {}, problem),
      " ",
      h("code", {}, rule),
    ),
    remedy && h("p", { class: "remedy" }, remedy),
    allowed && h("p", { class: "muted" }, `Excused: ${allowed}`),
  );
}
