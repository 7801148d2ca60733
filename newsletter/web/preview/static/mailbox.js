/** The page Mailbox: what the local mailbox received; a letter opens in the same viewer. */

import { badge } from "./badges.js";
import { h, byId, fill } from "./dom.js";
import { source } from "./source.js";
import { change, onChange, state } from "./state.js";
import { on, put, store } from "./store.js";
import { kilobytes, when } from "./words.js";

const MOST = 300;

export function makeMailbox() {
  on("messages", show);
  onChange((changed) => ["page", "file"].some((key) => changed.has(key)) && show());
}

/** Fetch the list again. */
export async function refreshMailbox() {
  if (!store.desk?.mailbox) return;
  const told = await source.mailbox().catch(() => null);
  if (told) put({ messages: told.messages });
}

function show() {
  if (state.page !== "mailbox" || state.file) return;
  const { messages } = store;
  fill(
    byId("sheet"),
    h("h2", { class: "headline" }, "Mailbox"),
    h(
      "p",
      { class: "muted" },
      "What the mailbox on this computer caught, newest first. Nothing here has left it.",
    ),
    messages.length
      ? h("ul", { class: "cards" }, messages.slice(0, MOST).map(item))
      : h("p", { class: "none" }, "No letter has arrived yet. Send a test."),
    messages.length > MOST &&
      h(
        "p",
        { class: "none" },
        `${messages.length - MOST} older letters are in the folder of the mailbox.`,
      ),
  );
}

function item({ file, at, from, to, subject, size, test }) {
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        class: "letterline",
        "data-key": `file:${file}`,
        onclick: () => change({ file, tab: "text" }),
      },
      h(
        "span",
        { class: "what" },
        subject || "(no subject)",
        " ",
        test ? badge("info", "test") : null,
      ),
      h("span", { class: "about" }, `${when(at)} · ${from} → ${to} · ${kilobytes(size)}`),
    ),
  );
}
