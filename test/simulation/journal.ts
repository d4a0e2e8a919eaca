import type { NotThis } from "../../lambdas/core/not-this.ts";
import { asOf } from "../../lambdas/core/subscription.ts";
import type { MemoryStore } from "../memory-store.ts";

/** What became of who may be told, in the order it happened. */
export interface Journal {
  /** When each subscription was or went out of force, epoch ms: from, and until when if that is over. */
  readonly down: Map<string, { readonly from: number; until: number }[]>;
  /** The number of the effect that first suppressed each address, by its hash. */
  readonly suppressed: Map<string, number>;
  /** What readers of each subscription said, and from when until when, epoch ms. */
  readonly notThis: { readonly id: string; readonly said: NotThis; readonly at: number; until: number }[];
}

/** The store, with a journal of what is done to subscriptions by whomever; `effects` tells how many there were in the world. */
export const journaled = (store: MemoryStore, now: () => number, effects: () => number): { store: MemoryStore; journal: Journal } => {
  const journal: Journal = { down: new Map(), suppressed: new Map(), notThis: [] };
  /** After each change: is it in force? A snooze ends by itself. */
  const look = async (id: string): Promise<void> => {
    const subscription = await store.subscription(id);
    const spans = journal.down.get(id) ?? [];
    for (const span of spans) span.until = Math.min(span.until, now());
    if (subscription !== undefined && asOf(subscription, now()).status !== "active")
      spans.push({ from: now(), until: subscription.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(subscription.until) });
    journal.down.set(id, spans);
  };
  const noted =
    <A extends [string, ...never[]]>(change: (...args: A) => Promise<boolean>) =>
    async (...args: A): Promise<boolean> => {
      const done = await change(...args);
      if (done) await look(args[0]);
      return done;
    };
  return {
    journal,
    store: {
      ...store,
      pauseSubscription: noted(store.pauseSubscription),
      resumeSubscription: noted(store.resumeSubscription),
      endSubscription: noted(store.endSubscription),
      disableSubscription: noted(store.disableSubscription),
      enableSubscription: noted(store.enableSubscription),
      suppress: async (hash, suppression) => {
        await store.suppress(hash, suppression);
        if (!journal.suppressed.has(hash)) journal.suppressed.set(hash, effects() + 1);
      },
      saveNotThis: async (id, said) => {
        await store.saveNotThis(id, said);
        journal.notThis.push({ id, said, at: now(), until: Number.POSITIVE_INFINITY });
      },
      removeNotThis: async (id, storyId, entity) => {
        for (const one of journal.notThis)
          if (one.id === id && one.said.storyId === storyId && one.said.entity === entity) one.until = Math.min(one.until, now());
        await store.removeNotThis(id, storyId, entity);
      },
    },
  };
};
