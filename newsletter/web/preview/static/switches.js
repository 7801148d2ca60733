/** The row of switches over the letter: width, colours, pictures, mail program, zoom. */

import { h, byId } from "./dom.js";
import { rove, settle } from "./roving.js";
import { change, onChange, state, NARROWEST, WIDEST } from "./state.js";

export const WIDTHS = ["320", "375", "414", "600", "768"];
export const LOOKS = ["light", "dark", "partial", "full"];
const LOOK_NAMES = {
  light: "Light",
  dark: "Dark",
  partial: "Inverted partly",
  full: "Inverted fully",
};
const ZOOMS = [50, 60, 70, 80, 90, 100, 110, 125, 150];

const pressed = []; // [button, () => is it pressed?]

export function makeSwitches() {
  byId("switches").append(widths(), beside(), looks(), client(), zoom());
  onChange(show);
  show();
}

function show() {
  for (const [button, isPressed] of pressed) button.setAttribute("aria-pressed", isPressed());
  byId("width").value = state.width;
  byId("zoom").value = state.zoom;
}

function group(label, ...controls) {
  const row = h("div", { class: "group", role: "toolbar", "aria-label": label }, controls);
  rove(row);
  settle(row);
  return row;
}

function toggle(words, isPressed, press, hint) {
  const button = h("button", { type: "button", onclick: press, title: hint }, words);
  pressed.push([button, isPressed]);
  return button;
}

function widths() {
  const presets = WIDTHS.map((width) =>
    toggle(
      width,
      () => state.width === width,
      () => change({ width }),
      `${width} pixels wide`,
    ),
  );
  return h("div", { class: "pairing" }, group("Width of the letter", presets), freeWidth());
}

function freeWidth() {
  const attributes = { id: "width", type: "number", min: NARROWEST, max: WIDEST, step: 1 };
  const set = ({ target }) =>
    change({ width: String(Math.min(WIDEST, Math.max(NARROWEST, +target.value || 375))) });
  return h(
    "label",
    { class: "field" },
    h("span", {}, "px"),
    h("input", { ...attributes, "aria-label": "Any width, in pixels", onchange: set }),
  );
}

function beside() {
  const has = (word) => state.beside.includes(word);
  const flip = (word) => {
    const on = ["width", "look"].filter((each) => (each === word) !== has(each));
    change({ beside: on.join(",") });
  };
  return group(
    "Side by side",
    toggle(
      "Phone + desktop",
      () => has("width"),
      () => flip("width"),
      "A phone and a desktop side by side",
    ),
    toggle(
      "Light + dark",
      () => has("look"),
      () => flip("look"),
      "Two colours side by side",
    ),
  );
}

function looks() {
  return group(
    "Colours",
    LOOKS.map((look) =>
      toggle(
        LOOK_NAMES[look],
        () => state.look === look,
        () => change({ look }),
        HINTS[look],
      ),
    ),
  );
}

const HINTS = {
  light: "As designed, by day",
  dark: "As designed, in the dark",
  partial:
    "Emulated: light backgrounds and dark text are inverted, as Outlook’s app and Gmail on Android do",
  full: "Emulated: everything is inverted, as Gmail on iOS and Outlook for Windows do",
};

function client() {
  const images = () => change({ images: state.images === "on" ? "off" : "on" });
  const word = () => change({ client: state.client === "web" ? "word" : "web" });
  const outlook = toggle(
    "Outlook, approximate",
    () => state.client === "word",
    word,
    "What the letter has for Outlook for Windows; drawn by a browser, so only roughly",
  );
  outlook.id = "outlook";
  return group(
    "Mail program",
    toggle(
      "Images",
      () => state.images === "on",
      images,
      "Show the pictures, or what readers see without them",
    ),
    outlook,
  );
}

function zoom() {
  const options = ZOOMS.map((percent) => h("option", { value: percent }, `${percent} %`));
  const set = ({ target }) => change({ zoom: target.value });
  return h(
    "label",
    { class: "field" },
    h("span", {}, "Zoom"),
    h("select", { id: "zoom", onchange: set }, h("option", { value: "fit" }, "Fit"), options),
  );
}
