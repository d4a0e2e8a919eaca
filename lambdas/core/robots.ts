import { DAY_MS } from "./gap.ts";
import { PRODUCT } from "./user-agent.ts";

/** A robots.txt is looked at so often, ms; the first time so long after a feed was first asked. */
export const ROBOTS_EVERY = 7 * DAY_MS;

/** Longer files, and rules, are read no further (RFC 9309 §2.5 asks for 500 KiB at least). */
const MAX_CHARACTERS = 512_000;
const MAX_RULE = 2000;

/**
 * Does a robots.txt keep us from an address (RFC 9309 §2.2)? Only rules for Vigía by name count (reliability F24): a feed that
 * a person follows is read as any reader reads it, whatever is asked of crawlers in general; but a publisher who names us
 * means us. Of the rules that fit the longest decides, and of two as long the one that allows.
 */
export const refusesUs = (text: string, address: string): boolean => {
  const { pathname, search } = new URL(address);
  const path = pathname + search;
  let [length, refused] = [-1, false];
  for (const { allows, pattern } of rulesForUs(text.slice(0, MAX_CHARACTERS))) {
    if (pattern.length < length || (pattern.length === length && !allows) || !fits(pattern, path)) continue;
    [length, refused] = [pattern.length, !allows];
  }
  return refused;
};

interface Rule {
  readonly allows: boolean;
  /** The beginning of a path; `*` stands for any characters, a `$` at its end for the end. */
  readonly pattern: string;
}

const rulesForUs = (text: string): readonly Rule[] => {
  const rules: Rule[] = [];
  let [ours, inNames] = [false, false];
  for (const line of text.split(/[\r\n]+/)) {
    const [, name = "", value = ""] = /^\s*([\w-]+)\s*:\s*([^#]*)/.exec(line) ?? [];
    const field = name.toLowerCase();
    if (field === "user-agent") {
      const isUs = /^[\w-]*/.exec(value)?.[0].toLowerCase() === PRODUCT.toLowerCase();
      ours = isUs || (inNames && ours);
      inNames = true;
    } else if (field === "allow" || field === "disallow") {
      inNames = false;
      const pattern = value.trim();
      // An empty rule forbids nothing.
      if (ours && pattern !== "" && pattern.length <= MAX_RULE) rules.push({ allows: field === "allow", pattern });
    }
  }
  return rules;
};

/** Linear in the path for every `*`: no publisher's pattern becomes an expression of ours. */
const fits = (pattern: string, path: string): boolean => {
  const isWhole = pattern.endsWith("$");
  const [first = "", ...parts] = (isWhole ? pattern.slice(0, -1) : pattern).split("*");
  if (!path.startsWith(first)) return false;
  let at = first.length;
  const last = isWhole ? parts.pop() : undefined;
  for (const part of parts) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  if (last === undefined) return !isWhole || at === path.length;
  return path.endsWith(last) && path.length - last.length >= at;
};
