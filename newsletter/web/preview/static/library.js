/** All issues and snippets of the workspace, with a field that filters them. */

import { findingBadges, reviewBadge } from "./badges.js";
import { h, byId, fill } from "./dom.js";
import { row } from "./rows.js";
import { change, onChange, state } from "./state.js";
import { on, store } from "./store.js";
import { asWritten, count, number } from "./words.js";

const FEW = { issues: 8, snippets: 12 };
const MANY = 200;

const wide = { issues: false, snippets: false }; // lists that were asked for in full
const field = h("input", {
  type: "search",
  id: "filter",
  placeholder: "Filter issues and snippets",
  "aria-label": "Filter issues and snippets",
  autocomplete: "off",
});
const lists = h("div");

export function makeLibrary() {
  byId("library").append(h("div", { class: "filter" }, field), lists);
  field.addEventListener("input", show);
  on("desk", show);
  onChange((changed) => ["issue", "page"].some((key) => changed.has(key)) && show());
}

function show() {
  if (!store.desk) return;
  const { issues, snippets } = store.desk;
  fill(
    lists,
    list("issues", "Issues", issues, issueRow, issueWords),
    list("snippets", "Snippets", snippets, snippetRow, snippetWords),
  );
}

function list(name, title, all, makeRow, wordsOf) {
  const asked = field.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = all.filter((each) => asked.every((word) => wordsOf(each).includes(word)));
  const limit = asked.length || wide[name] ? MANY : FEW[name];
  const left = found.length - limit;
  return [
    h("h2", {}, title, h("span", { class: "count" }, number(found.length))),
    found.length
      ? h("ul", { class: "rows" }, found.slice(0, limit).map(makeRow))
      : h("p", { class: "none" }, "None."),
    left > 0 &&
      (limit === MANY
        ? h("p", { class: "none" }, `${number(left)} more: type to find them.`)
        : more(name, left)),
  ];
}

function more(name, left) {
  const press = () => {
    wide[name] = true;
    show();
  };
  return h(
    "button",
    { type: "button", class: "quietly", "data-key": `more:${name}`, onclick: press },
    `Show ${number(left)} more`,
  );
}

const issueWords = ({ slug, subject, state: stands }) =>
  `${slug} ${subject} ${stands}`.toLowerCase();
const snippetWords = ({ id, title, kind, file, review }) =>
  `${id} ${title} ${kind} ${file} ${review ?? ""}`.toLowerCase();

const isOpen = (slug) => state.page === "letter" && state.issue === slug;

function issueRow(issue) {
  return row({
    key: `issue:${issue.slug}`,
    title: issue.subject,
    about: standing(issue),
    badges: findingBadges(issue),
    current: isOpen(issue.slug),
    press: () => open(issue.slug),
  });
}

function standing({ slug, send_at_local: sendAt, state: stands, sent, planned }) {
  if (stands === "sent") return sent != null ? `sent to ${number(sent)}` : "sent";
  if (stands === "sending" && planned) return `${number(sent ?? 0)} of ${number(planned)}`;
  return `${sendAt ? asWritten(sendAt) : slug} · ${stands}`;
}

function snippetRow(snippet) {
  return row({
    key: `snippet:${snippet.id}`,
    title: snippet.title,
    about: [snippet.kind, snippet.words != null && count(snippet.words, "word")]
      .filter(Boolean)
      .join(" · "),
    badges: [findingBadges(snippet), reviewBadge(snippet.review)],
    current: isOpen(`snippet:${snippet.id}`),
    press: () => open(`snippet:${snippet.id}`),
  });
}

const open = (slug) => change({ page: "letter", issue: slug, variant: "", file: "" });
