/** One stop for Tab in a row of controls; the arrow keys move within it. */

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Let the arrow keys, Home and End move among the buttons of `row`; `follow` also presses them. */
export function rove(row, { follow = false } = {}) {
  row.addEventListener("keydown", (event) => {
    const stops = buttons(row);
    const target = goal(stops, stops.indexOf(event.target), event.key);
    if (!target) return;
    event.preventDefault();
    target.focus();
    if (follow) target.click();
  });
  row.addEventListener("focusin", (event) => {
    if (buttons(row).includes(event.target)) settle(row, event.target);
  });
}

function goal(stops, at, key) {
  if (at < 0) return null;
  if (key === "Home") return stops[0];
  if (key === "End") return stops.at(-1);
  return STEPS[key] ? stops[(at + STEPS[key] + stops.length) % stops.length] : null;
}

/** Make one button of the row the stop: the one given, or the selected one, or the first. */
export function settle(row, stop) {
  const stops = buttons(row);
  const chosen =
    stop ?? stops.find((each) => each.getAttribute("aria-selected") === "true") ?? stops[0];
  stops.forEach((each) => (each.tabIndex = each === chosen ? 0 : -1));
}

const buttons = (row) => [...row.querySelectorAll("button")];
