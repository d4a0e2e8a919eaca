import { hashNumber } from "../core/hash.ts";
import type { Contact, Subscription, SubscriptionStatus } from "../core/subscription.ts";
import { CONFIRMATIONS, forgottenAt, subscriptionStatuses } from "../core/subscription.ts";
import type { DeliverStore, QueryStore } from "../pipeline/ports.ts";
import type { Table } from "./dynamo-table.ts";
import { absent, claimNew, claimRow, deleteRow, getRow, putRow, queryRows, seconds, updateRow } from "./dynamo-table.ts";
import { endpointKey, secretKey } from "./dynamo-webhooks.ts";
import { PREFIX, SUBSCRIPTION_SHARDS, TTL_ATTRIBUTE } from "./table.ts";

/** Subscriptions as people make, change and end them. */
export const subscriptionEdits = (
  table: Table,
): Pick<
  QueryStore,
  | "subscriptions"
  | "createSubscription"
  | "countConfirmation"
  | "confirmSubscription"
  | "enableSubscription"
  | "endSubscription"
  | "removeSubscription"
> => ({
  subscriptions: async () => (await allSubscriptions(table)).toSorted(newestFirst),
  createSubscription: async (subscription, contact, secret) => {
    const { id, status } = subscription;
    const until = forgottenAt(subscription);
    const expiry = until !== undefined && { [TTL_ATTRIBUTE]: Math.ceil(until / 1000) };
    // Pending and marked until its address is stored: dying on the way leaves something that never alerts, is seen in
    // lists, and can be completed by calling again or removed with all it has.
    const row = { ...subscriptionKey(id), body: { ...subscription, status: "pending" }, making: true, ...expiry };
    if (!(await claimRow(table, row, `${absent} OR #making = :true`, { true: true, now: seconds(table) })).won) return false;
    await putRow(table, { ...contactKey(id), body: contact, ...expiry });
    if (secret !== undefined) await putRow(table, { ...secretKey(id), secrets: [secret] });
    const made = await updateRow(
      table,
      subscriptionKey(id),
      "SET #body.#status = :status REMOVE #making",
      { status },
      "attribute_exists(#pk)",
    );
    return made !== undefined;
  },
  countConfirmation: async (addressHash) => {
    // One row for each mail, alive as long as it counts: three at most can be, however they are spread or meet.
    const expiry = { [TTL_ATTRIBUTE]: seconds(table) + CONFIRMATIONS.withinMs / 1000 };
    for (let n = 1; n <= CONFIRMATIONS.most; n++)
      if ((await claimNew(table, { pk: `${PREFIX.limit}#${addressHash}`, sk: `CONFIRMATION#${n}`, ...expiry })).won) return true;
    return false;
  },
  confirmSubscription: async (id) => {
    // The address first: an active subscription never loses it. Dying in between, the button does both again; if nobody presses
    // it, an address that somebody gave and confirmed outlives its subscription.
    const kept = await updateRow(table, contactKey(id), `REMOVE #${TTL_ATTRIBUTE}`, { now: seconds(table) }, alive);
    return kept !== undefined && (await setStatus(table, id, { from: ["pending"], to: "active" }));
  },
  enableSubscription: (id) => setStatus(table, id, { from: ["disabled"], to: "active", enabledAt: new Date(table.clock()).toISOString() }),
  endSubscription: (id) => setStatus(table, id, { from: subscriptionStatuses, to: "ended" }),
  removeSubscription: async (id) => {
    const existed = await setStatus(table, id, { from: subscriptionStatuses, to: "ended" });
    // The address first, the subscription last: whoever dies on the way is finished by calling again.
    await deleteRow(table, contactKey(id));
    await deleteRow(table, secretKey(id));
    await deleteRow(table, endpointKey(id));
    for (const row of await queryRows(table, { key: "#pk = :pk", values: { pk: `${PREFIX.told}#${id}` } })) await deleteRow(table, row);
    await deleteRow(table, subscriptionKey(id));
    return existed;
  },
});

/** What deliver knows of a subscription. */
export const subscriberRows = (table: Table): Pick<DeliverStore, "subscription" | "contact" | "confirmedBy" | "disableSubscription"> => ({
  subscription: (id) => subscription(table, id),
  contact: (subscriptionId) => contact(table, subscriptionId),
  confirmedBy: async (owner) => (await activeSubscriptions(table)).filter((one) => one.owner === owner && one.channel === "email"),
  disableSubscription: (id, reason, lastEnabledAt) =>
    setStatus(table, id, { from: ["active"], to: "disabled", reason, ...(lastEnabledAt !== undefined && { lastEnabledAt }) }),
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

/** The condition under which the row is there and its time has not passed. */
const alive = `attribute_exists(#pk) AND (attribute_not_exists(#${TTL_ATTRIBUTE}) OR #${TTL_ATTRIBUTE} > :now)`;

interface StatusChange {
  readonly from: readonly SubscriptionStatus[];
  readonly to: SubscriptionStatus;
  /** Stays as long as the status that it explains. */
  readonly reason?: string;
  /** When it is enabled, ISO 8601 UTC. */
  readonly enabledAt?: string;
  /** To be disabled only if nobody enabled it since: when it was last enabled, as whoever decided saw it. */
  readonly lastEnabledAt?: string;
}

/** Moves the status if it is one of `from`; whoever writes at the same time, only allowed steps happen, one after the other. */
const setStatus = async (table: Table, id: string, { from, to, reason, enabledAt, lastEnabledAt }: StatusChange): Promise<boolean> => {
  const allowed = Object.fromEntries(from.map((status, n) => [`from${n}`, status]));
  const isAllowed = `#body.#status IN (${Object.keys(allowed)
    .map((name) => `:${name}`)
    .join(", ")})`;
  const gone = [...(reason === undefined ? ["#body.#reason"] : []), ...(to === "active" ? [`#${TTL_ATTRIBUTE}`] : [])];
  const given = [...(reason === undefined ? [] : ["reason"]), ...(enabledAt === undefined ? [] : ["enabledAt"])];
  const set = ["#body.#status = :to", ...given.map((name) => `#body.#${name} = :${name}`)];
  const update = `SET ${set.join(", ")}${gone.length > 0 ? ` REMOVE ${gone.join(", ")}` : ""}`;
  const values = { to, reason, enabledAt, lastEnabledAt, now: seconds(table), ...allowed };
  const same = lastEnabledAt === undefined ? "attribute_not_exists(#body.#enabledAt)" : "#body.#enabledAt = :lastEnabledAt";
  return (
    (await updateRow(table, subscriptionKey(id), update, values, `${alive} AND ${isAllowed}${to === "disabled" ? ` AND ${same}` : ""}`)) !==
    undefined
  );
};

const subscriptionKey = (id: string) => ({ pk: `${PREFIX.subscription}#${hashNumber(id) % SUBSCRIPTION_SHARDS}`, sk: id });

const newestFirst = (a: Subscription, b: Subscription): number =>
  a.createdAt === b.createdAt ? (a.id < b.id ? -1 : 1) : a.createdAt < b.createdAt ? 1 : -1;
