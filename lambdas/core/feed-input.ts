import * as z from "zod/mini";
import { Feed } from "./feed.ts";
import { plainName } from "./plain-name.ts";

const timezone = z.string().check(z.maxLength(60));

/** The body of `POST /feeds`. The id is made from the outlet where it is left out. */
export const NewFeed = z.strictObject({
  id: z.optional(Feed.shape.id),
  url: Feed.shape.url,
  outlet: Feed.shape.outlet.check(plainName),
  lang: Feed.shape.lang,
  country: Feed.shape.country,
  kind: z._default(Feed.shape.kind, "media"),
  timezone: z._default(timezone, "UTC"),
  enabled: z._default(z.boolean(), true),
  note: Feed.shape.note,
  alternates: Feed.shape.alternates,
  floorSeconds: Feed.shape.floorSeconds,
});
export type NewFeed = z.infer<typeof NewFeed>;

/** The body of `PATCH /feeds/{id}`. `pinned` keeps the feed at its `url`, or lets it follow a move again. With another `url` the feed goes on there, and what it holds by then is stored, not alerted. */
export const FeedChange = z
  .strictObject({
    url: z.optional(Feed.shape.url),
    enabled: z.optional(z.boolean()),
    pinned: z.optional(z.boolean()),
    note: Feed.shape.note,
    alternates: Feed.shape.alternates,
  })
  .check(
    z.refine(
      (change) => Object.values(change).some((value) => value !== undefined),
      "say what to change: url, enabled, pinned, note or alternates",
    ),
  );

/** The body of `POST /feeds/checks`. */
export const NewCheck = z.strictObject({ url: Feed.shape.url });

/** How `GET /feeds` answers, for people who cannot set the Accept header. */
export const FeedSearch = z.strictObject({ format: z.optional(z.enum(["json", "csv", "opml"])) });

/** Most feeds of one file. */
export const MAX_IMPORT = 1000;

/**
 * The body of `POST /feeds/import`: feeds as `GET /feeds` gives them or as `POST /feeds` takes them; what else an entry says is passed
 * over. Each is judged on its own.
 */
export const FeedFile = z.strictObject({
  feeds: z.array(z.record(z.string(), z.unknown())).check(z.minLength(1), z.maxLength(MAX_IMPORT)),
});
export type FeedFile = z.infer<typeof FeedFile>;

/** What holds for every feed of a file that does not say it itself. */
export const FeedDefaults = z.strictObject({
  lang: z.optional(Feed.shape.lang),
  country: z.optional(Feed.shape.country),
  kind: z.optional(Feed.shape.kind),
  timezone: z.optional(timezone),
});
export type FeedDefaults = z.infer<typeof FeedDefaults>;

/** An entry of a file as the body of a new feed, completed by the defaults; and the names of what was passed over. */
export const entryOf = (entry: Readonly<Record<string, unknown>>, defaults: FeedDefaults) => {
  const names = Object.keys(NewFeed.shape);
  const said = Object.entries(entry).filter(
    ([name, value]) => names.includes(name) && value !== undefined && value !== "" && value !== null,
  );
  return {
    feed: { ...Object.fromEntries(Object.entries(defaults).filter(([, value]) => value !== undefined)), ...Object.fromEntries(said) },
    passedOver: Object.keys(entry).filter((name) => !names.includes(name) && !told.has(name)),
  };
};

/** What `GET /feeds` tells of a feed beside what people decided: nobody misses it in a new one. */
const told = new Set(
  "verified alertSince addedAt revivedAt pinned pauses sample health reason fault failures movedTo heardAt newestAt nextCheckAt intervalMinutes offers backfill".split(
    " ",
  ),
);
