import type { EntityKind, Lang } from "./entity.ts";
import type { Match, Prominence } from "./match.ts";

/** Which matches to list, newest first. A field that is absent asks for nothing. */
export interface MatchQuery {
  readonly entity?: string | undefined;
  readonly kind?: EntityKind | undefined;
  readonly list?: string | undefined;
  /** ISO 3166 alpha-2: one of the places the item names. */
  readonly country?: string | undefined;
  readonly outlet?: string | undefined;
  readonly lang?: Lang | undefined;
  readonly prominence?: Prominence | undefined;
  /** ISO 8601 UTC, or the beginning of one: at or after. */
  readonly since?: string | undefined;
  /** ISO 8601 UTC, or the beginning of one: strictly before. */
  readonly until?: string | undefined;
  /** Only matches that ended a silence of at least so many days; one that nothing preceded has no gap. */
  readonly minGap?: number | undefined;
  /** At least 1. */
  readonly limit: number;
  /** As a page before returned it, with the same other fields. */
  readonly cursor?: string | undefined;
}

/** Is this match what the query asks for, wherever the cursor stands? */
export const fits = (match: Match, query: MatchQuery): boolean =>
  match.retracted === undefined &&
  (query.entity === undefined || match.entity === query.entity) &&
  (query.kind === undefined || match.kind === query.kind) &&
  (query.list === undefined || match.lists.includes(query.list)) &&
  (query.country === undefined || match.countries.includes(query.country)) &&
  (query.outlet === undefined || match.outlet === query.outlet) &&
  (query.lang === undefined || match.lang === query.lang) &&
  (query.prominence === undefined || match.prominence === query.prominence) &&
  (query.since === undefined || match.at >= query.since) &&
  (query.until === undefined || match.at < query.until) &&
  (query.minGap === undefined || (match.gapDays !== undefined && match.gapDays >= query.minGap));

/** Where a match stands in the list of all: larger is newer. Unique, and it never changes. */
export const positionOf = ({ at, storyId, entity }: Pick<Match, "at" | "storyId" | "entity">): string => `${at}#${storyId}#${entity}`;

/** A cursor is a position in base64url; people and clients need not know. */
export const cursorOf = (position: string): string => Buffer.from(position).toString("base64url");

/** The cursor is none that a page returned: the caller's mistake. */
export class InvalidCursor extends Error {
  constructor() {
    super("the cursor is not one that this list returned");
    this.name = "InvalidCursor";
  }
}

/** The position in a cursor: a day, or a match. Throws {@link InvalidCursor}. */
export const positionIn = (cursor: string): string => {
  const position = Buffer.from(cursor, "base64url").toString();
  if (!/^\d{4}-\d{2}-\d{2}(T[\d:.]+Z#[\w-]{1,80}#[a-z0-9-]{1,80})?$/.test(position)) throw new InvalidCursor();
  if (Number.isNaN(Date.parse(position.slice(0, 10)))) throw new InvalidCursor();
  return position;
};
