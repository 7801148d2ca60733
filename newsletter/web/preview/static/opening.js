/** Fetches what is open and brings it on the screen; when two openings overlap, the newer one counts. */

import { refreshAudience } from "./audience.js";
import { announce, byId } from "./dom.js";
import { source } from "./source.js";
import { letters, showLetters, showNothing } from "./stage.js";
import { change, state } from "./state.js";
import { put, store } from "./store.js";
import { refreshFindings, refreshTab } from "./tabs.js";

let newest = 0;
let under = Promise.resolve(); // the newest opening, while it goes on

/** Fetch the desk: all lists and badges. */
export async function openDesk() {
  try {
    put({ desk: await source.desk() });
  } catch (refusal) {
    put({ refusal });
  }
}

/** Show what the address asks for; `savedAt` is when the file was saved that made it new. */
export function open({ savedAt } = {}) {
  under = bring(++newest, savedAt);
  return under;
}

async function bring(run, savedAt) {
  showPage();
  if (state.page === "mailbox" && state.file) return openMessage(run);
  if (state.page !== "letter" || !state.issue) return undefined;
  const view = await fetchView();
  if (run !== newest) return undefined;
  const news = taken(view);
  Object.assign(store, news);
  const coming = showAgain(); // the letter loads while the panes are drawn
  put(news);
  const shown = await coming;
  if (run !== newest) return undefined;
  if (shown && savedAt && !store.view?.stale) tellTime(Date.now() - savedAt);
  refreshAudience(); // nobody waits for it
  return Promise.all([refreshTab(), refreshFindings()]);
}

/** Fetch again what stands around the letter that is shown: findings, reviews. */
export async function refreshAround() {
  await under;
  if (state.page !== "letter" || !store.view) return;
  const run = newest;
  const view = await fetchView();
  if (run !== newest || view.refusal) return;
  put({ view });
  refreshAudience();
  await Promise.all([showAgain(), refreshTab(), refreshFindings()]);
}

function showPage() {
  const shows = state.page === "letter" || state.file !== "";
  document.body.dataset.page = state.page === "mailbox" && state.file ? "message" : state.page;
  byId("stage").hidden = !shows;
  byId("sheet").hidden = shows;
  byId("sheet").setAttribute("aria-label", state.page === "queue" ? "Queue" : "Mailbox");
}

const fetchView = () =>
  source
    .issue(state.issue, { as: state.as, variant: state.variant })
    .catch((refusal) => ({ refusal }));

/** What a view, or a refusal, changes; after a refusal the last good letter of the same issue stays. */
function taken(view) {
  const same = store.view?.slug === (view.refusal ? state.issue : view.slug);
  const forgotten = same ? {} : { findings: null, checks: null, chosen: null };
  if (view.refusal) return { ...forgotten, refusal: view.refusal, view: same ? store.view : null };
  return { ...forgotten, view, refusal: null };
}

/** Bring the letter on the screen as the switches stand; true once it is there. */
export async function showAgain() {
  if (byId("stage").hidden) return false;
  if (state.page === "letter" && !store.view) return nothing("There is no letter to show.");
  if (state.page === "letter" && store.view.rendered === 0)
    return nothing("There has been no good letter yet.");
  return showLetters(letters());
}

function nothing(words) {
  showNothing(words);
  return false;
}

async function openMessage(run) {
  const message = await source.message(state.file).catch((refusal) => ({ refusal }));
  if (run !== newest) return;
  put({ message: message.refusal ? null : message });
  if (message.refusal) showNothing(message.refusal.problem);
  else if (message.html) await showAgain();
  else showNothing("This letter has no HTML part: read its text beside.");
  refreshTab();
}

function tellTime(ms) {
  put({ times: [...store.times, ms] });
  window.studioTimes = store.times;
  document.dispatchEvent(
    new CustomEvent("studio:shown", { detail: { ms, revision: store.view.revision } }),
  );
  announce(`Saved, and shown after ${ms} milliseconds.`);
}

/** When no issue was asked for: the one that goes next, or the newest. */
export function openUsualIssue() {
  const { issues } = store.desk;
  const open = issues.filter(({ state: stands }) => stands !== "sent" && stands !== "cancelled");
  const [first] = (open.length ? open : issues).toSorted(bySendTime);
  if (first) change({ issue: first.slug });
}

const bySendTime = (a, b) => (a.send_at ?? "9").localeCompare(b.send_at ?? "9");
