/** The top line: the newsletter's name, what is open, and how its reviews stand. */

import { badge, stateBadge } from "./badges.js";
import { h, byId, fill } from "./dom.js";
import { change, onChange, state } from "./state.js";
import { on, store } from "./store.js";

export function makeHeading() {
  on("desk view message", show);
  onChange((changed) => ["page", "file", "issue"].some((key) => changed.has(key)) && show());
}

function show() {
  if (!store.desk) return;
  const name = store.desk.newsletter;
  byId("name").textContent = name;
  const [title, parts] = open();
  fill(byId("title"), parts);
  document.title = title ? `${title} · ${name}` : name;
}

function open() {
  if (state.page === "queue") return ["Queue", back("letter", "Back to the letter")];
  if (state.page === "mailbox")
    return state.file ? message() : ["Mailbox", back("letter", "Back to the letter")];
  const { view } = store;
  return view ? [view.subject, [subject(view.subject), standing(view)]] : ["", []];
}

function message() {
  const title = store.message?.subject ?? "";
  return [title, [back("mailbox", "Back to the mailbox"), subject(title)]];
}

const subject = (words) => h("p", { class: "subject", title: words }, words);

function back(page, words) {
  return h(
    "button",
    {
      type: "button",
      class: "quietly",
      "data-key": "back",
      onclick: () => change({ page, file: "" }),
    },
    `← ${words}`,
  );
}

function standing({ slug, review }) {
  const issue = store.desk.issues.find((each) => each.slug === slug);
  return [issue ? stateBadge(issue.state) : null, reviews(review)];
}

function reviews(review) {
  if (!review?.sheets) return null;
  const { approved, sheets } = review;
  if (approved === sheets)
    return badge("good", sheets === 1 ? "✓ reviewed" : `✓ ${sheets} of ${sheets} reviewed`);
  return badge("warning", `${sheets - approved} of ${sheets} not reviewed`);
}
