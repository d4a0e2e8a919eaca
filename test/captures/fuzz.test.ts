/** Real feeds and minimal ones with accidents (reliability T7): a result or a typed error, whatever happens to the bytes. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isOutcome, judgedParse } from "../fixtures/judged-parse.ts";
import { mutated } from "../fixtures/mutation.ts";

const folder = join(import.meta.dirname, "../../../shared/feeds");
const present = existsSync(folder);
if (!present) console.warn("test/captures/fuzz: skipped, ../shared/feeds is not there");

const filesIn = (name: string): string[] => {
  if (!present) return [];
  const files = readdirSync(join(folder, name)).filter((file) => !/^(index|manifest)\.json$/.test(file));
  return files.map((file) => join(folder, name, file));
};

/** Longest that one document takes, ms; it is generous, as a step that is not linear takes minutes. */
const PATIENCE_MS = 5_000;

describe.skipIf(!present)("mutated", () => {
  it.for([...filesIn("cases").map((file) => [file, 150] as const), ...filesIn("captures").map((file) => [file, 30] as const)])(
    "%s, %i times",
    async ([file, times]) => {
      const whole = readFileSync(file);
      const slow: number[] = [];
      for (let seed = 0; seed < times; seed++) {
        // The larger the document, the more must happen to it before anything does.
        const bytes = mutated(whole, seed, 1 + (seed % 8) * Math.ceil(whole.length / 20_000));
        const started = performance.now();
        expect(await judgedParse(bytes)).toSatisfy(isOutcome);
        if (performance.now() - started > PATIENCE_MS) slow.push(seed);
      }
      expect(slow).toEqual([]);
    },
  );
});
