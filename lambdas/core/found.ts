import type { Entity } from "./entity.ts";
import type { Believed } from "./evidence.ts";
import { confidenceOf, overlap } from "./evidence.ts";
import type { Evidence, Found, Prominence } from "./match.ts";
import type { Part } from "./occurrences.ts";
import { mentionOf } from "./occurrences.ts";
import type { Sentences } from "./sentence.ts";
import { sentenceAround } from "./sentence.ts";

/** Strongest first. */
const ORDER: readonly Evidence[] = ["name", "title", "surname", "context", "holder", "office"];

/** What is told of one entity, from the places that are believed to name it (`sentences`: those of each part); undefined when there is none. */
export const foundOf = (
  entity: Entity,
  believed: readonly Believed[],
  parts: readonly Part[],
  sentences: readonly Sentences[],
): Found | undefined => {
  if (believed.length === 0) return undefined;
  const place = (b: Believed) => [parts.indexOf(b.occurrence.part), b.occurrence.from, -b.occurrence.to] as const;
  const ordered = believed.toSorted((a, b) => compare(place(a), place(b)));
  const apart = ordered.filter((b, i) => !ordered.slice(0, i).some((earlier) => overlap(earlier.occurrence, b.occurrence)));
  const mentions = apart.map(({ occurrence }) => mentionOf(occurrence));
  const [first] = mentions;
  if (first === undefined) return undefined;
  const at = parts.findIndex((p) => p.field === first.field);
  const [part, its] = [parts[at], sentences[at]];
  if (part === undefined || its === undefined) return undefined;
  return {
    entity: entity.id,
    kind: entity.kind,
    confidence: confidenceOf(believed),
    evidence: ORDER.filter((evidence) => believed.some((b) => b.evidence === evidence)),
    prominence: prominenceOf(first, its),
    mentions,
    sentence: sentenceAround(part.text, its, first.start, first.end),
  };
};

const prominenceOf = (first: Found["mentions"][number], sentences: Sentences): Prominence => {
  if (first.field === "title") return "headline";
  const lead = sentences.first();
  return lead !== undefined && first.start < lead[1] ? "lead" : "passing";
};

const compare = (a: readonly number[], b: readonly number[]): number => {
  for (const [i, x] of a.entries()) if (x !== b[i]) return x - (b[i] ?? 0);
  return 0;
};
