import type { Part } from "./occurrences.ts";
import { isGivenName } from "./given-names.ts";
import type { TitleOccurrence } from "./evidence.ts";
import { tokenAt } from "./text.ts";

/** Words before a title that make it another office, or a past one. */
const OTHER = new Set(
  `deputy assistant associate under vice sub acting former ex then shadow late past previous next future incoming outgoing interim designate nominee principal named nominated new
 
  adjunto adjunta interino interina antiguo antigua entonces futuro futura proximo proxima anterior exsecretario candidate candidato candidata sera seria nombrado nombrada nombro nombra designado designada`.split(
    /\s+/,
  ),
);
/** Words after a title that do the same. */
const AFTER = new Set(
  "nominee designate elect electo electa designado designada adjunto adjunta interino interina pick candidate candidato candidata general".split(
    " ",
  ),
);

/** The word that makes the title a deputy's, a former holder's or a nominee's; undefined when it means the office itself. */
export const otherOffice = (title: TitleOccurrence): string | undefined => {
  const { words } = title.part;
  for (const back of [1, 2]) {
    const token = tokenAt(words, title.from - back);
    if (token === undefined || (tokenAt(words, title.from - back + 1)?.gap ?? 3) > 1) break;
    if (OTHER.has(token.fold)) return token.fold;
  }
  const after = tokenAt(words, title.to);
  return after !== undefined && after.gap <= 1 && AFTER.has(after.fold) ? after.fold : undefined;
};

/** Is a name set beside the title? Then the title is that person's, whoever it is, and points to nobody else. */
export const isNamed = (title: TitleOccurrence): boolean =>
  nameAfter(title.part, afterAcronym(title.part, title.to)) || nameBefore(title.part, title.from);

/** The token after "(Segob)": an acronym in brackets between the title and the name. */
const afterAcronym = (part: Part, at: number): number => {
  const [acronym, next] = [tokenAt(part.words, at), tokenAt(part.words, at + 1)];
  return acronym?.gap === 2 && acronym.caps > 0 && next?.gap === 2 ? at + 1 : at;
};

const nameAfter = (part: Part, at: number): boolean => {
  const next = tokenAt(part.words, at);
  if (next === undefined || next.gap > 2 || next.caps === 0) return false;
  if (isGivenName(next.fold)) return true;
  const second = tokenAt(part.words, at + 1);
  const pair = second !== undefined && second.gap <= 1 && second.caps > 0;
  return !part.capitalised && (next.gap === 0 || pair);
};

const nameBefore = (part: Part, at: number): boolean => {
  const start = /^(?:the|el|la)$/.test(tokenAt(part.words, at - 1)?.fold ?? "") ? at - 1 : at;
  const [first, last, comma] = [tokenAt(part.words, start - 2), tokenAt(part.words, start - 1), tokenAt(part.words, start)];
  if (comma?.gap !== 2 || first === undefined || last === undefined) return false;
  return last.caps > 0 && first.caps > 0 && last.gap <= 1 && !part.capitalised;
};
