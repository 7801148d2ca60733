/** The centre: one letter or two side by side, at the widths, colours and zoom of the switches. */

import { h, byId } from "./dom.js";
import { chooseBlock } from "./choosing.js";
import { LetterFrame } from "./letterframe.js";
import { makeHandle } from "./handle.js";
import { painted } from "./painting.js";
import { source } from "./source.js";
import { change, state } from "./state.js";
import { on, store } from "./store.js";

const PHONE = 375;
const DESKTOP = 600;
const SPACE = 22; // px between and beside letters
const LOOKS = { light: "light", dark: "dark", partial: "partly inverted", full: "fully inverted" };

const box = byId("stage");
const frames = [];

export function makeStage() {
  new ResizeObserver(() => fit()).observe(box);
  on("chosen", () => shown().forEach((frame) => frame.choose(store.chosen)));
}

/** Bring the letters of the switches on the screen; false when something newer came first. */
export async function showLetters(letters) {
  while (frames.length < letters.length) frames.push(makeLetterFrame());
  const wanted = frames.slice(0, letters.length);
  arrange(wanted);
  const coming = wanted.map((frame, n) => frame.show(letters[n]));
  fit();
  const swapped = (await Promise.all(coming)).every(Boolean);
  if (swapped) await painted();
  return swapped;
}

/** Load the letters that a save will bring, while the server is still asked what they are. */
export function anticipate(rendered) {
  if (state.page !== "letter" || !store.view) return;
  const coming = letters(rendered);
  shown().forEach((frame, n) => coming[n] && frame.load(coming[n]));
}

/** Put letters into the row and take others out; one that stays is not moved, or it would load anew. */
function arrange(wanted) {
  box.querySelector(".nothing")?.remove();
  frames.filter((frame) => !wanted.includes(frame)).forEach((frame) => frame.leave());
  box.append(...wanted.map(({ element }) => element).filter((element) => !element.isConnected));
}

/** Say in the letter's place why there is none. */
export function showNothing(words) {
  arrange([]);
  box.append(h("p", { class: "nothing" }, words));
}

function makeLetterFrame() {
  const frame = new LetterFrame({
    scrolled: follow,
    picked: (id) => state.page === "letter" && chooseBlock(id),
  });
  makeHandle(frame, resize);
  return frame;
}

const shown = () => frames.filter((frame) => frame.element.isConnected);

function resize(width, done) {
  const [frame] = frames;
  frame.width = width;
  frame.caption.textContent = caption(width, state.look);
  frame.shown?.widen(width);
  fit();
  if (!done) return;
  frame.width = null; // so that it is loaded anew, and measured
  change({ width: String(width) });
}

/** The letters that the switches ask for: `{url, width, caption, dark}`. */
export function letters(rendered = store.view?.rendered) {
  return settings().map(({ width, look }) => ({
    width,
    url: letterUrl(look, rendered),
    dark: look === "dark",
    caption: caption(width, look),
  }));
}

function letterUrl(look, rendered) {
  const { images, client, page, file } = state;
  if (page === "mailbox") return source.messageLetter(file, { look, images });
  const { slug, variant, as } = store.view;
  return source.letter(slug, { as, variant, look, images, client, r: rendered });
}

function caption(width, look) {
  const about = [`${width} px`, LOOKS[look]];
  if (state.images === "off") about.push("no images");
  if (state.client === "word" && state.page === "letter") about.push("Outlook, approximate");
  return about.join(" · ");
}

function settings() {
  const { look } = state;
  const width = Number(state.width);
  if (!state.beside) return [{ width, look }];
  const other = {
    width: state.beside.includes("width") ? (width < DESKTOP ? DESKTOP : PHONE) : width,
    look: state.beside.includes("look") ? (look === "light" ? "dark" : "light") : look,
  };
  return [{ width, look }, other];
}

/** Draw at the chosen zoom, or as large as there is room, but never larger than life. */
export function fit() {
  const seen = shown();
  if (!seen.length || !box.clientWidth) return;
  const widths = seen.reduce((sum, frame) => sum + (frame.width ?? 0), 0);
  const edges = seen.reduce((sum, { view }) => sum + view.offsetWidth - view.clientWidth, 0);
  const room = box.clientWidth - SPACE * (seen.length + 1) - edges;
  const scale = state.zoom === "fit" ? Math.min(1, room / widths) : Number(state.zoom) / 100;
  seen.forEach((frame) => frame.fit(scale));
  box.dataset.scale = Math.round(scale * 100);
}

function follow(leader) {
  const spot = leader.spot();
  shown()
    .filter((frame) => frame !== leader)
    .forEach((frame) => frame.scrollTo(spot));
}
