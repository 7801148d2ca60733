/** The tab Sources: what is cited, by which sentences, and what is claimed. */

import { badge, placeLink } from "./badges.js";
import { chooseBlock } from "./choosing.js";
import { h, link } from "./dom.js";
import { onDay } from "./words.js";

const SURE = {
  high: "good",
  moderate: "good",
  low: "warning",
  "very low": "warning",
  none: "quiet",
};
const SEEN = {
  page: "the page itself was read",
  record: "only its record was read",
  "second-hand": "known from others",
  copy: "a copy was read",
};

export function sourcesPanel({ sources, claims }) {
  if (!sources.length && !claims.length)
    return h("p", { class: "none" }, "Nothing is cited or claimed.");
  return [
    sources.length ? h("ol", { class: "findings" }, sources.map(source)) : null,
    claims.length
      ? [h("h2", {}, "Claims"), h("ul", { class: "findings" }, claims.map(claim))]
      : null,
  ];
}

function source({ number, id, title, by, in: where, year, url, checked, seen, cited }) {
  return h(
    "li",
    { class: "finding" },
    h("p", {}, badge("quiet", String(number)), " ", h("code", {}, id)),
    h("p", {}, link(url, { target: "_blank" }, h("strong", {}, title))),
    h("p", { class: "muted" }, [by, where, year].filter(Boolean).join(", ")),
    h(
      "p",
      { class: "muted" },
      [SEEN[seen], checked && `checked ${onDay(checked)}`].filter(Boolean).join(" · "),
    ),
    cited.length
      ? h("ul", { class: "cited" }, cited.map(sentence))
      : h("p", {}, badge("warning", "cited by no sentence")),
  );
}

function sentence(cited) {
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "sentence", onclick: () => chooseBlock(cited.block) },
      `“${cited.sentence}”`,
    ),
    " ",
    placeLink(cited),
  );
}

function claim(made) {
  const { about, says, certainty, by, sources } = made;
  return h(
    "li",
    { class: "finding" },
    h("p", {}, badge(SURE[certainty] ?? "quiet", `how sure: ${certainty}`), " ", placeLink(made)),
    h("p", {}, h("strong", {}, `${about}: ${says}`)),
    h(
      "p",
      { class: "muted" },
      [by.length && `the view of ${by.join(", ")}`, sources.length ? `from ${sources.join(", ")}` : "from no source"]
        .filter(Boolean)
        .join(" · "),
    ),
  );
}
