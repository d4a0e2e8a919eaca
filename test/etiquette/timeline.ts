export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Time that passes only when nothing else can happen. */
export interface Timeline {
  readonly now: () => number;
  /** Resolves when `ms` have passed. */
  readonly pause: (ms: number) => Promise<void>;
  /** Lets time pass until `end` (epoch ms), or as long as something waits for it. */
  readonly run: (end: number) => Promise<void>;
}

/** Starts at `start`, epoch ms. What waits wakes in order of its time, one after the other. */
export const openTimeline = (start: number): Timeline => {
  let now = start;
  const sleepers: { at: number; wake: () => void }[] = [];
  return {
    now: () => now,
    pause: (ms) =>
      new Promise((wake) => {
        const at = now + ms;
        // Hardly ever more than a dozen sleep; those who came first wake first.
        let place = sleepers.length;
        while (place > 0 && sleepers[place - 1]!.at > at) place--;
        sleepers.splice(place, 0, { at, wake });
      }),
    run: async (end) => {
      for (;;) {
        // Everyone goes on until he sleeps or is done.
        await new Promise((resolve) => setImmediate(resolve));
        const next = sleepers[0];
        if (next === undefined || next.at > end) break;
        sleepers.shift();
        now = next.at;
        next.wake();
      }
      now = Math.max(now, end);
    },
  };
};
