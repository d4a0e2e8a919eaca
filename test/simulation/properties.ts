import { isDeepStrictEqual } from "node:util";
import type { Feed } from "../../lambdas/core/feed.ts";
import { isOver } from "../../lambdas/core/delivery.ts";
import { digestId, kindOf } from "../../lambdas/core/delivery-id.ts";
import { RECHECK_MS } from "../../lambdas/core/check.ts";
import { asOf } from "../../lambdas/core/subscription.ts";
import { verdictOf } from "../../lambdas/core/gap.ts";
import { quietEnd, timingOf } from "../../lambdas/core/timing.ts";
import type { FeedNotice } from "../../lambdas/core/notice.ts";
import { ARCHIVED, FOLLOWED } from "./publisher.ts";
import { canonicalUrl } from "../../lambdas/core/url.ts";
import { SHARED, SILENCE_DAYS } from "./subscribers.ts";
import { restlessToldOnce, takenBack } from "./told.ts";
import { FROZEN_MS } from "./world.ts";
import type { play } from "./world.ts";
import { ENTITIES, SILENT_FEED } from "./news.ts";

type Outcome = Awaited<ReturnType<typeof play>>;

/** Everything that must hold at rest, whatever went wrong before (reliability T1, T2, Q3–Q5, F8). Returns what does not. */
export const violations = async (world: Outcome, { quiet }: { quiet: boolean }): Promise<string[]> => [
  ...world.failures.map((error) => `a run failed: ${String(error)}`),
  ...(await everyStoryOnce(world)),
  ...(await everyReturnOnce(world)),
  ...(await everyAlertDelivered(world, quiet)),
  ...(await oneMailPerStory(world, quiet)),
  ...(await restlessToldOnce(world)),
  ...(await takenBack(world)),
  ...world.improper,
  ...(await inTime(world)),
  ...(await atRest(world)),
  ...leavingWins(world),
  ...operatorTold(world, quiet),
  ...(await followedOnce(world, quiet)),
  ...(await archiveRead(world)),
  ...politeness(world),
];

/**
 * The operator heard that a feed fell silent and in the end that it came back; in a quiet world of the one that did, once each.
 * Who dies after telling tells it again; who dies before, just before the feed recovers, leaves it at saying that it is back.
 */
const operatorTold = ({ notices, feeds }: Outcome, quiet: boolean): string[] =>
  feeds.flatMap(({ id }) => {
    const events = notices.filter(({ feedId }) => feedId === id).map(({ event }) => event);
    const wanted = id === SILENT_FEED ? ["silent", "back"] : [];
    const wrong = [];
    if (events.at(-1) === "silent") wrong.push(`${id} is back and nobody was told`);
    if (wanted.some((event) => !events.includes(event as FeedNotice["event"]))) wrong.push(`${id} was silent and nobody was told`);
    if (quiet && events.join() !== wanted.join()) wrong.push(`${id}: the operator heard "${events.join(" ")}" in a quiet world`);
    return wrong;
  });

/**
 * The feed that was added is followed, and its address was never asked twice within its floor, whoever looked, added or polled
 * (reliability F7, F8). In a quiet world the first GET is the only one without validators, unless whoever looked stood still until
 * its answer was too old.
 */
const followedOnce = async ({ store, publisher, now }: Outcome, quiet: boolean): Promise<string[]> => {
  const asked = publisher.asked.get(FOLLOWED.url) ?? [];
  const status = (await store.feeds()).find(({ feed }) => feed.id === FOLLOWED.id);
  const wrong = [];
  if (status === undefined) wrong.push("nobody follows the new feed");
  else if (now - (status.heardAt ?? 0) > 86_400_000) wrong.push("the new feed was not heard for a day");
  if (closest(asked.map(({ at }) => at)) < kept(FOLLOWED)) wrong.push("the new feed was asked again within its floor");
  const whole = asked.filter(({ conditional }) => !conditional).map(({ at }) => at);
  if (quiet && (whole.length === 0 || closest(whole) < ANSWER_KEPT_MS)) wrong.push("the new feed cost more than one whole GET");
  return wrong;
};

/** All of the archive is known as the past, once, and told nobody anything; its pages were never asked within the floor of each other. */
const archiveRead = async (world: Outcome): Promise<string[]> => {
  const { publisher, store } = world;
  const pages = [...publisher.asked].flatMap(([url, asked]) => (url === FOLLOWED.url ? [] : asked.map(({ at }) => at)));
  const { matches } = await store.matches({ entity: ARCHIVED, limit: 100 });
  const links = new Set(matches.map(({ link }) => link));
  const wrong = [];
  if (links.size !== publisher.archived || matches.length !== publisher.archived)
    wrong.push(`${links.size} of ${publisher.archived} items of the archive are known, by ${matches.length} matches`);
  if (matches.some(({ baseline }) => !baseline)) wrong.push("the archive was taken for news");
  if (closest(pages.toSorted((a, b) => a - b)) < kept(FOLLOWED)) wrong.push("pages of the archive were asked too soon after each other");
  for (const { id } of await subscriptionsOf(world))
    if ((await store.allAlerts(id)).some(({ story }) => links.has(story.link))) wrong.push(`${id} was alerted of the archive`);
  return wrong;
};

/**
 * What is kept of a floor, ms. A slot is a minute wide, and a claim is as much older than its request as this process stood still
 * in between, or another that kept the clock waiting.
 */
const kept = ({ floorSeconds }: Pick<Feed, "floorSeconds">): number => floorSeconds * 1000 - 60_000 - 2 * FROZEN_MS;

/** So long an answer is kept at least, ms: from its claim on, which is as much older than the request. */
const ANSWER_KEPT_MS = RECHECK_MS - 2 * FROZEN_MS;

const closest = (times: readonly number[]): number =>
  Math.min(...times.map((at, n) => (n === 0 ? Number.POSITIVE_INFINITY : at - times[n - 1]!)));

/** Who did nothing all along and wants what nobody takes back. */
const subscriptionsOf = async ({ store, leavers, restless, listeners }: Outcome) =>
  (await store.subscriptions()).filter(({ id }) => ![...leavers, ...restless, ...listeners].some((other) => other === id));

/** Nobody who left gets anything afterwards, but for a mail whose send was under way (reliability E9). */
const leavingWins = ({ lastMail, leavers, leftAt }: Outcome): string[] =>
  leavers.flatMap((id) => ((lastMail.get(`${id}@vigia.example`) ?? 0) > leftAt + FROZEN_MS ? [`${id} got mail after leaving`] : []));

/** `every`: each event that names a wanted entity gave exactly one alert. */
const everyStoryOnce = async (world: Outcome): Promise<string[]> => {
  const wrong: string[] = [];
  for (const subscription of await subscriptionsOf(world)) {
    if (subscription.trigger !== "every") continue;
    const alerts = await world.store.allAlerts(subscription.id);
    for (const event of world.events) {
      const expected = event.published.size > 0 && event.entities.some((e) => subscription.select.entities?.includes(e)) ? 1 : 0;
      const got = alerts.filter((a) => canonicalUrl(a.story.link ?? "") === event.link).length;
      if (got !== expected) wrong.push(`${subscription.id}: ${got} alerts for ${event.link}, not ${expected}`);
    }
  }
  return wrong;
};

/**
 * `reappearance`: each return of each entity was told exactly once, whichever of its stories came first; or, where too little of
 * the silence was heard, held back and listed, exactly once. What is told says how much was heard, and as the claim has it.
 */
const everyReturnOnce = async (world: Outcome): Promise<string[]> => {
  const wrong: string[] = [];
  for (const subscription of await subscriptionsOf(world)) {
    if (subscription.trigger !== "reappearance") continue;
    const alerts = await world.store.allAlerts(subscription.id);
    const returns = await world.store.allTold(subscription.id);
    for (const entity of ENTITIES)
      for (const cluster of new Set(world.events.map((e) => e.cluster))) {
        const links = world.events
          .filter((e) => e.cluster === cluster && e.published.size > 0 && e.entities.includes(entity))
          .map((e) => e.link);
        const told = alerts.filter((a) => a.told.includes(entity) && links.includes(canonicalUrl(a.story.link ?? "")));
        const stories = new Set(await storiesAt(world, entity, links));
        const claims = (returns.get(entity) ?? []).filter(({ storyId }) => stories.has(storyId));
        const held = claims.filter(({ gap, at }) => verdictOf(gap, at) === "unheard");
        const got = told.length + held.length;
        for (const alert of told) {
          const gap = alert.matches.find((m) => m.entity === entity)?.gap;
          if (gap === undefined || verdictOf(gap, alert.story.at) === "unheard")
            wrong.push(`${subscription.id}: ${entity} was told unheard`);
          if (!claims.some((claim) => isDeepStrictEqual(claim.gap, gap)))
            wrong.push(`${subscription.id}: ${entity} was told other figures`);
        }
        const expected = links.length > 0 ? 1 : 0;
        if (got !== expected)
          wrong.push(
            `${subscription.id}: ${entity} was told ${got} times in cluster ${cluster}, not ${expected} (silence ${SILENCE_DAYS} d)`,
          );
      }
  }
  return wrong;
};

const storiesAt = async ({ store }: Outcome, entity: string, links: readonly string[]): Promise<readonly string[]> =>
  (await store.matches({ entity, limit: 1000 })).matches.flatMap(({ link, storyId }) =>
    links.includes(canonicalUrl(link ?? "")) ? [storyId] : [],
  );

/**
 * Each alert arrived, alone or in the one digest that has it; nothing arrived that is neither. A mail comes at most twice, and is
 * lost only when the results of two sends are unknown (reliability E10); in a quiet world everything comes exactly once.
 */
const everyAlertDelivered = async (world: Outcome, quiet: boolean): Promise<string[]> => {
  const wrong: string[] = [];
  const known = new Set<string>();
  for (const { id, channel } of await subscriptionsOf(world)) {
    const inbox = channel === "email" ? world.mailbox : world.endpoint;
    const { deliveries } = await world.store.deliveries(id, { limit: 1000 });
    const taken = deliveries.flatMap(({ alerts = [] }) => alerts);
    for (const alert of await world.store.allAlerts(id)) {
      const own = deliveries.find((one) => one.id === alert.id);
      const isWaiting = own?.state === "waiting";
      const joined = own?.attempts.length === 0 && isOver(own) ? own.joins?.id : undefined;
      const carrier = isWaiting ? digestId(id, own.slot ?? 0) : (joined ?? alert.id);
      const delivery = isWaiting ? deliveries.find((one) => one.id === carrier) : own;
      if (joined !== undefined && !isWaiting && world.mails.some(({ ref, text }) => ref === joined && !text.includes(`/manage/${id}/`)))
        wrong.push(`${id}: a mail does not name it, though it told its alert ${alert.id}`);
      known.add(carrier);
      const arrived = inbox.get(carrier) ?? 0;
      const doubtful = channel === "email" && (delivery?.unknown ?? 0) > 1;
      if (arrived === 0 && !doubtful) wrong.push(`${id}: alert ${alert.id} never arrived (${delivery?.state ?? "no delivery"})`);
      if (channel === "email" && arrived > 2) wrong.push(`${id}: alert ${alert.id} was mailed ${arrived} times`);
      if (quiet && arrived !== 1) wrong.push(`${id}: alert ${alert.id} arrived ${arrived} times in a quiet world`);
      const digests = taken.filter((one) => one === alert.id).length;
      if (digests !== (isWaiting ? 1 : 0)) wrong.push(`${id}: alert ${alert.id} is in ${digests} digests`);
      if (isWaiting && world.mails.some(({ ref, text }) => ref === carrier && !text.includes(alert.story.link ?? "?")))
        wrong.push(`${id}: a digest does not tell alert ${alert.id}`);
    }
  }
  for (const id of [...world.leavers, ...world.restless, ...world.listeners]) {
    for (const alert of await world.store.allAlerts(id)) known.add(alert.id);
    for (const delivery of (await world.store.deliveries(id, { limit: 1000 })).deliveries) if (delivery.alerts) known.add(delivery.id);
  }
  for (const id of [...world.mailbox.keys(), ...world.endpoint.keys()])
    if (!known.has(id) && !/^(confirmation|failing|disabled|test)-/.test(id)) wrong.push(`something arrived that is no alert: ${id}`);
  return wrong;
};

/**
 * Two subscriptions of one address that want the same are told of a story by one mail. Only where a run died may each have got its
 * own; that no alert is told by both is said above.
 */
const oneMailPerStory = async ({ store, mailbox }: Outcome, quiet: boolean): Promise<string[]> => {
  if (!quiet) return [];
  const wrong: string[] = [];
  for (const trigger of ["every", "reappearance"]) {
    const arrived = new Map<string, number>();
    for (const { id, storyId, told } of (await Promise.all(SHARED.ids.map((kind) => store.allAlerts(`${trigger}-${kind}`)))).flat())
      if (mailbox.has(id)) arrived.set(`${storyId} about ${told.join()}`, (arrived.get(`${storyId} about ${told.join()}`) ?? 0) + 1);
    for (const [story, mails] of arrived) if (mails > 1) wrong.push(`${trigger}: ${story} came in ${mails} mails to one address`);
  }
  return wrong;
};

/**
 * Mail comes when its reader wants it: by night only if the process stood still on the way, and a digest not before its hour. Whose
 * mail comes once a day gets nothing but digests.
 */
const inTime = async ({ store, mails, restless }: Outcome): Promise<string[]> => {
  const wrong: string[] = [];
  for (const subscription of await store.subscriptions()) {
    if (restless.some((id) => id === subscription.id)) continue;
    const timing = timingOf(subscription);
    const { deliveries } = await store.deliveries(subscription.id, { limit: 1000 });
    for (const { ref, to, at } of mails) {
      if (to !== `${subscription.id}@vigia.example`) continue;
      const delivery = deliveries.find(({ id }) => id === ref);
      const slot = delivery?.alerts === undefined ? undefined : delivery.slot;
      if (quietEnd(at, timing) !== undefined && quietEnd(at - FROZEN_MS, timing) !== undefined)
        wrong.push(`${to} got mail in its quiet hours`);
      const isCorrection = (await store.alert(subscription.id, ref))?.corrects !== undefined;
      if (slot === undefined && timing.cadence === "daily" && !isCorrection) wrong.push(`${to} got a mail that is no digest`);
      if (slot !== undefined && at < slot) wrong.push(`${to} got a digest before its hour`);
    }
  }
  return wrong;
};

/** Queues drained, outbox and due index empty, every feed heard of late. */
const atRest = async ({ store, queues, asked, feeds, now }: Outcome): Promise<string[]> => {
  const wrong = Object.entries(queues).flatMap(([name, queue]) => (queue.size() > 0 ? [`${queue.size()} messages left in ${name}`] : []));
  for (let part = 0; part < 4; part++) {
    if ((await store.pendingAlerts(part, now, 10)).length > 0) wrong.push("an alert is still PENDING");
    const due = await store.dueDeliveries(part, now + 10 * 86_400_000, 100);
    for (const { id, subscriptionId } of due) {
      const subscription = await store.subscription(subscriptionId);
      // What was raised before a pause waits for its end.
      const waits = subscription !== undefined && asOf(subscription, now).status === "paused";
      if (kindOf(id) !== "watching" && !waits) wrong.push(`${subscriptionId}: ${id} is still due`);
    }
  }
  for (const feed of feeds) if (now - (asked.get(feed.id)?.at(-1) ?? 0) > 86_400_000) wrong.push(`${feed.id} was not asked for a day`);
  return wrong;
};

/** Two polls of a feed are never closer than its floor (reliability F8). */
const politeness = ({ asked, feeds }: Outcome): string[] =>
  feeds.flatMap((feed) => (closest(asked.get(feed.id) ?? []) < kept(feed) ? [`${feed.id} was asked again within its floor`] : []));
