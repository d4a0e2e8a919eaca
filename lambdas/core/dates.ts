/**
 * A publisher's date as ISO 8601 UTC, or undefined if nobody could say which moment it means. Reads ISO 8601, RFC 822 and
 * RFC 850, asctime, American and Spanish long forms, `YYYY/MM/DD`, Unix time, `<time datetime=…>`; month names in English
 * and Spanish (Italian, Portuguese, French and German too where they cost nothing).
 * A date without a zone is in `timezone` (IANA); one without a time is the start of that day.
 */
export const readDate = (raw: string, timezone: string): string | undefined => {
  const text = (/datetime\s*=\s*["']?([^"'>]{4,60})/i.exec(raw.slice(0, 500))?.[1] ?? raw)
    .slice(0, 200)
    .replace(/<[^>]{0,200}>/g, " ")
    .normalize("NFD")
    .replace(/[\u0300-\u036F]/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
  if (text.length < 4 || text.length > 80) return undefined;
  const parts = unixTime(text) ?? iso(text) ?? named(text) ?? numeric(text, timezone);
  if (parts === undefined) return undefined;
  const ms = "epoch" in parts ? parts.epoch : moment(parts, timezone);
  // Nothing on the Web is older; a far future is a template nobody filled in.
  return ms === undefined || ms < EARLIEST || ms > LATEST ? undefined : new Date(ms).toISOString();
};

const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly time: string;
}

const unixTime = (text: string): { epoch: number } | undefined => {
  if (/^\d{10}$/.test(text)) return { epoch: Number(text) * 1000 };
  return /^\d{13}$/.test(text) ? { epoch: Number(text) } : undefined;
};

const iso = (text: string): Parts | undefined => {
  const found = /^(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?|(\d{2})(\d{2}))?(?:[t ,]+(.*))?$/.exec(text);
  if (found === null) return undefined;
  const [, year, , month, day, compactMonth, compactDay, time = ""] = found;
  if (month === undefined && compactMonth === undefined) return undefined;
  return { year: Number(year), month: Number(month ?? compactMonth), day: Number(day ?? compactDay ?? 1), time };
};

const months = new Map<string, number>();
for (const [index, names] of [
  "jan ene gen",
  "feb fev",
  "mar mars marz",
  "apr abr avr",
  "may mai mag",
  "jun giu juin",
  "jul lug juil",
  "aug ago aout",
  "sep set",
  "oct okt ott out",
  "nov",
  "dec dic dez",
].entries())
  for (const name of names.split(" ")) months.set(name, index + 1);

/** By how their names begin: the longest that is known counts. */
const monthName = `(?<month>${[...months.keys()].toSorted((a, b) => b.length - a.length).join("|")})[a-z]{0,7}\\.?`;
const dayFirst = new RegExp(
  `\\b(?<day>\\d{1,2})[ .,/-]*(?:de |of )?${monthName}[ .,/-]*(?:del? )?'?(?<year>\\d{4}|\\d{2})\\b[ ,]*(?<tail>.*)$`,
); // 05 oct 2023, 5 de octubre de 2023
const monthFirst = new RegExp(`\\b${monthName} +(?<day>\\d{1,2})(?:,| )+(?:del? )?(?<year>\\d{4})\\b[ ,]*(?<tail>.*)$`); // October 5, 2023; octubre 5 de 2023

/** Forms with a month name: the number beside it is the day, the next the year; the time stands behind them, or else before. */
const named = (text: string): Parts | undefined => {
  const words = text.replace(/(\d)(?:(?:st|nd|rd|th|er|ro)\b|\.?[º°])/g, "$1");
  const found = dayFirst.exec(words) ?? monthFirst.exec(words);
  if (found !== null) {
    const { day = "", month = "", year = "", tail = "" } = found.groups ?? {};
    const time = /\d/.test(tail) ? tail : (/\b\d{1,2}(?:[:.h]\d{2}| ?[ap]\.? ?m\b).*/.exec(words.slice(0, found.index))?.[0] ?? tail);
    return { year: fullYear(year), month: months.get(month) ?? 0, day: Number(day), time };
  }
  const asctime = /\b([a-z]{3})[a-z]* (\d{1,2}) (\d{1,2}:\d{2}(?::\d{2})?)([ a-z0-9+:-]*?) (\d{4})$/.exec(words); // Thu Oct 5 18:00:00 UTC 2023
  const month = months.get(asctime?.[1] ?? "");
  if (asctime === null || month === undefined) return undefined;
  return { year: Number(asctime[5]), month, day: Number(asctime[2]), time: `${asctime[3]}${asctime[4]}` };
};

/** `05/10/2023`: the day stands first except in the zones of the United States; UTC says nothing, so only a number above 12 decides. */
const numeric = (text: string, timezone: string): Parts | undefined => {
  const found = /^(?:[a-z]{2,10}\.?,? )?(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:[ ,t]+(.*))?$/.exec(text);
  if (found === null) return undefined;
  const [, a = "", , b = "", year = "", time = ""] = found;
  const monthFirst = Number(b) > 12 || (Number(a) <= 12 && american.test(timezone));
  if (Number(a) <= 12 && Number(b) <= 12 && a !== b && /^(utc|gmt|etc\/.*)$/i.test(timezone)) return undefined;
  return { year: fullYear(year), month: Number(monthFirst ? a : b), day: Number(monthFirst ? b : a), time };
};

const american =
  /^(US\/|America\/(New_York|Chicago|Denver|Los_Angeles|Phoenix|Detroit|Boise|Anchorage|Indiana|Kentucky))|^Pacific\/Honolulu/;

const fullYear = (digits: string): number => (digits.length > 2 ? Number(digits) : Number(digits) + (Number(digits) < 70 ? 2000 : 1900));

/** Minutes east of UTC. American names as in RFC 822; the others as feeds of this subject use them. */
const zones = new Map<string, number>(
  (
    "z:0 ut:0 utc:0 gmt:0 wet:0 west:60 bst:60 cet:60 cest:120 eet:120 eest:180 msk:180 est:-300 edt:-240 cst:-360 cdt:-300 " +
    "mst:-420 mdt:-360 pst:-480 pdt:-420 akst:-540 akdt:-480 hst:-600 art:-180 brt:-180 clt:-240 cot:-300 pet:-300"
  )
    .split(" ")
    .map((zone) => zone.split(":") as [string, string])
    .map(([name, minutes]) => [name, Number(minutes)]),
);

const moment = (parts: Parts, timezone: string): number | undefined => {
  const { year, month, day } = parts;
  const clock = /^(?:a las |at )?(\d{1,2})(?:[:h.]?(\d{2}))?(?:[:.]?(\d{2})(?:[.,](\d{1,9}))?)?/.exec(parts.time.replace(/^[-–|@ ]+/, ""));
  let [hour, minute, second] = [Number(clock?.[1] ?? 0), Number(clock?.[2] ?? 0), Number(clock?.[3] ?? 0)];
  const half = /\b([ap])\.? ?m\b/.exec(parts.time.replace(/\d([ap])/g, " $1"))?.[1];
  if (half !== undefined && hour <= 12) hour = (hour % 12) + (half === "p" ? 12 : 0);
  const midnight = Date.UTC(year, month - 1, day);
  if (month < 1 || month > 12 || new Date(midnight).getUTCDate() !== day) return undefined;
  if (hour > 24 || minute > 59 || second > 60) [hour, minute, second] = [0, 0, 0];
  const wall = midnight + ((hour * 60 + minute) * 60 + second) * 1000 + Number((clock?.[4] ?? "0").padEnd(3, "0").slice(0, 3));
  const zone = zoneIn(parts.time.slice(clock?.[0].length ?? 0)) ?? timezone;
  return typeof zone === "string" ? fromWall(wall, zone) : wall - zone * 60_000;
};

/** American names that leave open whether it is summer. */
const clocks = new Map([
  ["et", "America/New_York"],
  ["ct", "America/Chicago"],
  ["mt", "America/Denver"],
  ["pt", "America/Los_Angeles"],
]);

/** The zone named in the rest of a date: minutes east of UTC, or its IANA name. Numbers win over names: `GMT-0600`. */
const zoneIn = (text: string): number | string | undefined => {
  const number = /([+\-\u2212])(\d{1,2}):?(\d{2})?(?!\d)/.exec(text);
  if (number !== null) {
    const minutes = Number(number[2]) * 60 + Number(number[3] ?? 0);
    return minutes > 15 * 60 ? undefined : number[1] === "+" ? minutes : -minutes;
  }
  const words = text.match(/(?<![a-z])[a-z]{1,5}(?![a-z])/g) ?? [];
  return words.map((word) => zones.get(word) ?? clocks.get(word)).find((zone) => zone !== undefined);
};

const formats = new Map<string, Intl.DateTimeFormat | undefined>();

/** How far a zone's clock is ahead of UTC at a moment, ms; 0 for a zone nobody knows. */
export const zoneOffset = (at: number, timezone: string): number => {
  if (timezone === "UTC") return 0;
  if (!formats.has(timezone)) formats.set(timezone, makeFormat(timezone));
  const format = formats.get(timezone);
  if (format === undefined) return 0;
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year!, part.month! - 1, part.day, part.hour! % 24, part.minute, part.second) - Math.floor(at / 1000) * 1000;
};

const makeFormat = (timeZone: string): Intl.DateTimeFormat | undefined => {
  try {
    const two = "2-digit" as const;
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    });
  } catch {
    return undefined;
  }
};

/** Wall-clock time of a zone to UTC. In the hour that a change of clocks skips or repeats, the earlier offset holds. */
export const fromWall = (wall: number, timezone: string): number => {
  const guess = wall - zoneOffset(wall, timezone);
  return wall - zoneOffset(guess, timezone);
};
