/** When something is on the screen. */

/** Settles after the next picture was drawn; at once when nobody can see the page. */
export function painted() {
  if (document.hidden) return Promise.resolve();
  return new Promise((settle) => requestAnimationFrame(() => setTimeout(settle)));
}
