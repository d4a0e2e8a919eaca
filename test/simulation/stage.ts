/** A run died here. Everything it still had in the air is lost; what it had done stays done. */
export class Crash extends Error {}

/** The world said no: the run sees it and ends, and its message comes back. */
export class Throttled extends Error {}

/** One execution of a step: a Lambda invocation with one message. */
export interface Run {
  readonly name: string;
  dead: boolean;
  /** The numbers of the effects it had, among all effects of the world. */
  readonly trail: number[];
}

/** A deterministic generator (mulberry32): the same seed gives the same numbers on every machine. */
export const generator = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** What the stage asks before and after each effect. */
export interface Fate {
  /** Does the run die now? */
  readonly dies: (run: Run, effect: string, when: "before" | "after") => boolean;
  /** Does the effect fail instead of happening? The run gets an error, as from a throttled table. */
  readonly fails: (effect: string) => boolean;
  /** Called when an effect has happened: time passes. */
  readonly passed: (effect: string) => void;
}

/**
 * Interleaves runs deterministically: every effect of every run waits for its turn, and the generator picks whose turn it
 * is. An effect is atomic; it may fail, and a run may die just before or just after it.
 */
export const makeStage = (random: () => number, fate: Fate) => {
  const waiting: (() => Promise<void>)[] = [];
  let effects = 0;

  const effect = <T>(run: Run, name: string, apply: () => Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      waiting.push(async () => {
        const die = () => {
          run.dead = true;
          reject(new Crash(`${run.name} died around ${name}`));
        };
        if (run.dead || fate.dies(run, name, "before")) return die();
        if (fate.fails(name)) return reject(new Throttled(`${name} was throttled`));
        try {
          const value = await apply();
          run.trail.push(++effects);
          fate.passed(name);
          if (fate.dies(run, name, "after")) return die();
          resolve(value);
        } catch (error) {
          reject(error);
        }
      });
    });

  return {
    /** How many effects there were. */
    effects: () => effects,
    /** The port as this run sees it: each call is an effect. */
    wrap: <P extends object>(run: Run, name: string, port: P): P =>
      new Proxy(port, {
        get: (target, key) => {
          const member = Reflect.get(target, key) as unknown;
          if (typeof member !== "function") return member;
          return (...args: unknown[]) =>
            effect(run, `${name}.${String(key)}`, () => Reflect.apply(member, target, args) as Promise<unknown>);
        },
      }),
    /** The same for a port that is a function. */
    wrapCall:
      <A extends unknown[], T>(run: Run, name: string, port: (...args: A) => Promise<T>) =>
      (...args: A): Promise<T> =>
        effect(run, name, () => port(...args)),
    /** Lets one effect happen; false if none waits. */
    turn: async (): Promise<boolean> => {
      // Every run goes on until it waits for its next effect or is over.
      await new Promise((resolve) => setImmediate(resolve));
      if (waiting.length === 0) return false;
      const [next] = waiting.splice(Math.floor(random() * waiting.length), 1);
      await next?.();
      return true;
    },
  };
};
