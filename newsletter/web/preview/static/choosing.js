/** What is marked in the letter: a block, or a finding with its place. */

import { put, store } from "./store.js";
import { change } from "./state.js";
import { announce } from "./dom.js";
import { place } from "./words.js";

/** Mark a block, with the place it was written in; a second time, take the mark away. */
export function chooseBlock(id) {
  const block = store.view?.blocks.find((each) => each.id === id);
  const same = store.chosen?.block === id && !store.chosen.finding;
  put({ chosen: block && !same ? { block: id, label: block.title, ...spot(block) } : null });
}

export function chooseFinding(finding) {
  const { block, file, line, open } = finding;
  put({ chosen: { block, file, line, open, label: finding.rule, finding } });
  announce(`${finding.level}: ${finding.problem} ${place(file, line)}`);
}

/** Whether this is the chosen finding, or the same one after another check. */
export function isChosen({ rule, file, line, problem }) {
  const last = store.chosen?.finding;
  return (
    last?.rule === rule && last.file === file && last.line === line && last.problem === problem
  );
}

export const chooseNothing = () => put({ chosen: null });

/** Go `step` findings on, round and round. */
export function stepFinding(step) {
  const all = store.findings ?? [];
  if (!all.length) return;
  const at = all.findIndex(isChosen);
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length;
  change({ page: "letter", tab: "checks" });
  chooseFinding(all[next]);
}

function spot({ file, line }) {
  const { editor, workspace } = store.desk;
  if (!editor || !file) return { file, line, open: null };
  const path = encodeURI(`${workspace}/${file}`).replace(/^\//, "");
  return { file, line, open: editor.replace("{path}", path).replace("{line}", line ?? 1) };
}
