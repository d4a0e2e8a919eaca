import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { aliasesFor } from "./aliases.ts";

/** One news item. */
export interface Document {
  readonly title: string;
  readonly text: string;
}

const sample = join(import.meta.dirname, "../../shared/corpus/load-sample.jsonl.gz");

/** What is read: real news items that lie beside the project, or made ones where there are none; `source` says which. */
export const documents = (count: number): { readonly source: string; readonly all: readonly Document[] } => {
  if (!existsSync(sample)) return { source: "made sentences", all: Array.from({ length: count }, (_, i) => made(i)) };
  const lines = gunzipSync(readFileSync(sample)).toString().split("\n").filter(Boolean).slice(0, count);
  return { source: "real news items", all: lines.map((line) => JSON.parse(line) as Document) };
};

/** A string in one piece: one cut out of or put together from others is read more slowly, whoever reads it. */
export const flat = (text: string): string => Buffer.from(text, "utf16le").toString("utf16le");

const WORDS =
  "the government said on Monday that its officers had found two trucks near the border and a court in the capital will hear the case next week while la secretaría informó que los agentes revisaron el puente y la carretera donde vecinos habían visto a varias personas con equipo de construcción según el informe publicado ayer por la tarde".split(
    " ",
  );

/** Sentences of plain words with a name now and then, the same for the same number. */
const made = (seed: number): Document => {
  const names = aliasesFor(2000);
  const words = Array.from({ length: 90 }, (_, i) => {
    const draw = Math.imul(seed * 131 + i + 1, 0x9e3779b1) >>> 8;
    const word = draw % 23 === 0 ? (names[draw % names.length] ?? "") : (WORDS[draw % WORDS.length] ?? "");
    return draw % 17 === 0 ? `${word}.` : word;
  });
  return { title: words.slice(0, 9).join(" "), text: words.join(" ") };
};
