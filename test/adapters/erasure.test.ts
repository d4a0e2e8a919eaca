import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTable } from "../../lambdas/adapters/dynamo-table.ts";
import { addressHash, mailboxHash } from "../../lambdas/core/email-address.ts";
import { notThis } from "../../lambdas/core/not-this.ts";
import type { Subscription } from "../../lambdas/core/subscription.ts";
import { api } from "../../lambdas/pipeline/api.ts";
import { consenting } from "../../lambdas/pipeline/consent.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import { feedback } from "../../lambdas/pipeline/feedback.ts";
import { managing } from "../../lambdas/pipeline/manage.ts";
import type { DeliverMessage } from "../../lambdas/pipeline/messages.ts";
import { makeToken } from "../../lambdas/core/token.ts";
import { aMatch, anEntity, NOON } from "../contracts/rows.ts";
import { anAlert } from "../fixtures/alert.ts";
import { dynamoStore } from "../fixtures/dynamo-store.ts";
import { type Dynalite, startDynalite, useEndpoint } from "../fixtures/dynalite.ts";

let dynalite: Dynalite;
beforeAll(async () => {
  dynalite = await startDynalite();
  useEndpoint(dynalite.endpoint);
});
afterAll(() => dynalite.stop());

const EVA = "Eva.Luna+news@Example.org";
const SECRET = "the secret of the installation";

/** Every row of the table, as text. */
const rowsOf = async (name: string): Promise<readonly { pk: string; sk: string; text: string }[]> => {
  const { Items = [] } = await openTable(name).client.send(new ScanCommand({ TableName: name, ConsistentRead: true }));
  const plain = (_: string, value: unknown) => (value instanceof Set ? [...(value as Set<unknown>)] : value);
  return Items.map((item) => unmarshall(item)).map((row) => ({ pk: String(row.pk), sk: String(row.sk), text: JSON.stringify(row, plain) }));
};

it("after an address is erased no row holds it, and its keyed hashes stand only where mail is kept from it or counted", async () => {
  const name = await dynalite.makeTable();
  const store = dynamoStore(name, () => NOON);
  await store.ensureAppSecret(SECRET);
  await store.setSeedVersion("1", new Date(NOON - 86_400_000).toISOString());
  await store.seed([{ prefix: "ENTITY", id: "brian-nichols", body: anEntity("brian-nichols") }]);
  const sent: DeliverMessage[] = [];
  let drawn = 0;
  const deps = {
    store,
    clock: () => NOON,
    random: (bytes: number) => new Uint8Array(bytes).fill((drawn += 1)),
    ingest: async () => {},
    match: async () => {},
    deliver: async (messages: readonly DeliverMessage[]) => void sent.push(...messages),
    loopbackAllowed: false,
    sendsMail: true,
  };
  const operations = api(deps);
  const [consent, manage] = [consenting(deps), managing(deps)];
  const admin = { id: "adminkey", hash: "", scopes: ["admin"], label: "", createdAt: "" } as const;
  const subscribe = async (contact: object): Promise<Subscription> => {
    const choice = {
      select: { entities: ["brian-nichols"] },
      trigger: "every",
      silenceDays: 30,
      minConfidence: 0.7,
      lang: "en",
      cadence: "now",
    };
    const { body } = await operations.subscribe({ id: "", query: undefined, caller: admin, body: (contact as { channel: string }).channel === "email" ? { ...choice, contact } : { ...choice, cadence: undefined, contact } } as never); // prettier-ignore
    return body.subscription as Subscription;
  };
  const arrive = async () => {
    for (const message of sent.splice(0))
      await deliver(message, {
        store,
        clock: () => NOON,
        publicUrl: "https://vigia.example",
        mail: async () => ({ outcome: "sent", messageId: `ses-${(drawn += 1)}` }),
        webhook: async () => ({ outcome: "failed", status: 500, error: "away" }),
      });
  };

  // Two of hers, one of them moved to another address of hers; one nobody confirmed; she is asked by somebody else's, and owns a webhook.
  const [first, second, pending] = [await subscribe({ channel: "email", address: EVA }), await subscribe({ channel: "email", address: "other@news.example" }), await subscribe({ channel: "email", address: EVA.toLowerCase() })]; // prettier-ignore
  const bea = await subscribe({ channel: "email", address: "bea@news.example" });
  const hook = await subscribe({ channel: "webhook", url: "https://hooks.example/in", ownerEmail: EVA });
  for (const { id } of [first, second, bea]) await consent.confirm(id, makeToken(SECRET, "confirm", id), "192.0.2.7");
  await arrive();
  for (const { id } of [second, bea]) await manage.act(id, makeToken(SECRET, "manage", id), { do: "address", address: EVA }, "192.0.2.7");
  const [change = ""] = sent.filter(({ subscriptionId }) => subscriptionId === second.id).map(({ deliveryId }) => deliveryId.slice(8));
  await arrive();
  expect(await store.acceptContact(second.id, change)).toBe(true);
  for (const [n, { id }] of [first, second, hook].entries()) {
    await store.putAlert(anAlert({ id: `alert-${n}-${"x".repeat(14)}`, subscriptionId: id }));
    await store.saveTold(id, "brian-nichols", { version: 1, returns: [] });
    await store.saveNotThis(id, notThis(aMatch(), new Date(NOON).toISOString()));
    sent.push({ subscriptionId: id, deliveryId: `alert-${n}-${"x".repeat(14)}` });
  }
  await arrive();
  const bounce = { bounceType: "Transient", timestamp: new Date(NOON).toISOString(), bouncedRecipients: [{ emailAddress: EVA }] };
  await feedback({ detail: { eventType: "Bounce", mail: { messageId: "ses-9" }, bounce } }, store);
  const complaint = { timestamp: new Date(NOON).toISOString(), complainedRecipients: [{ emailAddress: EVA }] };
  await feedback({ detail: { eventType: "Complaint", mail: { messageId: "ses-9" }, complaint } }, store);

  const traces = [/eva\.luna/i, new RegExp(mailboxHash(SECRET, EVA)), new RegExp(addressHash(SECRET, EVA))];
  const found = async () => (await rowsOf(name)).filter(({ text }) => traces.some((trace) => trace.test(text)));
  const prefixes = (rows: Awaited<ReturnType<typeof found>>) => [...new Set(rows.map(({ pk }) => pk.split("#")[0] ?? ""))].toSorted();
  expect(prefixes(await found())).toEqual(["CONTACT", "LIMIT", "SUB", "SUPPRESSED"]);

  const { body } = await operations.eraseSubscriber({ id: "", query: undefined, body: { address: EVA }, caller: admin });
  expect(body.erased.toSorted()).toEqual([first.id, second.id, pending.id].toSorted());
  const left = await found();
  expect(prefixes(left)).toEqual(["LIMIT", "SUPPRESSED"]);
  expect(left.filter(({ text }) => /eva\.luna/i.test(text))).toEqual([]);
  expect(left.map(({ pk }) => pk.split("#")[1] ?? "").toSorted()).toEqual(
    [mailboxHash(SECRET, EVA), mailboxHash(SECRET, EVA), addressHash(SECRET, EVA)].toSorted(),
  );
  // Of what was hers only the log of deliveries and alerts is left, and for an hour how many they were; it names subscriptions that
  // are gone, and nothing leads from an address to them.
  const hers = (await rowsOf(name)).filter(({ text }) => body.erased.some((id) => text.includes(id)));
  expect(prefixes(hers)).toEqual(["ALERT", "DELIVERY", "LIMIT"]);
  expect(hers.filter(({ text }) => traces.some((trace) => trace.test(text)))).toEqual([]);
  // Other people's stay as they are.
  expect((await store.subscription(bea.id))?.status).toBe("active");
  expect(await store.contact(hook.id)).toEqual({ channel: "webhook", url: "https://hooks.example/in" });
});
