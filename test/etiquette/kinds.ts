import { asRss, type Publisher, type View } from "./publisher.ts";
import {
  always,
  type Answer,
  type Demand,
  during,
  honest,
  limited,
  redirect,
  type Server,
  type Style,
  versioned,
  webPage,
} from "./server.ts";
import { DAY, HOUR } from "./timeline.ts";

/** Where a server is set up. */
export interface Place {
  readonly id: string;
  readonly url: string;
  readonly publisher: Publisher;
  /** When the month begins, epoch ms. */
  readonly start: number;
}

/** How a site behaves. */
export interface Behaviour {
  readonly serve: Server;
  /** Other addresses that it leads to. */
  readonly elsewhere?: Readonly<Record<string, Server>>;
  readonly robots?: (at: number) => string;
  /** The publisher has nothing new then (F11). */
  readonly isClosed?: (at: number) => boolean;
  /** Nothing is wrong with it and it asks for nothing: it is to be asked every two hours at least. */
  readonly isCalm?: true;
}

export interface Kind {
  readonly name: string;
  /** How many sites of it there are. */
  readonly count: number;
  /** Hours between two publications; absent for one who publishes nothing in this month. */
  readonly hours?: number;
  /** Items that its document holds; 12 unless told. */
  readonly window?: number;
  /** Where all its sites are; each has a host of its own unless told. */
  readonly host?: string;
  readonly make: (place: Place) => Behaviour;
}

const calm =
  (style?: Style) =>
  ({ id, publisher }: Place): Behaviour => ({ serve: honest(id, publisher, style), isCalm: true });

const headed =
  (headers: NonNullable<Style["headers"]>, demands?: Demand) =>
  ({ id, publisher }: Place): Behaviour => ({ serve: honest(id, publisher, { headers, ...(demands !== undefined && { demands }) }) });

/** What the head of the document asks for. */
const wishing =
  (head: string, demands: Demand | undefined, isClosed?: (at: number) => boolean) =>
  ({ id, publisher }: Place): Behaviour => ({
    serve: honest(id, publisher, {
      write: (view) => new TextEncoder().encode(asRss(id, publisher, view, head)),
      ...(demands !== undefined && { demands }),
    }),
    ...(isClosed !== undefined && { isClosed }),
  });

/** From the third day on, for so long, something else answers. */
const troubled =
  (length: number, trouble: (place: Place) => Server) =>
  (place: Place): Behaviour => ({
    serve: during(place.start, 3 * DAY, length, trouble(place), honest(place.id, place.publisher)),
  });

const demand = (rule: string, seconds: number): Demand => ({ rule, seconds, of: "feed" });
const http = (at: number): string => new Date(at).toUTCString();
const hourTags = [0, 1, 2, 3, 4, 5].map((hour) => `<hour>${hour}</hour>`).join("");

/** XML that nobody can read, under an ETag of its own. */
const broken: Server = () => ({
  status: 200,
  headers: { etag: '"broken"' },
  body: new TextEncoder().encode("<html><p>Out of order</p></html>"),
});

/** Says 304 to whoever sends validators, whatever was published. */
const liar = ({ id, publisher }: Place): Behaviour => {
  const truthful = honest(id, publisher);
  return {
    serve: (ask): Answer => {
      if (ask.etag === undefined) return truthful(ask);
      const { status, shows } = truthful(ask);
      return { status: 304, headers: {}, ...(status === 304 && shows !== undefined && { shows }) };
    },
  };
};

/** After the first day it says 304, and breaks down when it is asked for the whole document. */
const neverWhole = ({ id, publisher, start }: Place): Behaviour => {
  const real = honest(id, publisher);
  return { serve: (ask) => (ask.at - start > DAY && ask.etag === undefined ? always(500)(ask) : real(ask)) };
};

/** From the sixth day on its document stays as it was, without validators. */
const frozen = ({ id, publisher, start }: Place): Behaviour => ({
  serve: ({ at }) => {
    const then = Math.min(at, start + 6 * DAY);
    return { ...honest(id, publisher, { headers: () => ({}) })({ url: "", at: then }), headers: {} };
  },
});

/** 304 with another ETag each time; any that was ever given is good. */
const rotating = ({ id, publisher }: Place): Behaviour => {
  let given = 0;
  return {
    serve: (ask) => {
      const answer = honest(id, publisher)({ ...ask, etag: ask.etag?.replace(/-\d+"$/, '"') });
      return { ...answer, headers: { etag: (answer.headers.etag ?? "").replace(/"$/, `-${given++}"`) } };
    },
  };
};

/** Two hours a day a captive portal stands before it, which says that everything has moved to it for good. */
const behindPortal = ({ id, publisher }: Place): Behaviour => {
  const [real, portal] = [honest(id, publisher), `https://portal-${id}.example/`];
  return { serve: (ask) => (ask.at % DAY < 6 * HOUR ? redirect(301, portal)(ask) : real(ask)), elsewhere: { [portal]: webPage } };
};

const leadsTo =
  (status: 301 | 302 | 307 | 308, from: number) =>
  ({ id, publisher, start }: Place): Behaviour => {
    const [real, target] = [honest(id, publisher), `https://new-${id}.example/rss`];
    return { serve: during(start, from, 99 * DAY, redirect(status, target), real), elsewhere: { [target]: real } };
  };

/** Moved for good on the second day; on the ninth nobody answers there, and it is back where it was. */
const movesInVain = ({ id, publisher, start }: Place): Behaviour => {
  const [real, target] = [honest(id, publisher), `https://new-${id}.example/rss`];
  const [moving, length] = [2 * DAY, 7 * DAY];
  return {
    serve: during(start, moving, length, redirect(301, target), real),
    elsewhere: { [target]: during(start, moving, length, real, always("timeout")) },
  };
};

/** On the third day, for a while, it wants to be left alone for two days: itself after 503, its whole host after 429. */
const refusing =
  (status: 429 | 503, form: "seconds" | "date") =>
  ({ id, publisher, start }: Place): Behaviour => {
    const wait = 2 * DAY;
    const refuse: Server = ({ at }) => ({
      status,
      headers: { "retry-after": form === "date" ? http(at + wait) : String(wait / 1000) },
      // A date in a header has no milliseconds.
      demands: { rule: status === 429 ? "F13" : "F14", seconds: wait / 1000 - 1, of: status === 429 ? "host" : "feed" },
    });
    return { serve: during(start, 3 * DAY, 2 * HOUR, refuse, honest(id, publisher)) };
  };

/** Bytes in one encoding, a header that names another. */
const miscalled =
  (charset: string, encode: (text: string) => Uint8Array) =>
  ({ id, publisher }: Place): Behaviour => ({
    serve: honest(id, publisher, {
      write: (view) => encode(asRss(id, publisher, view)),
      headers: (view: View) => ({ ...versioned(view), "content-type": `application/rss+xml; charset=${charset}` }),
    }),
    isCalm: true,
  });

/** A hundred sites. */
export const kinds: readonly Kind[] = [
  { name: "quiet", count: 25, make: calm() },
  {
    name: "quiet-dated",
    count: 6,
    make: calm({ headers: ({ items }, at) => ({ "last-modified": http(Math.floor(at / (99 * DAY)) * 99 * DAY - items.length) }) }),
  },
  { name: "hourly", count: 4, hours: 1, make: calm() },
  { name: "daily", count: 12, hours: 24, make: calm() },
  {
    name: "odd-etag",
    count: 2,
    hours: 5,
    make: calm({ headers: ({ items }) => ({ etag: `W/"a,b" ${items[0]} no-quotes`, "last-modified": "Wed, 21 Oct 2015 07:28:00 GMT" }) }),
  },
  {
    name: "clock-of-2038",
    count: 1,
    hours: 5,
    make: calm({ headers: (view) => ({ ...versioned(view), "last-modified": "Tue, 19 Jan 2038 03:14:07 GMT" }) }),
  },
  {
    name: "clock-of-1970",
    count: 1,
    hours: 5,
    make: calm({ headers: (view) => ({ ...versioned(view), "last-modified": "Thu, 01 Jan 1970 00:00:00 GMT" }) }),
  },
  // The same bytes under another ETag every six hours.
  { name: "touched", count: 2, make: calm({ headers: (_, at) => ({ etag: `"${Math.floor(at / (6 * HOUR))}"` }) }) },
  { name: "rotating", count: 2, hours: 9, make: rotating },
  {
    name: "max-age",
    count: 2,
    hours: 5,
    make: headed((view) => ({ ...versioned(view), "cache-control": "public, max-age=18000", age: "600" }), demand("F9", 17_400)),
  },
  {
    name: "max-age-for-ever",
    count: 1,
    hours: 5,
    make: headed((view) => ({ ...versioned(view), "cache-control": "max-age=504911232" }), demand("F9", 86_400)),
  },
  {
    name: "expires",
    count: 1,
    hours: 5,
    make: headed((view, at) => ({ ...versioned(view), date: http(at), expires: http(at + 6 * HOUR) }), demand("F9", 21_600)),
  },
  { name: "ttl", count: 2, hours: 3, make: wishing("<ttl>240</ttl>", demand("F10", 14_400)) },
  {
    name: "sy",
    count: 1,
    hours: 3,
    make: wishing("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>6</sy:updateFrequency>", demand("F12", 14_400)),
  },
  {
    name: "skip-hours",
    count: 2,
    hours: 3,
    make: wishing(`<skipHours>${hourTags}</skipHours>`, undefined, (at) => new Date(at).getUTCHours() < 6),
  },
  // A poll is put off by a day at most, so the second of two closed days is open.
  {
    name: "skip-days",
    count: 1,
    hours: 3,
    make: wishing("<skipDays><day>Saturday</day><day>Sunday</day></skipDays>", undefined, (at) => new Date(at).getUTCDay() === 6),
  },
  { name: "hourly-limit", count: 1, hours: 0.5, make: ({ id, publisher }) => ({ serve: limited(3600, honest(id, publisher)) }) },
  { name: "304-for-ever", count: 1, hours: 3, make: liar },
  { name: "never-whole", count: 1, make: neverWhole },
  { name: "frozen", count: 1, hours: 2, make: frozen },
  { name: "rolls-off", count: 1, hours: 0.02, window: 10, make: calm() },
  { name: "portal", count: 2, hours: 3, make: behindPortal },
  { name: "loops", count: 1, hours: 4, make: troubled(2 * DAY, ({ url }) => redirect(302, url)) },
  { name: "elsewhere", count: 2, hours: 3, make: leadsTo(302, 0) },
  { name: "moves-in-vain", count: 1, hours: 3, make: movesInVain },
  { name: "moves", count: 3, hours: 3, make: leadsTo(301, 2 * DAY) },
  { name: "gone", count: 2, hours: 4, make: troubled(99 * DAY, () => always(410)) },
  { name: "forbidden", count: 1, hours: 4, make: troubled(6 * DAY, () => always(403)) },
  { name: "not-found", count: 1, hours: 4, make: troubled(6 * DAY, () => always(404)) },
  { name: "ill", count: 1, hours: 4, make: troubled(3 * DAY, () => always(500)) },
  { name: "hangs", count: 1, hours: 4, make: troubled(3 * DAY, () => always("timeout")) },
  { name: "broken", count: 1, hours: 4, make: troubled(2 * DAY, () => broken) },
  {
    name: "names-us",
    count: 1,
    hours: 4,
    make: ({ id, publisher, start }) => ({
      serve: honest(id, publisher),
      robots: (at) => (at < start + DAY ? "" : "User-agent: Vigia\nDisallow: /\n"),
    }),
  },
  { name: "names-others", count: 1, hours: 4, make: (place) => ({ ...calm()(place), robots: () => "User-agent: *\nDisallow: /\n" }) },
  { name: "crowd", count: 5, hours: 6, host: "crowd.example", make: refusing(429, "seconds") },
  { name: "dated-crowd", count: 3, hours: 6, host: "dated-crowd.example", make: refusing(429, "date") },
  { name: "overloaded", count: 1, hours: 6, host: "half.example", make: refusing(503, "date") },
  { name: "neighbour", count: 1, hours: 6, host: "half.example", make: calm() },
  { name: "called-latin-1", count: 1, hours: 5, make: miscalled("iso-8859-1", (text) => new TextEncoder().encode(text)) },
  { name: "called-utf-8", count: 1, hours: 5, make: miscalled("utf-8", (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))) },
];
