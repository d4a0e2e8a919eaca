import type { Token } from "./text.ts";

/**
 * Phrases by which a text says that it looks back: anniversaries, obituaries, archive pieces.
 * `hace un año` inside a report is ordinary background, so counts of years mark a text only in its headline.
 */
const ANYWHERE = [
  "a year ago today",
  "years ago today",
  "on this day in",
  "this day in history",
  "from the archives",
  "from our archives",
  "this story was originally published in",
  "un dia como hoy",
  "tal dia como hoy",
  "hoy hace un ano",
  "hoy se cumple un ano",
  "hoy se cumplen",
  "se cumple hoy un ano",
  "se cumplen hoy",
  "efemerides",
  "de nuestro archivo",
  "del archivo de",
  "desde la hemeroteca",
];
const HEADLINE = [
  "obituary",
  "obituario",
  "in memoriam",
  "looking back",
  "look back at",
  "from the archive",
  "archivo",
  "hemeroteca",
  "throwback",
  "anniversary",
  "aniversario",
  "dies at",
  "muere a los",
  "fallece a los",
  "timeline of",
  "cronologia de",
  "retrospective",
  "retrospectiva",
  "one year later",
  "one year on",
  "un ano despues",
  "years later",
  "years on",
  "anos despues",
];
const YEARS =
  /\b(?:a|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) years? ago\b|\b(?:hace|a) (?:un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|\d{1,3}) anos?\b/;

/** Is the item an anniversary, obituary or archive piece? Such an item neither fires nor ends a silence. */
export const isRetrospective = (title: readonly Token[], summary: readonly Token[]): boolean => {
  const head = phrase(title);
  const body = phrase(summary);
  if (YEARS.test(head) || HEADLINE.some((cue) => head.includes(` ${cue} `))) return true;
  return ANYWHERE.some((cue) => head.includes(` ${cue} `) || body.includes(` ${cue} `));
};

const phrase = (tokens: readonly Token[]): string => ` ${tokens.map((t) => t.fold).join(" ")} `;
