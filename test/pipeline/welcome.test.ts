import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { Subscription } from "../../lambdas/core/subscription.ts";
import { makeToken } from "../../lambdas/core/token.ts";
import { consenting } from "../../lambdas/pipeline/consent.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import type { DeliverMessage } from "../../lambdas/pipeline/messages.ts";
import type { Mail } from "../../lambdas/pipeline/deliver-ports.ts";
import { aMatch, anEntity, aSubscription, DAY, NOON } from "../contracts/rows.ts";
import { memoryStore } from "../memory-store.ts";

let now = NOON;
let store = memoryStore(() => now);
let mails: Mail[] = [];
let sent: DeliverMessage[] = [];

const press = () =>
  consenting({ store, clock: () => now, deliver: async (messages) => void sent.push(...messages), random: randomBytes }).confirm(
    "sub-1",
    makeToken("secret", "confirm", "sub-1"),
    "192.0.2.1",
  );
const arrive = async () => {
  for (const message of sent.splice(0))
    await deliver(message, {
      store,
      clock: () => now,
      publicUrl: "https://vigia.example",
      mail: async (mail) => (mails.push(mail), { outcome: "sent" }),
      webhook: () => Promise.reject(new Error("nothing is posted here")),
    });
};
const subscribe = (change: Partial<Subscription>) =>
  store.createSubscription(aSubscription("sub-1", { status: "pending", ...change }), { channel: "email", address: "ana@example.org" });

beforeEach(async () => {
  now = NOON;
  store = memoryStore(() => now);
  [mails, sent] = [[], []];
  await store.ensureAppSecret("secret");
  await store.setSeedVersion("1", new Date(NOON - 10 * DAY).toISOString());
  await store.seed([
    { prefix: "ENTITY", id: "ada", body: anEntity("ada", { name: { en: "Ada Smith", es: "Ada Herrera" } }) },
    { prefix: "ENTITY", id: "bob", body: anEntity("bob", { lists: [] }) },
    { prefix: "ENTITY", id: "eva", body: anEntity("eva", { name: { en: "Eva", es: "Eva" } }) },
  ]);
  await store.keepMatch(aMatch({ at: new Date(NOON - 3 * DAY).toISOString(), link: "https://gaceta.example/ada", title: "Ada habla" }));
  await store.keepMatch(aMatch({ storyId: "story-2", at: new Date(NOON - DAY).toISOString(), retrospective: true, title: "Hace un año" }));
});

describe("who confirms", () => {
  it("is welcomed once with whom it follows, each with its last sighting, and what is heard since when", async () => {
    await subscribe({});
    await press();
    await arrive();
    await press();
    await arrive();
    expect(mails.map(({ subject }) => subject)).toEqual(["Welcome: your alerts from Vigía are on"]);
    expect(mails[0]?.headers).toMatchObject({ "X-Entity-Ref-ID": "welcome-sub-1", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" });
    expect(mails[0]?.text).toContain("We have been watching since 14 Nov 2026, and listen to 0 feeds; of the last 10 days we heard 0 %.");
    expect(mails[0]?.text).toContain("- Ada Smith: last seen on 21 Nov 2026, Gaceta\n  Ada habla\n    https://gaceta.example/ada");
    expect(mails[0]?.text).toContain("- Eva: no sighting is known yet");
    expect(mails[0]?.text).not.toContain("bob");
    expect(mails[0]?.html).toContain("https://gaceta.example/ada");
  });

  it("reads it in its language, with its hours", async () => {
    await subscribe({ lang: "es", cadence: "weekly", weekday: "friday", at: 18, quietHours: { from: 1, to: 4 } });
    await press();
    await arrive();
    const text = mails[0]?.text.replaceAll(/https:\S+/g, "") ?? "";
    expect(text).toContain("Sus avisos llegan en un solo correo a la semana, el viernes a las 18:00 (America/Mexico_City), si los hay.");
    expect(text).toContain("De 1:00 a 4:00 no llega ningún correo");
    expect(text).toContain("- Ada Herrera: última aparición: 21 nov 2026, Gaceta");
    expect(text).not.toMatch(/\b(the|and|last|seen|you|feeds|watching|heard|alerts?|mail|welcome)\b/i);
  });

  it("is not welcomed after it left", async () => {
    await subscribe({});
    await press();
    await store.endSubscription("sub-1");
    await arrive();
    expect(mails).toEqual([]);
  });

  it("is not welcomed by pressing again much later", async () => {
    await subscribe({});
    await press();
    await arrive();
    now += 100 * DAY;
    await press();
    await arrive();
    expect(mails).toHaveLength(1);
  });
});
