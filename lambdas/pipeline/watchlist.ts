import type { ApiKey } from "../core/api-key.ts";
import type { Change } from "../core/change.ts";
import type { Entity } from "../core/entity.ts";
import type { Doubt } from "../core/entity-answer.ts";
import type { NewEntity } from "../core/entity-input.ts";
import { changedEntity, entityOf, faultIn, withHolder } from "../core/entity-input.ts";
import { lint } from "../core/lint.ts";
import { doubtIn } from "../core/lint-words.ts";
import { problem, refuseField, Refusal } from "../core/problem.ts";
import { REMATCH_DELAY_SECONDS, storedSpan } from "../core/rematch.ts";
import { instant } from "./asked-span.ts";
import { slug } from "./new-feed.ts";
import type { ApiDeps, Operations } from "./operations.ts";
import { missing, seeded } from "./querying.ts";

/**
 * The operations that decide who is watched. An edit is one write of one row, and in force within a minute; then it is noted and the
 * stored items are read again for it. Dying in between, the caller is told of no success and asks again: the same edit once more
 * changes nothing, and sends and notes what was missing.
 */
export const keepingWatchlist = (
  deps: ApiDeps,
): Operations<"readWatchlist" | "addEntity" | "checkEntity" | "changeEntity" | "addTenure" | "removeEntity"> => {
  const { store, clock } = deps;
  const watchlist = async (): Promise<readonly Entity[]> => seeded(await store.entities());
  const known = async (id: string): Promise<Entity> => (await watchlist()).find((entity) => entity.id === id) ?? missing("entity", id);
  const today = () => instant(clock()).slice(0, 10);

  return {
    async readWatchlist() {
      return { body: { entities: [...(await watchlist())] } };
    },

    async addEntity({ body, caller }) {
      const entity = newEntity(body);
      const { office } = body;
      if (office !== undefined) judgeOffice(await known(office.id), entity);
      if (!(await addOnce(entity, deps))) throw taken(entity.id);
      const changed = office && (await store.changeEntity(office.id, (was) => withHolder(was, { ...office, holder: entity.id }, today())));
      await edited(entity.id, "added", caller, deps);
      if (changed !== undefined) await edited(changed.id, "changed", caller, deps);
      const doubts = doubtsOf(entity, await watchlist());
      return { location: `/entities/${entity.id}`, body: { entity, ...(changed && { office: changed }), doubts } };
    },

    async checkEntity({ body }) {
      const entity = newEntity(body);
      const entities = await watchlist();
      return { body: { entity, taken: entities.some(({ id }) => id === entity.id), doubts: doubtsOf(entity, entities) } };
    },

    async changeEntity({ id, body, caller }) {
      await known(id);
      const entity = (await store.changeEntity(id, (was) => judged(changedEntity(was, body)))) ?? missing("entity", id);
      await edited(id, "changed", caller, deps);
      return { body: { entity, doubts: doubtsOf(entity, await watchlist()) } };
    },

    async addTenure({ id, body, caller }) {
      judgeOffice(await known(id), await known(body.holder));
      const entity = (await store.changeEntity(id, (was) => judged(withHolder(was, body, today())))) ?? missing("entity", id);
      await edited(id, "changed", caller, deps);
      // Whom the office's name points to is another from that day on.
      await rematch(body.holder, deps);
      return { body: { entity, doubts: doubtsOf(entity, await watchlist()) } };
    },

    async removeEntity({ id, caller }) {
      await known(id);
      await store.removeEntity(id);
      await note(id, "removed", caller, deps);
      return { body: undefined };
    },
  };
};

/** The entry that is asked for; throws a Refusal where it could not be stored. */
export const newEntity = (body: NewEntity): Entity => {
  const id = body.id ?? slug(body.name.en);
  if (id === "") refuseField("id", `No "id" can be made from the name: give one of a-z, 0-9 and -.`);
  return judged(entityOf(body, id));
};

/** The entry, if it can be stored; throws a Refusal where it cannot. */
export const judged = (entity: Entity): Entity => {
  const fault = faultIn(entity);
  return fault === undefined ? entity : refuseField(fault.field, fault.message);
};

const judgeOffice = (office: Entity, holder: Entity): void => {
  if (office.kind !== "office") refuseField("office", `"${office.id}" is no office.`);
  if (holder.kind !== "official") refuseField("holder", `"${holder.id}" is no official: only a person holds an office.`);
};

/** Adds the entry; true also where just this one is there: then an earlier try was cut short, or its answer lost. */
export const addOnce = async (entity: Entity, { store }: Pick<ApiDeps, "store">): Promise<boolean> => {
  if (await store.addEntity(entity)) return true;
  const there = (await store.entities()).find(({ id }) => id === entity.id);
  return there !== undefined && isSame(there, entity);
};

/** Do both say the same, in whatever order? */
export const isSame = (a: Entity, b: Entity): boolean => sorted(a) === sorted(b);

const sorted = (entity: Entity): string =>
  JSON.stringify(entity, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

export const taken = (id: string): Refusal => {
  const message = `There is already an entity with the id "${id}": give another "id", or change that one.`;
  return new Refusal(problem("conflict", message, [{ field: "id", message }]));
};

/** Has the stored items read again for it, and notes the edit. */
export const edited = async (id: string, change: Change["change"], caller: ApiKey | undefined, deps: ApiDeps): Promise<void> => {
  await rematch(id, deps);
  await note(id, change, caller, deps);
};

const rematch = (id: string, { match, clock }: Pick<ApiDeps, "match" | "clock">): Promise<void> =>
  match([{ rematch: storedSpan(id, clock()) }], REMATCH_DELAY_SECONDS);

const note = (id: string, change: Change["change"], caller: ApiKey | undefined, { store, clock }: ApiDeps): Promise<void> =>
  store.noteChange({ at: instant(clock()), kind: "watchlist", id, change, ...(caller && { by: caller.id }) });

/** What is doubtful in the entry among the others. */
const doubtsOf = (entity: Entity, entities: readonly Entity[]): Doubt[] =>
  lint({ entities: [...entities.filter(({ id }) => id !== entity.id), entity] })
    .filter((finding) => finding.entity === entity.id || finding.other === entity.id)
    .map((finding) => ({
      problem: finding.problem,
      text: finding.text,
      ...(finding.other !== undefined && { other: finding.other }),
      message: doubtIn(finding),
    }));
