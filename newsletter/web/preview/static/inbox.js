/** The tab Inbox: sender, subject and preheader as the main mail programs cut them. */

import { badge } from "./badges.js";
import { h } from "./dom.js";

export function inboxPanel({ from, reply_to: answers, subject, preheader, inbox }) {
  return [
    h(
      "dl",
      { class: "facts" },
      fact("From", from),
      fact("Reply to", answers),
      fact("Subject", subject),
      fact("Preheader", preheader),
    ),
    h(
      "ul",
      { class: "cards" },
      inbox.map((shown) => glimpse(from, shown)),
    ),
  ];
}

const fact = (name, value) => h("div", {}, h("dt", {}, name), h("dd", {}, value || "—"));

function glimpse(
  from,
  { client, subject, preheader, subject_cut: subjectCut, preheader_cut: preheaderCut },
) {
  const name = from.replace(/<.*>$/, "").replaceAll('"', "").trim() || from;
  const cut = [subjectCut && "subject", preheaderCut && "preheader"].filter(Boolean);
  return h(
    "li",
    { class: "glimpse" },
    h(
      "p",
      { class: "client" },
      client,
      " ",
      cut.length ? badge("warning", `${cut.join(" and ")} cut`) : badge("good", "✓ whole"),
    ),
    h("p", { class: "sender" }, name),
    h("p", { class: "subject" }, subject),
    h("p", { class: "muted" }, preheader),
  );
}
