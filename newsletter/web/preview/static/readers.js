/** Whose letter is shown: a persona, a real reader found by search, or a variant. */

import { readersOf } from "./audience.js";
import { h, byId, fill, announce } from "./dom.js";
import { source } from "./source.js";
import { change, onChange, state } from "./state.js";
import { on, store } from "./store.js";
import { count, number } from "./words.js";

const NAMELESS = "(no name)";
const PAUSE = 150; // ms without typing before readers are searched

const opener = h("button", { type: "button", class: "chip", popovertarget: "readers" });
const panel = h("div", {
  id: "readers",
  class: "panel",
  popover: "auto",
  role: "dialog",
  "aria-label": "Show the letter as",
});
const search = h("input", {
  type: "search",
  id: "reader",
  placeholder: "Name or address",
  "aria-label": "Find a reader by name or address",
  autocomplete: "off",
});
const found = h("div", { role: "group", "aria-label": "Readers found" });
const fixed = h("div");
const names = new Map(); // id of a reader that was found → name
let timer;

export function makeReaders() {
  byId("tools").append(opener);
  panel.append(
    fixed,
    source.live
      ? h("section", {}, h("h2", {}, "A real reader"), h("div", { class: "filter" }, search), found)
      : "",
  );
  document.body.append(panel);
  panel.addEventListener("beforetoggle", placePanel);
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, PAUSE);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") found.querySelector("button")?.click();
  });
  on("view desk audience", show);
  onChange((changed) => changed.has("as") && show());
}

function placePanel() {
  const { right, bottom } = opener.getBoundingClientRect();
  panel.style.top = `${bottom + 6}px`;
  panel.style.right = `${Math.max(8, window.innerWidth - right)}px`;
}

function show() {
  const { desk, view } = store;
  if (!desk) return;
  opener.textContent = `As ${readerName()}`;
  fill(
    fixed,
    section("As", desk.personas.map(personaChoice)),
    view && section("Variants of this letter", view.variants.map(variantChoice)),
    view && missing(view),
  );
}

/** The chosen reader in a few words: `Zoë · fr`. */
export function readerName() {
  const { desk, view } = store;
  const id = state.as || view?.as;
  const persona = desk.personas.find((each) => (id ? each.id === id : each.default));
  const language = view?.variants.find(({ key }) => key === view.variant)?.language;
  const name = persona ? persona.name || NAMELESS : names.get(id) || "a reader";
  return [name, language].filter(Boolean).join(" · ");
}

const section = (title, choices) => h("section", {}, h("h2", {}, title), choices);

function choice({ key, title, about, chosen, press }) {
  const attributes = {
    type: "button",
    class: "choice",
    "data-key": key,
    "aria-pressed": String(chosen),
    onclick: press,
  };
  return h("button", attributes, h("span", {}, title), h("span", { class: "about" }, about));
}

function personaChoice({ id, name, note, language, default: usual }) {
  return choice({
    key: `as:${id}`,
    title: name || NAMELESS,
    about: [note, language].filter(Boolean).join(" · "),
    chosen: state.as ? state.as === id : usual,
    press: () => change({ as: usual ? "" : id, variant: "" }),
  });
}

function variantChoice(variant) {
  const { key, label, language } = variant;
  const readers = readersOf(variant);
  return choice({
    key: `variant:${key}`,
    title: label || language,
    about: readers == null ? "" : count(readers, "reader"),
    chosen: store.view.variant === key,
    press: () => change({ variant: key }),
  });
}

function missing({ missing: fields }) {
  if (!fields.length) return null;
  const rows = fields.map(({ field, shown }) =>
    h(
      "li",
      {},
      h("code", {}, field),
      shown ? ` is missing: “${shown}” is shown instead` : " is missing: nothing is shown",
    ),
  );
  return h(
    "section",
    {},
    h("h2", {}, "Not known of this reader"),
    h("ul", { class: "plain" }, rows),
  );
}

async function find() {
  const q = search.value.trim();
  if (q.length < 2) return fill(found);
  try {
    const { readers } = await source.readers(q);
    if (q !== search.value.trim()) return;
    readers.forEach(({ id, name, address }) => names.set(id, name || address));
    fill(
      found,
      readers.map(readerChoice),
      !readers.length && h("p", { class: "none" }, "No reader has this name or address."),
    );
    announce(`${number(readers.length)} found`);
  } catch ({ problem, remedy }) {
    fill(found, h("p", { class: "none" }, problem, " ", remedy));
  }
}

function readerChoice({ id, name, address, language }) {
  return choice({
    key: `as:${id}`,
    title: name || NAMELESS,
    about: [address, language].filter(Boolean).join(" · "),
    chosen: state.as === id,
    press: () => change({ as: id, variant: "" }),
  });
}
