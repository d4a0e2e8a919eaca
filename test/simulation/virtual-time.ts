/** A clock that stands still until everybody waits for it, then jumps to whoever waits least. */
export interface VirtualTime {
  /** Epoch ms. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Lets time pass while nobody runs. */
  readonly skip: (ms: number) => void;
  /** Runs until that is over; throws if it waits for something that no time brings. */
  readonly run: (until: Promise<unknown>) => Promise<void>;
}

export const virtualTime = (start: number): VirtualTime => {
  let now = start;
  const sleepers: { at: number; wake: () => void }[] = [];
  return {
    now: () => now,
    sleep: (ms) =>
      new Promise((wake) => {
        sleepers.push({ at: now + ms, wake });
      }),
    skip: (ms) => void (now += ms),
    run: async (until) => {
      let over = false;
      const end = () => void (over = true);
      until.then(end, end);
      for (;;) {
        // All that happens at this moment: promises that are settled already, however deep.
        await new Promise((resolve) => setImmediate(resolve));
        if (over) return;
        const [next] = sleepers.toSorted((a, b) => a.at - b.at);
        if (next === undefined) throw new Error("everybody waits, and nobody for a time");
        sleepers.splice(sleepers.indexOf(next), 1);
        now = Math.max(now, next.at);
        next.wake();
      }
    },
  };
};
