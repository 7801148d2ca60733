/** The keyboard: one letter each for what is done often, and a line that lists them. */

import { chooseNothing, stepFinding } from "./choosing.js";
import { h, byId } from "./dom.js";
import { change, state } from "./state.js";
import { LOOKS, WIDTHS } from "./switches.js";
import { tabs } from "./tabs.js";
import { toggleTest } from "./testing.js";

const HELP = [
  ["j k", "next, previous finding"],
  ["[ ]", "narrower, wider"],
  ["d", "next colours"],
  ["i", "images"],
  ["o", "Outlook"],
  ["t", "send test"],
  ["/", "filter"],
  ["1–9", "tabs"],
  ["Esc", "close, unmark"],
  ["?", "this line"],
];

const opener = h(
  "button",
  {
    type: "button",
    class: "chip",
    id: "shortcuts",
    "aria-expanded": "false",
    "aria-controls": "help",
    "aria-label": "Keyboard shortcuts",
    onclick: toggleHelp,
  },
  "?",
);
const line = h(
  "div",
  { class: "line help", id: "help", hidden: true },
  HELP.map(([keys, words]) => h("span", {}, h("kbd", {}, keys), ` ${words}`)),
);

export function makeKeys() {
  byId("tools").append(opener);
  byId("lines").append(line);
  document.addEventListener("keydown", pressed);
}

function toggleHelp() {
  line.hidden = !line.hidden;
  opener.setAttribute("aria-expanded", String(!line.hidden));
}

const ACTIONS = {
  j: () => stepFinding(1),
  k: () => stepFinding(-1),
  "[": () => stepWidth(-1),
  "]": () => stepWidth(1),
  d: () => change({ look: LOOKS[(LOOKS.indexOf(state.look) + 1) % LOOKS.length] }),
  i: () => change({ images: state.images === "on" ? "off" : "on" }),
  o: () => change({ client: state.client === "web" ? "word" : "web" }),
  t: toggleTest,
  "/": () => byId("filter").focus(),
  "?": toggleHelp,
  Escape: escape,
};

function pressed(event) {
  if (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    event.defaultPrevented ||
    isField(event.target) ||
    document.querySelector(":popover-open")
  )
    return;
  const tab = /^[1-9]$/.test(event.key) && tabs()[event.key - 1];
  const action = tab ? () => change({ tab }) : ACTIONS[event.key];
  if (!action) return;
  if (event.key !== "Escape") event.preventDefault();
  action();
}

const isField = (target) =>
  target.closest?.("input, select, textarea, [contenteditable], [popover]");

function stepWidth(step) {
  const widths = WIDTHS.map(Number);
  const width = Number(state.width);
  const next =
    step > 0 ? widths.find((each) => each > width) : widths.findLast((each) => each < width);
  if (next) change({ width: String(next) });
}

function escape() {
  if (!line.hidden) return toggleHelp();
  return chooseNothing();
}
