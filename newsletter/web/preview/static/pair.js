/** A letter loading out of sight: the frame that people see, and a ruler of the same width. */

import { h } from "./dom.js";

const PATIENCE = 100; // how often a ruler that has said nothing is asked again
const PAUSE = 50; // ms between
const RULER_HEIGHT = 80;
const TALLEST = 60000;

const pairs = new Set();

window.addEventListener("message", ({ source, data }) => {
  const measured = [...pairs].find(({ ruler }) => ruler.contentWindow === source);
  const measure = measured && understood(data);
  if (measure) measured.take(measure);
});

/** Only numbers and names come out of a letter's frame, whatever it sends. */
function understood(data) {
  const height = Number(data?.height);
  if (!(height > 0) || !Array.isArray(data.blocks)) return null;
  const blocks = data.blocks
    .map(({ id, top, height: tall }) => ({
      id: String(id),
      top: Number(top),
      height: Number(tall),
    }))
    .filter(({ top, height: tall }) => Number.isFinite(top) && Number.isFinite(tall));
  return { height: Math.min(height, TALLEST), blocks };
}

/**
 * Load `url` into `box` at `width` px; `title` names the frame for those who cannot see it.
 *
 * With a `guess` of its measure, such as the last letter's, it is ready as soon as it can be seen.
 */
export class Pair {
  constructor(box, url, width, title, dark, guess) {
    Object.assign(this, { url, measure: guess ?? { height: 0, blocks: [] } });
    this.onMeasure = () => {};
    this.frame = makeFrame("letter", "", url, title);
    this.ruler = makeFrame("ruler", "allow-scripts", url, "");
    this.ruler.setAttribute("aria-hidden", "true");
    this.frame.style.colorScheme = dark ? "dark" : "light";
    this.ruler.style.colorScheme = this.frame.style.colorScheme;
    this.widen(width);
    const gone = new Promise((settle) => (this.leave = settle));
    const seen = loaded(this.frame);
    // Without a guess both load at once; with one, the ruler leaves the machine to the letter first.
    const measured = (guess ? seen : Promise.resolve()).then(() => this.#measured());
    this.ready = Promise.race([gone, guess ? seen : Promise.all([seen, measured])]);
    if (guess) this.frame.style.height = `${guess.height}px`;
    pairs.add(this);
    box.prepend(this.frame);
  }

  #measured() {
    return new Promise((settle) => {
      this.told = settle;
      loaded(this.ruler).then(() => this.#askAgain(PATIENCE));
      this.frame.after(this.ruler);
    });
  }

  /** A browser may load a frame before it lays it out; a ruler of another height measures again. */
  #askAgain(times) {
    if (this.isMeasured) return;
    if (!times) return this.told();
    this.ruler.style.height = `${RULER_HEIGHT + (times % 2)}px`;
    setTimeout(() => this.#askAgain(times - 1), PAUSE);
  }

  take(measure) {
    this.measure = measure;
    this.isMeasured = true;
    this.frame.style.height = `${measure.height}px`;
    this.told();
    this.onMeasure();
  }

  widen(width) {
    this.width = width;
    this.frame.style.width = this.ruler.style.width = `${width}px`;
  }

  remove() {
    this.leave();
    pairs.delete(this);
    this.frame.remove();
    this.ruler.remove();
  }
}

function makeFrame(kind, sandbox, url, title) {
  return h("iframe", {
    class: kind,
    sandbox,
    src: url,
    title,
    tabindex: "-1",
    referrerpolicy: "no-referrer",
  });
}

const loaded = (frame) =>
  new Promise((settle) => frame.addEventListener("load", settle, { once: true }));
