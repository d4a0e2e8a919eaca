import type { Lang } from "./entity.ts";
import type { Match } from "./match.ts";
import type { Certainty, Words } from "./wording.ts";
import { en } from "./words-en.ts";
import { es } from "./words-es.ts";

/** `certain` from 0.85 (a full name is 0.88), `probable` from 0.7 (what counts as a sighting), below that `possible`. */
export const certaintyOf = (confidence: Match["confidence"]): Certainty =>
  confidence >= 0.85 ? "certain" : confidence >= 0.7 ? "probable" : "possible";

/** The sentences, by language. */
export const words: Readonly<Record<Lang, Words>> = { en, es };
