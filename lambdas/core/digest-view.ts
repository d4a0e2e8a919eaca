import type { Alert, AlertMatch } from "./alert.ts";
import { orderForReading } from "./alert.ts";
import type { EndingView, AlertLinks, Linked } from "./email-view.ts";
import { certaintyText, endingOf, linkOf, nameOf, names, notThisLink, silenceOf, sourceOf, whyOf } from "./email-view.ts";
import type { Lang } from "./entity.ts";
import type { Subscription } from "./subscription.ts";
import type { Words } from "./wording.ts";
import { words } from "./words.ts";
import { clip, excerpt } from "./words-text.ts";

/** One story of a digest, below the entity that it is told for. */
export interface DigestStory extends Linked {
  readonly source: string;
  readonly lang: Lang;
  /** How long the entity was not seen, where this is its return. */
  readonly silence?: string;
  readonly sentence: { readonly text: string; readonly start: number; readonly end: number };
  readonly sentenceLang: Lang;
  /** How sure it is that the sentence is about the entity. */
  readonly certainty: string;
  /** Where its reader says that it is not. */
  readonly notThis: string;
  /** Who else is named in it. */
  readonly also?: string;
}

/** What a digest's mail says, before it is text or HTML. */
export interface DigestView extends EndingView {
  readonly lang: Lang;
  readonly words: Words;
  readonly subject: string;
  readonly heading: string;
  readonly sample: boolean;
  /** By entity: who reappeared, after the longest silence first; then who is in most stories. */
  readonly sections: readonly (Linked & { readonly stories: readonly DigestStory[] })[];
  /** How many more stories there are than `sections` hold. */
  readonly more: number;
  readonly why: readonly string[];
}

/** So many stories are listed; the rest are counted. */
const LISTED = 50;

/** One story below one entity. */
interface Telling {
  readonly alert: Alert;
  readonly match: AlertMatch;
}

/** Decides what a digest of these alerts says: each return below who returned, each other story once, below its most telling entity. */
export const digestView = (alerts: readonly Alert[], subscription: Subscription, links: AlertLinks): DigestView => {
  const { lang } = subscription;
  const w = words[lang];
  const tellings = alerts.flatMap(tellingsOf);
  const sections = sectionsOf(tellings);
  const people = sections.flatMap(([first]) => first?.match ?? []);
  const back = people.filter(({ gap }) => gap !== undefined);
  const heading =
    back.length > 0
      ? w.digest.returned(back.length, names(back, back.length, w, lang))
      : w.digest.stories(alerts.length, names(people, people.length, w, lang));
  const sample = alerts.every((alert) => alert.sample === true);
  const shown = shared(sections);
  return {
    lang,
    words: w,
    subject: sample ? `${w.sampleMark} ${heading}` : heading,
    heading,
    sample,
    sections: shown.flatMap((stories) =>
      stories[0] === undefined
        ? []
        : [
            {
              ...linkOf(stories[0].match.name[lang], links.entity(stories[0].match.entity)),
              stories: stories.map((telling) => storyView(telling, w, lang, links)),
            },
          ],
    ),
    more: Math.max(tellings.length - LISTED, 0),
    why: whyOf(subscription, w),
    ...endingOf(links, w),
  };
};

/** What of the sections is listed: all if there is room, else of each as much as of the others, so that nobody hides anybody. */
const shared = (sections: readonly (readonly Telling[])[]): readonly (readonly Telling[])[] => {
  const shares = sections.map(() => 0);
  for (let room = LISTED; room > 0 && shares.some((share, n) => share < (sections[n]?.length ?? 0));)
    for (const [n, section] of sections.entries()) {
      if (room === 0 || (shares[n] ?? 0) >= section.length) continue;
      shares[n] = (shares[n] ?? 0) + 1;
      room--;
    }
  return sections.map((section, n) => section.slice(0, shares[n]));
};

const tellingsOf = (alert: Alert): readonly Telling[] => {
  const back = alert.matches.filter(({ gap }) => gap !== undefined);
  return (back.length > 0 ? back : alert.matches.slice(0, 1)).map((match) => ({ alert, match }));
};

/** The tellings by entity: its return first, then the newest story. */
const sectionsOf = (tellings: readonly Telling[]): readonly (readonly Telling[])[] => {
  const byEntity = new Map<string, Telling[]>();
  for (const telling of tellings) byEntity.set(telling.match.entity, [...(byEntity.get(telling.match.entity) ?? []), telling]);
  return [...byEntity.values()]
    .map((section) => section.toSorted((a, b) => backFirst(a, b) || (a.alert.story.at < b.alert.story.at ? 1 : -1)))
    .toSorted(([a, ...restA], [b, ...restB]) => {
      if (a === undefined || b === undefined) return 0;
      return backFirst(a, b) || (a.match.gap === undefined ? restB.length - restA.length : 0) || orderForReading(a.match, b.match);
    });
};

const backFirst = (a: Telling, b: Telling): number => Number(b.match.gap !== undefined) - Number(a.match.gap !== undefined);

const storyView = ({ alert, match }: Telling, w: Words, lang: Lang, links: AlertLinks): DigestStory => {
  const { story, matches } = alert;
  const others = matches.filter(({ entity }) => entity !== match.entity);
  return {
    ...linkOf(story.title, story.link),
    source: sourceOf(story.outlet, story.at, story.lang, lang, w),
    lang: story.lang,
    ...(match.gap !== undefined && { silence: w.silence(silenceOf(match.gap, lang), nameOf(match.gap.with, alert, lang)) }),
    sentence: excerpt(match.sentence, 300),
    sentenceLang: match.lang,
    certainty: certaintyText(match, w),
    notThis: notThisLink(alert, match, links),
    ...(others.length > 0 && { also: `${w.alsoNamed}: ${clip(names(others, others.length + (alert.more ?? 0), w, lang), 300)}` }),
  };
};
