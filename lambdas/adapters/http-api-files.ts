import type { Context } from "hono";
import type { FeedAnswer, FeedList, MatchPage } from "../core/answer.ts";
import { matchesAtom } from "../core/atom.ts";
import { matchesCsv } from "../core/csv.ts";
import type { WatchlistAnswer } from "../core/entity-answer.ts";
import type { EntityFile } from "../core/entity-input.ts";
import { entitiesCsv, entitiesInCsv } from "../core/entity-table.ts";
import { type FeedFile, MAX_IMPORT } from "../core/feed-input.ts";
import { feedsCsv, feedsInCsv } from "../core/feed-table.ts";
import type { QualityCases } from "../core/not-this-operations.ts";
import type { Format, Operation, OperationName } from "../core/operation.ts";
import { feedsOpml } from "../core/opml.ts";
import { problem, refuseField, Refusal } from "../core/problem.ts";
import { ParseError } from "../pipeline/fetch-ports.ts";
import { decode } from "./decode.ts";
import { feedsInOpml } from "./opml.ts";

/** What an answer is as a file: its name, without the ending, and its text; `now` is ISO 8601 UTC. */
type AsFile = (body: never, format: Format, about: { readonly now: string; readonly url: URL }) => readonly [name: string, text: string];

const files: Partial<Record<OperationName, AsFile>> = {
  listMatches: (page: MatchPage, format, { url }) => ["matches", matchesAs(format, page, url)],
  readWatchlist: (watchlist: WatchlistAnswer) => ["watchlist", entitiesCsv(watchlist)],
  exportFeedback: ({ cases }: QualityCases) => ["feedback", jsonLines(cases)],
  listFeeds: (list: FeedList, format, { now }) => ["feeds", feedsAs(format, list, now)],
};

/** An answer in the format that was asked for, if it is another one than JSON. `now` is ISO 8601 UTC; people reach us under `publicUrl`, whatever host the request names. */
export const asFile = (
  c: Context,
  name: OperationName,
  operation: Operation,
  body: object,
  { now, publicUrl }: { readonly now: string; readonly publicUrl: string },
): Response | undefined => {
  const format = formatAsked(c, operation);
  const file = files[name];
  if (format === undefined || file === undefined) return undefined;
  const { pathname, search } = new URL(c.req.url);
  const [what, text] = file(body as never, format, { now, url: new URL(`${pathname}${search}`, publicUrl) });
  const type = format === "text/csv" ? "text/csv; charset=utf-8; header=present" : `${format}; charset=utf-8`;
  // A feed is followed where it is; the others are kept.
  const kept = { "Content-Disposition": `attachment; filename="vigia-${what}.${shortOf(format)}"` };
  return c.body(text, 200, { "Content-Type": type, ...(format !== "application/atom+xml" && kept) });
};

const jsonLines = (values: readonly object[]): string => values.map((one) => `${JSON.stringify(one)}\n`).join("");

const matchesAs = (format: Format, page: MatchPage, self: URL): string => {
  if (format === "text/csv") return matchesCsv(page.matches);
  if (format === "application/jsonl") return jsonLines(page.matches);
  const next = new URL(self);
  if (page.cursor !== undefined) next.searchParams.set("cursor", page.cursor);
  return matchesAtom(page, {
    self: self.href,
    next: page.cursor === undefined ? undefined : next.href,
    story: (id) => `${self.origin}/stories/${id}`,
  });
};

/** As people name a format in an address, and as its files end. */
const shortOf = (format: Format): string => format.replace(/^.*\/(x-)?/, "").replace(/\+xml$/, "");

/** The sample is no feed of the world, and no other Vigía could reach it. */
const feedsAs = (format: Format, body: FeedList, now: string): string => {
  const feeds: readonly FeedAnswer[] = body.feeds.filter(({ sample }) => sample !== true);
  return format === "text/csv" ? feedsCsv(feeds) : feedsOpml(feeds, now);
};

const formatAsked = (c: Context, { formats = [] }: Operation): Format | undefined => {
  const named = new URL(c.req.url).searchParams.get("format") ?? "";
  if (named !== "") return formats.find((format) => shortOf(format) === named);
  const accept = c.req.header("accept") ?? "";
  return formats.find((format) => new RegExp(`(^|[\\s,])${format.replace("+", "\\+")}\\b`, "i").test(accept));
};

const textOf = (bytes: Uint8Array, contentType: string | undefined): string => {
  try {
    return decode(bytes, contentType);
  } catch (error) {
    if (error instanceof ParseError) throw new Refusal(problem("too-large", "A file may be 5 MB at most, unpacked."));
    throw error;
  }
};

/** Is the body of this kind of request a file, by its content type? */
export const isFile = (c: Context, { files = [] }: Operation): boolean => files.length > 0 && !/\bjson\b/i.test(typeOf(c));

const typeOf = (c: Context): string => (c.req.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";

/** What is in a body that is a file, as the operation's schema takes it; throws a Refusal that says what is wrong with the file as a whole. */
export const readFile = (c: Context, { files = [] }: Operation): Promise<FeedFile | EntityFile> =>
  files.includes("text/x-opml") ? feedsInFile(c) : entitiesInFile(c);

const entitiesInFile = async (c: Context): Promise<EntityFile> => {
  if (typeOf(c) !== "text/csv")
    throw new Refusal(problem("media-type", "Send JSON or CSV, with its `Content-Type`: application/json or text/csv."));
  const entities = entitiesInCsv(textOf(new Uint8Array(await c.req.arrayBuffer()), c.req.header("content-type")));
  if (entities === undefined)
    return refuseField("", `The table has neither a column "id" nor "kind": its first row must name the columns.`);
  if (entities.length === 0) return refuseField("", "There is no entry in the file.");
  return { entities: [...entities] };
};

/** The feeds in a body that is CSV or OPML, in whatever encoding. */
const feedsInFile = async (c: Context): Promise<FeedFile> => {
  const type = typeOf(c);
  const isTable = type === "text/csv";
  if (!isTable && !/^(text\/x-opml|application\/(x-opml|opml\+xml|xml)|text\/xml)$/.test(type))
    throw new Refusal(problem("media-type", "Send JSON, CSV or OPML, with its `Content-Type`: application/json, text/csv or text/x-opml."));
  const text = textOf(new Uint8Array(await c.req.arrayBuffer()), c.req.header("content-type"));
  const feeds = isTable ? feedsInCsv(text) : feedsInOpml(text, MAX_IMPORT);
  if (feeds === undefined)
    return refuseField("", isTable ? `The table has no column "url": its first row must name the columns.` : "The file is no OPML.");
  if (feeds.length === 0) return refuseField("", "There is no feed in the file.");
  return { feeds: [...feeds] };
};
