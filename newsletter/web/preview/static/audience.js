/** How many readers get each variant: asked once the letter is on the screen, for it can take seconds. */

import { source } from "./source.js";
import { put, store } from "./store.js";

const NOBODY_KNOWS = {};
let asked = ""; // the letter whose readers were asked for last, with its variants

/** Count the readers of the open letter, unless that was done for just these variants. */
export async function refreshAudience() {
  const { view } = store;
  const key = view ? [view.slug, ...view.variants.map((variant) => variant.key)].join("\n") : "";
  if (!view?.variants.length || key === asked) return;
  asked = key;
  put({ audience: NOBODY_KNOWS });
  const told = await source.audience(view.slug).catch(() => null);
  if (key !== asked) return;
  if (told) put({ audience: told.variants });
  else asked = "";
}

/** The readers of one variant; null while they are not known. */
export const readersOf = ({ key }) => store.audience[key] ?? null;
