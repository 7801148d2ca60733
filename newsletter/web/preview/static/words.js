/** Numbers, times and places as people read them. */

const whole = new Intl.NumberFormat("en-GB");
const moment = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});
const day = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const hour = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

export const number = (n) => whole.format(n);

/** `1 error`, `2 errors`. */
export function count(n, one, many = `${one}s`) {
  return `${number(n)} ${n === 1 ? one : many}`;
}

/** Bytes in thousands, as the limits of mail programs are counted: `4.2 KB`, `32 KB`. */
export function kilobytes(bytes) {
  const thousands = bytes / 1000;
  return `${thousands < 10 && bytes > 0 ? thousands.toFixed(1) : Math.round(thousands)} KB`;
}

export const when = (iso) => (iso ? moment.format(new Date(iso)).replace(" at ", ", ") : "");

/** `2026-12-01` → `1 Dec 2026`. */
export const onDay = (date) => day.format(new Date(date));

/** `2026-12-01 08:00 Asia/Singapore`, on the clock of that place → `1 Dec 2026, 08:00 Asia/Singapore`. */
export function asWritten(local) {
  const [date, ...time] = local.split(" ");
  return `${onDay(date)}, ${time.join(" ")}`;
}

export const clock = (iso) => (iso ? hour.format(new Date(iso)) : "");

/** `in_doubt` → `in doubt`. */
export const plain = (word) => String(word).replaceAll("_", " ");

/** `issues/snippets/tip.md`, 31 → `tip.md:31`. */
export function place(file, line) {
  const name = String(file ?? "")
    .split("/")
    .pop();
  return line ? `${name}:${line}` : name;
}
