import type { Alert } from "../../lambdas/core/alert.ts";
import type { Delivery } from "../../lambdas/core/delivery.ts";
import { digestId } from "../../lambdas/core/delivery-id.ts";
import { mailboxHash } from "../../lambdas/core/email-address.ts";
import { isNotThis } from "../../lambdas/core/not-this.ts";
import type { Subscription } from "../../lambdas/core/subscription.ts";
import { canonicalUrl } from "../../lambdas/core/url.ts";
import { RUMOUR } from "./news.ts";
import type { play } from "./world.ts";

type Outcome = Awaited<ReturnType<typeof play>>;

/** An alert with all that was made of it. */
interface Fate {
  readonly subscription: Subscription;
  readonly alert: Alert;
  /** Its own delivery, or that of the digest it waits for. */
  readonly delivery: Delivery | undefined;
  /** The deliveries by which it arrived, and how often they did. */
  readonly carriers: readonly { readonly delivery: Delivery | undefined; readonly arrived: number }[];
}

const fatesOf = async (world: Outcome, id: string): Promise<readonly Fate[]> => {
  const subscription = await world.store.subscription(id);
  if (subscription === undefined) return [];
  const { deliveries } = await world.store.deliveries(id, { limit: 1000 });
  const inbox = subscription.channel === "email" ? world.mailbox : world.endpoint;
  const byId = new Map(deliveries.map((one) => [one.id, one]));
  return (await world.store.allAlerts(id)).map((alert) => {
    const own = byId.get(alert.id);
    const holders = [alert.id, ...deliveries.filter(({ alerts }) => alerts?.includes(alert.id)).map((one) => one.id)];
    const carriers = holders.map((holder) => ({ delivery: byId.get(holder), arrived: inbox.get(holder) ?? 0 }));
    const delivery = own?.state === "waiting" ? byId.get(digestId(id, own.slot ?? 0)) : own;
    return { subscription, alert, delivery, carriers: carriers.filter(({ arrived }) => arrived > 0) };
  });
};

/**
 * Whatever people do: an alert comes by itself or by one digest, under one id; twice only where a send's result is unknown, or where
 * a webhook's owner had it replayed; and it comes, if its subscription was in force from then on and its address not suppressed.
 */
export const restlessToldOnce = async (world: Outcome): Promise<string[]> => {
  const wrong: string[] = [];
  const secret = await world.store.appSecret();
  const suppressed = new Set(
    [...world.mailbox.keys(), ...world.mails.map(({ to }) => to)]
      .filter((to) => world.journal.suppressed.has(mailboxHash(secret, to)))
      .map((to) => to.replace(/(-\d+)?@.*$/, "")),
  );
  for (const id of [...world.restless, ...world.listeners]) {
    const down = world.journal.down.get(id) ?? [];
    const fates = await fatesOf(world, id);
    for (const { subscription, alert, delivery, carriers } of fates) {
      const about = `${id}: alert ${alert.id}`;
      if (carriers.length > 1) wrong.push(`${about} was told by ${carriers.length} mails`);
      for (const { delivery: carrier, arrived } of carriers)
        if (subscription.channel === "email" && arrived > 1 + (carrier?.unknown ?? 0))
          wrong.push(`${about} was mailed ${arrived} times, of which ${carrier?.unknown} are unknown`);
      if ((world.webhookIds.get(alert.id)?.size ?? 0) > 1) wrong.push(`${about} came under several ids`);
      const raised = Date.parse(alert.createdAt);
      const undisturbed = !suppressed.has(id) && down.every(({ until }) => until < raised);
      // Who answers that it is gone gives the message up, also where it was enabled again in the same moment.
      const isGone = delivery?.attempts.some(({ status }) => status === 410) === true;
      const doubtful = isGone || (subscription.channel === "email" && (delivery?.unknown ?? 0) > 1);
      if (undisturbed && carriers.length === 0 && !doubtful && !(await wasTakenBack(alert, world)) && alert.corrects === undefined)
        wrong.push(`${about} never arrived (${delivery?.state ?? "no delivery"})`);
    }
    // In force all along, with nothing said against it: each story once.
    const [first] = fates;
    const said = world.journal.notThis.some((one) => one.id === id);
    if (first?.subscription.trigger !== "every" || down.length > 0 || said) continue;
    for (const event of world.events) {
      if (event.entities.includes(RUMOUR)) continue;
      const wanted = event.published.size > 0 && event.entities.some((e) => first.subscription.select.entities?.includes(e)) ? 1 : 0;
      const got = fates.filter(({ alert }) => canonicalUrl(alert.story.link ?? "") === event.link).length;
      if (got !== wanted) wrong.push(`${id}: ${got} alerts for ${event.link}, not ${wanted}`);
    }
  }
  for (const { id, said, at, until } of world.journal.notThis)
    for (const { alert } of await fatesOf(world, id)) {
      const raised = Date.parse(alert.createdAt);
      const told = alert.corrects === undefined ? alert.matches.filter(({ entity }) => alert.told.includes(entity)) : [];
      if (raised > at + LATE_MS && raised < until && told.some((one) => isNotThis([said], { ...one, storyId: alert.storyId })))
        wrong.push(`${id}: was told of ${said.entity} in ${alert.storyId} after saying that it is somebody else`);
    }
  return wrong;
};

/** A run that read what was said before may still raise its alert, however long it stands still. */
const LATE_MS = 20 * 60_000;

const wasTakenBack = async (alert: Alert, { store }: Outcome): Promise<boolean> => {
  const gone = await store.retractedIn(alert.storyId);
  return alert.told.some((entity) => gone.includes(entity));
};

/** Who was told of what an operator took back is told that, once; who was not told of it hears nothing. */
export const takenBack = async (world: Outcome): Promise<string[]> => {
  const wrong: string[] = [];
  for (const id of world.listeners) {
    const fates = await fatesOf(world, id);
    for (const { alert, delivery, carriers } of fates.filter((one) => one.alert.corrects === undefined)) {
      const link = alert.story.link ?? "?";
      const told = carriers.some(({ delivery: by }) => world.mails.some(({ ref, text }) => ref === by?.id && text.includes(link)));
      const corrections = fates.filter((one) => one.alert.corrects?.id === alert.id);
      const arrived = corrections.filter((one) => one.carriers.length > 0).length;
      const isOver = await wasTakenBack(alert, world);
      const doubtful = (delivery?.unknown ?? 0) > 0 || corrections.some((one) => (one.delivery?.unknown ?? 0) > 1);
      const wanted = isOver && told ? 1 : 0;
      if (corrections.length > 1 || (arrived !== wanted && !doubtful))
        wrong.push(`${id}: ${arrived} of ${corrections.length} corrections of ${alert.id} arrived, not ${wanted} (${delivery?.state})`);
    }
  }
  return wrong;
};
