/** What the page shows, kept in the address, so that a view can be shared and survives a reload. */

const DEFAULTS = {
  page: "letter",
  issue: "",
  as: "",
  variant: "",
  width: "375",
  beside: "",
  look: "light",
  images: "on",
  client: "web",
  tab: "checks",
  zoom: "fit",
  file: "",
};
const CHOICES = {
  page: ["letter", "queue", "mailbox"],
  beside: ["", "width", "look", "width,look"],
  look: ["light", "dark", "partial", "full"],
  images: ["on", "off"],
  client: ["web", "word"],
  tab: ["inbox", "checks", "text", "html", "mjml", "message", "sources", "review", "changes"],
};
export const NARROWEST = 240;
export const WIDEST = 1200;

const listeners = [];

/** Read-only for all but this module. */
export const state = read();

function read() {
  const given = new URLSearchParams(location.hash.slice(1));
  const entries = Object.entries(DEFAULTS).map(([key, usual]) => [
    key,
    valid(key, given.get(key), usual),
  ]);
  return Object.fromEntries(entries);
}

function valid(key, value, usual) {
  if (value == null) return usual;
  if (key === "width")
    return /^\d+$/.test(value) ? String(within(+value, NARROWEST, WIDEST)) : usual;
  if (key === "zoom") return value === "fit" || (+value >= 50 && +value <= 150) ? value : usual;
  return !CHOICES[key] || CHOICES[key].includes(value) ? value : usual;
}

export function within(value, least, most) {
  return Math.min(most, Math.max(least, value));
}

/** Change what is shown; another issue, page or message is a step that Back undoes. */
export function change(patch) {
  const next = { ...state, ...patch };
  const step = ["page", "issue", "file"].some((key) => next[key] !== state[key]);
  history[step ? "pushState" : "replaceState"](null, "", address(next));
  settle(next);
}

/** The address of a view that differs from this one by `patch`. */
export function address(patch) {
  const next = { ...state, ...patch };
  const told = Object.entries(next).filter(([key, value]) => value !== DEFAULTS[key]);
  return `#${new URLSearchParams(told)}`;
}

/** `listener(changed)` is called with the set of names whose values changed. */
export function onChange(listener) {
  listeners.push(listener);
}

function settle(next) {
  const changed = new Set(Object.keys(DEFAULTS).filter((key) => next[key] !== state[key]));
  Object.assign(state, next);
  if (changed.size) listeners.forEach((listener) => listener(changed));
}

window.addEventListener("popstate", () => settle(read()));
window.addEventListener("hashchange", () => settle(read()));
