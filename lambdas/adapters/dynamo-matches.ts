import type { MatchQuery } from "../core/match-query.ts";
import { cursorOf, fits, positionIn, positionOf } from "../core/match-query.ts";
import type { Match } from "../core/match.ts";
import { telling } from "../core/match.ts";
import type { MatchStore, QueryStore } from "../pipeline/ports.ts";
import type { Table } from "./dynamo-table.ts";
import { getRow, putRow, queryRows, updateRow } from "./dynamo-table.ts";
import { INDEX_PREFIX, LATEST_INDEX, PREFIX } from "./table.ts";

/** The log of matches, as match writes and reads it. */
export const matchRows = (
  table: Table,
): Pick<MatchStore, "keepMatch" | "retractMatch" | "matchesBefore" | "matchesAfter" | "matchesBetween" | "setLast"> => ({
  keepMatch: async (match) => {
    // The story's pointer first: dying in between leaves one that points nowhere yet, and the retry writes both.
    await putRow(table, { ...pointerKey(match), at: match.at }, "attribute_not_exists(#pk)");
    const key = matchKey(match);
    const row = {
      ...key,
      body: match,
      telling: telling(match),
      [LATEST_INDEX.pk]: `${INDEX_PREFIX.month}#${match.at.slice(0, 7)}`,
      [LATEST_INDEX.sk]: positionOf(match),
    };
    const more = "attribute_not_exists(#pk) OR (#telling < :telling AND attribute_not_exists(#body.#retracted))";
    if (await putRow(table, row, more, { telling: row.telling })) return match;
    return (await getRow(table, key.pk, key.sk))?.body as Match;
  },
  retractMatch: async (match, at) => {
    const update = `SET #body.#retracted = if_not_exists(#body.#retracted, :at) REMOVE #${LATEST_INDEX.pk}, #${LATEST_INDEX.sk}`;
    const row = await updateRow(table, matchKey(match), update, { at }, "attribute_exists(#pk)");
    // What deliver reads; dying in between leaves the match without it, and the retry writes both.
    if (row !== undefined) await updateRow(table, pointerKey(match), "SET #retracted = :at", { at }, "attribute_exists(#pk)");
    return row?.body as Match | undefined;
  },
  matchesBefore: (entity, before, limit) => matchesBefore(table, { entity, before, limit, eventually: false }),
  matchesAfter: async (entity, after, limit) => {
    const values = { pk: `${PREFIX.match}#${entity}`, after: `${after.at}#${after.storyId}` };
    const rows = await queryRows(table, { key: "#pk = :pk AND #sk > :after", values, limit });
    return rows.map((row) => row.body as Match);
  },
  matchesBetween: async (entity, from, to, limit) => {
    // "~" is behind every id.
    const values = { pk: `${PREFIX.match}#${entity}`, from, to: `${to}#~` };
    const rows = await queryRows(table, { key: "#pk = :pk AND #sk BETWEEN :from AND :to", values, limit });
    return rows.map((row) => row.body as Match);
  },
  setLast: async (match, { last, ...since }, insteadOf) => {
    const set = Object.entries({ last, ...since }).filter(([, value]) => value !== undefined);
    const remove = ["last", "gapDays", "heard"].filter((name) => !set.some(([one]) => one === name));
    const update = [
      set.length > 0 && `SET ${set.map(([name]) => `#body.#${name} = :${name}`).join(", ")}`,
      remove.length > 0 && `REMOVE ${remove.map((name) => `#body.#${name}`).join(", ")}`,
    ];
    const known = [
      last !== undefined && "attribute_not_exists(#body.#last) OR #body.#last.#at < :before",
      insteadOf !== undefined && "#body.#last.#storyId = :insteadOf",
    ];
    const values = {
      ...Object.fromEntries(set),
      ...(last !== undefined && { before: last.at }),
      ...(insteadOf !== undefined && { insteadOf }),
    };
    const condition = `attribute_exists(#pk) AND (${known.filter(Boolean).join(" OR ")})`;
    await updateRow(table, matchKey(match), update.filter(Boolean).join(" "), values, condition);
  },
});

interface Before {
  readonly entity: string;
  readonly before: Pick<Match, "at" | "storyId">;
  readonly limit: number;
  readonly eventually: boolean;
}

/** Matches of an entity strictly before a place in its log, newest first. */
export const matchesBefore = async (table: Table, { entity, before, limit, eventually }: Before): Promise<readonly Match[]> => {
  const values = { pk: `${PREFIX.match}#${entity}`, before: `${before.at}#${before.storyId}` };
  const rows = await queryRows(table, { key: "#pk = :pk AND #sk < :before", values, newestFirst: true, limit, eventually });
  return rows.map((row) => row.body as Match);
};

/** Where the match of an entity in a story is. */
export const matchKey = ({ entity, at, storyId }: Pick<Match, "entity" | "at" | "storyId">) => ({
  pk: `${PREFIX.match}#${entity}`,
  sk: `${at}#${storyId}`,
});

/** Where its story points to it. */
const pointerKey = ({ entity, storyId }: Pick<Match, "entity" | "storyId">) => ({ pk: storyPk(storyId), sk: `MATCH#${entity}` });

/** The partition of a story: its tellings, and pointers to its matches. */
export const storyPk = (storyId: string): string => `${PREFIX.story}#${storyId}`;

/** Rows looked at for one page: a rare filter gives short pages, not slow ones. */
const BUDGET = 2000;

/** How far back a walk goes that names no entity and no `since`. */
const WALK_DAYS = 400;

/** How many months one page may cross. */
const WALK_MONTHS = 60;

/** One page of matches, newest first. */
export const matches = async (table: Table, query: MatchQuery): ReturnType<QueryStore["matches"]> => {
  const found: Match[] = [];
  let position: string | undefined;
  let examined = 0;
  for await (const step of query.entity === undefined ? walkMonths(table, query) : walkEntity(table, query.entity, query)) {
    // Only now is it sure that something follows the page.
    if (position !== undefined && (found.length >= query.limit || examined >= BUDGET))
      return { matches: found, cursor: cursorOf(position) };
    position = step.position;
    if (step.match === undefined) return { matches: found, cursor: cursorOf(position) };
    examined++;
    if (fits(step.match, query)) found.push(step.match);
  }
  return { matches: found };
};

/** A match and where it stands; without one, a place where the walk was cut short. */
interface Step {
  readonly position: string;
  readonly match?: Match;
}

/** Everything sorts between these two. */
const [FIRST, PAST] = ["0", "~"];

/** Rows of one partition below `high`, down to `low`, newest first. */
interface Span {
  readonly index?: string;
  readonly pk: string;
  readonly partition: string;
  readonly sk: string;
  readonly low: string;
  readonly high: string;
}

const page = async (table: Table, span: Span, limit: number): Promise<readonly Match[]> => {
  if (span.low >= span.high) return [];
  const rows = await queryRows(table, {
    ...(span.index !== undefined && { index: span.index }),
    key: `#${span.pk} = :pk AND #${span.sk} BETWEEN :low AND :high`,
    values: { pk: span.partition, low: span.low, high: span.high },
    newestFirst: true,
    eventually: true,
    limit: limit + 1,
  });
  // BETWEEN includes its upper end, a page does not; one row more was asked for to make up for it.
  return rows
    .filter((row) => row[span.sk] !== span.high)
    .slice(0, limit)
    .map((row) => row.body as Match);
};

/** The rows of a span, page after page; `keyOf` gives a match's sort key in it. */
async function* walkSpan(table: Table, span: Span, limit: number, keyOf: (match: Match) => string): AsyncGenerator<Step> {
  const rows = Math.min(Math.max(limit + 1, 25), 200);
  for (let high = span.high; ;) {
    const found = await page(table, { ...span, high }, rows);
    for (const match of found) yield { position: positionOf(match), match };
    const last = found.at(-1);
    if (last === undefined || found.length < rows) return;
    high = keyOf(last);
  }
}

const walkEntity = (table: Table, entity: string, query: MatchQuery): AsyncGenerator<Step> => {
  const after = query.cursor === undefined ? PAST : positionIn(query.cursor).split("#").slice(0, 2).join("#");
  const span = {
    pk: "pk",
    partition: `${PREFIX.match}#${entity}`,
    sk: "sk",
    low: query.since ?? FIRST,
    high: least(after, query.until ?? PAST),
  };
  return walkSpan(table, span, query.limit, (match) => matchKey(match).sk);
};

async function* walkMonths(table: Table, query: MatchQuery): AsyncGenerator<Step> {
  const after = query.cursor === undefined ? PAST : positionIn(query.cursor);
  const high = least(after, query.until ?? PAST);
  const now = table.clock();
  const low = query.since ?? new Date(now - WALK_DAYS * DAY_MS).toISOString().slice(0, 10);
  // A publisher's clock, and so the newest match, may be a little ahead of ours.
  let month = least(high, new Date(now + DAY_MS).toISOString()).slice(0, 7);
  for (let walked = 0; month >= low.slice(0, 7); walked++) {
    if (walked === WALK_MONTHS) {
      yield { position: `${monthAfter(month)}-01` };
      return;
    }
    const span = { index: LATEST_INDEX.name, pk: LATEST_INDEX.pk, partition: `${INDEX_PREFIX.month}#${month}`, sk: LATEST_INDEX.sk };
    yield* walkSpan(table, { ...span, low, high }, query.limit, positionOf);
    month = monthBefore(month);
  }
}

const DAY_MS = 86_400_000;
const monthBefore = (month: string): string => new Date(Date.parse(`${month}-01`) - DAY_MS).toISOString().slice(0, 7);
const monthAfter = (month: string): string => new Date(Date.parse(`${month}-28`) + 4 * DAY_MS).toISOString().slice(0, 7);
const least = (a: string, b: string): string => (a < b ? a : b);
