import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import Parser from "rss-parser";
import { describe, expect, it } from "vitest";
import { hostileDocuments } from "../fixtures/hostile-documents.ts";
import { isOutcome, judgedParse } from "../fixtures/judged-parse.ts";
import { dice, mutated } from "../fixtures/mutation.ts";

describe("hostile documents", () => {
  it.for(hostileDocuments)("$name: an end within a second", async ({ make, outcome }) => {
    const document = make(1_000_000);
    const started = performance.now();
    expect(await judgedParse(document)).toBe(outcome);
    // It takes a tenth of a second; a quadratic step takes minutes. The rest is for a busy machine.
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it("of the largest size that is read need no more memory than a feed may", { timeout: 60_000 }, async () => {
    const worker = new Worker(join(import.meta.dirname, "../fixtures/parse-worker.ts"), {
      workerData: { size: 4_800_000 },
      resourceLimits: { maxOldGenerationSizeMb: 128 },
      execArgv: [],
    });
    const told: [string, number | string][] = [];
    worker.on("message", (one: [string, number | string]) => told.push(one));
    await new Promise((resolve, reject) => worker.on("exit", resolve).on("error", reject));
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(hostileDocuments.map(({ name, outcome }) => [name, outcome])));
  });

  it("do not pollute a prototype by what they call their elements", async () => {
    await judgedParse("<rss><channel><item><__proto__><polluted>1</polluted></__proto__><title>t</title></item></channel></rss>");
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe("any bytes give a result or a typed error (reliability T7)", () => {
  /** Those that are neither. `judgedParse` looks at what a result holds. */
  const others = async (documents: Iterable<Uint8Array>): Promise<unknown[]> => {
    const found: (number | string)[] = [];
    for (const bytes of documents) found.push(await judgedParse(bytes));
    return found.filter((one) => !isOutcome(one));
  };
  const folder = join(import.meta.dirname, "../fixtures/feeds");
  it.each(readdirSync(folder))("%s, mutated 40 times", async (name) => {
    const whole = readFileSync(join(folder, name));
    expect(await others(Array.from({ length: 40 }, (_, seed) => mutated(whole, seed, 1 + (seed % 8))))).toEqual([]);
  });

  it("noise", async () => {
    const roll = dice(7);
    const noise = () => Uint8Array.from({ length: 300 }, () => Math.floor(roll() * 256));
    expect(await others(Array.from({ length: 300 }, noise))).toEqual([]);
  });
});

describe("rss-parser 3.13.0", () => {
  it("still has the four methods that the reader replaces, and calls them", async () => {
    const called: string[] = [];
    const methods = ["buildAtomFeed", "buildRSS0_9", "buildRSS1", "buildRSS2"];
    const parser = new Parser() as unknown as Record<string, unknown> & Parser;
    for (const name of methods) {
      expect(typeof parser[name]).toBe("function");
      parser[name] = () => void called.push(name);
    }
    for (const xml of [
      "<feed><title/></feed>",
      '<rss version="0.91"><channel/></rss>',
      "<rdf:RDF><channel/></rdf:RDF>",
      '<rss version="2.0"><channel/></rss>',
    ])
      await parser.parseString(xml);
    expect(called).toEqual(methods);
  });
});
