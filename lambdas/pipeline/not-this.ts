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
      const cases = new Map<string, ReturnType<typeof caseOf>>();
      for (const { id } of await store.subscriptions()) for (const one of await store.notThis(id)) cases.set(caseOf(one).id, caseOf(one));
      return { body: { cases: [...cases.values()] } };
    },
  };
};

const caseOf = ({ storyId, entity, title, sentence, lang, date }: NotThis) => ({
  id: `${storyId}/${entity}`,
  title,
  text: sentence === title ? "" : sentence,
  lang,
  date,
  notEntity: entity,
});
