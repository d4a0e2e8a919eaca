/**
 * Endpoints that hang beside some that are well: batches of ten in processes of their own, over days of virtual time, with the real
 * tick, processes that die and messages that come twice. (`extended/hanging-endpoint.test.ts` has the sockets.)
 */
import { describe, expect, it } from "vitest";
import { isOver } from "../../lambdas/core/delivery.ts";
import { DAY_MS } from "../../lambdas/core/gap.ts";
import { deliverInTurn } from "../../lambdas/pipeline/in-turn.ts";
import type { DeliverMessage } from "../../lambdas/pipeline/messages.ts";
import type { SendResult } from "../../lambdas/pipeline/ports.ts";
import { schedule } from "../../lambdas/pipeline/schedule.ts";
import { anAlert, aSubscription } from "../fixtures/alert.ts";
import { memoryStore } from "../memory-store.ts";
import { makeQueue } from "./queue.ts";
import { generator } from "./stage.ts";
import { virtualTime } from "./virtual-time.ts";

const START = Date.parse("2026-03-06T00:00:00Z");
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** As `adapters/http.ts` cuts a request off. */
const TIMEOUT_MS = 15 * SECOND;

/** One hangs for good, one for a day (a send that died counts as an attempt, so that some of ten are left), one shares the server of the first, two have nothing to do with it. */
const URLS = {
  hanging: "https://hanging.example/in",
  recovering: "https://recovering.example/in",
  neighbour: "https://hanging.example/other",
  well: "https://well.example/in",
  other: "https://other.example/in",
} as const;
type Name = keyof typeof URLS;
const NAMES = Object.keys(URLS) as readonly Name[];
const hangs = (name: Name, now: number) => name === "hanging" || (name === "recovering" && now < START + DAY_MS);

interface Odds {
  /** Share of calls around which a process dies. */
  readonly crashes: number;
  /** Share of messages that come twice. */
  readonly mischief: number;
}

/** Raises alerts for a week, five at a time for each, and lets it come to rest. */
const play = async (seed: number, { crashes, mischief }: Odds) => {
  const random = generator(seed);
  const time = virtualTime(START);
  let calm = false;
  const store = memoryStore(time.now);
  const queue = makeQueue<DeliverMessage>(time.now, random, () => (calm ? 0 : mischief));
  await store.ensureAppSecret("app-secret");
  for (const id of NAMES)
    await store.createSubscription(
      aSubscription({ id, channel: "webhook" }),
      { channel: "webhook", url: URLS[id] },
      "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTMyISE=",
    );
  const requests: { name: Name; ref: string; at: number }[] = [];
  const arrived: typeof requests = [];
  const raised = new Map<string, number>();
  let [crowd, died] = [0, 0];

  /** One Lambda environment: what it calls may be its end, and then nothing of it goes on. */
  const newProcess = () => {
    let dead = false;
    const fate = () => {
      if (!dead && !calm && random() < crashes) [dead, died] = [true, died + 1];
      if (dead) throw new Error("died");
    };
    const asking = new Map<string, number>();
    const webhook = async (url: string, _: string, headers: Readonly<Record<string, string>>): Promise<SendResult> => {
      fate();
      const name = NAMES.find((one) => URLS[one] === url)!;
      const request = { name, ref: String(headers["webhook-id"]).slice("msg_".length), at: time.now() };
      requests.push(request);
      const { origin } = new URL(url);
      asking.set(origin, (asking.get(origin) ?? 0) + 1);
      crowd = Math.max(crowd, asking.get(origin) ?? 0);
      const isHanging = hangs(name, time.now());
      await time.sleep(isHanging ? TIMEOUT_MS : 100);
      asking.set(origin, (asking.get(origin) ?? 0) - 1);
      if (!isHanging) arrived.push({ ...request, at: time.now() });
      fate();
      return isHanging ? { outcome: "failed", error: "timeout" } : { outcome: "sent", status: 204 };
    };
    const seen = new Proxy(store, {
      get: (target, key) => {
        const call = Reflect.get(target, key) as (...args: unknown[]) => Promise<unknown>;
        return async (...args: unknown[]) => {
          fate();
          const value = await Reflect.apply(call, target, args);
          fate();
          return value;
        };
      },
    });
    return deliverInTurn({
      store: seen,
      clock: time.now,
      pause: time.sleep,
      publicUrl: "https://vigia.example",
      mail: () => Promise.reject(new Error("nobody is mailed here")),
      webhook,
    });
  };
  /** One invocation: up to ten messages, of which those that fail come back. */
  const invoke = async () => {
    const batch = Array.from({ length: 10 }, () => queue.receive()).filter((got) => got !== undefined);
    const handle = newProcess();
    const began = time.now();
    await Promise.allSettled(batch.map(async ({ message, done }) => (await handle(message), done())));
    if (time.now() - began > 50 * SECOND) throw new Error("a batch took too long for its function");
  };
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const invokeAsNeeded = () => {
    while (running.size < 4 && queue.nextVisibleAt() <= time.now()) {
      const one: Promise<void> = invoke()
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(one));
      running.add(one);
    }
  };
  const tick = () =>
    schedule({
      store,
      ingest: async () => undefined,
      match: async () => undefined,
      deliver: queue.send,
      clock: time.now,
      seed: { version: "1", entities: [], feeds: () => [], article },
      newSecret: () => "secret",
    });
  const raise = async (round: number) => {
    for (const subscriptionId of NAMES)
      for (let n = 0; n < 5; n++) {
        const alert = anAlert({ id: `${subscriptionId}-${round}-${n}`, subscriptionId, createdAt: new Date(time.now()).toISOString() });
        if ((await store.subscription(subscriptionId))?.status !== "active") continue;
        raised.set(alert.id, time.now());
        await store.putAlert(alert);
        await queue.send([{ subscriptionId, deliveryId: alert.id }]);
        await store.markDispatched(alert);
      }
  };
  await time.run(
    (async () => {
      for (let minute = 0; time.now() < START + 12 * DAY_MS; minute++) {
        calm = time.now() > START + 8 * DAY_MS;
        if (minute % 720 === 0 && time.now() < START + 7 * DAY_MS) await raise(minute / 720);
        await tick();
        for (let n = 0; n < 6; n++) {
          invokeAsNeeded();
          await time.sleep(10 * SECOND);
        }
      }
      await Promise.all(running);
    })(),
  );
  return { store, queue, requests, arrived, raised, crowd, died, failures };
};

const article = {
  id: "old",
  feedId: "seed-article",
  outlet: "Archive",
  lang: "en" as const,
  title: "Old",
  summary: "",
  published: "2023-10-05T00:00:00.000Z",
  seenAt: "2023-10-05T00:00:00.000Z",
  baseline: true,
};

/** What must hold at rest, whatever died; `lateMs` is how long an endpoint that is well may have waited. */
const violations = async (world: Awaited<ReturnType<typeof play>>, lateMs: number): Promise<readonly string[]> => {
  const { store, queue, requests, arrived, raised, crowd, failures } = world;
  const wrong = failures.map(String);
  if (crowd > 1) wrong.push(`${crowd} requests at a time to one server`);
  if (queue.size() > 0) wrong.push(`${queue.size()} messages are left`);
  for (const name of NAMES) {
    const refs = [...raised.keys()].filter((id) => id.startsWith(name));
    for (const ref of refs) {
      const delivery = await store.delivery(name, ref);
      if (delivery === undefined || !isOver(delivery)) wrong.push(`${ref} is ${delivery?.state ?? "not there"}`);
      const first = arrived.find((one) => one.ref === ref)?.at;
      if (name !== "hanging" && (first === undefined || delivery?.state !== "sent")) wrong.push(`${ref} was lost: ${delivery?.state}`);
      const late = (first ?? 0) - (raised.get(ref) ?? 0);
      if ((name === "well" || name === "other" || name === "neighbour") && late > lateMs) wrong.push(`${ref} came after ${late} ms`);
    }
    const strangers = requests.filter((one) => one.name === name && !refs.includes(one.ref));
    if (strangers.length > 0) wrong.push(`${name} got what is no alert of its own: ${strangers[0]?.ref}`);
  }
  const off = await store.subscription("hanging");
  if (off?.status !== "disabled") wrong.push(`what hangs for good is ${off?.status}`);
  const last = Math.max(...requests.filter(({ name }) => name === "hanging").map(({ at }) => at));
  if (last < START + 5 * DAY_MS || last > START + 8 * DAY_MS) wrong.push(`what hangs was asked until ${new Date(last).toISOString()}`);
  for (const name of ["recovering", "neighbour", "well", "other"])
    if ((await store.subscription(name))?.status !== "active") wrong.push(`${name} was switched off`);
  return wrong;
};

describe("an endpoint that hangs, beside some that are well", () => {
  it(
    "keeps nobody waiting, is tried on its schedule and in the end switched off; all others get each alert once",
    { timeout: 120_000 },
    async () => {
      const world = await play(1, { crashes: 0, mischief: 0 });
      // A neighbour on the same server waits for one request of it, and for the next minute; rarely a few times over.
      expect(await violations(world, 6 * MINUTE)).toEqual([]);
      const { arrived, raised, requests } = world;
      expect(arrived).toHaveLength(new Set(arrived.map(({ ref }) => ref)).size);
      const elsewhere = arrived.filter(({ name }) => name === "well" || name === "other");
      expect(Math.max(...elsewhere.map(({ ref, at }) => at - (raised.get(ref) ?? 0)))).toBeLessThan(30 * SECOND);
      const tries = requests.filter(({ ref }) => ref === "hanging-0-0").map(({ at }) => at - START);
      expect(tries.length).toBe(10);
      expect(tries.at(-1)).toBeGreaterThan(0.8 * 280_705 * SECOND);
      expect(tries.at(-1)).toBeLessThan(1.2 * 280_705 * SECOND + 2 * HOUR);
    },
  );

  it("loses nothing and doubles no id when processes die and messages come twice", { timeout: 300_000 }, async () => {
    let died = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const world = await play(seed, { crashes: 0.005, mischief: 0.1 });
      died += world.died;
      // Who dies leaves a message that comes again after six minutes, a few times over; or a lease.
      expect(await violations(world, HOUR), `seed ${seed}`).toEqual([]);
    }
    expect(died).toBeGreaterThan(100);
  });
});
