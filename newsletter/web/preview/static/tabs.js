/** The right pane: one tab each for what can be known about a letter. */

import { changesPanel } from "./changes.js";
import { checksPanel } from "./checks.js";
import { sourcesPanel } from "./citations.js";
import { codePanel, messagePanel, originsPanel } from "./code.js";
import { h, byId, fill } from "./dom.js";
import { inboxPanel } from "./inbox.js";
import { reviewPanel } from "./reading.js";
import { rove, settle } from "./roving.js";
import { source } from "./source.js";
import { change, onChange, state } from "./state.js";
import { on, put, store } from "./store.js";

const TABS = {
  inbox: ["Inbox", inboxPanel],
  checks: ["Checks", checksPanel],
  text: ["Text", ({ text }) => codePanel(text, "Plain text")],
  html: ["HTML", ({ html }) => codePanel(html, "HTML")],
  mjml: ["MJML", originsPanel],
  message: ["Message", messagePanel],
  sources: ["Sources", sourcesPanel],
  review: ["Review", reviewPanel],
  changes: ["Changes", changesPanel],
};
const OF_MESSAGES = ["text", "html", "message"];

const list = h("div", { class: "tabs", role: "tablist", "aria-label": "About the letter" });
const panel = h("div", { class: "panels", id: "panel", role: "tabpanel", tabindex: "0" });
let newest = 0;

export function makeTabs() {
  rove(list, { follow: true });
  byId("right").append(list, panel);
  on("findings message", showList);
  on("chosen", () => current() === "checks" && store.findings && draw("checks", store.checks));
  onChange((changed) => {
    if (["tab", "page", "file"].some((key) => changed.has(key))) refreshTab();
  });
  showList();
}

/** The tabs that there are now, in their order. */
export const tabs = () => (state.page === "mailbox" ? OF_MESSAGES : Object.keys(TABS));

const current = () => (tabs().includes(state.tab) ? state.tab : tabs()[0]);

function showList() {
  fill(list, tabs().map(tab));
  settle(list);
  panel.setAttribute("aria-labelledby", `tab-${current()}`);
}

function tab(name) {
  const attributes = {
    type: "button",
    role: "tab",
    id: `tab-${name}`,
    "data-key": `tab:${name}`,
    "aria-selected": String(name === current()),
    "aria-controls": "panel",
    onclick: () => change({ tab: name }),
  };
  const waiting =
    name === "checks" &&
    store.findings?.filter(({ level, allowed }) => level !== "info" && !allowed).length;
  return h(
    "button",
    attributes,
    TABS[name][0],
    waiting ? h("span", { class: "count" }, waiting) : null,
  );
}

/** Fetch and show the chosen tab again; what stood there stays until the new one is there. */
export async function refreshTab() {
  showList();
  const [name, run] = [current(), ++newest];
  try {
    const told = await fetchTab(name);
    if (run === newest) draw(name, told);
  } catch (refusal) {
    if (run === newest)
      fill(
        panel,
        h("p", { class: "none" }, refusal.problem ?? String(refusal), " ", refusal.remedy ?? ""),
      );
  }
}

async function fetchTab(name) {
  if (state.page === "mailbox") return store.message;
  if (!store.view || name === "inbox") return store.view;
  const { slug, as, variant } = store.view;
  return source.tab(slug, name, { as, variant });
}

function draw(name, told) {
  if (name === "checks" && told) remember(told);
  const at = panel.dataset.tab === name ? panel.scrollTop : 0;
  panel.dataset.tab = name;
  fill(panel, told ? TABS[name][1](told) : h("p", { class: "none" }, "Nothing is open."));
  panel.scrollTop = at;
}

/** Fetch the findings, for the badges and the keys, when their tab is not the one that shows. */
export async function refreshFindings() {
  if (state.page !== "letter" || !store.view || current() === "checks") return;
  const { slug, as, variant } = store.view;
  const told = await source.tab(slug, "checks", { as, variant }).catch(() => null);
  if (told) remember(told);
}

function remember(told) {
  if (told !== store.checks) put({ checks: told, findings: inOrder(told.findings) });
}

const ORDER = { error: 0, warning: 1, info: 2 };

const inOrder = (findings) => [...findings].sort((a, b) => ORDER[a.level] - ORDER[b.level]);
