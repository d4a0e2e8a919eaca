import type { Subscription } from "../core/subscription.ts";
import { forgottenAt } from "../core/subscription.ts";
import type { TokenPurpose } from "../core/token.ts";
import { checkToken } from "../core/token.ts";
import type { ApiDeps } from "./operations.ts";

/** What the holder of a link from a mail is told. `waiting`: pressing the button will do it. */
export interface Consent {
  readonly state: "waiting" | "done" | "too-late";
  /** Absent where the subscription was removed. */
  readonly subscription?: Subscription;
}

/** The two links of our mails. `undefined` means that nobody was given this link. Looking never changes anything (E2). */
export interface Consenting {
  readonly look: (purpose: "confirm" | "unsubscribe", id: string, token: string) => Promise<Consent | undefined>;
  readonly confirm: (id: string, token: string) => Promise<Consent | undefined>;
  readonly unsubscribe: (id: string, token: string) => Promise<Consent | undefined>;
}

/** Confirming and leaving, both idempotent; the link is all the proof they need. */
export const consenting = ({ store, clock }: Pick<ApiDeps, "store" | "clock">): Consenting => {
  const find = async (purpose: TokenPurpose, id: string, token: string): Promise<{ subscription?: Subscription } | undefined> => {
    if (!checkToken(await store.appSecret(), purpose, id, token)) return undefined;
    const subscription = await store.subscription(id);
    return subscription === undefined ? {} : { subscription };
  };
  const look: Consenting["look"] = async (purpose, id, token) => {
    const found = await find(purpose, id, token);
    if (found === undefined) return undefined;
    return { ...found, state: purpose === "confirm" ? toConfirm(found.subscription, clock()) : toLeave(found.subscription) };
  };

  return {
    look,
    async confirm(id, token) {
      const seen = await look("confirm", id, token);
      if (seen?.state !== "waiting") return seen;
      await store.confirmSubscription(id);
      // Somebody may have been faster: who pressed twice is told that it is done, who left meanwhile has left.
      return look("confirm", id, token);
    },
    async unsubscribe(id, token) {
      const seen = await look("unsubscribe", id, token);
      if (seen?.state !== "waiting") return seen;
      await store.endSubscription(id);
      return { ...seen, state: "done" };
    },
  };
};

const toConfirm = (subscription: Subscription | undefined, now: number): Consent["state"] => {
  if (subscription?.status === "active" || subscription?.status === "paused") return "done";
  const until = subscription === undefined ? undefined : forgottenAt(subscription);
  return until !== undefined && now < until ? "waiting" : "too-late";
};

// Whoever holds the link of a removed subscription wanted out, and is.
const toLeave = (subscription: Subscription | undefined): Consent["state"] =>
  subscription === undefined || subscription.status === "ended" ? "done" : "waiting";
