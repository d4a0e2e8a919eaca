import { foldOf } from "./word-arrays.ts";
import type { Words } from "./word-arrays.ts";
import { gapIn } from "./word-gaps.ts";

/**
 * Phrases by which a headline says that it looks back: obituaries, archive pieces, calendars of the past. A mere "anniversary"
 * is not among them: whoever speaks at one today has appeared today.
 */
const HEADLINE =
  / (?:in memoriam|looking back|looks? back (?:at|on)|from (?:the|our) archives?|(?:de|desde) (?:la|nuestra) hemeroteca|de nuestro archivo|dies (?:at|aged)|dead at|(?:muere|fallece|murio|fallecio) a los|timeline of|cronologia de|on this day in|this day in history|(?:un|tal) dia como hoy) /;

/**
 * Words that say so only as the label of a piece, before a colon or alone after the last one: "Archivo: …", "… | Obituary".
 * In a sentence they are news of today: "inaugura un archivo digital", "reabre la hemeroteca", "a retrospective opens".
 */
const LABEL =
  /^(?:archivo|archive|archives|hemeroteca|efemerides|obituary|obituario|throwback|flashback|retrospective|retrospectiva|timeline|cronologia)$/;

const COUNT =
  "(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|veinte|treinta|\\d{1,3})";
/** A headline that begins or ends by counting the years since: "Hace un año: …", "A 30 años de …", "…, 20 years later". */
const SINCE = new RegExp(
  `^ (?:hace ${COUNT} anos? |a ${COUNT} anos |${COUNT} years? (?:ago|later|on|since) |${COUNT} anos? despues )| ${COUNT} (?:years? (?:later|on)|anos? despues) $`,
);

/** The same in the first words of the text; further down it is background of today's news. */
const OPENING =
  / (?:years? ago today|on this day in|(?:un|tal) dia como hoy|hoy hace \S+ anos?|hoy se cumplen?|se cumplen? hoy|de nuestro archivo|from our archives|this (?:story|article) was (?:first|originally) published) /;
const OPENING_WORDS = 15;

/** The phrase (folded) by which an item says that it is an anniversary, obituary or archive piece, if it is one. Such an item neither fires nor ends a silence. */
export const retrospectivePhrase = (title: Words, summary: Words): string | undefined => {
  const head = phrase(title, title.count);
  const found = HEADLINE.exec(head) ?? SINCE.exec(head) ?? OPENING.exec(head) ?? OPENING.exec(phrase(summary, OPENING_WORDS));
  return label(title) ?? found?.[0].trim();
};

const label = (title: Words): string | undefined => {
  const last = title.count - 1;
  if (last < 1) return undefined;
  const [head, tail] = [foldOf(title, 0), foldOf(title, last)];
  if (gapIn(title, 1) === 3 && LABEL.test(head)) return head;
  return gapIn(title, last) === 3 && LABEL.test(tail) ? tail : undefined;
};

const phrase = (words: Words, limit: number): string => {
  let text = " ";
  for (let at = 0; at < Math.min(words.count, limit); at++) text += `${foldOf(words, at)} `;
  return text;
};
