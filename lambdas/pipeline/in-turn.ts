import { kindOf } from "../core/delivery-id.ts";
import type { DeliverOutcome } from "./in-hand.ts";
import { PATIENCE_MS } from "./barred.ts";
import { deliver } from "./deliver.ts";
import type { DeliverMessage } from "./messages.ts";
import type { DeliverStore } from "./deliver-ports.ts";
import type { DeliverDeps } from "./prepare.ts";

interface TurnDeps extends DeliverDeps {
  /** Resolves after so many ms. */
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * `deliver` for one process: of the deliveries it is given at the same time, those to one endpoint, and the mails of one subscription, go
 * one after the other, in the order they came, and all others at once (reliability W13); mails go when their place in the account's send rate comes (E11).
 *
 * Who waits has read nothing but where it goes, and reads all the rest when its turn has come. Dying while it waits, nothing was
 * written but perhaps a mail's place, which stays empty.
 */
export const deliverInTurn = (deps: TurnDeps): ((message: DeliverMessage) => Promise<DeliverOutcome>) => {
  const { store, clock, pause } = deps;
  /** The last delivery to each endpoint, and of each subscription by mail. */
  const last = new Map<string, Promise<unknown>>();

  const mailInTurn = async (message: DeliverMessage, late: boolean): Promise<DeliverOutcome> => {
    const outcome = await deliver(message, deps, { late, paced: false });
    if (outcome.outcome !== "paced") return outcome;
    await pause(Math.max(0, (outcome.at ?? 0) - clock()));
    return deliver(message, deps, { late, paced: true });
  };

  return async (message) => {
    const origin = await originOf(message, store);
    // Mails of one subscription, too: its digest takes one alert at a time.
    const whose = origin ?? message.subscriptionId;
    const came = clock();
    const before = last.get(whose);
    const mine = (async () => {
      // How that ended is its own message's business.
      await before?.catch(() => undefined);
      const late = clock() - came > PATIENCE_MS;
      return origin === undefined ? mailInTurn(message, late) : deliver(message, deps, { late, paced: true });
    })();
    last.set(whose, mine);
    try {
      return await mine;
    } finally {
      if (last.get(whose) === mine) last.delete(whose);
    }
  };
};

/** The origin that a webhook goes to: several subscriptions may share a server. Undefined for mails, also those about a webhook. */
const originOf = async (
  { subscriptionId, deliveryId }: DeliverMessage,
  store: Pick<DeliverStore, "contact">,
): Promise<string | undefined> => {
  const kind = kindOf(deliveryId);
  if (kind === "failing" || kind === "disabled") return undefined;
  const contact = await store.contact(subscriptionId);
  return contact?.channel === "webhook" ? URL.parse(contact.url)?.origin : undefined;
};
