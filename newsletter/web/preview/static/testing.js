/** Sends a test of the letter that is shown; asks and answers in a line. */

import { h, byId, fill } from "./dom.js";
import { readerName } from "./readers.js";
import { source } from "./source.js";
import { change } from "./state.js";
import { store } from "./store.js";

const opener = h(
  "button",
  {
    type: "button",
    class: "button",
    "aria-expanded": "false",
    "aria-controls": "testline",
    onclick: toggleTest,
  },
  "Send test",
);
const answer = h("span", { class: "answer", role: "status" });
const line = h("form", { id: "testline", class: "line", hidden: true, onsubmit: send });

export function makeTesting() {
  if (!source.live) return;
  byId("tools").append(opener);
  byId("lines").append(line);
  line.addEventListener("keydown", (event) => event.key === "Escape" && close());
}

/** Open the line, or close it. */
export function toggleTest() {
  if (!source.live) return;
  if (!line.hidden) return close();
  const { addresses } = store.desk.test;
  fill(
    line,
    addresses.length ? ask(addresses) : refuse(),
    answer,
    h("button", { type: "button", class: "quietly", onclick: close }, "Close"),
  );
  answer.replaceChildren();
  line.hidden = false;
  opener.setAttribute("aria-expanded", "true");
  line.querySelector("select, button").focus();
}

function close() {
  line.hidden = true;
  opener.setAttribute("aria-expanded", "false");
  opener.focus();
}

function ask(addresses) {
  return [
    h("label", { for: "address" }, `Send this letter, as ${readerName()}, marked [Test], to`),
    h(
      "select",
      { id: "address" },
      addresses.map((address) => h("option", {}, address)),
    ),
    h("button", { class: "button" }, "Send"),
    h("span", { class: "muted" }, `through ${store.desk.test.provider}`),
  ];
}

const refuse = () =>
  h("span", {}, "No address may get tests yet: name some in newsletter.toml, under [preview].");

async function send(event) {
  event.preventDefault();
  const { slug, as, variant } = store.view;
  answer.replaceChildren("Sending…");
  try {
    const sent = await source.test({ issue: slug, as, variant, address: byId("address").value });
    fill(
      answer,
      h("strong", {}, `✓ Sent to ${sent.sent_to}.`),
      sent.file ? opens(sent.file) : null,
    );
  } catch ({ problem, remedy }) {
    fill(answer, h("strong", { class: "wrong" }, `Not sent: ${problem}`), " ", remedy);
  }
}

function opens(file) {
  return [
    " ",
    h(
      "button",
      { type: "button", class: "quietly", onclick: () => change({ page: "mailbox", file }) },
      "Open it in the mailbox",
    ),
  ];
}
