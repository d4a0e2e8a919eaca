/** What an attempt says of its endpoint, against what happens at the same moment, in every order of their calls. */
import { expect, it } from "vitest";
import type { Delivery } from "../../lambdas/core/delivery.ts";
import { OFF_AFTER_MS } from "../../lambdas/core/endpoint.ts";
import { replay } from "../../lambdas/core/delivery.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import type { SendResult } from "../../lambdas/pipeline/ports.ts";
import { noteAttempt } from "../../lambdas/pipeline/trouble.ts";
import { aDelivery, NOON } from "../contracts/rows.ts";
import { anAlert, aSubscription } from "../fixtures/alert.ts";
import { memoryStore } from "../memory-store.ts";
import type { MemoryStore } from "../memory-store.ts";
import { everyOrder } from "./interleavings.ts";
import type { Turn } from "./interleavings.ts";

const contact = { channel: "webhook", url: "https://hooks.example/in", ownerEmail: "owner@news.example" } as const;
const hook = aSubscription({ id: "hook", channel: "webhook", owner: "key-1" });

/** An endpoint that has failed for five days, the next message that is given up switches it off. */
const begin = async (): Promise<MemoryStore> => {
  const store = memoryStore(() => NOON);
  await store.ensureAppSecret("app-secret");
  await store.createSubscription(hook, contact, "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTMyISE=");
  const failures = ["a/1", "a/2", "a/3", "a/4"];
  await store.saveEndpoint("hook", { version: 1, trouble: 1, failingSince: NOON - OFF_AFTER_MS, failures });
  return store;
};

const turned = (store: MemoryStore, turn: Turn): MemoryStore => ({
  ...store,
  endpoint: (...args) => turn(() => store.endpoint(...args)),
  saveEndpoint: (...args) => turn(() => store.saveEndpoint(...args)),
  disableSubscription: (...args) => turn(() => store.disableSubscription(...args)),
  enableSubscription: (...args) => turn(() => store.enableSubscription(...args)),
  subscription: (...args) => turn(() => store.subscription(...args)),
  saveDelivery: (...args) => turn(() => store.saveDelivery(...args)),
  delivery: (...args) => turn(() => store.delivery(...args)),
});

const attempt = (id: string, outcome: SendResult["outcome"]) => async (store: MemoryStore, turn: Turn) =>
  noteAttempt(
    {
      settled: aDelivery(id, { subscriptionId: "hook", channel: "webhook", state: outcome === "sent" ? "sent" : "failed" }),
      outcome,
      at: NOON,
    },
    hook,
    contact,
    { store: turned(store, turn), clock: () => NOON },
  );

it("a success and the failure that would switch off: off only where the failure was noted first", async () => {
  const seen = { active: 0, disabled: 0 };
  const { wrong } = await everyOrder(begin, [attempt("good", "sent"), attempt("bad", "failed")], async (store) => {
    const [status, endpoint] = [(await store.subscription("hook"))?.status, await store.endpoint("hook")];
    seen[status === "active" ? "active" : "disabled"]++;
    // Noted last, the failure begins a trouble of its own; noted first, it was decided and the success came too late.
    if (status === "active" && endpoint?.trouble === 1 && endpoint.off !== undefined) return "decided and not done";
    return status === "disabled" && endpoint?.trouble === 2 ? "off for a failure that came after a success" : undefined;
  });
  expect(wrong).toEqual([]);
  expect(Math.min(seen.active, seen.disabled)).toBeGreaterThan(0);
});

it("two failures at once switch off once and leave one mail to send", async () => {
  const { wrong } = await everyOrder(begin, [attempt("one", "failed"), attempt("two", "gone")], async (store) => {
    const mails = (await store.deliveries("hook", { limit: 10 })).deliveries.map(({ id, version }) => `${id} ${version}`);
    const status = (await store.subscription("hook"))?.status;
    return status === "disabled" && mails.join() === "disabled-1 1" ? undefined : `${status}: ${mails.join()}`;
  });
  expect(wrong).toEqual([]);
});

it("whoever enables after it was switched off is not switched off by an attempt that was judged before", async () => {
  const switchedOff = async () => {
    const store = await begin();
    await store.disableSubscription("hook", "it failed");
    return store;
  };
  const person = (store: MemoryStore, turn: Turn) => turned(store, turn).enableSubscription("hook");
  const { wrong } = await everyOrder(switchedOff, [attempt("late", "failed"), person], async (store) => {
    const { status } = (await store.subscription("hook"))!;
    return status === "active" ? undefined : status;
  });
  expect(wrong).toEqual([]);
});

it("a replay against a send that is under way: it is sent, never by two at once, and ends", async () => {
  let [sending, most, sends] = [0, 0, 0];
  const opened = async () => {
    const store = await begin();
    [sending, most, sends] = [0, 0, 0];
    await store.putAlert(anAlert({ id: "d", subscriptionId: "hook" }));
    return store;
  };
  const sender = (store: MemoryStore, turn: Turn) =>
    deliver(
      { subscriptionId: "hook", deliveryId: "d" },
      {
        store: turned(store, turn),
        clock: () => NOON,
        publicUrl: "https://vigia.example",
        mail: async () => ({ outcome: "sent" }),
        webhook: () =>
          turn(async () => {
            most = Math.max(most, ++sending);
            sends++;
            sending--;
            return { outcome: "sent" as const };
          }),
      },
    );
  const person = async (store: MemoryStore, turn: Turn) => {
    const seen = turned(store, turn);
    const row: Delivery | undefined = await seen.delivery("hook", "d");
    const again = row && replay(row, NOON);
    if (again !== undefined) await seen.saveDelivery(again);
  };
  const { wrong } = await everyOrder(opened, [sender, person], async (store) => {
    const row = await store.delivery("hook", "d");
    const ended = row?.state === "sent" || (row?.state === "retry" && row.replayedAt !== undefined);
    return ended && sends === 1 && most === 1 ? undefined : `${row?.state} after ${sends} sends`;
  });
  expect(wrong).toEqual([]);
});
