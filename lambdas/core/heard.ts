/** A stretch of time, epoch ms; `to` exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Why a span was not heard: what the feed published in it may have rolled off before anybody looked, or it had fallen silent. */
type HoleReason = "missed" | "stale";

/** A span in which a feed was asked but not heard. */
export interface Hole extends Span {
  readonly why: HoleReason;
}

/** What is known of listening to one feed. */
export interface Listening {
  readonly feedId: string;
  /** Its first good check, epoch ms: before it the feed counts neither as heard nor as unheard. */
  readonly since: number;
  /** Its last good check: what came later is not heard yet. */
  readonly heardAt: number;
  /** When it was switched off or removed for good, epoch ms; it does not count from then on. */
  readonly until?: number;
  /** When it was switched off for a time. */
  readonly pauses?: readonly Span[];
  readonly holes: readonly Hole[];
  /** How much the feed says about whom the question is about: 1 + their sightings there in the year before, a whole number. Default 1. */
  readonly weight?: number;
}

/** How far a time was heard, and what makes up the answer. */
export interface Heard {
  /** 0..1: the mean over the time asked for of the share of feeds (by weight) that were heard; time without any feed counts as 0. */
  readonly share: number;
  readonly feeds: readonly FeedHeard[];
}

/** One feed's part in it. */
interface FeedHeard {
  readonly feedId: string;
  readonly weight: number;
  /** Of the time asked for, how long the feed was listened to, ms; and how much of that was heard. */
  readonly counted: number;
  readonly heard: number;
  /** What was not, within the time asked for, in order; `waiting` is the time since its last good check. */
  readonly unheard: readonly (Span & { readonly why: HoleReason | "waiting" })[];
}

/**
 * Was the silence between two times (epoch ms) real? A span is heard when a good check closed it: a 304, or a document that shares an
 * item with the one before. Everything else is a hole, and nothing but such a check closes one (DESIGN "Heard"). A feed counts from
 * its first good check until it is switched off, so that a feed added today neither proves nor disproves last month.
 */
export const heardIn = (listening: readonly Listening[], { from, to }: Span): Heard => {
  const parts = listening.map((one) => ({ one, ...partOf(one, { from, to }) }));
  const steps = parts.flatMap(({ one: { weight = 1 }, counted, unheard }) => {
    const heard = counted.flatMap((span) => without(span, unheard));
    return [...stepsOf(counted, { listened: weight, heard: 0 }), ...stepsOf(heard, { listened: 0, heard: weight })];
  });
  let [total, listened, heard, last] = [0, 0, 0, from];
  for (const step of steps.toSorted((a, b) => a.at - b.at)) {
    if (listened > 0) total += (heard / listened) * (step.at - last);
    listened += step.listened;
    heard += step.heard;
    last = step.at;
  }
  return {
    share: to > from ? total / (to - from) : 0,
    feeds: parts.flatMap(({ one, counted, unheard }) => {
      const time = length(counted);
      return time === 0
        ? []
        : [{ feedId: one.feedId, weight: one.weight ?? 1, counted: time, heard: time - length(union(unheard)), unheard }];
    }),
  };
};

const partOf = (one: Listening, asked: Span): { counted: Span[]; unheard: FeedHeard["unheard"][number][] } => {
  const life = overlap({ from: one.since, to: one.until ?? Infinity }, asked);
  if (life === undefined) return { counted: [], unheard: [] };
  const counted = without(life, one.pauses ?? []);
  const holes = [...one.holes, { from: one.heardAt, to: Infinity, why: "waiting" as const }];
  const unheard = counted.flatMap((span) =>
    holes.flatMap((hole) => {
      const part = overlap(hole, span);
      return part === undefined ? [] : [{ ...part, why: hole.why }];
    }),
  );
  return { counted, unheard: unheard.toSorted((a, b) => a.from - b.from) };
};

/** What each span adds where it begins, and takes away where it ends. */
const stepsOf = (spans: readonly Span[], { listened, heard }: { readonly listened: number; readonly heard: number }) =>
  spans.flatMap(({ from, to }) => [
    { at: from, listened, heard },
    { at: to, listened: -listened, heard: -heard },
  ]);

const overlap = (a: Span, b: Span): Span | undefined => {
  const both = { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
  return both.from < both.to ? both : undefined;
};

/** What is left of a span when others are cut out of it. */
export const without = (span: Span, cuts: readonly Span[]): Span[] => {
  const left: Span[] = [];
  let { from } = span;
  for (const cut of union(cuts)) {
    const before = overlap({ from, to: cut.from }, span);
    if (before !== undefined) left.push(before);
    from = Math.max(from, cut.to);
  }
  const rest = overlap({ from, to: span.to }, span);
  return rest === undefined ? left : [...left, rest];
};

/** Spans in order, those that touch or overlap made one. */
const union = (spans: readonly Span[]): Span[] => {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
};

const length = (spans: readonly Span[]): number => spans.reduce((sum, { from, to }) => sum + to - from, 0);
