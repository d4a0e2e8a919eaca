import type { MatchAnswer, MatchPage } from "./answer.ts";
import { hashId } from "./hash.ts";
import { httpLink } from "./html.ts";

/** Where a feed of matches is, and what comes after it. */
export interface AtomLinks {
  /** The address that was asked for; what makes it another one than its own makes it another feed. */
  readonly self: string;
  /** Of the page with older matches. */
  readonly next?: string | undefined;
  /** Where a story is shown. */
  readonly story: (id: string) => string;
}

/**
 * Matches as an Atom feed (RFC 4287) that feed readers follow; older ones are behind `next` (RFC 5005, paged feeds). It is as new as its
 * newest match, so that the same matches are the same bytes.
 */
export const matchesAtom = ({ matches }: MatchPage, { self, next, story }: AtomLinks): string => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>urn:vigia:matches:${hashId(new URL(self).search)}</id>
  <title>Vigía</title>
  <updated>${matches[0]?.at ?? "1970-01-01T00:00:00Z"}</updated>
  <link rel="self" type="application/atom+xml" href="${xml(self)}"/>
${next === undefined ? "" : `  <link rel="next" type="application/atom+xml" href="${xml(next)}"/>\n`}${matches.map((match) => entry(match, story(match.storyId))).join("")}</feed>
`;

const entry = (match: MatchAnswer, story: string): string => {
  const { id, at, title, outlet, lang, entity, sentence, gapDays } = match;
  const silence = gapDays === undefined ? "" : `<category term="gap-days:${gapDays}"/>`;
  return `  <entry xml:lang="${lang}">
    <id>urn:vigia:match:${xml(id)}</id>
    <title>${xml(`${match.name[lang]}: ${title}`)}</title>
    <updated>${at}</updated>
    <author><name>${xml(outlet)}</name></author>
    <link rel="alternate" href="${xml(httpLink(match.link) ?? story)}"/>
    <link rel="related" href="${xml(story)}"/>
    <category term="${xml(entity)}"/>${silence}
    <summary>${xml(sentence.text)}</summary>
  </entry>
`;
};

/** Text in XML 1.0, without what that cannot hold. */
const xml = (text: string): string =>
  text
    .toWellFormed()
    // eslint-disable-next-line no-control-regex -- they are what is taken out
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
