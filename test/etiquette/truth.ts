import type { Publisher } from "./publisher.ts";

/** A span of time, epoch ms: (`from`, `to`]. */
export type Span = readonly [from: number, to: number];

/** What the origin knows about what a reader of one feed could have seen. */
export interface Truth {
  /** Told of each answer: when it came, and the span of which it shows all that was published, if it shows anything. */
  readonly answered: (at: number, shows?: { readonly from: number; readonly at: number }) => void;
  /** From the first time that anything was shown to the last answer; undefined before there is one. */
  readonly span: () => Span | undefined;
  /** Spans of that time of which nothing that was published could have been seen, oldest first. */
  readonly unheard: () => readonly Span[];
  /** Items published in such spans, by number. */
  readonly lost: (publisher: Publisher) => readonly number[];
}

export const openTruth = (): Truth => {
  const seen: Span[] = [];
  let [since, end] = [undefined as number | undefined, 0];
  const unheard = (): readonly Span[] => {
    if (since === undefined) return [];
    const holes: Span[] = [];
    let upTo = since;
    for (const [from, to] of seen.toSorted(([a], [b]) => a - b)) {
      if (from > upTo) holes.push([upTo, from]);
      upTo = Math.max(upTo, to);
    }
    return upTo < end ? [...holes, [upTo, end]] : holes;
  };
  return {
    answered: (at, shows) => {
      end = at;
      if (shows === undefined) return;
      since ??= shows.at;
      seen.push([shows.from, shows.at]);
    },
    span: () => (since === undefined ? undefined : [since, end]),
    unheard,
    lost: ({ times }) => {
      const holes = unheard();
      return times.flatMap((time, n) => (holes.some(([from, to]) => time > from && time <= to) ? [n] : []));
    },
  };
};
