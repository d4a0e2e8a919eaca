import type { Lang } from "./entity.ts";
import type { Match } from "./match.ts";

/** A reader's word that a story does not name an entity: what was read so, and in which words around it. */
export interface NotThis {
  readonly entity: string;
  readonly storyId: string;
  /** As it stood in the sentence, in lower case. */
  readonly surface: string;
  /** The words beside it, in lower case; empty where the sentence begins or ends. */
  readonly before: string;
  readonly after: string;
  readonly title: string;
  readonly sentence: string;
  readonly lang: Lang;
  /** The story's time, and when it was said, ISO 8601 UTC. */
  readonly date: string;
  readonly at: string;
}

/** So many of them a subscription may hold; then some have to be taken back first. */
export const MOST_NOT_THIS = 200;

/** What a reader says by pressing the button about this match. */
export const notThis = (match: Match, at: string): NotThis => {
  const { entity, storyId, title, sentence, lang } = match;
  return {
    entity,
    storyId,
    ...contextOf(match),
    title: title.slice(0, 500),
    sentence: sentence.text.slice(0, 1000),
    lang,
    date: match.at,
    at,
  };
};

/**
 * Has a reader said that this match is not about its entity? Of the same story, or the same surface between the same two words: narrow,
 * since silence is worse than one alert too many.
 */
export const isNotThis = (said: readonly NotThis[], match: Pick<Match, "entity" | "storyId" | "sentence">): boolean => {
  const { surface, before, after } = contextOf(match);
  return said.some(
    (one) =>
      one.entity === match.entity &&
      (one.storyId === match.storyId || (one.surface === surface && one.before === before && one.after === after)),
  );
};

const contextOf = ({ sentence: { text, start, end } }: Pick<Match, "sentence">): Pick<NotThis, "surface" | "before" | "after"> => ({
  surface: text.slice(start, end).toLowerCase(),
  before: /([\p{L}\p{N}]+)[^\p{L}\p{N}]*$/u.exec(text.slice(0, start))?.[1]?.toLowerCase() ?? "",
  after: /^[^\p{L}\p{N}]*([\p{L}\p{N}]+)/u.exec(text.slice(end))?.[1]?.toLowerCase() ?? "",
});
