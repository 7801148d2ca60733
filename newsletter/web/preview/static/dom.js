/** Makes and replaces elements; every text goes in as text, never as markup. */

/** An element; `on…` attributes are listeners, `true` and `false` switch an attribute on and off. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Put new children into a container; focus stays on the element with the same `data-key`. */
export function fill(container, ...children) {
  const focused = container.contains(document.activeElement) && document.activeElement.dataset.key;
  container.replaceChildren(
    ...children.flat(Infinity).filter((child) => child != null && child !== false),
  );
  if (focused) {
    container.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
}

/** Say something to those who listen to the page instead of looking at it. */
export function announce(text) {
  byId("status").textContent = text;
}

const NEVER = new Set(["javascript:", "data:", "vbscript:", "blob:"]);

/** A link to a place outside the page; plain text when the address is none, or could run something. */
export function link(address, attributes, ...children) {
  const usable = address && URL.canParse(address) && !NEVER.has(new URL(address).protocol);
  return usable
    ? h("a", { href: address, rel: "noreferrer noopener", ...attributes }, ...children)
    : h("span", attributes, ...children);
}
