import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { compileMatcher } from "../../lambdas/core/matcher.ts";
import { watchlist } from "../../lambdas/data/watchlist.ts";

/** Labelled passages of real news. They belong to their publishers, so they lie beside the project and never in it. */
const corpus = join(import.meta.dirname, "../../../shared/corpus");
const absent = !existsSync(join(corpus, "score.mjs"));
if (absent) console.log(`skipped: the labelled passages are not at ${join("..", "shared", "corpus")}`);

interface Rates {
  readonly f1: number;
}
interface Report {
  readonly documents: number;
  readonly groups: Readonly<Record<"people" | "organizations" | "topics", Rates>>;
  readonly lookalikes: { readonly total: number; readonly fired: number };
  readonly unlabelledDocuments: { readonly total: number; readonly withAnyMatch: number };
}

/** What must not be lost again: the goals of the matcher, above what plain alias matching reaches (people 0.951, organizations 0.905, topics 0.722). */
const FLOOR = { people: 0.985, organizations: 0.97, topics: 0.93 } as const;
/** Of look-alikes, and of documents without labels, at most this share may fire. */
const FALSE_ALARMS = 0.04;

const folder = mkdtempSync(join(tmpdir(), "vigia-corpus-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const matcher = compileMatcher(watchlist);

const scored = (lang: "en" | "es"): Report => {
  const gold = join(corpus, `${lang}-dev.jsonl`);
  const predictions = readFileSync(gold, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const { id, title = "", text, date = "" } = JSON.parse(line) as { id: string; title?: string; text: string; date?: string };
      const { found } = matcher.read({ title, summary: text, lang, date });
      return JSON.stringify({ id, matches: found.map(({ entity }) => ({ entity })) });
    });
  const file = join(folder, `${lang}.jsonl`);
  writeFileSync(file, predictions.join("\n"));
  const { stdout, stderr } = spawnSync(process.execPath, [join(corpus, "score.mjs"), gold, file, "--json"], { encoding: "utf8" });
  if (stdout === "") throw new Error(`score.mjs said nothing: ${stderr}`);
  return JSON.parse(stdout) as Report;
};

describe.skipIf(absent).each(["en", "es"] as const)("%s passages", (lang) => {
  const report = absent ? undefined : scored(lang);

  it.each(["people", "organizations", "topics"] as const)("%s", (group) => {
    expect(report?.groups[group].f1).toBeGreaterThanOrEqual(FLOOR[group]);
  });

  it("look-alikes stay silent", () => {
    expect(report?.lookalikes.fired).toBeLessThanOrEqual(FALSE_ALARMS * (report?.lookalikes.total ?? 0));
  });

  it("documents without labels stay silent", () => {
    expect(report?.unlabelledDocuments.total).toBeGreaterThan(0);
    expect(report?.unlabelledDocuments.withAnyMatch).toBeLessThanOrEqual(FALSE_ALARMS * (report?.unlabelledDocuments.total ?? 0));
  });
});
