/** What is wrong with the files, on top of the last good letter, until it is mended. */

import { badge, placeLink } from "./badges.js";
import { h, byId, fill, announce } from "./dom.js";
import { onChange, state } from "./state.js";
import { on, store } from "./store.js";

const MOST = 5;
let said = "";

export function makeProblems() {
  on("view desk refusal", show);
  onChange((changed) => changed.has("page") && show());
}

function show() {
  const all = state.page === "letter" ? problems() : [];
  const more = all.length - MOST;
  fill(
    byId("problems"),
    all.slice(0, MOST).map(card),
    more > 0 && h("p", { class: "problem" }, `${more} more after these.`),
  );
  say(all);
}

function problems() {
  const { refusal, view, desk } = store;
  if (refusal) return refusal.problems?.length ? refusal.problems : [refusal];
  return view?.problems.length ? view.problems : (desk?.problems ?? []);
}

function say(all) {
  const words = all.map(({ problem, remedy }) => `${problem} ${remedy}`).join(" ");
  if (words !== said) announce(words || "The problem is mended.");
  said = words;
}

function card(problem) {
  const stale = store.view?.stale && !store.refusal;
  return h(
    "article",
    { class: "problem" },
    h("p", {}, badge("error", "error"), " ", placeLink(problem)),
    h("h2", {}, problem.problem),
    problem.remedy && h("p", { class: "remedy" }, problem.remedy),
    problem.excerpt?.length ? excerpt(problem.excerpt) : null,
    stale && h("p", { class: "muted" }, "Below: the last good letter."),
  );
}

function excerpt(lines) {
  return h(
    "ol",
    { class: "code" },
    lines.map(({ line, text, hit }) =>
      h(
        "li",
        { class: hit ? "hit" : null },
        h("span", { class: "number" }, hit ? `▸ ${line}` : line),
        h("code", {}, text || " "),
      ),
    ),
  );
}
