/** The tab Review: each sheet, how it stands, and what changed since it was approved. */

import { reviewBadge } from "./badges.js";
import { codePanel } from "./code.js";
import { diff } from "./changes.js";
import { h } from "./dom.js";
import { onDay } from "./words.js";

const opened = new Set(); // sheets that are unfolded

export function reviewPanel({ sheets }) {
  if (!sheets.length) return h("p", { class: "none" }, "There is nothing to review.");
  return h("ul", { class: "findings" }, sheets.map(sheetItem));
}

function sheetItem(sheet) {
  const { name, kind, state, problem, remedy, diff: changed, sheet: text, command } = sheet;
  return h(
    "li",
    { class: "finding" },
    h(
      "p",
      {},
      reviewBadge(state),
      " ",
      h("code", {}, name),
      " ",
      h("span", { class: "muted" }, kind),
    ),
    problem && h("p", {}, h("strong", {}, problem)),
    remedy && h("p", { class: "remedy" }, remedy),
    h("p", { class: "muted" }, standing(sheet)),
    command && h("p", {}, h("code", {}, command)),
    changed?.length
      ? fold(`${name}:diff`, "What changed since it was approved", diff(changed))
      : null,
    fold(`${name}:sheet`, "The sheet that a reviewer reads", codePanel(text, `Sheet ${name}`)),
  );
}

function standing({ reviewer, said_by: saidBy, until }) {
  const by = saidBy ? `${saidBy} (${reviewer})` : reviewer;
  return [by, until && `until ${onDay(until)}`]
    .filter(Boolean)
    .join(" · ");
}

function fold(key, title, ...content) {
  const details = h(
    "details",
    { open: opened.has(key) },
    h("summary", { "data-key": key }, title),
    content,
  );
  details.addEventListener("toggle", () => opened[details.open ? "add" : "delete"](key));
  return details;
}
