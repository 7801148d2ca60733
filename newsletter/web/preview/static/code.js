/** The tabs that show a letter as it is written: text, HTML, MJML with its origins, the message. */

import { placeLink } from "./badges.js";
import { h } from "./dom.js";
import { kilobytes } from "./words.js";

export function codePanel(text, name) {
  return [
    h("p", { class: "toolsline" }, copier(text)),
    h("pre", { class: "code", tabindex: "0", "aria-label": name }, text || "(empty)"),
  ];
}

function copier(text) {
  const button = h("button", { type: "button", class: "quietly", onclick: copy }, "Copy");
  async function copy() {
    await navigator.clipboard.writeText(text);
    button.textContent = "✓ Copied";
  }
  return button;
}

/** Each line of MJML; where it comes from stands once, above the lines that come from there. */
export function originsPanel({ lines }) {
  const rows = lines.map(({ text, file, line, open }, n) => {
    const same = file === lines[n - 1]?.file;
    return [
      same ? null : h("li", { class: "origin" }, placeLink({ file, line, open }) ?? "—"),
      h(
        "li",
        {},
        h("span", { class: "number", title: file ?? "" }, line ?? ""),
        h("code", {}, text || " "),
      ),
    ];
  });
  return h("ol", { class: "code", tabindex: "0", "aria-label": "MJML" }, rows);
}

export function messagePanel({ headers, raw, attachments = [] }) {
  const rows = headers.map(([name, value]) =>
    h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, value)),
  );
  return [
    h("table", { class: "headers" }, h("caption", {}, "Headers"), h("tbody", {}, rows)),
    attachments.length ? otherParts(attachments) : null,
    h("h2", {}, "Raw message"),
    codePanel(raw, "Raw message"),
  ];
}

function otherParts(attachments) {
  const about = ({ type, size }) => h("span", { class: "muted" }, `${type} · ${kilobytes(size)}`);
  const items = attachments.map((part) => h("li", {}, `${part.name} `, about(part)));
  return [h("h2", {}, "Other parts"), h("ul", { class: "plain" }, items)];
}
