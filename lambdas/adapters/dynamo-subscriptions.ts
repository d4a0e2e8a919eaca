import { hashNumber } from "../core/hash.ts";
import type { Contact, Subscription, SubscriptionStatus } from "../core/subscription.ts";
import type { DeliverStore, QueryStore } from "../pipeline/ports.ts";
import type { Table } from "./dynamo-table.ts";
import { claimRow, deleteRow, getRow, putRow, queryRows, updateRow } from "./dynamo-table.ts";
import { PREFIX, SUBSCRIPTION_SHARDS } from "./table.ts";

/** Subscriptions as people make, change and end them. */
export const subscriptionEdits = (
  table: Table,
): Pick<QueryStore, "subscriptions" | "createSubscription" | "setSubscriptionStatus" | "removeSubscription"> => ({
  subscriptions: async () => (await allSubscriptions(table)).toSorted(newestFirst),
  createSubscription: async (subscription, contact, secret) => {
    const { id, status } = subscription;
    // Pending and marked until its address is stored: dying on the way leaves something that never alerts, is seen in
    // lists, and can be completed by calling again or removed with all it has.
    const row = { ...subscriptionKey(id), body: { ...subscription, status: "pending" }, making: true };
    if (!(await claimRow(table, row, "attribute_not_exists(#pk) OR #making = :true", { true: true })).won) return false;
    await putRow(table, { ...contactKey(id), body: contact });
    if (secret !== undefined) await putRow(table, { pk: `${PREFIX.secret}#${id}`, sk: "secret", secrets: [secret] });
    const made = await updateRow(
      table,
      subscriptionKey(id),
      "SET #body.#status = :status REMOVE #making",
      { status },
      "attribute_exists(#pk)",
    );
    return made !== undefined;
  },
  setSubscriptionStatus: (id, status, reason) => setStatus(table, id, status, reason),
  removeSubscription: async (id) => {
    const existed = await setStatus(table, id, "ended");
    // The address first, the subscription last: whoever dies on the way is finished by calling again.
    await deleteRow(table, contactKey(id));
    await deleteRow(table, { pk: `${PREFIX.secret}#${id}`, sk: "secret" });
    for (const row of await queryRows(table, { key: "#pk = :pk", values: { pk: `${PREFIX.told}#${id}` } })) await deleteRow(table, row);
    await deleteRow(table, subscriptionKey(id));
    return existed;
  },
});

/** What deliver knows of a subscription. */
export const subscriberRows = (
  table: Table,
): Pick<DeliverStore, "subscription" | "contact" | "webhookSecrets" | "disableSubscription"> => ({
  subscription: (id) => subscription(table, id),
  contact: (subscriptionId) => contact(table, subscriptionId),
  webhookSecrets: async (subscriptionId) =>
    ((await getRow(table, `${PREFIX.secret}#${subscriptionId}`, "secret"))?.secrets as readonly string[] | undefined) ?? [],
  disableSubscription: async (id, reason) => {
    await setStatus(table, id, "disabled", reason, "#body.#status <> :ended");
  },
});

/** The subscriptions that are in force. */
export const activeSubscriptions = async (table: Table): Promise<readonly Subscription[]> =>
  (await allSubscriptions(table)).filter((one) => one.status === "active").toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** A subscription by id. */
export const subscription = async (table: Table, id: string): Promise<Subscription | undefined> => {
  const { pk, sk } = subscriptionKey(id);
  return (await getRow(table, pk, sk))?.body as Subscription | undefined;
};

/** Where the alerts of a subscription go. */
export const contact = async (table: Table, subscriptionId: string): Promise<Contact | undefined> => {
  const { pk, sk } = contactKey(subscriptionId);
  return (await getRow(table, pk, sk))?.body as Contact | undefined;
};

/** Where that is stored. */
export const contactKey = (subscriptionId: string) => ({ pk: `${PREFIX.contact}#${subscriptionId}`, sk: "contact" });

const allSubscriptions = async (table: Table): Promise<readonly Subscription[]> => {
  const shards = Array.from({ length: SUBSCRIPTION_SHARDS }, (_, shard) => `${PREFIX.subscription}#${shard}`);
  const rows = await Promise.all(shards.map((pk) => queryRows(table, { key: "#pk = :pk", values: { pk }, eventually: true })));
  return rows.flat().map((row) => row.body as Subscription);
};

const setStatus = async (
  table: Table,
  id: string,
  status: SubscriptionStatus,
  reason?: string,
  unless = "attribute_exists(#pk)",
): Promise<boolean> => {
  const update =
    reason === undefined ? "SET #body.#status = :status REMOVE #body.#reason" : "SET #body.#status = :status, #body.#reason = :reason";
  const ended = unless.includes(":ended") ? "ended" : undefined;
  return (
    (await updateRow(table, subscriptionKey(id), update, { status, reason, ended }, `attribute_exists(#pk) AND ${unless}`)) !== undefined
  );
};

const subscriptionKey = (id: string) => ({ pk: `${PREFIX.subscription}#${hashNumber(id) % SUBSCRIPTION_SHARDS}`, sk: id });

const newestFirst = (a: Subscription, b: Subscription): number =>
  a.createdAt === b.createdAt ? (a.id < b.id ? -1 : 1) : a.createdAt < b.createdAt ? 1 : -1;
