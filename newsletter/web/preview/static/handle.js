/** The handle at a letter's side: drag it, or use the arrow keys, to try any width. */

import { NARROWEST, WIDEST, within } from "./state.js";

const STEPS = {
  ArrowLeft: -10,
  ArrowRight: 10,
  ArrowDown: -10,
  ArrowUp: 10,
  PageDown: -50,
  PageUp: 50,
};

/** `resized(width, done)` is called while the handle moves, and with `done` when it is let go. */
export function makeHandle(frame, resized) {
  const { handle } = frame;
  handle.setAttribute("aria-valuemin", NARROWEST);
  handle.setAttribute("aria-valuemax", WIDEST);
  handle.addEventListener("keydown", (event) => {
    if (!STEPS[event.key]) return;
    event.preventDefault();
    resized(within(frame.width + STEPS[event.key], NARROWEST, WIDEST), true);
  });
  handle.addEventListener("pointerdown", (event) => drag(event, frame, resized));
}

function drag(start, frame, resized) {
  const { handle, scale, width } = frame;
  const widthAt = (event) => {
    const moved = (event.clientX - start.clientX) / scale;
    return Math.round(within(width + 2 * moved, NARROWEST, WIDEST)); // the letter stays in the middle
  };
  const moving = (event) => resized(widthAt(event), false);
  handle.setPointerCapture(start.pointerId);
  handle.addEventListener("pointermove", moving);
  handle.addEventListener(
    "pointerup",
    (event) => {
      handle.removeEventListener("pointermove", moving);
      resized(widthAt(event), true);
    },
    { once: true },
  );
}
