/** What forbids a send, against the delivery that is on its way, in every order of their calls (reliability E9). */
import { describe, expect, it } from "vitest";
import { mailboxHash } from "../../lambdas/core/email-address.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import type { DeliverStore } from "../../lambdas/pipeline/deliver-ports.ts";
import { NOON } from "../contracts/rows.ts";
import { anAlert, aSubscription } from "../fixtures/alert.ts";
import { memoryStore } from "../memory-store.ts";
import type { MemoryStore } from "../memory-store.ts";
import { everyOrder } from "./interleavings.ts";
import type { Turn } from "./interleavings.ts";

const ADDRESS = "reader@news.example";

interface World {
  readonly store: MemoryStore;
  /** What happened, in order. */
  readonly did: string[];
}

const begin = async (): Promise<World> => {
  const store = memoryStore(() => NOON);
  await store.ensureAppSecret("app-secret");
  await store.createSubscription(aSubscription({ cadence: "now" }), { channel: "email", address: ADDRESS });
  await store.putAlert(anAlert({ id: "alert", storyId: "story" }));
  return { store, did: [] };
};

/** The delivery, each call of it a turn; `meddle` plants a bug. */
const sender =
  (meddle: (store: DeliverStore) => DeliverStore = (store) => store) =>
  async ({ store, did }: World, turn: Turn): Promise<void> => {
    const step = <T>(name: string, apply: () => Promise<T>): Promise<T> =>
      turn(async () => {
        did.push(name);
        return apply();
      });
    // One worker waits for one turn at a time: what deliver asks at once is asked in a row.
    let last: Promise<unknown> = Promise.resolve();
    const inRow = <T>(name: string, apply: () => Promise<T>): Promise<T> => {
      const mine = last.then(() => step(name, apply));
      last = mine.catch(() => undefined);
      return mine;
    };
    const turned = new Proxy<DeliverStore>(store, {
      get: (target, key) => {
        const member = Reflect.get(target, key) as (...args: unknown[]) => Promise<unknown>;
        return (...args: unknown[]) => inRow(String(key), () => Reflect.apply(member, target, args));
      },
    });
    await deliver(
      { subscriptionId: "sub-1", deliveryId: "alert" },
      {
        store: meddle(turned),
        clock: () => NOON,
        publicUrl: "https://vigia.example",
        mail: () => inRow("mail", async () => ({ outcome: "sent" as const })),
        webhook: () => Promise.reject(new Error("nothing is posted here")),
      },
    );
  };

const forbidding: readonly (readonly [what: string, lastLook: string, act: (store: MemoryStore) => Promise<unknown>])[] = [
  ["who unsubscribes", "contact", (store) => store.endSubscription("sub-1")],
  ["who pauses", "subscription", (store) => store.pauseSubscription("sub-1")],
  ["who snoozes", "subscription", (store) => store.pauseSubscription("sub-1", new Date(NOON + 1).toISOString())],
  ["an operator who holds everything", "deliveryPaused", (store) => store.putSetting("deliveryPaused", true)],
  ["a rejected match", "retractedIn", (store) => rejected(store)],
  [
    "a complaint",
    "suppression",
    (store) => store.suppress(mailboxHash("app-secret", ADDRESS), { reason: "complaint", at: new Date(NOON).toISOString() }),
  ],
];

const rejected = async (store: MemoryStore): Promise<unknown> => {
  const [match] = anAlert().matches;
  if (match === undefined) throw new Error("an alert of nothing");
  const { sentence, gap: _, ...rest } = match;
  const row = {
    ...rest,
    sentence,
    id: "m",
    storyId: "story",
    lists: [],
    itemId: "item",
    countries: [],
    retrospective: false,
    baseline: false,
  };
  await store.keepMatch(row);
  return store.retractMatch(row, new Date(NOON).toISOString());
};

/** In which orders there was a send though it was forbidden before deliver's last look at what forbids it. */
const judge =
  (lastLook: string) =>
  async ({ did }: World): Promise<string | undefined> => {
    const [act, look] = [did.indexOf("act"), did.indexOf(lastLook)];
    const early = act < look || look === -1;
    const sends = did.filter((what) => what === "mail").length;
    return early === (sends === 0) ? undefined : `${sends} sends: ${did.join(" ")}`;
  };

const actor =
  (act: (store: MemoryStore) => Promise<unknown>) =>
  ({ store, did }: World, turn: Turn) =>
    turn(async () => {
      did.push("act");
      await act(store);
    });

describe.each(forbidding)("%s", (_, lastLook, act) => {
  it("gets nothing that is looked at afterwards, in every order of what both do", async () => {
    const { orders, wrong } = await everyOrder(begin, [sender(), actor(act)], judge(lastLook));
    expect(wrong).toEqual([]);
    expect(orders).toBeGreaterThan(9);
  });
});

it("nothing but the lease lies between the last look for a complaint and the send", async () => {
  const world = await begin();
  await sender()(world, (apply) => apply());
  expect(world.did.slice(world.did.indexOf("suppression"))).toEqual(["suppression", "saveDelivery", "mail", "saveDelivery"]);
});

it("would be found if a complaint were looked for before the mail is rendered only", async () => {
  const early = (store: DeliverStore): DeliverStore => {
    let known: ReturnType<DeliverStore["suppression"]> = Promise.resolve(undefined);
    return {
      ...store,
      contact: async (id) => {
        const contact = await store.contact(id);
        known = Promise.resolve(await store.suppression(mailboxHash("app-secret", ADDRESS)));
        return contact;
      },
      suppression: () => known,
    };
  };
  const lateJudge = async ({ did }: World) => {
    const [act, lease] = [did.indexOf("act"), did.indexOf("saveDelivery")];
    return act < lease - 1 && did.includes("mail") ? did.join(" ") : undefined;
  };
  const complaint = forbidding.find(([, look]) => look === "suppression")!;
  const { wrong } = await everyOrder(begin, [sender((store) => early(bare(store))), actor(complaint[2])], lateJudge);
  expect(wrong.length).toBeGreaterThan(0);
});

/** A store whose members may be spread: the one that waits for turns is a proxy. */
const bare = (store: DeliverStore): DeliverStore => {
  const names = [
    "delivery",
    "subscription",
    "contact",
    "alert",
    "countWithin",
    "deliveryPaused",
    "retractedIn",
    "membersOf",
    "appSecret",
  ] as const;
  const more = [
    "suppression",
    "softBounces",
    "mailPlace",
    "saveDelivery",
    "endSubscription",
    "endpoint",
    "proposedContact",
    "webhookSecrets",
  ] as const;
  return Object.fromEntries([...names, ...more].map((name) => [name, store[name]])) as unknown as DeliverStore;
};
