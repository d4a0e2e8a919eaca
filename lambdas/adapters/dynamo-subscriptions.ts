import { addressChangeEnds } from "../core/address-change.ts";
import { hashNumber } from "../core/hash.ts";
import type { Contact, Following, Subscription, SubscriptionStatus } from "../core/subscription.ts";
import { asOf, forgottenAt, SubscriptionChoice, subscriptionStatuses } from "../core/subscription.ts";
import type { QueryStore } from "../pipeline/ports.ts";
import type { DeliverStore } from "../pipeline/deliver-ports.ts";
import { notThisRows } from "./dynamo-not-this.ts";
import type { Row, Table } from "./dynamo-table.ts";
import { absent, changeRow, claimRow, deleteRow, getRow, putRow, queryRows, seconds, updateRow } from "./dynamo-table.ts";
import { endpointKey, secretKey } from "./dynamo-webhooks.ts";
import { PREFIX, SUBSCRIPTION_SHARDS, TTL_ATTRIBUTE } from "./table.ts";

/** Subscriptions as people make, change and end them. */
export const subscriptionEdits = (
  table: Table,
): Pick<
  QueryStore,
  | "subscriptions"
  | "subscriptionsTo"
  | "createSubscription"
  | "confirmSubscription"
  | "pauseSubscription"
  | "resumeSubscription"
  | "changeSubscription"
  | "proposeContact"
  | "acceptContact"
  | "enableSubscription"
  | "forgetAddress"
  | "endSubscription"
  | "removeSubscription"
> => ({
  subscriptions: async () => (await allSubscriptions(table)).toSorted(newestFirst),
  subscriptionsTo: async (mailbox) =>
    (await subscriptionRows(table))
      .filter(({ mailboxes }) => (mailboxes as ReadonlySet<string> | undefined)?.has(mailbox) ?? false)
      .map(({ sk }) => sk)
      .toSorted(),
  createSubscription: async (subscription, contact, secret, mailbox) => {
    const { id, status } = subscription;
    const until = forgottenAt(subscription);
    const expiry = until !== undefined && { [TTL_ATTRIBUTE]: Math.ceil(until / 1000) };
    // Pending and marked until its address is stored: dying on the way leaves something that never alerts, is seen in
    // lists, and can be completed by calling again or removed with all it has.
    const row = {
      ...subscriptionKey(id),
      body: { ...subscription, status: "pending" },
      making: true,
      ...(mailbox !== undefined && subscription.channel === "email" && { mailboxes: new Set([mailbox]) }),
      ...expiry,
    };
    if (!(await claimRow(table, row, `${absent} OR #making = :true`, { true: true, now: seconds(table) })).won) return false;
    // Of a webhook it is the owner's, who is no subscriber: it is forgotten by it, and not found.
    await putRow(table, { ...contactKey(id), body: contact, ...(subscription.channel === "webhook" && { owner: mailbox }), ...expiry });
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
  confirmSubscription: async (id) => {
    // The address first: an active subscription never loses it. Dying in between, the button does both again; if nobody presses
    // it, an address that somebody gave and confirmed outlives its subscription.
    const kept = await changeRow(table, contactKey(id), `REMOVE #${TTL_ATTRIBUTE}`, { now: seconds(table) }, alive);
    return kept && (await setStatus(table, id, { from: ["pending"], to: "active" }));
  },
  // Whoever dies after one of these finds, trying again, what they wrote, and writes it again.
  pauseSubscription: (id, until) => setStatus(table, id, { from: ["active", "paused"], to: "paused", until }),
  resumeSubscription: async (id) =>
    (await setStatus(table, id, { from: ["paused"], to: "active", enabledAt: new Date(table.clock()).toISOString() })) ||
    setStatus(table, id, { from: ["active"], to: "active" }),
  changeSubscription: async (from, choice) => {
    const names = (Object.keys(SubscriptionChoice.shape) as (keyof typeof choice)[]).filter(
      (name) => JSON.stringify(choice[name]) !== JSON.stringify(from[name]),
    );
    const set = names.filter((name) => choice[name] !== undefined);
    const gone = names.filter((name) => choice[name] === undefined);
    // Where nothing changes it still says whether it could.
    const sets = ["#body.#id = :id", ...set.map((name) => `#body.#${name} = :${name}`)].join(", ");
    const update = `SET ${sets}${gone.length > 0 ? ` REMOVE ${gone.map((name) => `#body.#${name}`).join(", ")}` : ""}`;
    const values = { id: from.id, now: seconds(table), ...Object.fromEntries(set.map((name) => [name, choice[name]])) };
    const isThere = `${alive} AND NOT #body.#status IN (:pending, :ended)`;
    const row = await updateRow(table, subscriptionKey(from.id), update, { ...values, pending: "pending", ended: "ended" }, isThere);
    return row?.body as Subscription | undefined;
  },
  proposeContact: async (id, changeId, proposed, mailbox) => {
    const expiry = { [TTL_ATTRIBUTE]: addressChangeEnds(changeId) };
    await putRow(table, { ...proposedKey(id), body: proposed, change: changeId, mailbox, ...expiry });
  },
  acceptContact: async (id, changeId) => {
    // The proposal stays until its time is over, so that whoever dies here, or presses twice, does the same once more.
    const values = { change: changeId, now: seconds(table) };
    const row = await updateRow(table, proposedKey(id), "SET #accepted = :now", values, `${alive} AND #change = :change`);
    if (row === undefined) return false;
    // Before the address, so that it is found under either at any moment; a set, so that again does no harm.
    const found = { mailbox: new Set([row.mailbox]), now: seconds(table) };
    if ((await updateRow(table, subscriptionKey(id), "ADD #mailboxes :mailbox", found, alive)) === undefined) return false;
    return changeRow(table, contactKey(id), "SET #body = :body", { body: row.body }, "attribute_exists(#pk)");
  },
  enableSubscription: (id) => setStatus(table, id, { from: ["disabled"], to: "active", enabledAt: new Date(table.clock()).toISOString() }),
  forgetAddress: async (mailbox) => {
    for (const { sk: id, body } of await subscriptionRows(table))
      if ((body as Subscription).channel === "email") await deleteRow(table, proposedKey(id), "#mailbox = :mailbox", { mailbox });
      else await changeRow(table, contactKey(id), "REMOVE #body.#ownerEmail, #owner", { mailbox }, "#owner = :mailbox");
  },
  endSubscription: endSubscription(table),
  removeSubscription: async (id) => {
    const existed = await setStatus(table, id, { from: subscriptionStatuses, to: "ended" });
    // The address first, the subscription last: whoever dies on the way is finished by calling again.
    await deleteRow(table, contactKey(id));
    await deleteRow(table, proposedKey(id));
    await deleteRow(table, secretKey(id));
    await deleteRow(table, endpointKey(id));
    for (const row of await queryRows(table, { key: "#pk = :pk", values: { pk: `${PREFIX.told}#${id}` } })) await deleteRow(table, row);
    for (const row of await notThisRows(table, id)) await deleteRow(table, row);
    await deleteRow(table, subscriptionKey(id));
    return existed;
  },
});

/** What deliver knows of a subscription. */
export const subscriberRows = (
  table: Table,
): Pick<
  DeliverStore,
  "subscription" | "contact" | "proposedContact" | "confirmedBy" | "disableSubscription" | "pauseForBounces" | "endSubscription"
> => ({
  subscription: (id) => subscription(table, id),
  contact: (subscriptionId) => contact(table, subscriptionId),
  proposedContact: async (subscriptionId, changeId) => {
    const { pk, sk } = proposedKey(subscriptionId);
    const row = await getRow(table, pk, sk);
    return row?.change === changeId ? (row.body as Contact) : undefined;
  },
  confirmedBy: async (owner) => (await activeSubscriptions(table)).filter((one) => one.owner === owner && one.channel === "email"),
  endSubscription: endSubscription(table),
  disableSubscription: (id, reason, lastEnabledAt) =>
    setStatus(table, id, { from: ["active"], to: "disabled", reason, judgedBy: { lastEnabledAt } }),
  // Also from a pause: a snooze that is over is one that nobody has ended.
  pauseForBounces: (id, reason, lastEnabledAt) =>
    setStatus(table, id, { from: ["active", "paused"], to: "paused", reason, judgedBy: { lastEnabledAt } }),
});

const endSubscription =
  (table: Table): QueryStore["endSubscription"] =>
  async (id, reason) => {
    // Nothing goes there any more. Dying before the addresses are erased, ending it again does it.
    const ended = await setStatus(table, id, { from: subscriptionStatuses, to: "ended", reason });
    await deleteRow(table, contactKey(id));
    await deleteRow(table, proposedKey(id));
    return ended;
  };

/** The subscriptions that were confirmed and have not ended. */
export const standingSubscriptions = async (table: Table): Promise<readonly Subscription[]> =>
  (await allSubscriptions(table)).filter(({ status }) => status !== "pending" && status !== "ended");

/** The subscriptions that are in force. */
export const activeSubscriptions = async (table: Table): Promise<readonly Following[]> =>
  (await subscriptionRows(table))
    .map(({ body, mailboxes }) => ({
      ...asOf(body as Subscription, table.clock()),
      ...(mailboxes !== undefined && { mailboxes: [...(mailboxes as ReadonlySet<string>)] }),
    }))
    .filter((one) => one.status === "active")
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));

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

const proposedKey = (subscriptionId: string) => ({ ...contactKey(subscriptionId), sk: "proposed" });

const subscriptionRows = async (table: Table): Promise<readonly Row[]> => {
  const shards = Array.from({ length: SUBSCRIPTION_SHARDS }, (_, shard) => `${PREFIX.subscription}#${shard}`);
  const rows = await Promise.all(shards.map((pk) => queryRows(table, { key: "#pk = :pk", values: { pk }, eventually: true })));
  return rows.flat();
};

const allSubscriptions = async (table: Table): Promise<readonly Subscription[]> =>
  (await subscriptionRows(table)).map((row) => row.body as Subscription);

/** The condition under which the row is there and its time has not passed. */
const alive = `attribute_exists(#pk) AND (attribute_not_exists(#${TTL_ATTRIBUTE}) OR #${TTL_ATTRIBUTE} > :now)`;

interface StatusChange {
  readonly from: readonly SubscriptionStatus[];
  readonly to: SubscriptionStatus;
  /** Stays as long as the status that it explains. */
  readonly reason?: string | undefined;
  /** Likewise. */
  readonly until?: string | undefined;
  /** When it is enabled, ISO 8601 UTC. */
  readonly enabledAt?: string;
  /** Only if nobody enabled or resumed it since: when that was last done, as whoever decided saw it. */
  readonly judgedBy?: { readonly lastEnabledAt: string | undefined };
}

/** Moves the status if it is one of `from`; whoever writes at the same time, only allowed steps happen, one after the other. */
const setStatus = async (table: Table, id: string, change: StatusChange): Promise<boolean> => {
  const { from, to, reason, until, enabledAt, judgedBy } = change;
  const lastEnabledAt = judgedBy?.lastEnabledAt;
  const allowed = Object.fromEntries(from.map((status, n) => [`from${n}`, status]));
  const isAllowed = `#body.#status IN (${Object.keys(allowed)
    .map((name) => `:${name}`)
    .join(", ")})`;
  // A pause whose time is over is none, and nobody writes when it ends.
  const isBack = from.includes("active") && !from.includes("paused");
  const back = isBack ? " OR (#body.#status = :paused AND #body.#until <= :today)" : "";
  const given = Object.entries({ reason, until, enabledAt }).filter(([, value]) => value !== undefined);
  const gone = [
    ...(["reason", "until"] as const).filter((name) => change[name] === undefined).map((name) => `#body.#${name}`),
    ...(to === "active" ? [`#${TTL_ATTRIBUTE}`] : []),
  ];
  const set = ["#body.#status = :to", ...given.map(([name]) => `#body.#${name} = :${name}`)];
  const update = `SET ${set.join(", ")}${gone.length > 0 ? ` REMOVE ${gone.join(", ")}` : ""}`;
  const values = {
    to,
    ...Object.fromEntries(given),
    lastEnabledAt,
    now: seconds(table),
    ...allowed,
    ...(isBack && { paused: "paused", today: new Date(table.clock()).toISOString() }),
  };
  const same = lastEnabledAt === undefined ? "attribute_not_exists(#body.#enabledAt)" : "#body.#enabledAt = :lastEnabledAt";
  const condition = `${alive} AND (${isAllowed}${back})${judgedBy === undefined ? "" : ` AND ${same}`}`;
  return (await updateRow(table, subscriptionKey(id), update, values, condition)) !== undefined;
};

const subscriptionKey = (id: string) => ({ pk: `${PREFIX.subscription}#${hashNumber(id) % SUBSCRIPTION_SHARDS}`, sk: id });

const newestFirst = (a: Subscription, b: Subscription): number =>
  a.createdAt === b.createdAt ? (a.id < b.id ? -1 : 1) : a.createdAt < b.createdAt ? 1 : -1;
