/** Does the work on each, in order of their places, at most `limit` at a time. Rejects with the first failure. */
export const inParallel = async <T>(all: readonly T[], limit: number, work: (one: T) => Promise<void>): Promise<void> => {
  const left = [...all];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: Math.min(limit, left.length) }, worker));
};
