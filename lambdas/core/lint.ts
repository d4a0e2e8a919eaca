import { isCommonWord } from "./common-words.ts";
import type { Alias, Watchlist } from "./entity.ts";
import { overlap, within } from "./evidence.ts";
import type { Occurrence } from "./occurrences.ts";
import { occurrences, partOf } from "./occurrences.ts";
import type { Compiled, Patterns, Role } from "./patterns.ts";
import { compilePatterns } from "./patterns.ts";
import { fold, stem } from "./text.ts";

/** What can be wrong with a watchlist. */
export type Problem =
  | "collision" // the same text names two entities
  | "short" // so few letters that it stands in any text
  | "common-word" // an everyday word, and nothing else is asked of it
  | "unreachable" // no text can match it: nothing is left of it, or a full stop or comma splits it
  | "vetoed" // the entity's own negative excludes it wherever it stands
  | "vetoed-whole" // so it is with every alias: the entity cannot be found
  | "idle-negative" // it touches no alias or title, so it excludes nothing
  | "broad-negative" // everyday words that put the entity's weak aliases out of use in almost any text
  | "unbacked"; // weak aliases, and neither a title nor a context term that could back them

/** One thing that a person should look at. `other` is the entity or the phrase that it clashes with. */
export interface Finding {
  readonly entity: string;
  readonly problem: Problem;
  readonly text: string;
  readonly other?: string;
}

type Named = Extract<Role, { role: "alias" | "title" }>;

/** Fewer letters than this need capitals (`FGR`) or evidence. */
const LETTERS = 4;

/** What is doubtful in a watchlist, in its order. Finding something is no error: lists may overlap on purpose. */
export const lint = (watchlist: Watchlist): readonly Finding[] => {
  const patterns = compilePatterns(watchlist);
  const byEntity = patterns.entities.map(() => [] as Named[]);
  for (const role of patterns.roles) if (role.role === "alias" || role.role === "title") byEntity[role.entity]?.push(role);
  return [
    ...collisions(patterns, byEntity.flat()),
    ...patterns.entities.flatMap((compiled, index) => {
      const names = byEntity[index] ?? [];
      return [
        ...names.flatMap((role) => weakness(role, compiled) ?? []),
        ...reach(patterns, index, names),
        ...negatives(compiled, names),
        ...backing(compiled, names),
      ];
    }),
  ];
};

/** A title that says which country's office it is points to the office alone, so it is a name too. */
const pointing = ({ role, alias }: Named): boolean => role === "alias" || alias.weak !== true;

const collisions = ({ entities }: Patterns, names: readonly Named[]): Finding[] => {
  const seen = new Map<string, Named[]>();
  const found: Finding[] = [];
  for (const role of names.filter(pointing)) {
    const key = fold(role.alias.text);
    const earlier = seen.get(key) ?? [];
    const same = earlier.find((e) => e.entity !== role.entity && e.role === role.role && together(e.alias, role.alias));
    const [entity, other] = [entities[role.entity]?.entity.id ?? "", entities[same?.entity ?? -1]?.entity.id];
    if (other !== undefined) found.push({ entity, problem: "collision", text: role.alias.text, other });
    seen.set(key, [...earlier, role]);
  }
  return found;
};

/** Both in the same language, both with or without evidence: a strong alias takes the text from a weak one. */
const together = (a: Alias, b: Alias): boolean => (a.lang === undefined || b.lang === undefined || a.lang === b.lang) && a.weak === b.weak;

const weakness = (role: Named, { entity }: Compiled): Finding | undefined => {
  const { text, weak, cased, accented } = role.alias;
  if (!pointing(role)) return undefined;
  const words = fold(text).split(" ");
  const [word = ""] = words;
  if (words.length > 1 || word === "") return undefined;
  const capitals = cased === true && text !== text.toLowerCase();
  const found = (problem: Problem): Finding => ({ entity: entity.id, problem, text });
  if (word.length < 2 || (word.length < LETTERS && weak !== true && !capitals)) return found("short");
  // Asked for by nothing but itself; or a surname that evidence elsewhere in the text would bring up though it is a word.
  const bare = !capitals && accented !== true;
  const alone = weak !== true || (role.role === "alias" && role.form === "surname" && entity.person?.word !== true);
  return isCommonWord(word) && bare && alone ? found("common-word") : undefined;
};

/** Every phrase of an entity is read like a text: what does not find itself there, or meets a negative, will nowhere. */
const reach = (patterns: Patterns, index: number, names: readonly Named[]): Finding[] => {
  const { id, negatives: excluded, context } = patterns.entities[index]?.entity ?? { id: "", negatives: [], context: [] };
  const found: Finding[] = [];
  const aliases = names.filter(pointing);
  for (const { role, alias } of names) {
    const there = standing(patterns, index, alias.text, alias.lang ?? "en");
    const self = there.find((o) => o.role.role === role && whole(o));
    const negative = there.find((n) => n.role.role === "negative" && self !== undefined && overlap(n, self) && !within(n, self));
    if (self === undefined) found.push({ entity: id, problem: "unreachable", text: alias.text });
    else if (negative !== undefined) found.push({ entity: id, problem: "vetoed", text: alias.text });
  }
  const lost = new Set(found.map((f) => f.text));
  if (aliases.length > 0 && aliases.every((a) => lost.has(a.alias.text))) found.push({ entity: id, problem: "vetoed-whole", text: id });
  for (const [kind, texts] of [["negative", excluded] as const, ["context", context] as const]) {
    for (const text of texts) {
      const self = standing(patterns, index, text, "en").some((o) => o.role.role === kind && whole(o));
      if (!self) found.push({ entity: id, problem: "unreachable", text });
    }
  }
  return found;
};

const standing = (patterns: Patterns, entity: number, text: string, lang: "en" | "es"): Occurrence[] =>
  occurrences(patterns, partOf("summary", text, lang)).filter((o) => o.role.role !== "place" && o.role.entity === entity);

const whole = ({ part, from, to }: Occurrence): boolean => from === 0 && to === part.words.count;

const negatives = ({ entity, stems }: Compiled, names: readonly Named[]): Finding[] => {
  const phrases = names.map((n) => fold(n.alias.text).split(" "));
  const person = entity.kind === "official" || entity.kind === "office";
  return entity.negatives.flatMap((text): Finding[] => {
    const words = fold(text).split(" ");
    if (person) return phrases.some((p) => meet(words, p)) ? [] : [{ entity: entity.id, problem: "idle-negative", text }];
    const telling = words.filter((w) => w.length >= LETTERS);
    const broad = telling.length < 2 && telling.every(isCommonWord) && words.every((w) => !stems.has(stem(w) ?? ""));
    return broad ? [{ entity: entity.id, problem: "broad-negative", text }] : [];
  });
};

/** Can the two share a word in some text? One holds the other, or the end of one is the beginning of the other. */
const meet = (a: readonly string[], b: readonly string[]): boolean => {
  for (let shift = 1 - b.length; shift < a.length; shift++) {
    const agree = b.every((word, i) => a[shift + i] === undefined || a[shift + i] === word);
    if (agree) return true;
  }
  return false;
};

const backing = ({ entity, offices }: Compiled, names: readonly Named[]): Finding[] => {
  const weak = names.find((n) => n.role === "alias" && n.alias.weak === true);
  const backed = entity.context.length > 0 || (entity.kind === "official" && (entity.titles.length > 0 || offices.length > 0));
  return weak === undefined || backed ? [] : [{ entity: entity.id, problem: "unbacked", text: weak.alias.text }];
};
