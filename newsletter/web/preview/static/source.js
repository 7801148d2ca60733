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
  audience: (name) => ask(`api/issues/${slug(name)}/readers`),
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

/** Each issue of an export lies in a file of its own, which says what it holds when it is loaded. */
function load(name) {
  return new Promise((settle) => {
    const script = document.createElement("script");
    script.src = `data/${slug(name)}.js`;
    script.addEventListener("load", settle);
    script.addEventListener("error", settle);
    document.head.append(script);
  });
}

function stored({ desk, issues }) {
  const find = async (name, key) => {
    const known = desk.issues.some((issue) => issue.slug === name);
    if (known && !issues[name]) await load(name);
    const { usual, variants } = issues[name] ?? (await absent());
    return variants[key || usual] ?? absent();
  };
  return {
    live: false,
    desk: async () => desk,
    audience: async () => ({ variants: {} }),
    issue: async (name, { variant }) => (await find(name, variant)).view,
    tab: async (name, tab, { variant }) => (await find(name, variant)).tabs[tab] ?? absent(),
    letter: (name, { variant, look, images, client }) => {
      const number = Object.keys(issues[name].variants).indexOf(variant) + 1;
      return `letters/${slug(name)}/${number}-${look}-${images}-${client}.html`;
    },
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
