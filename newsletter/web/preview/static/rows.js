/** Lines of the lists in the left pane. */

import { h } from "./dom.js";

/** A line of a list: a title, a few words about it, and badges. */
export function row({ key, title, about, badges = [], current = false, press }) {
  const words = h("span", { class: "about" }, about);
  const attributes = { type: "button", class: "row", "data-key": key, title, onclick: press };
  if (current) attributes["aria-current"] = "true";
  return h(
    "li",
    {},
    h(
      "button",
      attributes,
      h("span", { class: "what" }, title),
      h("span", { class: "more" }, words, h("span", { class: "badges" }, badges)),
    ),
  );
}
