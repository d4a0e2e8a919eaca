import * as z from "zod/mini";
import { DAY_MS } from "./gap.ts";
import { Entity } from "./entity.ts";
import type { Tenure } from "./entity.ts";
import { isDay } from "./query.ts";

const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/), z.refine(isDay, "there is no such day"));
const source = z.string().check(z.maxLength(300));

/** Since when somebody holds an office: `to` is the first day no longer in office, `verifiedUntil` the day up to which that is known. */
const term = { from: day, to: z.optional(day), source: z.optional(source), verifiedUntil: z.optional(day) };

/** The body of `POST /entities/{id}/tenures`: who took this office on that day. Whoever held it until then left it on that day. */
export const NewTenure = z.strictObject({ holder: Entity.shape.id, ...term });
export type NewTenure = z.infer<typeof NewTenure>;

const { name, lists, person, aliases, negatives, context, titles, tenures, countries, wikidata } = Entity.shape;

/**
 * The body of `POST /entities`. For an official the parts of the name and the office are enough: the ways to write it are made from
 * them, and the office's titles back the surname. The id is made from the English name where it is left out.
 */
export const NewEntity = z.strictObject({
  id: z.optional(Entity.shape.id),
  kind: Entity.shape.kind,
  name,
  lists: z._default(lists, []),
  person,
  aliases: z._default(aliases, []),
  negatives: z._default(negatives, []),
  context: z._default(context, []),
  titles: z._default(titles, []),
  tenures,
  countries,
  everyday: z.optional(z.boolean()),
  wikidata,
  /** Officials only: the office held, which is another entry of the watchlist. */
  office: z.optional(z.strictObject({ id: Entity.shape.id, ...term })),
});
export type NewEntity = z.infer<typeof NewEntity>;

/** The body of `PATCH /entities/{id}`. What is not named stays; a list takes the place of the one that is there. */
export const EntityChange = z
  .strictObject({
    name: z.optional(name),
    lists: z.optional(lists),
    person,
    aliases: z.optional(aliases),
    negatives: z.optional(negatives),
    context: z.optional(context),
    titles: z.optional(titles),
    tenures,
    countries,
    everyday: z.optional(z.boolean()),
    wikidata,
  })
  .check(z.refine((change) => Object.values(change).some((value) => value !== undefined), "say what to change"));
export type EntityChange = z.infer<typeof EntityChange>;

/** The body of `POST /entities/try`: an entry that is not stored, and how far back to begin (an hour, UTC, as `2026-11-24T11`). */
export const EntityTrial = z.strictObject({
  entity: NewEntity,
  until: z.optional(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}$/))),
});
export type EntityTrial = z.infer<typeof EntityTrial>;

/** Most entries of one file. */
export const MAX_ENTITIES = 1000;

/** The body of `POST /entities/import`: entries as `GET /watchlist` gives them or `POST /entities` takes them; each is judged on its own. */
export const EntityFile = z.strictObject({
  entities: z.array(z.record(z.string(), z.unknown())).check(z.minLength(1), z.maxLength(MAX_ENTITIES)),
});
export type EntityFile = z.infer<typeof EntityFile>;

/** How `GET /watchlist` answers, for people who cannot set the Accept header. */
export const WatchlistSearch = z.strictObject({ format: z.optional(z.enum(["json", "csv"])) });

/** A row of the table, characters: below what a table's row may have, with room for what is written beside it. */
const MAX_CHARACTERS = 60_000;

/** The entry as it would be stored. */
export const entityOf = ({ office: _, everyday, ...body }: NewEntity, id: string): Entity => ({
  ...body,
  id,
  ...(everyday === true && { everyday }),
});

/** The entry after a change. */
export const changedEntity = (entity: Entity, { everyday, ...change }: EntityChange): Entity => {
  const { everyday: was, ...rest } = {
    ...entity,
    ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
  };
  return { ...rest, ...((everyday ?? was) === true && { everyday: true }) };
};

/** What keeps an entry from being stored, as the field at fault and a sentence; undefined if nothing does. */
export const faultIn = (entity: Entity): { readonly field: string; readonly message: string } | undefined => {
  const { kind, person, aliases, titles, tenures = [] } = entity;
  if (person !== undefined && kind !== "official") return { field: "person", message: `"person" is for officials only.` };
  if (tenures.length > 0 && kind !== "office")
    return { field: "tenures", message: `"tenures" is for offices only: name the office's holder there.` };
  if (kind === "official" && person === undefined && aliases.length === 0)
    return { field: "person", message: `Say how the person is called: "person" with given names and surname, or "aliases".` };
  if (kind === "office" && titles.length + aliases.length === 0)
    return { field: "titles", message: `Say by which "titles" the office is called.` };
  if ((kind === "organization" || kind === "topic") && aliases.length === 0)
    return { field: "aliases", message: `Say by which "aliases" it is called.` };
  const backwards = tenures.find(({ from, to }) => to !== undefined && to <= from);
  if (backwards !== undefined) return { field: "tenures", message: `A tenure ends ("to") after it begins ("from").` };
  if (JSON.stringify(entity).length > MAX_CHARACTERS)
    return { field: "", message: `An entry may have ${MAX_CHARACTERS} characters at most, with all its aliases.` };
  return undefined;
};

/** What an editor says holds so long without being looked up again, days. */
const VERIFIED_DAYS = 180;

/** The tenure that a person entered on `today` (`YYYY-MM-DD`). */
const tenureOf = ({ holder, from, to, source: said, verifiedUntil }: NewTenure, today: string): Tenure => ({
  holder,
  from,
  ...(to !== undefined && { to }),
  source: said ?? `entered on ${today}`,
  verifiedUntil: verifiedUntil ?? to ?? later(from > today ? from : today),
});

const later = (of: string): string => new Date(Date.parse(of) + VERIFIED_DAYS * DAY_MS).toISOString().slice(0, 10);

/** The office after a person entered on `today` (`YYYY-MM-DD`) that somebody holds it. */
export const withHolder = (office: Entity, entered: NewTenure, today: string): Entity => withTenure(office, tenureOf(entered, today));

/**
 * The office with one tenure more, in order of time: whoever held it on that day left on that day; where a later tenure is known,
 * the new one ends when that begins. Entering the same holder and day again replaces what was entered.
 */
const withTenure = (office: Entity, tenure: Tenure): Entity => {
  const others = (office.tenures ?? []).filter(({ holder, from }) => holder !== tenure.holder || from !== tenure.from);
  const [next] = others.filter(({ from }) => from > tenure.from).toSorted(byFrom);
  const closed = others.map((one): Tenure => {
    const isOpen = one.from < tenure.from && (one.to === undefined || one.to > tenure.from);
    return isOpen ? { ...one, to: tenure.from } : one;
  });
  const ended = tenure.to ?? next?.from;
  return { ...office, tenures: [...closed, { ...tenure, ...(ended !== undefined && { to: ended }) }].toSorted(byFrom) };
};

const byFrom = (a: Tenure, b: Tenure): number => (a.from < b.from ? -1 : 1);
