import type { Contender, Range } from "./matchers.ts";

/** What one contender did with a number of aliases. */
export interface Result {
  readonly name: string;
  readonly buildMs: number;
  /** Bytes that the built matcher keeps: its arrays if it tells, otherwise what the heap grew by. */
  readonly bytes: number;
  /** Megabytes (10^6) of UTF-8 a second, a round each; `texts` of them were read. */
  readonly rates: readonly number[];
  readonly texts: number;
  readonly found: number;
  /** Of the texts it read, in how many it found other places than the first contender. */
  readonly differing: number;
  readonly example?: string;
}

/** Rounds are alternated, so that whatever else the machine does falls on all alike; the median counts. */
const ROUNDS = 7;
/** A round of one contender takes at most about this long (ms): the slow ones get fewer texts. */
const ROUND_MS = 1500;

/** Builds all contenders with the aliases, compares what they find, then lets them read round by round. */
export const measure = (contenders: readonly Contender[], aliases: readonly string[], texts: readonly string[]): Result[] => {
  const built = contenders.filter(({ limit }) => aliases.length <= limit).map((contender) => ({ contender, ...build(contender, aliases) }));
  const [reference] = built;
  if (reference === undefined) return [];
  const runs = built.map((one) => ({ ...one, ...compare(one.find, reference.find, texts), rates: [] as number[] }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const run of runs) {
      const chosen = texts.slice(0, run.texts);
      const { ms } = timed(() => countIn(run.find, chosen));
      run.rates.push(sizeOf(chosen) / 1000 / ms);
    }
  }
  return runs.map(({ contender, find: _, ...rest }) => ({ name: contender.name, ...rest }));
};

/** The middle of some numbers. */
export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** How long something takes (ms), and what it gives. */
export const timed = <T>(work: () => T): { readonly ms: number; readonly value: T } => {
  const start = performance.now();
  const value = work();
  return { ms: performance.now() - start, value };
};

const build = (contender: Contender, aliases: readonly string[]) => {
  // The first build warms up the compiler, as the second finds it; what takes seconds is built once.
  const first = timed(() => contender.build(aliases));
  const before = heap();
  const second = first.ms < 2000 ? timed(() => contender.build(aliases)) : first;
  const { find, bytes = second === first ? Number.NaN : heap() - before } = second.value;
  return { find, bytes, buildMs: Math.min(first.ms, second.ms) };
};

const heap = (): number => {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

type Find = (text: string) => readonly Range[];

/** As many texts as fit a round, and what is found in them beside what the reference finds. */
const compare = (find: Find, reference: Find, texts: readonly string[]) => {
  const start = performance.now();
  let [read, found, differing] = [0, 0, 0];
  let example: string | undefined;
  for (const text of texts) {
    const ranges = find(text);
    found += ranges.length;
    if (key(ranges) !== key(reference(text))) {
      differing++;
      example ??= difference(text, ranges, reference(text));
    }
    read++;
    if (performance.now() - start > ROUND_MS) break;
  }
  return { texts: read, found, differing, ...(example === undefined ? {} : { example }) };
};

const key = (ranges: readonly Range[]): string => ranges.map(({ start, end }) => `${start}-${end}`).join();

/** The first place that only one of them found. */
const difference = (text: string, ranges: readonly Range[], expected: readonly Range[]): string => {
  const [mine, theirs] = [ranges, expected].map((some) => some.map(({ start, end }) => `${start}: ${text.slice(start, end)}`));
  const [more] = (mine ?? []).filter((one) => !theirs?.includes(one));
  const [less] = (theirs ?? []).filter((one) => !mine?.includes(one));
  return JSON.stringify({ onlyHere: more?.replace(/^\d+: /, ""), onlyThere: less?.replace(/^\d+: /, "") });
};

const countIn = (find: Find, texts: readonly string[]): number => texts.reduce((sum, text) => sum + find(text).length, 0);

const sizeOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
