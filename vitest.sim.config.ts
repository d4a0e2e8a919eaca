import { defineConfig } from "vitest/config";

/** `npm run sim`: the crash simulator alone. `SEED=…` replays one schedule, `SEEDS=…` tries that many. */
export default defineConfig({
  test: { include: ["test/simulation/**/*.test.ts"], maxWorkers: 2, testTimeout: 1_200_000 },
});
