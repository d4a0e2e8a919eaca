/** One worker's port as the explorer drives it: each call of a port that matters waits for its turn. */
export type Turn = <T>(apply: () => Promise<T>) => Promise<T>;

/**
 * Plays two workers in every order in which their turns can follow each other, each from a fresh world: depth first, by
 * replaying the choices made so far and taking the other worker at the last choice that was not tried both ways. Returns how
 * many orders there are, and what `judge` found wrong, by the order. What is not a turn happens at once; it must commute with whatever the other worker does.
 */
export const everyOrder = async <World>(
  begin: () => Promise<World>,
  workers: readonly [(world: World, turn: Turn) => Promise<unknown>, (world: World, turn: Turn) => Promise<unknown>],
  judge: (world: World) => Promise<string | undefined>,
): Promise<{ orders: number; wrong: readonly string[] }> => {
  let choices: (0 | 1)[] = [];
  const wrong: string[] = [];
  for (let orders = 1; ; orders++) {
    const world = await begin();
    const taken = await play(world, workers, choices);
    const fault = await judge(world);
    if (fault !== undefined) wrong.push(`${taken.order.join("")}: ${fault}`);
    // The next order: the last free choice that went to the first worker goes to the second.
    const last = taken.choices.lastIndexOf(0);
    if (last === -1) return { orders, wrong };
    choices = [...taken.choices.slice(0, last), 1];
  }
};

const play = async <World>(
  world: World,
  workers: readonly ((world: World, turn: Turn) => Promise<unknown>)[],
  given: readonly (0 | 1)[],
): Promise<{ order: readonly number[]; choices: readonly (0 | 1)[] }> => {
  const waiting: ((() => Promise<void>) | undefined)[] = [undefined, undefined];
  const over = [false, false];
  const failures: unknown[] = [];
  workers.forEach((work, n) => {
    const turn: Turn = (apply) =>
      new Promise((resolve, reject) => {
        waiting[n] = () => apply().then(resolve, reject);
      });
    void work(world, turn)
      .catch((error: unknown) => failures.push(error))
      .finally(() => (over[n] = true));
  });
  const order: number[] = [];
  const choices: (0 | 1)[] = [];
  for (;;) {
    // Until each worker waits for its turn or is over: all between is promises that are settled already.
    while (![0, 1].every((n) => over[n] === true || waiting[n] !== undefined)) await Promise.resolve();
    const ready = ([0, 1] as const).filter((n) => waiting[n] !== undefined);
    const [first, second] = ready;
    if (first === undefined) break;
    const next = second === undefined ? first : (given[choices.length] ?? 0);
    if (second !== undefined) choices.push(next);
    order.push(next);
    const step = waiting[next];
    waiting[next] = undefined;
    await step?.();
  }
  if (failures.length > 0) throw new AggregateError(failures, `in the order ${order.join("")}`);
  return { order, choices };
};
