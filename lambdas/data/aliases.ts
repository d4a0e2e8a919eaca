import type { Alias } from "../core/entity.ts";

/** Aliases from one line, separated by `|`, that share their flags. */
export const say = (line: string, flags: Omit<Alias, "text"> = {}): Alias[] =>
  line
    .split("|")
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map((text) => ({ text, ...flags }));

/** Phrases from one line, separated by `|`. */
export const phrases = (line: string): string[] => say(line).map((alias) => alias.text);

export const WEAK = { weak: true } as const;
export const CASED = { cased: true } as const;
export const EN = { lang: "en" } as const;
export const ES = { lang: "es" } as const;
