/** Bugs of delivery, planted in what a step sees of the store: each has to be found, by what it breaks; some only where people act more. */
import { expect, it } from "vitest";
import { mailboxHash } from "../../lambdas/core/email-address.ts";
import { kindOf } from "../../lambdas/core/delivery-id.ts";
import type { Contact, Subscription } from "../../lambdas/core/subscription.ts";
import type { MemoryStore } from "../memory-store.ts";
import { violations } from "../simulation/properties.ts";
import { play } from "../simulation/world.ts";
import { rough } from "../simulation/worlds.ts";

/** Worlds in which a bug has to be found. */
const WORLDS = 60;

const seeing = (change: (subscription: Subscription) => Subscription) => (store: MemoryStore) => ({
  ...store,
  subscription: async (id: string) => {
    const subscription = await store.subscription(id);
    return subscription && change(subscription);
  },
});

/** The address is judged when the delivery is taken up, and the mail is rendered after that. */
const suppressionReadEarly = (store: MemoryStore): MemoryStore => {
  const known = new Map<string, ReturnType<MemoryStore["suppression"]>>();
  return {
    ...store,
    contact: async (id) => {
      const contact = await store.contact(id);
      if (contact?.channel !== "email") return contact;
      const hash = mailboxHash(await store.appSecret(), contact.address);
      known.set(hash, Promise.resolve(await store.suppression(hash)));
      return contact;
    },
    suppression: async (hash) => known.get(hash) ?? store.suppression(hash),
  };
};

/** What is read once is remembered for the rest of the worker's life. */
const remembered = <T>(read: (id: string) => Promise<T>) => {
  const known = new Map<string, Promise<T>>();
  return async (id: string): Promise<T> => {
    const value = known.get(id) ?? read(id);
    known.set(id, value);
    return value;
  };
};

type Meddle = (store: MemoryStore) => MemoryStore;

const bugs: readonly (readonly [what: string, found: RegExp, meddle: Meddle, bustle: number])[] = [
  ["suppression is read before the mail is rendered only", /to an address that is suppressed/, suppressionReadEarly, 0.6],
  [
    "suppression is not read",
    /to an address that is suppressed/,
    (store) => ({ ...store, suppression: async () => undefined }),
    rough.bustle,
  ],
  [
    "a pause is not checked",
    /to one that is paused/,
    seeing((one) => (one.status === "paused" ? { ...one, status: "active" } : one)),
    rough.bustle,
  ],
  [
    "who left is still told",
    /to one that is ended/,
    (store) => {
      const known = new Map<string, Contact>();
      return {
        ...seeing((one) => (one.status === "ended" ? { ...one, status: "active" } : one))(store),
        contact: async (id) => {
          const contact = (await store.contact(id)) ?? known.get(id);
          if (contact !== undefined) known.set(id, contact);
          return contact;
        },
      };
    },
    rough.bustle,
  ],
  ["quiet hours are forgotten", /in quiet hours/, seeing(({ quietHours: _, ...one }) => one), rough.bustle],
  [
    "the operator's flag is not read",
    /while delivery was paused/,
    (store) => ({ ...store, deliveryPaused: async () => false }),
    rough.bustle,
  ],
  ["an address is remembered", /which is not its address/, (store) => ({ ...store, contact: remembered(store.contact) }), rough.bustle],
  ["secrets are remembered", /does not verify/, (store) => ({ ...store, webhookSecrets: remembered(store.webhookSecrets) }), rough.bustle],
  [
    "a digest is taken up by two at once",
    /mailed \d+ times/,
    (store) => ({
      ...store,
      saveDelivery: async (row) => (await store.saveDelivery(row)) || (row.alerts !== undefined && row.state === "sending"),
    }),
    rough.bustle,
  ],
  [
    "an alert is put into every digest that asks",
    /(told by \d+ mails|in \d+ digests)/,
    (store) => ({
      ...store,
      // What waits is believed to have waited for nothing yet.
      delivery: async (id, deliveryId) => {
        const row = await store.delivery(id, deliveryId);
        return row?.state === "waiting" ? { ...row, slot: (row.slot ?? 0) + 86_400_000 } : row;
      },
    }),
    rough.bustle,
  ],
  [
    "a pause never ends",
    /is still due/,
    (store) => {
      const paused = new Set<string>();
      return {
        ...seeing((one) => (paused.has(one.id) && one.status === "active" ? { ...one, status: "paused" } : one))(store),
        pauseSubscription: async (id, until) => {
          paused.add(id);
          return store.pauseSubscription(id, until);
        },
      };
    },
    rough.bustle,
  ],
  [
    "what was rejected is corrected for nobody",
    /0 of \d corrections of/,
    (store) => ({ ...store, putAlert: async (alert) => (alert.corrects === undefined ? store.putAlert(alert) : alert) }),
    rough.bustle,
  ],
  [
    "what a reader said is not heard",
    /after saying that it is somebody else/,
    (store) => ({ ...store, notThis: async () => [] }),
    rough.bustle,
  ],
  [
    "an alert gets a new id when it is tried again",
    /something arrived that is no alert|never arrived/,
    (store) => ({
      ...store,
      delivery: async (id, deliveryId) => {
        const row = await store.delivery(id, deliveryId);
        const again = row !== undefined && kindOf(deliveryId) === "alert" && row.attempts.length > 0;
        return again ? { ...row, id: `${row.id.slice(0, -1)}_` } : row;
      },
    }),
    rough.bustle,
  ],
];

it.each(bugs)("finds that %s", { timeout: 240_000 }, async (_, found, meddle, bustle) => {
  for (let seed = 1; seed <= WORLDS; seed++) {
    const wrong = await violations(await play({ seed, ...rough, bustle, meddle }), { quiet: false });
    if (wrong.some((text) => found.test(text))) return;
  }
  expect.unreachable(`nothing like ${String(found)} in ${WORLDS} worlds`);
});
