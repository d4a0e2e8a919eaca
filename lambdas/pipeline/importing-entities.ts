import type { ApiKey } from "../core/api-key.ts";
import type { Entity } from "../core/entity.ts";
import type { EntityImportAnswer } from "../core/entity-answer.ts";
import { changedEntity, EntityChange, NewEntity, withHolder } from "../core/entity-input.ts";
import { accept, refuseField, Refusal } from "../core/problem.ts";
import { instant } from "./asked-span.ts";
import type { ApiDeps, Operations } from "./operations.ts";
import { missing, seeded } from "./querying.ts";
import { addOnce, edited, isSame, judged, newEntity, taken } from "./watchlist.ts";

/**
 * The operation that takes in the entries of a file, one after the other, so that offices may stand before those who hold them. Each
 * is judged on its own; one that says what is there already is left alone, so that the same file again changes nothing, and one that
 * was cut short goes on where it stopped.
 */
export const importingEntities = (deps: ApiDeps): Operations<"importEntities"> => ({
  async importEntities({ body, caller }) {
    const answer: EntityImportAnswer = { added: [], changed: [], unchanged: [], refused: [] };
    const known = new Map(seeded(await deps.store.entities()).map((entity) => [entity.id, entity]));
    for (const [n, raw] of body.entities.entries()) {
      try {
        const { id, outcome } = await takeIn(raw, known, caller, deps);
        answer[outcome].push(id);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const { detail, errors } = error.problem;
        answer.refused.push({
          entry: n + 1,
          ...(typeof raw.id === "string" && { id: raw.id.slice(0, 80) }),
          errors: [...(errors ?? [{ field: "", message: detail }])],
        });
      }
    }
    return { body: answer };
  },
});

type Outcome = { readonly id: string; readonly outcome: "added" | "changed" | "unchanged" };

/** Adds or changes one entry; throws a Refusal. `known` is the watchlist as it is then. */
const takeIn = async (
  raw: Readonly<Record<string, unknown>>,
  known: Map<string, Entity>,
  caller: ApiKey | undefined,
  deps: ApiDeps,
): Promise<Outcome> => {
  const { store } = deps;
  const there = typeof raw.id === "string" ? known.get(raw.id) : undefined;
  const { office, ...rest } = raw;
  const body = accept(NewEntity, { ...(there && { name: there.name, kind: there.kind }), ...raw });
  if (there !== undefined && body.kind !== there.kind) refuseField("kind", `"${there.id}" is of the kind "${there.kind}", and stays it.`);
  if (body.office !== undefined && known.get(body.office.id)?.kind !== "office") refuseField("office", `"${body.office.id}" is no office.`);
  const { id: _, kind: __, ...change } = rest;
  const isBare = Object.keys(change).length === 0;
  const wanted = there === undefined ? newEntity(body) : judged(isBare ? there : changedEntity(there, accept(EntityChange, change)));
  const same = there ?? known.get(wanted.id);
  let outcome: Outcome["outcome"] = "unchanged";
  if (same === undefined) {
    if (!(await addOnce(wanted, deps))) throw taken(wanted.id);
    outcome = "added";
  } else if (!isSame(same, wanted)) {
    // A row without an id is somebody new; it does not change who has the name already.
    if (there === undefined) throw taken(wanted.id);
    if ((await store.changeEntity(wanted.id, () => wanted)) === undefined) missing("entity", wanted.id);
    outcome = "changed";
  }
  known.set(wanted.id, wanted);
  const isHeld = await hold(body, wanted.id, known, deps);
  if (outcome === "unchanged" && isHeld) outcome = "changed";
  if (outcome !== "unchanged") await edited(wanted.id, outcome, caller, deps);
  return { id: wanted.id, outcome };
};

/** Enters that somebody holds an office, unless it is known; true if that was news. */
const hold = async ({ office }: NewEntity, holder: string, known: Map<string, Entity>, { store, clock }: ApiDeps): Promise<boolean> => {
  if (office === undefined) return false;
  const there = known.get(office.id);
  if (there?.tenures?.some((one) => one.holder === holder && one.from === office.from && one.to === office.to) === true) return false;
  const today = instant(clock()).slice(0, 10);
  const changed = await store.changeEntity(office.id, (was) => withHolder(was, { ...office, holder }, today));
  if (changed !== undefined) known.set(changed.id, changed);
  return changed !== undefined;
};
