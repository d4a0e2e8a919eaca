import { defineConfig } from "vitest/config";

/** `npm test`: everything that needs neither `../shared` nor more than three minutes. */
export default defineConfig({
  test: {
    globalSetup: "test/fixtures/one-temporary-folder.ts",
    include: ["test/**/*.test.{ts,tsx}"],
    exclude: ["test/corpus/**", "test/captures/**", "test/extended/**"],
    // Two workers: the machines that run this have two cores, and the emulators want some of them.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
