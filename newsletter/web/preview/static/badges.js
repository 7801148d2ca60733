/** Small labels: a colour, and always a word with it. */

import { h, link } from "./dom.js";
import { count, place } from "./words.js";

/** `tone` is one of error, warning, info, good, quiet. */
export const badge = (tone, ...words) => h("span", { class: `badge ${tone}` }, ...words);

const REVIEW = {
  approved: ["good", "✓ reviewed"],
  stale: ["warning", "review stale"],
  changes: ["warning", "changes asked"],
  withdrawn: ["error", "withdrawn"],
  expired: ["warning", "review expired"],
  missing: ["quiet", "no review"],
};

export function reviewBadge(state) {
  const [tone, words] = REVIEW[state] ?? ["quiet", state];
  return state ? badge(tone, words) : null;
}

/** Errors and warnings; nothing while they are not known yet. */
export function findingBadges({ errors, warnings }) {
  return [
    errors ? badge("error", count(errors, "error")) : null,
    warnings ? badge("warning", count(warnings, "warning")) : null,
  ];
}

const STATES = {
  sent: "good",
  sending: "good",
  scheduled: "info",
  paused: "warning",
  held: "error",
  late: "error",
};

export const stateBadge = (state) => badge(STATES[state] ?? "quiet", state);

/** `file:line`, which opens the editor where the studio knows how. */
export function placeLink({ file, line, open }) {
  if (!file) return null;
  return link(
    open,
    { class: "place", title: open ? `Open ${file} in the editor` : file },
    place(file, line),
  );
}
