/** What the server tells by itself: saves, finished checks, the queue, new mail. */

import { announce, byId, h } from "./dom.js";
import { refreshMailbox } from "./mailbox.js";
import { open, openDesk, refreshAround } from "./opening.js";
import { refreshQueue } from "./queue.js";
import { source } from "./source.js";
import { anticipate } from "./stage.js";
import { state } from "./state.js";
import { put, store } from "./store.js";

const lost = h(
  "p",
  { class: "line lost", hidden: true },
  "Connection lost. What you see is the last state; the page tries again by itself.",
);

export function listenToServer() {
  byId("lines").append(lost);
  const desk = oneAtATime(openDesk);
  const queue = oneAtATime(async () => {
    await refreshQueue();
    await desk();
  });
  source.listen({
    saved: (event) => saved(event, desk),
    checked: (event) => checked(event, desk),
    queue,
    mailbox: oneAtATime(refreshMailbox),
    connected,
  });
}

async function saved({ slugs, problems, saved_at: savedAt, revision }, desk) {
  const concerned = slugs === null || slugs.includes(state.issue);
  const overlaid = store.refusal || store.view?.problems.length;
  if (concerned && !problems) anticipate(revision);
  if (concerned || problems || overlaid) await open({ savedAt: concerned ? savedAt : undefined });
  await desk();
}

async function checked({ slug }, desk) {
  if (slug === null || slug === state.issue) await refreshAround();
  await desk();
}

function connected(yes) {
  const back = yes && !lost.hidden;
  if (lost.hidden === !yes) announce(yes ? "" : lost.textContent);
  lost.hidden = yes;
  if (!back) return;
  announce("Connected again.");
  put({ refusal: null });
  openDesk().then(open);
  refreshQueue();
  refreshMailbox();
}

/** `work`, but never twice at once; asked for meanwhile, it runs once more. */
function oneAtATime(work) {
  let running = null;
  let again = false;
  return async function run() {
    if (running) {
      again = true;
      return running;
    }
    running = work();
    await running;
    running = null;
    if (!again) return undefined;
    again = false;
    return run();
  };
}
