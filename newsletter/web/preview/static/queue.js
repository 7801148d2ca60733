/** The page Queue: every mailing with its progress, what can be done with it, and what is due. */

import { badge, stateBadge } from "./badges.js";
import { h, byId, fill, announce } from "./dom.js";
import { source } from "./source.js";
import { onChange, state } from "./state.js";
import { on, put, store } from "./store.js";
import { asWritten, clock, count, number, plain } from "./words.js";

const VERBS = {
  scheduled: ["pause", "cancel"],
  sending: ["pause", "cancel"],
  paused: ["resume", "cancel"],
  held: ["resume", "cancel"],
  late: ["resume", "cancel"],
};
const DOING = { pause: "Pause", resume: "Resume", cancel: "Cancel" };

let asking = null; // id of the mailing that may be cancelled
let answer = null; // {id, words}: what the server said last

export function makeQueue() {
  on("queue", show);
  onChange((changed) => changed.has("page") && show());
}

/** Fetch the mailings again. */
export async function refreshQueue() {
  const told = await source.queue().catch(() => null);
  if (told) put({ queue: told });
}

/** `8,214 of 8,214`, or when it goes. */
export function progressOf({ state: stands, sent, planned, send_at: at }) {
  return planned && stands !== "scheduled"
    ? `${number(sent ?? 0)} of ${number(planned)}`
    : asWritten(at);
}

function show() {
  if (state.page !== "queue") return;
  const { mailings, calendar } = store.queue;
  fill(
    byId("sheet"),
    h("h2", { class: "headline" }, "Queue"),
    mailings.length
      ? h("ul", { class: "cards" }, mailings.map(card))
      : h("p", { class: "none" }, "No mailing is planned. `newsletter schedule` makes one."),
    calendar.length
      ? [
          h("h2", { class: "headline" }, "Calendar"),
          h("table", { class: "calendar" }, h("tbody", {}, calendar.map(due))),
        ]
      : null,
  );
}

function card(mailing) {
  const { id, subject, slug, state: stands, problem } = mailing;
  return h(
    "li",
    { class: "mailing" },
    h("p", {}, stateBadge(stands), " ", h("span", { class: "muted" }, `${slug} · mailing ${id}`)),
    h("h3", {}, subject),
    progress(mailing),
    problem && h("p", {}, badge("error", "why it waits"), " ", problem),
    whyNot(mailing.why_not ?? []),
    answer?.id === id && h("p", { class: "wrong" }, answer.words),
    asking === id
      ? sure(mailing)
      : h(
          "p",
          { class: "verbs" },
          (VERBS[stands] ?? []).map((verb) => verbButton(id, verb)),
        ),
  );
}

function progress(mailing) {
  const { planned, sent, rate, finish_at: finish, counts = {}, subject } = mailing;
  const others = Object.entries(counts)
    .filter(([name, n]) => n && name !== "sent")
    .map(([name, n]) => `${number(n)} ${plain(name)}`);
  const told = [
    progressOf(mailing),
    rate && `${number(Math.round(rate))} an hour`,
    finish && `done about ${clock(finish)}`,
    ...others,
  ];
  return [
    planned
      ? h("progress", { max: planned, value: sent ?? 0, "aria-label": `Sent of ${subject}` })
      : null,
    h("p", { class: "figures" }, told.filter(Boolean).join(" · ")),
  ];
}

function whyNot(reasons) {
  if (!reasons.length) return null;
  const total = reasons.reduce((sum, { readers }) => sum + readers, 0);
  const rows = reasons.map(({ reason, readers }) =>
    h("li", {}, `${count(readers, "reader")}: ${reason}`),
  );
  return h(
    "details",
    {},
    h("summary", {}, `Why ${count(total, "reader")} got none`),
    h("ul", { class: "plain" }, rows),
  );
}

function verbButton(id, verb) {
  const press = () => {
    if (verb !== "cancel") return act(id, verb);
    asking = id;
    show();
    byId("sheet").querySelector("[data-key^='keep:']").focus();
    return null;
  };
  return h(
    "button",
    { type: "button", class: "button", "data-key": `${verb}:${id}`, onclick: press },
    DOING[verb],
  );
}

function sure({ id, planned, sent }) {
  const left = planned ? `the ${count(planned - (sent ?? 0), "letter")} not sent yet` : "all of it";
  const keep = () => {
    asking = null;
    show();
  };
  return h(
    "p",
    { class: "verbs", role: "alert" },
    `Cancel ${left}? This cannot be undone.`,
    h(
      "button",
      {
        type: "button",
        class: "button danger",
        "data-key": `cancel:${id}`,
        onclick: () => act(id, "cancel"),
      },
      "Yes, cancel",
    ),
    h(
      "button",
      { type: "button", class: "button", "data-key": `keep:${id}`, onclick: keep },
      "No, keep it",
    ),
  );
}

async function act(id, verb) {
  asking = null;
  answer = null;
  try {
    const { mailing } = await source.act(id, verb);
    const mailings = store.queue.mailings.map((each) =>
      each.id === id ? { ...each, ...mailing } : each,
    );
    put({ queue: { ...store.queue, mailings } });
    announce(`${mailing.subject ?? "The mailing"} is ${mailing.state}.`);
  } catch ({ problem, remedy }) {
    answer = { id, words: `${problem} ${remedy}` };
    show();
  }
}

function due({ at, subject, slug, state: stands, note }) {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, asWritten(at)),
    h("td", {}, subject ?? slug),
    h("td", {}, stands ? stateBadge(stands) : null, note ? ` ${note}` : null),
  );
}
