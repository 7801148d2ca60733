/** Starts the page: makes its parts, and brings on the screen what its address asks for. */

import { makeHeading } from "./heading.js";
import { makeKeys } from "./keys.js";
import { makeLibrary } from "./library.js";
import { listenToServer } from "./live.js";
import { makeMailbox, refreshMailbox } from "./mailbox.js";
import { makeMeter } from "./meter.js";
import { open, openDesk, openUsualIssue, showAgain } from "./opening.js";
import { makeOutline } from "./outline.js";
import { makePanes } from "./panes.js";
import { makePost } from "./post.js";
import { makeProblems } from "./problems.js";
import { makeQueue, refreshQueue } from "./queue.js";
import { makeReaders } from "./readers.js";
import { source } from "./source.js";
import { fit, makeStage } from "./stage.js";
import { onChange, state } from "./state.js";
import { store } from "./store.js";
import { makeSwitches } from "./switches.js";
import { makeTabs } from "./tabs.js";
import { makeTesting } from "./testing.js";

const OPENED = ["page", "issue", "as", "variant", "file"];
const DRAWN = ["width", "beside", "look", "images", "client"];

function makeParts() {
  for (const make of [makeHeading, makeReaders, makeTesting, makeKeys, makeSwitches]) make();
  for (const make of [makeOutline, makeLibrary, makePost]) make();
  for (const make of [makeProblems, makeStage, makeQueue, makeMailbox, makeTabs]) make();
  for (const make of [makeMeter, makePanes]) make();
}

function react(changed) {
  const any = (names) => names.some((name) => changed.has(name));
  if (any(OPENED)) open();
  else if (any(DRAWN)) showAgain();
  else if (changed.has("zoom")) fit();
}

async function start() {
  document.documentElement.dataset.source = source.live ? "live" : "export";
  window.studioTimes = store.times;
  makeParts();
  onChange(react);
  await openDesk();
  if (store.desk && !state.issue) openUsualIssue();
  else open();
  if (!source.live) return;
  listenToServer();
  await refreshMailbox();
  await refreshQueue();
}

start();
