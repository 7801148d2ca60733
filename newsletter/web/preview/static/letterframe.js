/** One letter in the centre: swapped without a flash, scrolled by block, with marks drawn over it. */

import { h } from "./dom.js";
import { placeLink } from "./badges.js";
import { Pair } from "./pair.js";
import { painted } from "./painting.js";

/** Which letter it is, however it is shown. */
const nameOf = (url) => url.split("?")[0];

/** `heard` = {scrolled(frame), picked(block id), resized(width, done)}. */
export class LetterFrame {
  constructor(heard) {
    this.caption = h("figcaption", { class: "caption" });
    this.mark = h("div", { class: "mark", hidden: true });
    this.box = h(
      "div",
      { class: "box" },
      h("div", { class: "cover", onclick: (event) => this.#pick(event) }),
      this.mark,
    );
    this.view = h("div", { class: "view", tabindex: "0", role: "group" }, this.box);
    this.handle = h("div", {
      class: "handle",
      role: "slider",
      tabindex: "0",
      "aria-label": "Width of the letter",
    });
    this.element = h("figure", { class: "frame" }, this.caption, this.view, this.handle);
    this.heard = heard;
    this.scale = 1;
    this.url = null;
    this.anchor = { id: "", share: 0 }; // the spot that stays at the top, whatever is loaded
    this.view.addEventListener("scroll", () => this.#scrolled(), { passive: true });
  }

  /** Load a letter and put it in the place of the last one; false when a newer one came first. */
  async show(letter) {
    const { url, width, caption } = letter;
    this.caption.textContent = caption;
    this.view.setAttribute("aria-label", `Letter, ${caption}`);
    // One that was on its way may have made room for a letter that never came to be asked for.
    const isHere = [this.shown, this.coming].some((pair) => pair?.url === url);
    if (isHere && this.url === url && this.width === width) return true;
    Object.assign(this, { url, width });
    const coming = this.load(letter);
    await coming.ready;
    if (this.coming !== coming) return false;
    this.#swap(coming);
    return true;
  }

  /** Begin to load a letter, unless it is on its way already. */
  load({ url, width, caption, dark }) {
    if (this.coming?.url === url && this.coming.width === width) return this.coming;
    this.coming?.remove();
    const same = this.shown?.width === width && nameOf(this.shown.url) === nameOf(url);
    const guess = same ? this.shown.measure : undefined;
    this.coming = new Pair(this.box, url, width, `Letter, ${caption}`, dark, guess);
    return this.coming;
  }

  /** Go from the page, and forget the letter. */
  leave() {
    this.coming?.remove();
    this.shown?.remove();
    this.coming = this.shown = this.url = null;
    this.element.remove();
  }

  #swap(coming) {
    const last = this.shown;
    this.shown = coming;
    this.coming = null;
    coming.onMeasure = () => this.fit(this.scale);
    coming.frame.classList.add("shown");
    this.fit(this.scale);
    if (last)
      painted()
        .then(painted)
        .then(() => last.remove());
  }

  /** Draw the letter at `scale`; the reader of the page stays at the same block. */
  fit(scale) {
    this.scale = scale;
    const height = this.shown?.measure.height || 600;
    this.box.style.width = `${Math.round(this.width * scale)}px`;
    this.box.style.height = `${Math.round(height * scale)}px`;
    this.box.style.setProperty("--scale", scale);
    this.handle.setAttribute("aria-valuenow", this.width);
    this.drawMark();
    this.scrollTo(this.anchor);
  }

  /** Where the top of the view lies: how far into which block, as a share of its height. */
  spot() {
    const at = this.view.scrollTop / this.scale;
    const block = this.stretches.findLast(({ top }) => top <= at);
    return { id: block.id, share: (at - block.top) / (block.height || 1) };
  }

  /** Go back to a spot; frames of other widths have the same blocks at other heights. */
  scrollTo(spot) {
    this.anchor = spot;
    const { id, share } = spot;
    const block = this.stretches.find((each) => each.id === id);
    if (block) this.#lead((block.top + share * block.height) * this.scale);
  }

  /** Scroll, and tell nobody: only what people scroll is followed by the other letter. */
  #lead(top) {
    const before = this.view.scrollTop;
    this.view.scrollTop = top;
    this.led = this.view.scrollTop !== before;
  }

  /** The blocks, after what stands above the first of them. */
  get stretches() {
    return [{ id: "", top: 0, height: this.blocks[0]?.top ?? 0 }, ...this.blocks];
  }

  get blocks() {
    return this.shown?.measure.blocks ?? [];
  }

  #scrolled() {
    if (!this.led) {
      this.anchor = this.spot();
      this.heard.scrolled(this);
    }
    this.led = false;
  }

  #pick(event) {
    const at = event.offsetY / this.scale;
    const block = this.blocks.findLast(({ top }) => top <= at);
    if (block) this.heard.picked(block.id);
  }

  /** Mark a block `{block, label, file, line, open}`, and bring it into view; null takes the mark away. */
  choose(chosen) {
    this.chosen = chosen;
    this.drawMark();
    if (!this.mark.hidden) this.#reveal();
  }

  drawMark() {
    const block = this.blocks.find(({ id }) => id === this.chosen?.block);
    this.mark.hidden = !block;
    if (!block) return;
    this.mark.style.top = `${block.top * this.scale}px`;
    this.mark.style.height = `${block.height * this.scale}px`;
    this.mark.replaceChildren(
      h("span", { class: "flag" }, placeLink(this.chosen) ?? this.chosen.label ?? ""),
    );
  }

  #reveal() {
    const { offsetTop: top, offsetHeight: height } = this.mark;
    const seen = this.view.scrollTop;
    if (top < seen || top + height > seen + this.view.clientHeight) this.#lead(top - 8);
    this.anchor = this.spot();
  }
}
