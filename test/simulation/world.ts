import { DAY_MS } from "../../lambdas/core/gap.ts";
import { feedback } from "../../lambdas/pipeline/feedback.ts";
import { deliverInTurn } from "../../lambdas/pipeline/in-turn.ts";
import { gather } from "../../lambdas/pipeline/gather.ts";
import { judge } from "../../lambdas/pipeline/judge.ts";
import type { DeliverMessage, GatherMessage, MatchMessage } from "../../lambdas/pipeline/messages.ts";
import type { FeedNotice } from "../../lambdas/core/notice.ts";
import { schedule } from "../../lambdas/pipeline/schedule.ts";
import type { ApiDeps } from "../../lambdas/pipeline/operations.ts";
import { memoryStore } from "../memory-store.ts";
import type { MemoryStore } from "../memory-store.ts";
import { ENTITIES, makeEvents, makeOrigin, NEWS_MS, parseDocument } from "./news.ts";
import { follow, look, makePublisher } from "./publisher.ts";
import { LEAVERS, makeLeavers, makeSubscriptions } from "./subscribers.ts";
import { makeQueue } from "./queue.ts";
import { makeEndpoint, makeMailbox } from "./receivers.ts";
import { makePeople } from "./people.ts";
import { journaled } from "./journal.ts";
import { forbidden, forbiddenHook, forbiddenMail, standing } from "./permission.ts";
import { LISTENERS, RESTLESS, SECRET, subscribeRestless } from "./restless.ts";
import { makeEntity, makeFeeds, oldArticle, tagMatcher } from "./watched.ts";
import { Crash, generator, makeStage, Throttled } from "./stage.ts";
import type { Run } from "./stage.ts";
import { rarity } from "../../lambdas/data/rarity.ts";

export interface Options {
  readonly seed: number;
  /** Share of effects around which a run dies, of messages doubled, of requests that fail; all 0 = a quiet world. */
  readonly crashes: number;
  readonly mischief: number;
  readonly trouble: number;
  /** How often somebody does something to a subscription, a tick and a delivery. */
  readonly bustle: number;
  /** Replaces the store a step sees: to plant a bug. */
  readonly meddle?: (store: MemoryStore) => MemoryStore;
}

/** How long a process may stand still in the middle of anything: longer than a lease. */
export const FROZEN_MS = 200_000;

const MINUTE = 60_000;

/** When people begin to change their minds. */
const SETTLED_AFTER = 0.05 * DAY_MS;
/** When somebody begins to follow one more feed. */
const FOUND_AFTER = 0.2 * DAY_MS;
/** The second news come in the night in which New York's clocks leave out the hour from two to three. */
const START = Date.parse("2026-03-06T00:00:00Z");

/** Plays the whole pipeline against made-up news, with everything going wrong that may, then lets it come to rest. */
export const play = async ({ seed, crashes, mischief, trouble, bustle, meddle = (s) => s }: Options) => {
  const random = generator(seed);
  let now = START;
  let calm = false;
  const clock = () => now;
  const only = (share: number) => () => (calm ? 0 : share);

  let effects = () => 0;
  const { store, journal } = journaled(memoryStore(clock), clock, () => effects());
  const feeds = makeFeeds(START);
  for (const feed of feeds) await store.putFeed(feed);
  for (const [subscription, contact, mailbox] of [...makeSubscriptions(START), ...makeLeavers(START)])
    await store.createSubscription(subscription, contact, SECRET, mailbox);
  await subscribeRestless(store, START);
  const events = makeEvents(random, START, feeds);
  const origin = makeOrigin(events, START, clock, random, only(trouble));
  const publisher = makePublisher(START, clock, random, only(trouble));
  const mailbox = makeMailbox(clock, random, only(trouble));
  const endpoint = makeEndpoint(clock, random, only(trouble));
  const queues = {
    ingest: makeQueue<GatherMessage>(clock, random, only(mischief)),
    match: makeQueue<MatchMessage>(clock, random, only(mischief)),
    deliver: makeQueue<DeliverMessage>(clock, random, only(mischief)),
    feedback: makeQueue<unknown>(clock, random, only(mischief)),
  };
  const people = makePeople({
    random,
    now: clock,
    store,
    mails: mailbox.arrived,
    temper: endpoint.temper,
    report: (event) => queues.feedback.send([event], random() < 0.6 ? 0 : Math.floor(random() * 600)),
  });
  const improper: string[] = [];
  const notices: FeedNotice[] = [];
  let died = 0;
  let done = 0;
  const stage = makeStage(random, {
    dies: () => {
      const dies = !calm && random() < crashes;
      if (dies) died++;
      return dies;
    },
    fails: (effect) => !calm && effect.startsWith("store.") && random() < crashes / 2,
    // Mostly milliseconds; now and then the process is frozen, but not in a quiet world.
    passed: () => void (now += !calm && crashes > 0 && random() < 0.002 ? FROZEN_MS : Math.floor(random() * 200)),
  });

  effects = stage.effects;

  const seen = meddle(store);
  const api = (run: Run): ApiDeps => ({
    store: stage.wrap(run, "store", seen),
    ingest: stage.wrapCall(run, "ingest queue", queues.ingest.send),
    match: stage.wrapCall(run, "match queue", queues.match.send),
    deliver: stage.wrapCall(run, "deliver queue", queues.deliver.send),
    clock,
    random: (bytes) => Uint8Array.from({ length: bytes }, () => Math.floor(random() * 256)),
    loopbackAllowed: false,
    sendsMail: true,
  });
  const steps = {
    schedule: (run: Run) =>
      schedule({
        store: stage.wrap(run, "store", seen),
        ingest: stage.wrapCall(run, "ingest queue", queues.ingest.send),
        match: stage.wrapCall(run, "match queue", queues.match.send),
        deliver: stage.wrapCall(run, "deliver queue", queues.deliver.send),
        clock,
        seed: { version: "1", entities: ENTITIES.map(makeEntity), feeds: () => [], article: oldArticle },
        newSecret: () => "secret",
      }),
    ingest: (run: Run, message: GatherMessage) =>
      gather(message, {
        store: stage.wrap(run, "store", seen),
        fetch: stage.wrapCall(run, "fetch", (url, validators) => (publisher.owns(url) ? publisher : origin).fetch(url, validators)),
        parse: parseDocument,
        tell: stage.wrapCall(run, "tell", async (notice) => void notices.push(notice)),
        match: stage.wrapCall(run, "match queue", queues.match.send),
        clock,
        pause: stage.wrapCall(run, "pause", async (ms) => void (now += ms)),
      }),
    person: (run: Run) => (done === 0 ? look : follow)(api(run)),
    feedback: (run: Run, event: unknown) => feedback(event, stage.wrap(run, "store", seen)),
    match: (run: Run, message: MatchMessage) =>
      judge(message, {
        store: stage.wrap(run, "store", seen),
        matcher: async () => tagMatcher,
        rarity,
        match: stage.wrapCall(run, "match queue", queues.match.send),
        deliver: stage.wrapCall(run, "deliver queue", queues.deliver.send),
        clock,
      }),
    deliver: async (run: Run, message: DeliverMessage) => {
      const { subscriptionId: id, deliveryId } = message;
      const began = await standing(store, id, now);
      const judge = async (more: (then: typeof began) => readonly string[]) => {
        const then = await standing(store, id, now);
        improper.push(...[...forbidden(deliveryId, began, then), ...more(then)].map((what) => `${id}: ${deliveryId} was sent ${what}`));
      };
      return deliverInTurn({
        store: stage.wrap(run, "store", seen),
        mail: stage.wrapCall(run, "mail", async (mail) => {
          const secret = await store.appSecret();
          await judge((then) => forbiddenMail(deliveryId, mail.to, secret, run, journal, began, then));
          return mailbox.mail(mail);
        }),
        webhook: stage.wrapCall(run, "webhook", async (url, body, headers) => {
          await judge(() => forbiddenHook(deliveryId, body, headers, began));
          return endpoint.webhook(url, body, headers);
        }),
        clock,
        pause: stage.wrapCall(run, "pause", async (ms) => void (now += ms)),
        publicUrl: "https://vigia.example",
      })(message);
    },
  };

  let active = 0;
  const failures: unknown[] = [];
  const start = (name: string, step: (run: Run) => Promise<unknown>, done: () => void) => {
    active++;
    void step({ name, dead: false, trail: [] })
      .then(done, (error: unknown) => void (isFate(error) || failures.push(error)))
      .finally(() => active--);
  };
  const receive = (): boolean => {
    const names = (["ingest", "match", "deliver", "feedback"] as const).toSorted(() => random() - 0.5);
    for (const name of names) {
      const got = queues[name].receive();
      if (got === undefined) continue;
      // People act at the worst moment: while something is on its way to them.
      const about = name === "deliver" ? (got.message as DeliverMessage).subscriptionId : "";
      if (!calm && now > START + SETTLED_AFTER && people.isRestless(about) && random() < bustle)
        start(
          "people",
          (run) => people.run(api(run), about),
          () => undefined,
        );
      start(name, (run) => (steps[name] as (run: Run, message: unknown) => Promise<unknown>)(run, got.message), got.done);
      return true;
    }
    return false;
  };
  /** Runs until nothing can happen at this moment. */
  const settle = async () => {
    for (;;) {
      if (active < 4 && (active === 0 || random() < 0.3)) receive();
      if (!(await stage.turn()) && active === 0 && !receive()) return;
    }
  };

  const until = async (end: number, gap: () => number) => {
    while (now < end) {
      start("schedule", steps.schedule, () => undefined);
      if (random() < mischief && !calm) start("schedule", steps.schedule, () => undefined);
      if (!calm && now > START + SETTLED_AFTER && random() < bustle)
        start(
          "people",
          (run) => people.run(api(run)),
          () => undefined,
        );
      // Somebody looks at an address, follows it a little later, and does not give up.
      if (now > START + FOUND_AFTER && done < 2) start("person", steps.person, () => void done++);
      await settle();
      const visible = Math.min(...Object.values(queues).map((q) => q.nextVisibleAt()));
      now = Math.max(now + 1, Math.min(visible, Math.floor(now / MINUTE) * MINUTE + (done === 1 ? 2 * MINUTE : gap())));
    }
  };
  // Two who leave in the middle of it: one unsubscribes, one is removed with all it has.
  await until(START + 0.12 * DAY_MS, () => (1 + Math.floor(random() * 10)) * MINUTE);
  const leftAt = now;
  await store.endSubscription("leaving");
  await store.removeSubscription("removed");
  await until(START + NEWS_MS, () => (1 + Math.floor(random() * 60)) * MINUTE);
  calm = true;
  await people.calm();
  // Long enough for the slowest retry that three failures in a row lead to, and for every feed to be heard again.
  await until(START + NEWS_MS + 2 * DAY_MS, () => 60 * MINUTE);
  return {
    store,
    events,
    feeds,
    publisher,
    asked: origin.asked,
    notices,
    mailbox: mailbox.inbox,
    lastMail: mailbox.last,
    mails: mailbox.arrived,
    endpoint: endpoint.inbox,
    webhookIds: endpoint.ids,
    journal,
    improper,
    restless: RESTLESS,
    listeners: LISTENERS,
    queues,
    failures,
    died,
    now,
    leftAt,
    leavers: LEAVERS,
  };
};

/** What the stage did to a run, also where a step gathers what went wrong before it ends. */
const isFate = (error: unknown): boolean =>
  error instanceof Crash || error instanceof Throttled || (error instanceof AggregateError && error.errors.every(isFate));
