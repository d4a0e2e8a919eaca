import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

/** Labelled passages of real news. They belong to their publishers, so they lie beside the project and never in it. */
const root = join(import.meta.dirname, "../..");
const corpus = join(root, "../shared/corpus");
const absent = !existsSync(join(corpus, "score.mjs"));
if (absent) console.log(`skipped: the labelled passages are not at ${join("..", "shared", "corpus")}`);

const groups = ["people", "organizations", "topics"] as const;
interface Report {
  readonly documents: number;
  readonly groups: Readonly<Record<(typeof groups)[number], { readonly precision: number; readonly recall: number; readonly f1: number }>>;
  readonly lookalikes: { readonly total: number; readonly fired: number };
  readonly unlabelledDocuments: { readonly total: number; readonly withAnyMatch: number };
}

/** What must not be lost again: the goals of the matcher, above what plain alias matching reaches (people 0.951, organizations 0.905, topics 0.722). */
const FLOOR = { people: 0.985, organizations: 0.97, topics: 0.93 } as const;
/** Of look-alikes, and of documents without labels, at most this share may fire. */
const FALSE_ALARMS = 0.04;

const folder = mkdtempSync(join(tmpdir(), "vigia-corpus-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The passages as a person would pipe them through `vigia match --jsonl`, scored by the corpus's own program. */
const scored = (lang: "en" | "es", written: (text: string) => string): Report => {
  const gold = join(corpus, `${lang}-dev.jsonl`);
  const input = readFileSync(gold, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const { id, title = "", text, date = "" } = JSON.parse(line) as { id: string; title?: string; text: string; date?: string };
      return JSON.stringify({ id, title: written(title), text: written(text), date, lang });
    });
  const file = join(folder, `${lang}.jsonl`);
  writeFileSync(file, run([join(root, "local/vigia.ts"), "match", "--jsonl"], `${input.join("\n")}\n`));
  return JSON.parse(run([join(corpus, "score.mjs"), gold, file, "--json"], "")) as Report;
};

const run = (args: readonly string[], input: string): string => {
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8", input, maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
  return stdout;
};

const percent = (part: number, whole: number): string => (whole === 0 ? "none" : `${((100 * part) / whole).toFixed(1)} % of ${whole}`);

const print = (name: string, { documents, groups: by, lookalikes, unlabelledDocuments }: Report): void =>
  console.log(
    [
      `${name}: ${documents} documents`,
      ...groups.map((g) => `${g} F1 ${by[g].f1.toFixed(4)} (P ${by[g].precision.toFixed(3)}, R ${by[g].recall.toFixed(3)})`),
      `look-alikes fired ${percent(lookalikes.fired, lookalikes.total)}`,
      `unlabelled fired ${percent(unlabelledDocuments.withAnyMatch, unlabelledDocuments.total)}`,
    ].join("; "),
  );

const asIs = (text: string): string => text;

describe.skipIf(absent).each([
  ["en", "as printed", asIs],
  ["es", "as printed", asIs],
  ["en", "without one capital", (text: string) => text.toLowerCase()],
  ["es", "without one capital", (text: string) => text.toLowerCase()],
] as const)("%s passages, %s", (lang, name, written) => {
  const report = absent ? undefined : scored(lang, written);
  if (report !== undefined) print(`${lang}, ${name}`, report);

  it.each(groups)("%s", (group) => {
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
