/** Mails that come back for now: events of SES, sends and the reader at the same moment, in every order of their calls. */
import { expect, it } from "vitest";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import { feedback } from "../../lambdas/pipeline/feedback.ts";
import type { Mail } from "../../lambdas/pipeline/deliver-ports.ts";
import { NOON } from "../contracts/rows.ts";
import { anAlert, aSubscription } from "../fixtures/alert.ts";
import { memoryStore } from "../memory-store.ts";
import type { MemoryStore } from "../memory-store.ts";
import { everyOrder } from "./interleavings.ts";
import type { Turn } from "./interleavings.ts";

const DAY = 86_400_000;

/** A full mailbox, told by SES of the n-th mail, a day later each. */
const event = (n: number) => ({
  detail: {
    eventType: "Bounce",
    mail: { messageId: `ses-${n}` },
    bounce: {
      bounceType: "Transient",
      timestamp: new Date(NOON - (4 - n) * DAY).toISOString(),
      bouncedRecipients: [{ emailAddress: "reader@news.example" }],
    },
  },
});

let mails: Mail[] = [];

/** A reader whose mailbox is known to have been full so many times, and two alerts. */
const begin = (known: number) => async (): Promise<MemoryStore> => {
  const store = memoryStore(() => NOON);
  mails = [];
  await store.ensureAppSecret("app-secret");
  await store.createSubscription(aSubscription(), { channel: "email", address: "reader@news.example" });
  for (const id of ["a", "b"]) await store.putAlert(anAlert({ id }));
  for (let n = 1; n <= known; n++) await feedback(event(n), store);
  return store;
};

const turned = (store: MemoryStore, turn: Turn): MemoryStore => ({
  ...store,
  subscription: (...args) => turn(() => store.subscription(...args)),
  softBounces: (...args) => turn(() => store.softBounces(...args)),
  noteSoftBounce: (...args) => turn(() => store.noteSoftBounce(...args)),
  pauseForBounces: (...args) => turn(() => store.pauseForBounces(...args)),
  pauseSubscription: (...args) => turn(() => store.pauseSubscription(...args)),
  resumeSubscription: (...args) => turn(() => store.resumeSubscription(...args)),
  saveDelivery: (...args) => turn(() => store.saveDelivery(...args)),
});

const send =
  (deliveryId: string) =>
  (store: MemoryStore, turn: Turn): Promise<unknown> =>
    deliver(
      { subscriptionId: "sub-1", deliveryId },
      {
        store: turned(store, turn),
        clock: () => NOON,
        publicUrl: "https://vigia.example",
        mail: async (mail) => (mails.push(mail), { outcome: "sent" }),
        webhook: async () => ({ outcome: "sent" }),
      },
    );
const hear = (n: number) => (store: MemoryStore, turn: Turn) => feedback(event(n), turned(store, turn));
const state = async (store: MemoryStore): Promise<string> => {
  const [subscription, a, b] = await Promise.all([store.subscription("sub-1"), store.delivery("sub-1", "a"), store.delivery("sub-1", "b")]);
  return `${subscription?.status} ${a?.state ?? "-"} ${b?.state ?? "-"} ${mails.length}`;
};
const oneOf = (...allowed: string[]) => {
  const seen = new Set<string>();
  const judge = async (store: MemoryStore) => {
    const now = await state(store);
    seen.add(now);
    return allowed.includes(now) ? undefined : now;
  };
  return { seen, judge };
};

it("the third event and a send: it is sent, or the subscription pauses and it is not", async () => {
  const { seen, judge } = oneOf("active sent - 1", "paused retry - 0");
  expect((await everyOrder(begin(2), [hear(3), send("a")], judge)).wrong).toEqual([]);
  expect(seen.size).toBe(2);
});

it("two sends after the third event send nothing and pause once", async () => {
  const { judge } = oneOf("paused retry retry 0");
  expect((await everyOrder(begin(3), [send("a"), send("b")], judge)).wrong).toEqual([]);
});

it("whoever resumes is not paused again by what came back before, and the alert is sent now or comes again within a day", async () => {
  const person = async (store: MemoryStore, turn: Turn) => {
    await turned(store, turn).pauseSubscription("sub-1");
    await turned(store, turn).resumeSubscription("sub-1");
  };
  const { seen, judge } = oneOf("active sent - 1", "active retry - 0");
  expect((await everyOrder(begin(3), [send("a"), person], judge)).wrong).toEqual([]);
  expect(seen.size).toBe(2);
});

it("whoever dies between the pause and the delivery is followed by one who finds the pause", async () => {
  const store = await begin(3)();
  const dying = { ...store, saveDelivery: () => Promise.reject(new Error("died")) };
  const now: Turn = (apply) => apply();
  await expect(send("a")(dying, now)).rejects.toThrow("died");
  await send("a")(store, now);
  expect(await state(store)).toBe("paused retry - 0");
});
