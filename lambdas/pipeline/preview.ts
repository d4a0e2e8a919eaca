import { orderForReading } from "../core/alert.ts";
import type { PreviewAnswer } from "../core/preview-answer.ts";
import type { Entity } from "../core/entity.ts";
import { DAY_MS, LEDGER_DAYS, verdictOf } from "../core/gap.ts";
import { listeningIn } from "../core/ledger.ts";
import type { Match } from "../core/match.ts";
import { leftOffice } from "../core/offices.ts";
import type { Told } from "../core/reappearance.ts";
import type { Subscription } from "../core/subscription.ts";
import { prominenceFor, selects, wants } from "../core/subscription.ts";
import { alertMatch } from "./alerts.ts";
import { instant } from "./asked-span.ts";
import { type Ears, heardBy, listener } from "./listening.ts";
import { namedMostDays } from "./often.ts";
import type { ApiDeps, Operations } from "./operations.ts";
import { type Return, returnsFor } from "./returns.ts";
import { judgeSelection } from "./selection.ts";

/** How many days a preview looks back on. */
const DAYS = 30;

/** Matches that are read at most; a selection that has more fires all day anyway. */
const MOST_MATCHES = 3_000;

/** So many alerts are listed, the newest. */
const LISTED = 50;

type PreviewStore = Pick<ApiDeps["store"], "matches" | "matchesBefore" | "story" | "ledger" | "watchingSince" | "entities">;

/**
 * The operation that tells what a subscription would have been told: the stories of the last days, oldest first, go through the
 * very engine that tells, with a memory of its own for what was told. Nothing is stored. `watchlist` may be a minute old.
 */
export const previewing = (
  { store, clock }: { readonly store: PreviewStore; readonly clock: ApiDeps["clock"] },
  watchlist: () => Promise<readonly Entity[]>,
): Operations<"preview"> => ({
  async preview({ body: choice }) {
    const entities = await watchlist();
    judgeSelection(choice.select, entities);
    const now = clock();
    const watchingSince = (await store.watchingSince()) ?? instant(now);
    const listened = listeningIn(await store.ledger(now - (LEDGER_DAYS + DAYS) * DAY_MS));
    // The sample's feeds were listened to before: what they brought is looked back on too.
    const began = Math.min(Date.parse(watchingSince), ...listened.map((one) => one.since));
    const since = instant(Math.max(now - DAYS * DAY_MS, began));
    const subscription: Subscription = { ...choice, id: "preview", channel: "webhook", status: "active", createdAt: since };
    const { matches, complete } = await matchesSince(since, store);
    const ears = { ...store, listening: async () => listened, watchingSince: async () => watchingSince };
    const { alerts, told } = await alertsFor(subscription, matches, entities, ears);
    const world = listened.filter(({ sample }) => !sample);
    const warnings = await namedMostDays(subscription, {
      matches,
      since: complete ? Date.parse(since) : Math.min(...matches.map(({ at }) => Date.parse(at))),
      now,
      world,
      log: store,
      entities,
      alertsOf: async (other) => (await alertsFor(other, matches, entities, ears)).alerts.length,
    });
    return {
      body: {
        since,
        until: instant(now),
        days: Math.round(((now - Date.parse(since)) / DAY_MS) * 10) / 10,
        heard: (await heardBy(world, store, [], { from: Date.parse(since), to: now })).share,
        total: alerts.length,
        unheard: told.all().filter(({ gap, at }) => verdictOf(gap, at) === "unheard").length,
        complete,
        warnings,
        alerts: alerts.toReversed().slice(0, LISTED),
      },
    };
  },
});

type Alert = PreviewAnswer["alerts"][number];
/** A story's matches, one at least. */
type Story = readonly [Match, ...Match[]];

/** One entity of an alert; for a return with its figures. */
type Telling = Pick<Return, "match"> & Partial<Return>;

interface Memory {
  readonly entities: readonly Entity[];
  readonly ears: Ears & Pick<PreviewStore, "story">;
  readonly told: ReturnType<typeof toldInMemory>;
}

/** What of these matches would be told, oldest first, and what the engine claimed meanwhile. */
const alertsFor = async (subscription: Subscription, matches: readonly Match[], entities: readonly Entity[], ears: Memory["ears"]) => {
  const told = toldInMemory();
  const alerts: Alert[] = [];
  for (const story of storiesFor(subscription, matches)) {
    const found = await toldOf(story, subscription, { entities, ears, told });
    if (found.length > 0) alerts.push(alertOf(story, found, entities));
  }
  return { alerts, told };
};

/** What of a story would be told, as `raiseAlerts` decides it. */
const toldOf = async (story: Story, subscription: Subscription, { entities, ears, told }: Memory): Promise<readonly Telling[]> => {
  const [{ storyId, at, sample }] = story;
  const left = leftOffice(entities, at);
  const prominence = (entity: string) => prominenceFor(subscription, left.has(entity));
  const wanted = story.filter((match) => wants(subscription, match, prominence(match.entity)));
  if (wanted.length < (subscription.select.together?.length ?? 1)) return [];
  if (subscription.trigger === "every") return told.firstTelling(wanted, wanted.length > 0 ? await sameEvent(story, ears) : []);
  const returns = returnsFor({
    item: { id: storyId, ...(sample === true && { sample }) },
    story: { storyId, at },
    store: { ...told, matchesBefore: ears.matchesBefore },
    listener: listener(ears, sample === true, at),
    prominence,
  });
  return returns(wanted, subscription);
};

const alertOf = ([{ storyId, at, title, outlet, lang, link }]: Story, found: readonly Telling[], entities: readonly Entity[]): Alert => {
  const names = new Map(entities.map((entity) => [entity.id, entity]));
  const shown = found.flatMap(({ match, gap }) =>
    match === undefined ? [] : [{ ...alertMatch(match, names), ...(gap !== undefined && { gap }) }],
  );
  const told = shown
    .toSorted(orderForReading)
    .map(({ entity, name, prominence, sentence, gap }) => ({ entity, name, prominence, sentence, ...(gap !== undefined && { gap }) }));
  return structuredClone({ storyId, at, title, outlet, lang, ...(link !== undefined && { link }), told }) as Alert;
};

/** The stories of the same event, which only one that names several has. */
const sameEvent = async (story: Story, store: Pick<PreviewStore, "story">): Promise<readonly string[]> =>
  story.length < 2 ? [] : ((await store.story(story[0].storyId))?.sameEvent ?? []).map(({ storyId }) => storyId);

/** What the engine claims, for as long as the preview lasts. */
const toldInMemory = () => {
  const rows = new Map<string, Told>();
  const named = new Map<string, readonly string[]>();
  return {
    /** Of a story of which nothing was told: those whom no alert about the same event named. */
    firstTelling: (wanted: readonly Match[], events: readonly string[]): readonly Telling[] => {
      const before = new Set(events.flatMap((storyId) => named.get(storyId) ?? []));
      const fresh = wanted.filter(({ entity }) => !before.has(entity));
      for (const { storyId } of fresh.slice(0, 1)) named.set(storyId, fresh.map(({ entity }) => entity)); // prettier-ignore
      return fresh.map((match) => ({ match }));
    },
    all: () => [...rows.values()].flatMap(({ returns }) => returns),
    told: async (_: string, key: string): Promise<Told> => rows.get(key) ?? { version: 0, returns: [] },
    saveTold: async (_: string, key: string, told: Told): Promise<boolean> => {
      rows.set(key, told);
      return true;
    },
  };
};

/** All matches since then; `complete` if none had to be left out, else the newest. */
const matchesSince = async (
  since: string,
  store: PreviewStore,
): Promise<{ readonly matches: readonly Match[]; readonly complete: boolean }> => {
  const matches: Match[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.matches({ since, limit: 100, cursor });
    matches.push(...page.matches);
    cursor = page.cursor;
  } while (cursor !== undefined && matches.length < MOST_MATCHES);
  return { matches, complete: cursor === undefined };
};

/** The stories that name somebody selected, oldest first, each with all its matches that may alert. */
const storiesFor = ({ select }: Subscription, matches: readonly Match[]): readonly Story[] => {
  // What a feed held when it was first read never alerts.
  const news = matches.filter((match) => !match.baseline);
  const all = [...Map.groupBy(news, (match) => match.storyId).values()] as unknown as Story[];
  return all.filter((story) => story.some((match) => selects(select, match))).toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
};

const order = ([{ at, storyId }]: Story): string => `${at}#${storyId}`;
