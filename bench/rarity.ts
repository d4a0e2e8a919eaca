/**
 * `node bench/rarity.ts`: counts how many news items hold each pair of neighbouring words and writes `lambdas/data/rarity.ts`.
 * Derived from `../shared/corpus/load-sample.jsonl.gz`: of its texts nothing but hashed, rounded frequencies is kept. The
 * sample is English; what is everyday in Spanish is added from the function words below, which are ours.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { firstHash } from "../lambdas/core/lexicon.ts";
import { rarityText } from "../lambdas/core/rarity.ts";
import { pairHash } from "../lambdas/core/sketch.ts";
import { fold, readWords } from "../lambdas/core/text.ts";
import { HASH, WIDTH } from "../lambdas/core/word-arrays.ts";

const VERSION = 1;

/** Items that hold a frequent pair: what is rarer counts as rare, which keeps the table at 33 kB. */
const FREQUENT = 20;

const BEFORE =
  "a al ante bajo como con contra de del desde donde durante en entre era es está este esta fue ha han hasta lo más no o para pero por porque que se según ser sin sobre son su también tras un una y ya";
const AFTER =
  "a al como con de del el en era es está este esta estos estas fue ha han la las le les lo los más no para por que se ser su sus todo todos un una y";
/** What the commonest of them weigh in English. */
const SPANISH_WEIGHT = 3;

const sample = join(import.meta.dirname, "../../shared/corpus/load-sample.jsonl.gz");
if (!existsSync(sample)) throw new Error("the news items lie in ../shared/corpus/load-sample.jsonl.gz, which is not there");

const items = gunzipSync(readFileSync(sample)).toString().split("\n").filter(Boolean);
const holding = new Map<number, number>();
for (const line of items) {
  const { title, text } = JSON.parse(line) as { title: string; text: string };
  const { count, data } = readWords(`${title}\n${text}`);
  const pairs = new Set<number>();
  for (let word = 0; word + 1 < count; word++)
    pairs.add(pairHash(data[word * WIDTH + HASH] ?? 0, data[(word + 1) * WIDTH + HASH] ?? 0) >>> 8);
  for (const pair of pairs) holding.set(pair, (holding.get(pair) ?? 0) + 1);
}

const weights = new Map<number, number>();
for (const before of BEFORE.split(" "))
  for (const after of AFTER.split(" "))
    if (before !== after) weights.set(pairHash(firstHash(fold(before)), firstHash(fold(after))) >>> 8, SPANISH_WEIGHT);
for (const [pair, count] of holding)
  if (count >= FREQUENT) weights.set(pair, Math.min(8, Math.max(1, Math.round(Math.log(items.length / count)))));

const table = rarityText(weights);
writeFileSync(
  join(import.meta.dirname, "../lambdas/data/rarity.ts"),
  `import { rarityFrom } from "../core/rarity.ts";

/**
 * How rare pairs of words are in the news, by their hashes: ${weights.size} frequent pairs. Written by \`node bench/rarity.ts\`, which
 * says what it was counted in. Never changed at run time, so that a retry and the next worker weigh alike.
 */
export const rarity = rarityFrom(
  ${VERSION},
  "${table}",
);
`,
);
console.log(`${items.length} items, ${weights.size} frequent pairs, ${Math.ceil(table.length / 1000)} kB`);
