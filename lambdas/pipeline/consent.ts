import { WELCOME } from "../core/delivery-id.ts";
import { addressChangeEnds, checkAddressChange } from "../core/address-change.ts";
import type { Subscription } from "../core/subscription.ts";
import { CONFIRM_WITHIN_MS, forgottenAt } from "../core/subscription.ts";
import type { TokenPurpose } from "../core/token.ts";
import { checkToken } from "../core/token.ts";
import { admitting } from "./admitting.ts";
import type { ApiDeps } from "./operations.ts";

/** What the holder of a link from a mail is told. `waiting`: pressing the button will do it. */
export interface Consent {
  readonly state: "waiting" | "done" | "too-late";
  /** Absent where the subscription was removed. */
  readonly subscription?: Subscription;
}

/** The links of our mails with one button: to confirm, to confirm another address, to leave. `undefined` means that nobody was given this link. Looking never changes anything (E2). */
export interface Consenting {
  readonly look: (purpose: "confirm" | "address" | "unsubscribe", id: string, token: string) => Promise<Consent | undefined>;
  /** This and the next throw a Refusal where buttons were pressed too often `from` there. */
  readonly confirm: (id: string, token: string, from: string) => Promise<Consent | undefined>;
  /** Sends the alerts to the new address from now on. */
  readonly address: (id: string, token: string, from: string) => Promise<Consent | undefined>;
  /** Never refused: whoever wants out gets out. */
  readonly unsubscribe: (id: string, token: string) => Promise<Consent | undefined>;
}

/** Confirming and leaving, both idempotent; the link is all the proof they need. */
export const consenting = ({ store, deliver, clock, random }: Pick<ApiDeps, "store" | "deliver" | "clock" | "random">): Consenting => {
  const admit = admitting({ store, random });
  const find = async (purpose: TokenPurpose, id: string, token: string): Promise<{ subscription?: Subscription } | undefined> => {
    const secret = await store.appSecret();
    const isOurs = purpose === "address" ? checkAddressChange(secret, id, token) !== undefined : checkToken(secret, purpose, id, token);
    if (!isOurs) return undefined;
    const subscription = await store.subscription(id);
    return subscription === undefined ? {} : { subscription };
  };
  const look: Consenting["look"] = async (purpose, id, token) => {
    const found = await find(purpose, id, token);
    if (found === undefined) return undefined;
    if (purpose === "address") return { ...found, state: toMove(found.subscription, token, clock()) };
    return { ...found, state: purpose === "confirm" ? toConfirm(found.subscription, clock()) : toLeave(found.subscription) };
  };

  return {
    look,
    async confirm(id, token, from) {
      const seen = await look("confirm", id, token);
      if (seen !== undefined) await admit("button", from);
      if (seen?.state === "waiting") await store.confirmSubscription(id);
      // Somebody may have been faster: who pressed twice is told that it is done, who left meanwhile has left.
      const now = seen?.state === "waiting" ? await look("confirm", id, token) : seen;
      // Dying before this line costs the welcome, unless the button is pressed again; then it is sent once, as it has one id. While
      // the delivery is remembered, that is: who presses months later is welcome already.
      if (now?.state === "done" && now.subscription !== undefined && clock() < Date.parse(now.subscription.createdAt) + CONFIRM_WITHIN_MS)
        await deliver([{ subscriptionId: id, deliveryId: WELCOME }]);
      return now;
    },
    async address(id, token, from) {
      const seen = await look("address", id, token);
      if (seen !== undefined) await admit("button", from);
      if (seen?.state !== "waiting") return seen;
      return { ...seen, state: (await store.acceptContact(id, token.split(".", 1)[0] ?? "")) ? "done" : "too-late" };
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

const toMove = (subscription: Subscription | undefined, token: string, now: number): Consent["state"] =>
  (subscription?.status === "active" || subscription?.status === "paused") && now < addressChangeEnds(token.split(".", 1)[0] ?? "") * 1000
    ? "waiting"
    : "too-late";

// Whoever holds the link of a removed subscription wanted out, and is.
const toLeave = (subscription: Subscription | undefined): Consent["state"] =>
  subscription === undefined || subscription.status === "ended" ? "done" : "waiting";
