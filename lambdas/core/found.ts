import type { Entity } from "./entity.ts";
import type { Believed } from "./evidence.ts";
import { confidenceOf, overlap } from "./evidence.ts";
import type { Evidence, Found, Prominence } from "./match.ts";
import type { Part } from "./occurrences.ts";
import { surfaceOf } from "./occurrences.ts";
import { sentenceAround, sentenceBounds } from "./sentence.ts";

/** Strongest first. */
const ORDER: readonly Evidence[] = ["name", "title", "surname", "context", "holder", "office"];

/** What is told of one entity, from the places that are believed to name it; undefined when there is none. */
export const foundOf = (entity: Entity, believed: readonly Believed[], parts: readonly Part[]): Found | undefined => {
  const place = (b: Believed) => [parts.indexOf(b.occurrence.part), b.occurrence.from, -b.occurrence.to] as const;
  const ordered = believed.toSorted((a, b) => compare(place(a), place(b)));
  const apart = ordered.filter((b, i) => !ordered.slice(0, i).some((earlier) => overlap(earlier.occurrence, b.occurrence)));
  const mentions = apart.map(({ occurrence }) => {
    const surface = surfaceOf(occurrence);
    const start = occurrence.part.tokens[occurrence.from]?.start ?? 0;
    return { field: occurrence.part.field, start, end: start + surface.length, surface };
  });
  const [first] = mentions;
  if (first === undefined) return undefined;
  const text = parts.find((p) => p.field === first.field)?.text ?? "";
  return {
    entity: entity.id,
    kind: entity.kind,
    confidence: confidenceOf(believed),
    evidence: ORDER.filter((evidence) => believed.some((b) => b.evidence === evidence)),
    prominence: prominenceOf(first, text),
    mentions,
    sentence: sentenceAround(text, first.start, first.end),
  };
};

const prominenceOf = (first: Found["mentions"][number], text: string): Prominence => {
  if (first.field === "title") return "headline";
  const lead = sentenceBounds(text)[0];
  return lead !== undefined && first.start < lead[1] ? "lead" : "passing";
};

const compare = (a: readonly number[], b: readonly number[]): number => {
  for (const [i, x] of a.entries()) if (x !== b[i]) return x - (b[i] ?? 0);
  return 0;
};
