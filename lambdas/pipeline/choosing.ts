import type { Subscription } from "../core/subscription.ts";
import { changedChoice, refuseState } from "../core/subscription-change.ts";
import type { ApiKey } from "../core/api-key.ts";
import { DAY_MS } from "../core/gap.ts";
import type { ApiDeps, Operations } from "./operations.ts";
import { seeded } from "./querying.ts";
import { judgeSelection } from "./selection.ts";
import { ownSubscription } from "./owning.ts";
import { judgeTiming, subscriptionAnswer } from "./subscribing.ts";

/** The operations that change a subscription that is there; all of them may be repeated. */
export const choosing = ({
  store,
  clock,
}: ApiDeps): Operations<"changeSubscription" | "pauseSubscription" | "snoozeSubscription" | "resumeSubscription"> => {
  const own = (id: string, caller: ApiKey | undefined) => ownSubscription({ store, clock }, id, caller);
  const now = (subscription: Subscription) => subscriptionAnswer(subscription);
  /** Does it if the state allows, and says what it came to. */
  const done = async (id: string, caller: ApiKey | undefined, act: () => Promise<boolean>, next: string) => {
    await own(id, caller);
    const did = await act();
    // It may be gone by now, as whoever removed it wanted.
    const subscription = await own(id, caller);
    return did ? { body: { subscription: now(subscription), next } } : refuseState(subscription);
  };

  return {
    async changeSubscription({ id, body, caller }) {
      const subscription = await own(id, caller);
      judgeTiming(subscription.channel, body);
      const choice = changedChoice(subscription, body);
      if (body.select !== undefined) judgeSelection(choice.select, seeded(await store.entities()));
      const changed = await store.changeSubscription(subscription, choice);
      return changed === undefined ? refuseState(await own(id, caller)) : { body: now(changed) };
    },
    pauseSubscription: ({ id, caller }) => done(id, caller, () => store.pauseSubscription(id), `${SILENT} Resume it when you like.`),
    snoozeSubscription: ({ id, body: { days }, caller }) => {
      const until = new Date(clock() + days * DAY_MS).toISOString();
      return done(id, caller, () => store.pauseSubscription(id, until), `${SILENT} It goes on by itself on ${until.slice(0, 10)}.`);
    },
    resumeSubscription: ({ id, caller }) =>
      done(id, caller, () => store.resumeSubscription(id), "Alerts are raised again, from the next item on."),
  };
};

const SILENT = "No alert is raised meanwhile, and what happens in the pause is not told afterwards.";
