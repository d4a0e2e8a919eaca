import type { EntityList, MatchAnswer } from "../core/answer.ts";
import type { Bilingual, Entity } from "../core/entity.ts";
import type { Match, Sighting } from "../core/match.ts";
import { problem, refuseField, Refusal } from "../core/problem.ts";
import type { MatchQuery } from "../core/match-query.ts";
import { InvalidCursor } from "../core/match-query.ts";
import { toMatchQuery } from "../core/query.ts";
import { daysBetween } from "../core/gap.ts";
import { withoutNamed } from "../core/story.ts";
import type { ApiDeps, Operations } from "./operations.ts";
import type { QueryStore } from "./ports.ts";
import { lastSighting } from "./silence.ts";

/** A place in an entity's log that everything is before. */
const AFTER_ALL = { at: "9999", storyId: "" };

/** The operations that read matches, stories and entities. `watchlist` may be up to a minute old. */
export const querying = (
  { store, clock }: ApiDeps,
  watchlist: () => Promise<readonly Entity[]>,
): Operations<"listMatches" | "getStory" | "listEntities" | "getEntity"> => {
  const silenceOf = async (entity: string): Promise<Silence> => {
    const last = await lastSighting(store, entity, AFTER_ALL, "any");
    return last === undefined ? {} : { lastSighting: last, silentDays: Math.max(0, daysBetween(last.at, new Date(clock()).toISOString())) };
  };

  return {
    async listMatches({ query }) {
      const wanted = toMatchQuery(query);
      if (wanted.since !== undefined && wanted.until !== undefined && wanted.since >= wanted.until)
        refuseField("until", `"until" must be later than "since".`);
      const [page, entities] = await Promise.all([fullPage(store, wanted), watchlist()]);
      if (page.matches.length === 0 && page.cursor === undefined && wanted.cursor === undefined) refuseStrangers(wanted, entities);
      const names = namesOf(entities);
      const matches = page.matches.map((match) => named(match, names));
      return { body: { matches, ...(page.cursor !== undefined && { cursor: page.cursor }) } };
    },

    async getStory({ id }) {
      const story = await store.story(id);
      if (story === undefined) return missing("story", id);
      const rejected = story.matches.filter(({ retracted }) => retracted !== undefined);
      const members = withoutNamed(
        story.members,
        rejected.map(({ entity }) => entity),
      );
      const names = namesOf(await watchlist());
      return {
        body: {
          id,
          members: members.map((member) => ({ ...member, entities: [...member.entities] })),
          matches: story.matches.filter((match) => !rejected.includes(match)).map((match) => named(match, names)),
          sameEvent: story.sameEvent.map(({ storyId, at }) => ({ id: storyId, at })),
        },
      };
    },

    async listEntities() {
      // Whoever has just changed the watchlist wants to see it.
      const rows = seeded(await store.entities()).map(async ({ id, kind, name, lists }): Promise<EntityList["entities"][number]> => ({
        id,
        kind,
        name,
        lists,
        ...(await silenceOf(id)),
      }));
      return { body: { entities: await Promise.all(rows) } };
    },

    async getEntity({ id }) {
      const entity = seeded(await store.entities()).find((candidate) => candidate.id === id);
      return entity === undefined ? missing("entity", id) : { body: { entity, ...(await silenceOf(id)) } };
    },
  };
};

/**
 * The entities, if there are any; else a refusal with 503. The first tick writes them, and until then nothing that is asked
 * about them can be answered: that none has been seen would be wrong.
 */
export const seeded = (entities: readonly Entity[]): readonly Entity[] => {
  if (entities.length > 0) return entities;
  throw new Refusal(problem("starting", "Vigía is starting: the watchlist is written within a minute."));
};

/** Refuses with 404 who or what was never on the watchlist: a slip of the pen must not look like silence. */
const refuseStrangers = ({ entity, list }: MatchQuery, entities: readonly Entity[]): void => {
  const refuse = (what: string, id: string): never => {
    throw new Refusal(problem("not-found", `There is no ${what} "${id}" on the watchlist.`));
  };
  if (entity !== undefined && !entities.some(({ id }) => id === entity)) refuse("entity", entity);
  if (list !== undefined && !entities.some(({ lists }) => lists.includes(list))) refuse("list", list);
};

/** Refuses with 404: nothing of that kind has this id. */
export const missing = (what: string, id: string): never => {
  throw new Refusal(problem("not-found", `There is no ${what} with the id "${id}".`));
};

interface Silence {
  lastSighting?: Sighting;
  silentDays?: number;
}

/** Names for people; an entity that left the watchlist keeps its id as its name. */
export const namesOf = (entities: readonly Entity[]): ReadonlyMap<string, Bilingual> => new Map(entities.map(({ id, name }) => [id, name]));

const named = (match: Match, names: ReadonlyMap<string, Bilingual>): MatchAnswer => ({
  ...structuredClone(match as MatchAnswer),
  name: names.get(match.entity) ?? { en: match.entity, es: match.entity },
});

/** A store's pages may be short of `limit`; people's are not, unless filling one takes more than eight. */
const fullPage = async (store: Pick<QueryStore, "matches">, query: MatchQuery): ReturnType<QueryStore["matches"]> => {
  const matches: Match[] = [];
  let cursor = query.cursor;
  for (let asked = 0; asked < 8; asked += 1) {
    const page = await store.matches({ ...query, cursor, limit: query.limit - matches.length }).catch(refuseCursor);
    matches.push(...page.matches);
    cursor = page.cursor;
    if (cursor === undefined || matches.length >= query.limit) break;
  }
  return { matches, ...(cursor !== undefined && { cursor }) };
};

/** Turns a cursor that no page gave into a refusal; any other error stays what it is. */
export const refuseCursor = (error: unknown): never => {
  if (error instanceof InvalidCursor) return refuseField("cursor", `"cursor" must be one that an earlier page gave.`);
  throw error;
};
