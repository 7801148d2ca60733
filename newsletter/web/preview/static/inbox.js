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
    h("ul", { class: "cards" }, inbox.map(glimpse)),
  ];
}

const fact = (name, value) => h("div", {}, h("dt", {}, name), h("dd", {}, value || "—"));

function glimpse({ client, sender, subject, preheader, ...shown }) {
  const cut = ["sender", "subject", "preheader"].filter((part) => shown[`${part}_cut`]);
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
    h("p", { class: "sender" }, sender),
    h("p", { class: "subject" }, subject),
    h("p", { class: "muted" }, preheader),
  );
}
