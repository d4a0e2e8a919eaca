import { compileMatcher } from "../lambdas/core/matcher.ts";
import type { Readable } from "../lambdas/core/matcher.ts";
import { watchlist } from "../lambdas/data/watchlist.ts";
import { flat } from "./documents.ts";
import type { Document } from "./documents.ts";
import { median, timed } from "./measure.ts";

/** The whole way of an item through the matcher, with the product's own watchlist; µs an item. */
export interface EvidenceResult {
  readonly compileMs: number;
  readonly matching: { readonly items: number; readonly micros: number };
  readonly silent: { readonly items: number; readonly micros: number };
}

/** Reads items of about 2,000 letters: those in which two or more entities are found, and those in which none is. */
export const measureEvidence = (documents: readonly Document[]): EvidenceResult => {
  const { ms: compileMs, value: matcher } = timed(() => compileMatcher(watchlist));
  const items = itemsOf(documents);
  const micros = (some: readonly Readable[]): number => {
    const rounds = Array.from({ length: 15 }, () => timed(() => some.forEach((item) => matcher.read(item))).ms);
    return (median(rounds) * 1000) / some.length;
  };
  const matching = items.filter((item) => matcher.read(item).found.length >= 2).slice(0, 1000);
  const silent = items.filter((item) => matcher.read(item).found.length === 0).slice(0, 1000);
  return {
    compileMs,
    matching: { items: matching.length, micros: micros(matching) },
    silent: { items: silent.length, micros: micros(silent) },
  };
};

/** Documents put together until they have the length. */
const itemsOf = (documents: readonly Document[]): Readable[] => {
  const items: Readable[] = [];
  let text = "";
  for (const document of documents) {
    text += `${document.text}\n\n`;
    if (text.length < 1800) continue;
    items.push({ title: document.title, summary: flat(text.slice(0, 2048 - document.title.length)), lang: "en", date: "2023-10-05" });
    text = "";
  }
  return items;
};
