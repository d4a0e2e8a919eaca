import { addressChangeId } from "../core/address-change.ts";
import { addressDelivery } from "../core/delivery-id.ts";
import { addressHash, judgeEmailAddress, mailboxHash } from "../core/email-address.ts";
import type { Bilingual } from "../core/entity.ts";
import type { Subscription } from "../core/subscription.ts";
import { asOf } from "../core/subscription.ts";
import type { snoozes } from "../core/subscription-change.ts";
import { DAY_MS } from "../core/gap.ts";
import { checkToken } from "../core/token.ts";
import type { NotThis } from "../core/not-this.ts";
import { sayNotThis } from "./not-this.ts";
import type { Meant } from "./not-this.ts";
import { admitting, anyId } from "./admitting.ts";
import type { ApiDeps } from "./operations.ts";
import { namesOf } from "./querying.ts";

/** A subscription as the page behind a mail's link shows it. */
export interface Managed {
  /** As it is now; absent where it was removed. */
  readonly subscription?: Subscription;
  /** The entities it names, by id. */
  readonly names: ReadonlyMap<string, Bilingual>;
  /** What its reader said is not about whom it was taken for. */
  readonly notThis: readonly NotThis[];
  /** What became of a new address: asked to confirm, or none that mail can go to. */
  readonly address?: "asked" | "faulty";
}

/** What a button of the page does. */
export type ManageAction =
  | { readonly do: "pause" | "resume" | "unsubscribe" }
  | { readonly do: "not-this" | "undo"; readonly meant: Meant }
  | { readonly do: "address"; readonly address: string }
  | { readonly do: "snooze"; readonly days: (typeof snoozes)[number] };

/** The page by which a subscriber without a key manages one subscription. `undefined` means that nobody was given this link. */
export interface Managing {
  /** Looking never changes anything (E2). With `aboutEntity` all names come along, for a match that is asked about. */
  readonly look: (id: string, token: string, aboutEntity?: boolean) => Promise<Managed | undefined>;
  /**
   * Does what a button says, as far as the subscription's state allows, and shows what it came to. May be repeated. Throws a Refusal
   * where buttons were pressed too often `from` there.
   */
  readonly act: (id: string, token: string, action: ManageAction, from: string) => Promise<Managed | undefined>;
}

/** The subscription's holder is whoever has the link: it is in every mail, beside the one to unsubscribe. */
export const managing = ({ store, clock, deliver, random }: Pick<ApiDeps, "store" | "clock" | "deliver" | "random">): Managing => {
  const admit = admitting({ store, random });
  const isHolder = async (id: string, token: string) => checkToken(await store.appSecret(), "manage", id, token);
  const show = async (id: string, also = false): Promise<Managed> => {
    const subscription = await store.subscription(id);
    const { entities = [], together = [] } = subscription?.select ?? {};
    const notThis = subscription === undefined ? [] : await store.notThis(id);
    const named = entities.length + together.length + notThis.length > 0 || also;
    return {
      notThis,
      ...(subscription !== undefined && { subscription: asOf(subscription, clock()) }),
      names: named ? namesOf(await store.entities()) : new Map(),
    };
  };
  const act = (id: string, action: Exclude<ManageAction, { do: "address" }>): Promise<unknown> => {
    if (action.do === "not-this") return sayNotThis({ store, clock }, id, action.meant);
    if (action.do === "undo") return store.removeNotThis(id, action.meant.story, action.meant.entity);
    if (action.do === "snooze") return store.pauseSubscription(id, new Date(clock() + action.days * DAY_MS).toISOString());
    if (action.do === "pause") return store.pauseSubscription(id);
    return action.do === "resume" ? store.resumeSubscription(id) : store.endSubscription(id);
  };
  /**
   * Asks a new address to confirm; until it does, alerts go to the old one. The answer is the same whether a mail is sent or not (E13).
   * Dying on the way, the address is asked when the button is pressed again, which is another change and voids the first.
   */
  const move = async (id: string, address: string): Promise<"asked" | "faulty"> => {
    if (judgeEmailAddress(address) !== undefined) return "faulty";
    const change = addressChangeId(clock(), random(10));
    const secret = await store.appSecret();
    // Beyond the limit nothing is proposed, so that the link in the last mail stays good.
    if ((await store.countWithin("confirmation", addressHash(secret, address), anyId(random))) === 0) {
      await store.proposeContact(id, change, { channel: "email", address }, mailboxHash(secret, address));
      await deliver([{ subscriptionId: id, deliveryId: addressDelivery(change) }]);
    }
    return "asked";
  };
  return {
    look: async (id, token, aboutEntity) => ((await isHolder(id, token)) ? show(id, aboutEntity) : undefined),
    act: async (id, token, action, from) => {
      if (!(await isHolder(id, token))) return undefined;
      if (action.do !== "unsubscribe") await admit(action.do === "address" ? "ask" : "button", from);
      if (action.do === "address") {
        const { subscription } = await show(id);
        const runs = subscription?.status === "active" || subscription?.status === "paused";
        return { ...(await show(id)), ...(runs && subscription.channel === "email" && { address: await move(id, action.address.trim()) }) };
      }
      // Where the state did not allow it, the page shows the state: of a snooze after leaving, that one has left.
      await act(id, action);
      return show(id);
    },
  };
};
