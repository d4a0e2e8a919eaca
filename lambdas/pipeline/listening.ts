import { DAY_MS, figure, gapOf, LEDGER_DAYS, spansOf } from "../core/gap.ts";
import type { Gap } from "../core/gap.ts";
import type { Heard, Span } from "../core/heard.ts";
import { heardIn } from "../core/heard.ts";
import type { Listened } from "../core/ledger.ts";
import type { Sighting } from "../core/match.ts";
import { sightingsByOutlet } from "./silence.ts";
import type { MatchLog } from "./silence.ts";

/** What is asked about a silence. */
export interface Listener {
  /** The figures of a silence of these entities that ended at `at`. */
  readonly gap: (entities: readonly string[], at: string, last: Sighting | undefined, silenceDays: number) => Promise<Gap>;
  /** How far the time since the last sighting was heard, as far back as the ledger reaches. */
  readonly since: (entity: string, last: string, at: string) => Promise<number>;
}

/** The log, and what the ledger and the seed say of listening. */
export interface Ears extends MatchLog {
  /** May be a minute old. */
  listening(): Promise<readonly Listened[]>;
  /** When Vigía began watching, ISO 8601 UTC. */
  watchingSince(): Promise<string | undefined>;
}

/**
 * Asks the ledger, when it is asked, about the feeds of the world or those of the sample. Before the first tick and the first
 * check Vigía has watched since `now` (ISO 8601 UTC).
 */
export const listener = (ears: Ears, sample: boolean, now: string): Listener => {
  const heard = async (entities: readonly string[], span: Span): Promise<number> =>
    figure((await heardBy(await ofKind(), ears, entities, span)).share);
  const ofKind = async () => (await ears.listening()).filter((one) => one.sample === sample);
  const watchingSince = async (): Promise<string> => {
    const began = (await ofKind()).map(({ since }) => since);
    return new Date(Math.min(Date.parse((await ears.watchingSince()) ?? now), ...began)).toISOString();
  };
  return {
    gap: async (entities, at, last, silenceDays) => {
      const silence = { at, last, silenceDays, watchingSince: await watchingSince() };
      const spans = spansOf(silence);
      return gapOf(silence, { asked: await heard(entities, spans.asked), listened: await heard(entities, spans.listened) });
    },
    since: async (entity, last, at) => {
      const to = Date.parse(at);
      return heard([entity], { from: Math.max(Date.parse(last), to - LEDGER_DAYS * DAY_MS), to });
    },
  };
};

/** How far a span was heard, each feed weighed by how often it sighted the entities in the year before. */
export const heardBy = async (listening: readonly Listened[], log: MatchLog, entities: readonly string[], span: Span): Promise<Heard> =>
  heardIn(await weighed(listening, log, entities, span.from), span);

/** The feeds, each weighed by how often it sighted the entities in the year before a time (epoch ms). */
export const weighed = async (
  listening: readonly Listened[],
  log: MatchLog,
  entities: readonly string[],
  before: number,
): Promise<readonly Listened[]> => {
  const seen = await Promise.all(entities.map((entity) => sightingsByOutlet(log, entity, before)));
  const weight = (outlet: string) => seen.reduce((sum, counts) => sum + (counts.get(outlet) ?? 0), 1);
  return listening.map((one) => ({ ...one, weight: weight(one.outlet) }));
};
