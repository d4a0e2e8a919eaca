import type { ApiKey } from "../core/api-key.ts";
import { MOST_NOT_THIS, notThis } from "../core/not-this.ts";
import type { NotThis } from "../core/not-this.ts";
import { problem, Refusal } from "../core/problem.ts";
import type { ApiDeps, Operations } from "./operations.ts";
import { missing } from "./querying.ts";
import { ownSubscription } from "./owning.ts";

/** The match that a reader means. */
export interface Meant {
  readonly story: string;
  readonly entity: string;
}

/**
 * Keeps a reader's word about a match; what became of it. The same again replaces itself. Of two at once at the limit both may be
 * kept: it bounds a list, and is no promise.
 */
export const sayNotThis = async (
  { store, clock }: Pick<ApiDeps, "store" | "clock">,
  subscriptionId: string,
  { story: storyId, entity }: Meant,
): Promise<"kept" | "unknown" | "full"> => {
  const story = await store.story(storyId);
  const match = story?.matches.find((one) => one.entity === entity);
  const subscription = await store.subscription(subscriptionId);
  // An old link may outlive what it belongs to; nobody would erase what it left.
  if (match === undefined || subscription === undefined || subscription.status === "ended") return "unknown";
  if ((await store.notThis(subscriptionId)).length >= MOST_NOT_THIS) return "full";
  await store.saveNotThis(subscriptionId, notThis(match, new Date(clock()).toISOString()));
  return "kept";
};

/** The operations on what readers say of matches, for themselves. For everybody an operator rejects the match. */
export const hearingReaders = (deps: ApiDeps): Operations<"listFeedback" | "giveFeedback" | "takeFeedbackBack" | "exportFeedback"> => {
  const { store, clock } = deps;
  const own = (id: string, caller: ApiKey | undefined) => ownSubscription({ store, clock }, id, caller);
  const listed = async (id: string) => ({
    body: { feedback: (await store.notThis(id)).map((one) => ({ ...one })).toSorted((a, b) => (a.at < b.at ? 1 : -1)) },
  });
  return {
    async listFeedback({ id, caller }) {
      await own(id, caller);
      return listed(id);
    },
    async giveFeedback({ id, body, caller }) {
      await own(id, caller);
      const came = await sayNotThis(deps, id, body);
      if (came === "unknown") return missing(`match of "${body.entity}" in a story`, body.story);
      if (came === "full") throw new Refusal(problem("wrong-state", `It holds ${MOST_NOT_THIS} already. Take one back first.`));
      return listed(id);
    },
    async takeFeedbackBack({ id, body: { story, entity }, caller }) {
      await own(id, caller);
      await store.removeNotThis(id, story, entity);
      return listed(id);
    },
    async exportFeedback() {
      const said: NotThis[] = [];
      for (const { id } of await store.subscriptions()) said.push(...(await store.notThis(id)));
      const newest = said.toSorted((a, b) => (a.at < b.at ? 1 : -1));
      const cases = [...Map.groupBy(newest, idOf).values()].slice(0, MOST_CASES);
      return { body: { cases: cases.map((same) => ({ ...caseOf(same[0]!), said: same.length })) } };
    },
  };
};

/** Below 6 MB, whatever publishers write. */
const MOST_CASES = 2_000;

const idOf = ({ storyId, entity }: NotThis): string => `${storyId}/${entity}`;

const caseOf = (one: NotThis) => ({
  id: idOf(one),
  title: one.title,
  text: one.sentence === one.title ? "" : one.sentence,
  lang: one.lang,
  date: one.date,
  notEntity: one.entity,
  // An id may begin with a hyphen, which else begins an option.
  reject: `vigia matches reject ${one.storyId.startsWith("-") ? "-- " : ""}${one.storyId} ${one.entity}`,
});
