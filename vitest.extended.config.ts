import { defineConfig } from "vitest/config";

/** `npm run test:corpus`, `test:captures`, `test:extended`: what wants `../shared`, or minutes. Without `../shared` they skip and say so. */
export default defineConfig({
  test: {
    globalSetup: "test/fixtures/one-temporary-folder.ts",
    include: ["test/corpus/**/*.test.ts", "test/captures/**/*.test.ts", "test/extended/**/*.test.ts"],
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 60_000,
  },
});
