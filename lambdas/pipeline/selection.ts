import type { Entity } from "../core/entity.ts";
import { refuseField } from "../core/problem.ts";
import type { Selection } from "../core/subscription.ts";

/** Refuses ids that nothing bears: a subscription that can never fire is a mistake of its writer. */
export const judgeSelection = (select: Selection, entities: readonly Entity[]): void => {
  const known = new Set(entities.map(({ id }) => id));
  const stranger = select.entities?.find((id) => !known.has(id));
  if (stranger !== undefined) refuseField("select.entities", `"select.entities" names "${stranger}", which is not on the watchlist.`);
  const lists = new Set(entities.flatMap((entity) => entity.lists));
  const stray = select.together?.find((one) => !known.has(one));
  if (stray !== undefined) refuseField("select.together", `"select.together" names "${stray}", which is not on the watchlist.`);
  const noList = select.lists?.find((list) => !lists.has(list));
  if (noList !== undefined) refuseField("select.lists", `"select.lists" names "${noList}", a list without entities.`);
};
