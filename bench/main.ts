/** `npm run bench`: the matcher beside what else one could take; prints what it finds and writes `results.md`. */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { aliasesFor } from "./aliases.ts";
import { documents, flat } from "./documents.ts";
import { measureEvidence } from "./evidence.ts";
import { contenders } from "./matchers.ts";
import { measure, median } from "./measure.ts";
import type { Result } from "./measure.ts";

const { source, all } = documents(40_000);
const texts = all.slice(0, 8000).map(({ title, text }) => flat(`${title}\n\n${text}`));
const { devDependencies } = JSON.parse(readFileSync(join(import.meta.dirname, "../package.json"), "utf8")) as {
  devDependencies: Record<string, string>;
};
// First, in a process as fresh as the function's own: what the peers teach the compiler slows it by a fifth.
const { compileMs, matching, silent } = measureEvidence(all);
const lines: string[] = [];
const say = (...some: readonly string[]) => {
  lines.push(...some);
  for (const line of some) console.log(line);
};

const rowOf = (result: Result, ours: Result, aliases: number): string => {
  const rate = median(result.rates);
  const [name] = result.name.split("/fast");
  const version = devDependencies[name ?? ""];
  const cells = [
    version === undefined ? result.name : `${result.name} ${version}`,
    rate.toPrecision(3),
    `${(median(ours.rates) / rate).toPrecision(3)}×`,
    result.buildMs.toPrecision(3),
    result.bytes > 0 ? (result.bytes / aliases).toFixed(0) : "?",
    String(result.texts),
    String(result.found),
    String(result.differing),
  ];
  return `| ${cells.join(" | ")} |`;
};

say(
  "# The matcher beside others",
  "",
  "Made by `npm run bench`; numbers of one machine, so the ratios are what counts.",
  "",
  `- Machine: ${cpus()[0]?.model.trim() ?? "?"}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB; Node ${process.version}, ${process.platform} ${process.arch}`,
  `- Texts: ${texts.length} ${source}, mean ${Math.round(texts.reduce((sum, text) => sum + text.length, 0) / texts.length)} letters, each read by itself`,
  "- Equal work: case and accents folded, whole words, no name across the end of a clause, leftmost-longest, places in the original text. Peers get our table fold, which is timed with them.",
  "- Rounds are alternated in one run; medians. A slow contender reads fewer texts; its found and differing are of those.",
  "- Bytes: Vigía tells those of its arrays; of the others, what the heap grew by, which for 100 aliases is mostly noise.",
);
for (const count of [100, 10_000, 100_000]) {
  const results = measure(contenders, aliasesFor(count), texts);
  const [ours] = results;
  if (ours === undefined) continue;
  say(
    "",
    `## ${count} aliases`,
    "",
    "| | MB/s | Vigía is | build ms | bytes an alias | texts | found | texts that differ |",
    "|---|---|---|---|---|---|---|---|",
    ...results.map((result) => rowOf(result, ours, count)),
    ...results.flatMap(({ name, example }) => (example === undefined ? [] : ["", `${name} differs, for example: ${example}`])),
  );
  for (const { name, limit } of contenders) if (count > limit) say("", `${name}: left out, its build or one item takes too long.`);
}
say(
  "",
  "## The whole way of an item",
  "",
  `The product's watchlist compiles in ${compileMs.toFixed(0)} ms, cold. An item of 2,000 letters with two or more matches takes ${matching.micros.toFixed(0)} µs (${matching.items} items), one without any ${silent.micros.toFixed(0)} µs (${silent.items} items).`,
);
writeFileSync(join(import.meta.dirname, "results.md"), `${lines.join("\n")}\n`);
