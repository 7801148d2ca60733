/** The bottom line: size against the clip, pictures, reading, readers, and the time from save to picture. */

import { readersOf } from "./audience.js";
import { h, byId, fill } from "./dom.js";
import { on, store } from "./store.js";
import { count, kilobytes, number } from "./words.js";

export function makeMeter() {
  on("view times audience", show);
}

function show() {
  const { view, times } = store;
  if (!view?.meter) return fill(byId("meter"));
  fill(
    byId("meter"),
    size(view.meter),
    reading(view.meter),
    h("span", { class: "gap" }),
    audience(view),
    speed(times, view),
  );
}

function size({ html, limit, pictures }) {
  const share = html / limit;
  const tone = share > 1 ? "error" : share > 0.85 ? "warning" : "good";
  const word = { error: "too large: it will be clipped", warning: "close to the clip", good: "" }[
    tone
  ];
  const bar = h("meter", {
    class: tone,
    min: 0,
    max: limit,
    value: Math.min(html, limit),
    "aria-label": "HTML against the size that mail programs clip",
  });
  return [
    h("span", {}, `HTML ${kilobytes(html)} of ${kilobytes(limit)}`),
    bar,
    word && h("span", { class: `word ${tone}` }, word),
    h("span", {}, `Pictures ${kilobytes(pictures)}`),
  ];
}

function reading({ words, minutes, grade }) {
  const parts = [
    count(words, "word"),
    `${minutes} min`,
    grade != null && `grade ${Number(grade).toFixed(1)}`,
  ];
  return h("span", {}, parts.filter(Boolean).join(" · "));
}

function audience({ variants }) {
  const known = variants.map(readersOf).filter((readers) => readers != null);
  const readers = known.reduce((sum, some) => sum + some, 0);
  return h(
    "span",
    {},
    count(variants.length, "variant"),
    known.length ? ` · ${number(readers)} ${readers === 1 ? "reader" : "readers"}` : "",
  );
}

function speed(times, { took }) {
  const last = times.at(-1);
  return h(
    "span",
    { class: "speed" },
    last != null
      ? `saved → shown ${last} ms`
      : took != null
        ? `composed in ${Math.round(took)} ms`
        : "",
  );
}
