/** Where the page's data come from: the server that watches the workspace, or the export beside it. */

/** What the server, or the export, says instead of an answer. */
export class Refusal extends Error {
  constructor(problem, remedy = "", problems = []) {
    super(problem);
    Object.assign(this, { problem, remedy, problems });
  }
}

const SILENT = new Refusal(
  "The studio does not answer.",
  "Is `newsletter preview` still running? The page tries again by itself.",
);

const query = (values) => {
  const told = Object.entries(values).filter(([, value]) => value !== "" && value != null);
  return told.length ? `?${new URLSearchParams(told)}` : "";
};

const slug = (name) => encodeURIComponent(name);

async function ask(path, options = {}) {
  const answer = await fetch(path, { cache: "no-store", ...options }).catch(() => {
    throw SILENT;
  });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok)
    throw new Refusal(
      told.problem ?? `The studio answered ${answer.status}.`,
      told.remedy,
      told.problems,
    );
  return told;
}

function tell(path, value = {}) {
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(value) });
}

const served = {
  live: true,
  desk: () => ask("api/desk"),
  issue: (name, reader) => ask(`api/issues/${slug(name)}${query(reader)}`),
  tab: (name, tab, reader) => ask(`api/issues/${slug(name)}/tabs/${tab}${query(reader)}`),
  letter: (name, shown) => `letters/${slug(name)}${query(shown)}`,
  readers: (q) => ask(`api/readers${query({ q })}`),
  queue: () => ask("api/queue"),
  act: (id, verb) => tell(`api/mailings/${encodeURIComponent(id)}/${verb}`),
  test: (order) => tell("api/test", order),
  mailbox: () => ask("api/mailbox"),
  message: (file) => ask(`api/mailbox/${encodeURIComponent(file)}`),
  messageLetter: (file, shown) => `letters/mailbox/${encodeURIComponent(file)}${query(shown)}`,
  listen,
};

/** Call `heard[event](data)` for each event; `heard.connected(yes)` when the line breaks or is back. */
function listen(heard) {
  const events = new EventSource("events");
  for (const name of ["saved", "checked", "queue", "mailbox"]) {
    events.addEventListener(name, (event) => heard[name](JSON.parse(event.data || "{}")));
  }
  events.addEventListener("open", () => heard.connected(true));
  events.addEventListener("error", () => heard.connected(false));
}

const absent = async () => {
  throw new Refusal("This is not in the export.", "Open the workspace with `newsletter preview`.");
};

function stored({ desk, issues, tabs, letters }) {
  const kept = async (value) => value ?? absent();
  return {
    live: false,
    desk: async () => ({ ...desk, mailbox: false }),
    issue: (name, { variant }) =>
      kept(issues[name] && { ...issues[name], variant: variant || issues[name].variant }),
    tab: (name, tab) => kept(tabs[name]?.[tab]),
    letter: (name, { variant, look, images, client }) =>
      letters[name]?.[[variant, look, images, client].join("|")] ?? null,
    queue: async () => ({ mailings: [], calendar: [] }),
    readers: absent,
    act: absent,
    test: absent,
    mailbox: absent,
    message: absent,
    messageLetter: () => null,
    listen: () => {},
  };
}

export const source = window.STUDIO_EXPORT ? stored(window.STUDIO_EXPORT) : served;
