import type { Token } from "./text.ts";

/**
 * Phrases by which a headline says that it looks back: obituaries, archive pieces, calendars of the past. A mere "anniversary"
 * is not among them: whoever speaks at one today has appeared today.
 */
const HEADLINE =
  / (?:obituary|obituario|in memoriam|looking back|looks? back (?:at|on)|from (?:the|our) archives?|hemeroteca|efemerides|throwback|dies (?:at|aged)|dead at|(?:muere|fallece|murio|fallecio) a los|timeline of|cronologia de|retrospective|retrospectiva|on this day in|this day in history|(?:un|tal) dia como hoy) /;

const COUNT =
  "(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|veinte|treinta|\\d{1,3})";
/** A headline that begins or ends by counting the years since: "Hace cinco años: …", "A 30 años de …", "…, 20 years later". */
const SINCE = new RegExp(
  `^ (?:archivo |(?:hace|a) ${COUNT} anos |${COUNT} years? (?:ago|later|on|since) |${COUNT} anos? despues )| ${COUNT} (?:years? (?:later|on)|anos? despues) $`,
);

/** The same in the first words of the text; further down it is background of today's news. */
const OPENING =
  / (?:years? ago today|on this day in|(?:un|tal) dia como hoy|hoy hace \S+ anos?|hoy se cumplen?|se cumplen? hoy|de nuestro archivo|from our archives|this (?:story|article) was (?:first|originally) published) /;
const OPENING_WORDS = 15;

/** Is the item an anniversary, obituary or archive piece? Such an item neither fires nor ends a silence. */
export const isRetrospective = (title: readonly Token[], summary: readonly Token[]): boolean => {
  const head = phrase(title);
  return HEADLINE.test(head) || SINCE.test(head) || OPENING.test(head) || OPENING.test(phrase(summary.slice(0, OPENING_WORDS)));
};

const phrase = (tokens: readonly Token[]): string => ` ${tokens.map((t) => t.fold).join(" ")} `;
