import type { Item } from "../../lambdas/core/item.ts";
import { DAY_MS } from "../../lambdas/core/gap.ts";
import { rarity } from "../../lambdas/data/rarity.ts";
import { match } from "../../lambdas/pipeline/match.ts";
import { anEntity, anItem, aSubscription, NOON } from "../contracts/rows.ts";
import { memoryStore } from "../memory-store.ts";
import type { MemoryStore } from "../memory-store.ts";
import { Crash, generator, makeStage, Throttled } from "./stage.ts";
import { tagMatcher } from "./watched.ts";

/** What an agency sends out. */
const WIRE = {
  title: "#alpha reopens the flooded crossing at Puerto Lindo after eleven days",
  summary:
    "The crossing at Puerto Lindo carries lorries again since dawn, eleven days after the river took its northern ramp. Engineers laid a steel deck over forty barges; customs officers count on nine hundred vehicles a day. Farmers from both banks had demanded the works in an open letter.",
};

/** How five outlets print it, in the same minute. */
const OUTLETS: readonly ((wire: typeof WIRE) => Pick<Item, "title" | "summary" | "outlet">)[] = [
  (wire) => ({ ...wire, outlet: "Gaceta" }),
  ({ title, summary }) => ({ title: `${title} - Diario Lindo`, summary: `PUERTO LINDO (AP) — ${summary}`, outlet: "Diario Lindo" }),
  ({ title, summary }) => ({ title: `${title} | La Ribera`, summary: `${summary} Leer más`, outlet: "Ribera" }),
  ({ title, summary }) => ({ title, summary: `Puerto Lindo, 24 nov (EFE).- ${summary}`, outlet: "Faro" }),
  ({ title, summary }) => ({ title, summary: `${summary} The post appeared first on Bank to Bank.`, outlet: "Bank to Bank" }),
];

/** How five others do, who have editors. */
const EDITED: typeof OUTLETS = [
  (wire) => ({ ...wire, outlet: "Gaceta" }),
  ({ summary }) => ({ title: "#alpha: lorries roll over the river once more - Diario Lindo", summary, outlet: "Diario Lindo" }),
  ({ title, summary }) => ({ title, summary: summary.slice(0, 150), outlet: "Ribera" }),
  ({ title, summary }) => ({
    title: title.replace("flooded crossing", "drowned bridge"),
    summary: summary.replace("northern ramp", "north access").replace("steel deck", "metal floor").replace("both banks", "either side"),
    outlet: "Faro",
  }),
  ({ title, summary }) => ({ title, summary: `Drivers queued since midnight. ${summary}`, outlet: "Bank to Bank" }),
];

interface Options {
  readonly seed: number;
  /** Share of effects around which a run dies. */
  readonly crashes: number;
  /** Replaces the store a worker sees: to plant a bug. */
  readonly meddle?: (store: MemoryStore) => MemoryStore;
}

/** A store and workers that match items at once, each again until it succeeds, while runs die and effects fail. */
const makeDesk = async ({ seed, crashes, meddle = (s) => s }: Options) => {
  const random = generator(seed);
  const clock = () => NOON;
  const store = memoryStore(clock);
  await store.seed(["alpha", "beta", "gamma"].map((id) => ({ prefix: "ENTITY" as const, id, body: anEntity(id) })));
  await store.setSeedVersion("1", new Date(NOON - DAY_MS).toISOString());
  for (const trigger of ["every", "reappearance"] as const)
    await store.createSubscription(aSubscription(trigger, { trigger, createdAt: new Date(NOON - DAY_MS).toISOString() }), {
      channel: "email",
      address: "reader@vigia.example",
    });
  let died = 0;
  const dies = () => {
    const now = random() < crashes;
    if (now) died++;
    return now;
  };
  const stage = makeStage(random, { dies, fails: () => random() < crashes / 2, passed: () => undefined });
  const seen = meddle(store);
  const failures: unknown[] = [];
  const work = async (item: Item): Promise<void> => {
    for (;;) {
      const run = { name: item.id, dead: false, trail: [] };
      const deps = {
        store: stage.wrap(run, "store", seen),
        matcher: async () => tagMatcher,
        rarity,
        clock,
        deliver: async () => undefined,
      };
      try {
        await match({ item }, deps);
        return;
      } catch (error) {
        if (error instanceof Crash || error instanceof Throttled) continue;
        failures.push(error);
        return;
      }
    }
  };
  return {
    store,
    failures,
    died: () => died,
    /** The items, and some of them twice, as queues give them. */
    all: async (items: readonly Item[]) => {
      const messages = [...items, ...items.filter(() => random() < 0.3)];
      let active = messages.length;
      for (const item of messages) void work(item).finally(() => active--);
      const goesOn = async () => (await stage.turn()) || active > 0;
      while (await goesOn());
    },
    storyOf: async (item: Item) => (await store.keepItem(item)).decision?.storyId ?? "none",
  };
};

/**
 * Five workers match the five copies at once; then every page comes once more from an aggregator, with a text of its own. Returns
 * the alerts by subscription, and the stories of all items.
 */
export const playCopies = async ({ edited = false, ...options }: Options & { readonly edited?: boolean }) => {
  const { store, failures, died, all, storyOf } = await makeDesk(options);
  const copies = (edited ? EDITED : OUTLETS).map((print, n) =>
    anItem(`copy-${n}`, { ...print(WIRE), feedId: `feed-${n}`, link: `https://outlet-${n}.example/${options.seed}` }),
  );
  await all(copies);
  const again = copies.map(({ link }, n) =>
    anItem(`again-${n}`, { feedId: "aggregator", link: link!, title: `What #alpha did, number ${n}`, outlet: `Outlet ${n}` }),
  );
  await all(again);
  const stories = new Set(await Promise.all([...copies, ...again].map(storyOf)));
  const [every, reappearance] = [await store.allAlerts("every"), await store.allAlerts("reappearance")];
  return { every, reappearance, stories, failures, died: died() };
};

/** Two workers match two stories of one event, at once or one after the other. Returns who was told by which alert, and the links. */
export const playEvent = async ({ atOnce, ...options }: Options & { readonly atOnce: boolean }) => {
  const { store, failures, all, storyOf } = await makeDesk(options);
  const english = anItem("en", { title: "#alpha receives #beta at the palace", link: "https://one.example/a" });
  const spanish = anItem("es", { title: "Con #gamma, reunión de #beta y #alpha", link: "https://dos.example/b" });
  for (const items of atOnce ? [[english, spanish]] : [[english], [spanish]]) await all(items);
  const ids = [await storyOf(english), await storyOf(spanish)];
  const links = await Promise.all(ids.map(async (id) => (await store.story(id))?.sameEvent.map(({ storyId }) => storyId)));
  const told = async (id: string) => (await store.allAlerts(id)).map((alert) => alert.told);
  return { every: await told("every"), reappearance: await told("reappearance"), ids, links, failures };
};
