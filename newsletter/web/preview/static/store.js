/** What the page knows at this moment, and who wants to hear when that changes. */

export const store = {
  desk: null,
  view: null, // the open issue, as the chosen reader gets it
  refusal: null, // why there is no view
  audience: {}, // how many readers get each variant of the open issue, by its key
  findings: null, // of the open issue, once they are known
  chosen: null, // {block, file, line, open}: what is marked in the letter
  queue: { mailings: [], calendar: [] },
  messages: [],
  times: [], // from save to picture, in milliseconds
};

const listeners = {};

/** Call `listener` after each change of one of `topics`. */
export function on(topics, listener) {
  for (const topic of topics.split(" ")) (listeners[topic] ??= []).push(listener);
}

/** Take in what is new; each listener is called once. */
export function put(patch) {
  Object.assign(store, patch);
  const concerned = new Set(Object.keys(patch).flatMap((topic) => listeners[topic] ?? []));
  concerned.forEach((listener) => listener());
}
