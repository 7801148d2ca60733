/** On a small screen one pane shows at a time; a bar at the bottom chooses it. */

import { h, byId } from "./dom.js";
import { onChange } from "./state.js";
import { on, store } from "./store.js";

const PANES = { left: "Issues", centre: "Letter", right: "Details" };

export function makePanes() {
  const choices = Object.entries(PANES).map(([pane, words]) =>
    h("button", { type: "button", "data-pane": pane, onclick: () => choose(pane) }, words),
  );
  byId("bottom").append(...choices);
  onChange(
    (changed) => ["issue", "page", "file"].some((key) => changed.has(key)) && choose("centre"),
  );
  on("chosen", () => store.chosen && choose("centre"));
  choose("centre");
}

function choose(pane) {
  document.body.dataset.pane = pane;
  for (const button of byId("bottom").children) {
    button.toggleAttribute("aria-current", button.dataset.pane === pane);
    if (button.dataset.pane === pane) button.setAttribute("aria-current", "true");
  }
}
