import type { Lang } from "./entity.ts";
import type { Sentence } from "./match.ts";

/**
 * Well-formed text that every HTML parser and mail program reads back alike: no lone surrogates, no control characters but
 * tab and line feed, no characters that turn the direction of the text that follows.
 */
export const plain = (raw: string): string =>
  raw
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    // oxlint-disable-next-line no-control-regex -- these are what is removed
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g, "");

/** {@link plain} on one line: what may stand in a subject or a line of plain text (reliability E5). */
export const oneLine = (raw: string): string =>
  plain(raw.replace(/[\r\n\u0085\u2028\u2029]/g, " "))
    .replace(/\s+/g, " ")
    .trim();

/** One line of at most `limit` UTF-16 units; cut at a word where one is near, with an ellipsis, never within a character. */
export const clip = (raw: string, limit: number): string => {
  const line = oneLine(raw);
  if (line.length <= limit) return line;
  const cut = line.slice(0, limit - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > limit * 0.7 ? cut.slice(0, space) : cut)
    .trimEnd()
    .toWellFormed()
    .replace(/\ufffd$/, "")}…`;
};

/**
 * The sentence on one line and at most `limit` UTF-16 units, cut around the surface; `start`/`end` still mark it.
 * `limit` at least 100; a longer surface is cut.
 */
export const excerpt = (sentence: Sentence, limit: number): { text: string; start: number; end: number } => {
  const surface = clip(sentence.text.slice(sentence.start, sentence.end), limit - 40);
  const head = oneLine(`${sentence.text.slice(0, sentence.start)}|`).slice(0, -1);
  const tail = oneLine(`|${sentence.text.slice(sentence.end)}`).slice(1);
  const room = limit - surface.length;
  const before = head.length <= room / 2 ? head : lastPart(head, Math.max(Math.floor(room / 2), room - tail.length));
  const after =
    tail.length <= room - before.length ? tail : clip(`${surface}${tail}`, surface.length + room - before.length).slice(surface.length);
  return { text: before + surface + after, start: before.length, end: before.length + surface.length };
};

const lastPart = (head: string, room: number): string => {
  if (head.length <= room) return head;
  const cut = head.slice(head.length - room + 1).replace(/^[\udc00-\udfff]/, "");
  const space = cut.indexOf(" ");
  return `…${space >= 0 && space < room * 0.3 ? cut.slice(space + 1) : cut}`;
};

const months: Readonly<Record<Lang, readonly string[]>> = {
  en: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
  es: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
};

/** Where a reader of each language is taken to be. English is read on both sides of the border, so it gets UTC, and says so. */
const zones: Readonly<Record<Lang, string>> = { en: "UTC", es: "America/Mexico_City" };

const parts = (iso: string, timeZone: string): Record<string, string> =>
  Object.fromEntries(
    new Intl.DateTimeFormat("en-GB", { timeZone, year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" })
      .formatToParts(new Date(iso))
      .map(({ type, value }) => [type, value]),
  );

/**
 * A day as people write it: `5 Oct 2023`, `5 oct 2023`. Exactly midnight UTC is taken for a date without a time, which
 * is the same day everywhere; else the day is that of the reader's zone.
 */
export const day = (iso: string, lang: Lang): string => {
  const midnight = /T00:00(:00(\.0+)?)?Z$/.test(iso);
  const { day, month, year } = parts(iso, midnight ? "UTC" : zones[lang]);
  return `${Number(day)} ${months[lang][Number(month) - 1]} ${year}`;
};

/** The day and the time in the reader's zone, which the words name: `5 Oct 2023, 14:05 UTC`. */
export const moment = (iso: string, lang: Lang): string => {
  const { hour, minute } = parts(iso, zones[lang]);
  return /T00:00(:00(\.0+)?)?Z$/.test(iso)
    ? day(iso, lang)
    : `${day(iso, lang)}, ${hour}:${minute} ${lang === "en" ? "UTC" : "(hora de CDMX)"}`;
};

/** A whole number with the thousands marked, as in both languages in Mexico and the US: `1,234`. */
export const whole = (n: number): string => String(Math.trunc(n)).replace(/\B(?=(\d{3})+$)/g, ",");

/** A share as whole per cent, rounded down: nobody is told that more was heard than was. */
export const percent = (share: number): number => Math.floor(Math.round(share * 1000) / 10);

/** `a`, `a and b`, `a, b and c`; in Spanish `y` becomes `e` before the sound i. */
export const listed = (items: readonly string[], lang: Lang): string => {
  const last = items.at(-1) ?? "";
  if (items.length < 2) return last;
  const and = lang === "en" ? "and" : /^h?[ií](?![aeouáéóú])/i.test(last) ? "e" : "y";
  return `${items.slice(0, -1).join(", ")} ${and} ${last}`;
};
