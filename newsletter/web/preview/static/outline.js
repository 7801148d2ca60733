/** The open issue, block by block: size, words, findings, review. */

import { findingBadges, reviewBadge } from "./badges.js";
import { chooseBlock } from "./choosing.js";
import { h, byId, fill } from "./dom.js";
import { row } from "./rows.js";
import { change } from "./state.js";
import { on, store } from "./store.js";
import { count, kilobytes } from "./words.js";

export function makeOutline() {
  on("view chosen refusal", show);
}

function show() {
  const { view } = store;
  const rows = view?.blocks.map(blockRow) ?? [];
  fill(
    byId("outline"),
    rows.length ? [h("h2", {}, title(view)), h("ul", { class: "rows" }, rows)] : [],
  );
}

const title = ({ slug }) => (slug.startsWith("snippet:") ? "This snippet" : "This issue");

function blockRow(block) {
  const current = store.chosen?.block === block.id;
  const size = [
    block.words != null && count(block.words, "word"),
    block.bytes != null && kilobytes(block.bytes),
  ];
  return row({
    key: `block:${block.id}`,
    title: block.title,
    about: size.filter(Boolean).join(" · "),
    badges: [
      findingBadges(block),
      !block.errors && !block.warnings ? reviewBadge(block.review) : staleOnly(block.review),
    ],
    current,
    press: () => {
      chooseBlock(block.id);
      change({ page: "letter" });
    },
  });
}

const staleOnly = (review) => (review && review !== "approved" ? reviewBadge(review) : null);
