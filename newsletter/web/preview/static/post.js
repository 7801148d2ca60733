/** The ways to the queue and the mailbox, with how far each mailing has come. */

import { stateBadge } from "./badges.js";
import { h, byId, fill } from "./dom.js";
import { progressOf } from "./queue.js";
import { row } from "./rows.js";
import { source } from "./source.js";
import { change, onChange, state } from "./state.js";
import { on, store } from "./store.js";
import { count } from "./words.js";

const SHOWN = 2;
const OVER = ["sent", "cancelled"];

export function makePost() {
  if (!source.live) return;
  on("queue messages desk", show);
  onChange((changed) => changed.has("page") && show());
}

function show() {
  const { mailings } = store.queue;
  const open = mailings.filter((mailing) => !OVER.includes(mailing.state)).slice(0, SHOWN);
  fill(
    byId("post"),
    h("h2", {}, "Queue"),
    h(
      "ul",
      { class: "rows" },
      open.map(mailingRow),
      door("queue", "All mailings, and the calendar", count(mailings.length, "mailing")),
    ),
    store.desk?.mailbox && [
      h("h2", {}, "Mailbox"),
      h(
        "ul",
        { class: "rows" },
        door("mailbox", "Letters in the local mailbox", count(store.messages.length, "letter")),
      ),
    ],
  );
}

function door(page, title, about) {
  return row({
    key: `page:${page}`,
    title,
    about,
    current: state.page === page,
    press: () => change({ page, file: "" }),
  });
}

function mailingRow(mailing) {
  return row({
    key: `mailing:${mailing.id}`,
    title: mailing.subject,
    about: progressOf(mailing),
    badges: stateBadge(mailing.state),
    press: () => change({ page: "queue", file: "" }),
  });
}
