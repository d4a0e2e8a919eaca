/** Digests and quiet hours on the days on which clocks change, or do not: Mexico City's have not since 2022. */
import { beforeEach, expect, it } from "vitest";
import { digestId } from "../../lambdas/core/delivery-id.ts";
import type { Subscription } from "../../lambdas/core/subscription.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import { MINUTE } from "../contracts/rows.ts";
import { aMatch, anAlert, aSubscription } from "../fixtures/alert.ts";
import { memoryStore } from "../memory-store.ts";

const at = Date.parse;
const HOUR = 60 * MINUTE;

let now = 0;
let store = memoryStore(() => now);
let mails: { readonly at: number; readonly ref: string; readonly text: string }[] = [];

beforeEach(async () => {
  store = memoryStore(() => now);
  mails = [];
  await store.ensureAppSecret("app-secret");
});

const subscribe = (choice: Partial<Subscription>) =>
  store.createSubscription(aSubscription({ trigger: "every", createdAt: "2026-01-01T00:00:00.000Z", ...choice }), {
    channel: "email",
    address: "reader@news.example",
  });

const go = (deliveryId: string) =>
  deliver(
    { subscriptionId: "sub-1", deliveryId },
    {
      store,
      clock: () => now,
      publicUrl: "https://vigia.example",
      mail: async ({ headers, text }) => {
        mails.push({ at: now, ref: String(headers["X-Entity-Ref-ID"]), text });
        return { outcome: "sent" };
      },
      webhook: () => Promise.reject(new Error("nothing is posted here")),
    },
  );

const raise = async (id: string, when: number) => {
  now = when;
  const link = `https://ledger.example/${id}`;
  const story = { ...anAlert().story, link };
  await store.putAlert(anAlert({ id, storyId: `story-${id}`, trigger: "every", story, matches: [aMatch({ link })] }));
  await go(id);
};

/** Ticks on whole minutes, as the schedule does. */
const tickUntil = async (end: number) => {
  for (now = Math.ceil(now / MINUTE) * MINUTE; now <= end; now += MINUTE)
    for (const part of [0, 1, 2, 3]) for (const { id } of await store.dueDeliveries(part, now, 10)) await go(id);
};

it.each([
  ["America/New_York", "the day clocks go forward", "2026-03-08T12:00:00Z", "2026-03-09T12:00:00Z"],
  ["America/New_York", "the day before", "2026-03-07T13:00:00Z", "2026-03-08T12:00:00Z"],
  ["America/New_York", "the day clocks go back", "2026-11-01T13:00:00Z", "2026-11-02T13:00:00Z"],
  ["America/New_York", "the day before that", "2026-10-31T12:00:00Z", "2026-11-01T13:00:00Z"],
  ["America/Tijuana", "the day clocks go forward", "2026-03-08T15:00:00Z", "2026-03-09T15:00:00Z"],
  ["America/Tijuana", "the day before the clocks go back", "2026-10-31T15:00:00Z", "2026-11-01T16:00:00Z"],
  ["America/Mexico_City", "the day New York goes forward", "2026-03-08T14:00:00Z", "2026-03-09T14:00:00Z"],
  ["America/Mexico_City", "the day New York goes back", "2026-11-01T14:00:00Z", "2026-11-02T14:00:00Z"],
])(
  "in %s on %s, what comes at 07:59:59.99 is in the digest of eight, what comes at eight in the next",
  async (timezone, _, eight, next) => {
    await subscribe({ cadence: "daily", timezone });
    await raise("before", at(eight) - 10);
    await raise("after", at(eight));
    await tickUntil(at(next) + HOUR);
    expect(mails.map((mail) => mail.at)).toEqual([at(eight), at(next)]);
    expect(mails.map(({ ref }) => ref)).toEqual([eight, next].map((slot) => digestId("sub-1", at(slot))));
    expect(mails.map(({ text }) => ["before", "after"].filter((id) => text.includes(`/${id}`)))).toEqual([["before"], ["after"]]);
  },
);

it.each([
  ["America/New_York", "forward", { from: 22, to: 7 }, "2026-03-08T04:30:00Z", "2026-03-08T11:00:00Z"],
  ["America/New_York", "back", { from: 22, to: 7 }, "2026-11-01T03:30:00Z", "2026-11-01T12:00:00Z"],
  ["America/Tijuana", "forward", { from: 22, to: 7 }, "2026-03-08T07:30:00Z", "2026-03-08T14:00:00Z"],
  ["America/Tijuana", "back", { from: 22, to: 7 }, "2026-11-01T06:30:00Z", "2026-11-01T15:00:00Z"],
  ["America/Mexico_City", "nowhere in March", { from: 22, to: 7 }, "2026-03-08T05:30:00Z", "2026-03-08T13:00:00Z"],
  ["America/Mexico_City", "nowhere in November", { from: 22, to: 7 }, "2026-11-01T05:30:00Z", "2026-11-01T13:00:00Z"],
  ["America/New_York", "over the quiet hour that comes twice", { from: 1, to: 2 }, "2026-11-01T05:00:00Z", "2026-11-01T07:00:00Z"],
  [
    "America/New_York",
    "into the quiet hours, which end in the hour left out",
    { from: 22, to: 2 },
    "2026-03-08T06:59:59.990Z",
    "2026-03-08T07:00:00Z",
  ],
])(
  "in %s, where clocks go %s, what comes in the night comes at the end of the quiet hours",
  async (timezone, _, quietHours, raised, end) => {
    await subscribe({ cadence: "now", timezone, quietHours });
    await raise("night", at(raised));
    expect(mails).toEqual([]);
    await tickUntil(at(end) + 2 * HOUR);
    expect(mails.map((mail) => mail.at)).toEqual([at(end)]);
  },
);

it("an hour that the clocks leave out is quiet for nobody", async () => {
  await subscribe({ cadence: "now", timezone: "America/New_York", quietHours: { from: 2, to: 3 } });
  for (const [id, when] of [
    ["last", "2026-03-08T06:59:59.990Z"],
    ["first", "2026-03-08T07:00:00.000Z"],
  ] as const)
    await raise(id, at(when));
  expect(mails.map((mail) => mail.at)).toEqual([at("2026-03-08T06:59:59.990Z"), at("2026-03-08T07:00:00.000Z")]);
});
