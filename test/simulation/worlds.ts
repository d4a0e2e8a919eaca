import { violations } from "./properties.ts";
import { play } from "./world.ts";

/** Share of effects around which a run dies, of messages doubled, of requests that fail, and of moments at which people act. */
export const rough = { crashes: 0.01, mischief: 0.1, trouble: 0.15, bustle: 0.25 };

/** `SEED=7 npm run sim` replays one world; `SEEDS=2000` plays that many. */
const seeds = (): readonly number[] => {
  const { SEED, SEEDS } = process.env;
  return SEED === undefined ? Array.from({ length: Number(SEEDS ?? 200) }, (_, n) => n + 1) : [Number(SEED)];
};

/** Plays every second world, so that two files share the machine's cores; returns what was violated, at most some twenty. */
export const playEverySecond = async (parity: 0 | 1): Promise<readonly string[]> => {
  const mine = seeds().filter((seed) => seed % 2 === parity);
  const wrong: string[] = [];
  let died = 0;
  for (const seed of mine) {
    const world = await play({ seed, ...rough });
    died += world.died;
    wrong.push(...(await violations(world, { quiet: false })).map((text) => `SEED=${seed}: ${text}`));
    if (wrong.length > 20) break;
  }
  console.log(`simulator: ${mine.length} worlds, ${died} runs died`);
  // A world in which nothing dies proves nothing.
  return died < mine.length ? [...wrong, "runs hardly ever die"] : wrong;
};
