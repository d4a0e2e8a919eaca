import type { Alert, AlertMatch } from "./alert.ts";
import type { Beside } from "./beside.ts";
import { unionOf } from "./beside.ts";
import type { Lang } from "./entity.ts";
import { httpLink } from "./html.ts";
import type { Gap } from "./gap.ts";
import { HEARD_ENOUGH, LEDGER_DAYS } from "./gap.ts";
import type { StoryMember } from "./story.ts";
import type { Subscription } from "./subscription.ts";
import { snoozes } from "./subscription-change.ts";
import type { HeardTime, Silence, Words } from "./wording.ts";
import { certaintyOf, words } from "./words.ts";
import { clip, day, excerpt, listed, moment, percent } from "./words-text.ts";

/** Where the links of an alert lead. The caller makes their tokens; all are absolute http(s) addresses. */
export interface AlertLinks {
  readonly unsubscribe: string;
  /** The page that changes, pauses and ends the subscription. */
  readonly manage: string;
  readonly dashboard: string;
  entity(id: string): string;
}

/** A text with an address, if it has one that is safe. Texts of a view are on one line and cut to length. */
export interface Linked {
  readonly text: string;
  readonly href?: string;
}

/** One entity as the mail tells it. */
export interface EntryView extends Linked {
  readonly silence?: string;
  readonly sentence: { readonly text: string; readonly start: number; readonly end: number };
  readonly sentenceLang: Lang;
  /** Where the sentence stands, if not in the story's first telling. */
  readonly from?: string;
  readonly certainty: string;
  /** Where a reader says that it is wrong. */
  readonly notThis: string;
  /** The sighting before: its headline, and outlet and day. */
  readonly last?: Linked & { readonly source: string };
}

/** What an alert's mail says, before it is text or HTML. */
export interface AlertView extends EndingView {
  readonly lang: Lang;
  readonly words: Words;
  readonly subject: string;
  readonly heading: string;
  /** What is said before the story. */
  readonly notes: readonly string[];
  readonly sample: boolean;
  readonly story: Linked & { readonly source: string; readonly lang: Lang };
  readonly entries: readonly EntryView[];
  readonly outlets: readonly (Linked & { readonly outlet: string; readonly lang: Lang })[];
  readonly moreOutlets: number;
  readonly named: readonly Linked[];
  readonly moreNamed: number;
  readonly why: readonly string[];
  /** The other subscriptions of the address that the mail tells. */
  readonly beside: readonly BesideView[];
}

/** Decides what to say and in which words. */
export const alertView = (
  own: Alert,
  members: readonly StoryMember[],
  subscription: Subscription,
  links: AlertLinks,
  beside: readonly Beside[] = [],
): AlertView => {
  const alerts = [own, ...beside.map((other) => other.alert)] as const;
  const alert = beside.length === 0 ? own : unionOf(alerts);
  const frame = {
    ...frameOf(alert, subscription, links),
    beside: beside.map((other) => ({
      why: whyOf(other.subscription, words[subscription.lang]),
      ...endingOf(other.links, words[subscription.lang]),
    })),
  };
  const { lang, words: w } = frame;
  if (alert.trigger === "retraction") return { ...frame, ...correctionOf(alert, frame) };
  const always = new Set(alerts.flatMap((one) => (one.trigger === "every" ? one.told : [])));
  const isTold = ({ entity, gap }: AlertMatch) => alert.trigger === "every" || gap !== undefined || always.has(entity);
  const told = alert.matches.filter(isTold);
  const holderOf = (entity: string): AlertLinks =>
    own.told.includes(entity) ? links : (beside.find((other) => other.alert.told.includes(entity))?.links ?? links);
  const detailed = (told.length > 0 ? told : alert.matches).slice(0, DETAILED);
  const others = alert.matches.filter((m) => !detailed.includes(m));
  const known = new Set(alert.matches.map((m) => m.entity));
  const unnamed = new Set(members.flatMap((m) => m.entities).filter((entity) => !known.has(entity)));
  const outlets = otherOutlets(alert, members);
  const heading = headingOf(alert, detailed, told, w, lang);
  const subject =
    alert.trigger === "every" ? w.subject.matched(names(detailed, told.length, w, lang), clip(alert.story.title, 300)) : heading;
  return {
    ...frame,
    subject: alert.sample ? `${w.sampleMark} ${subject}` : subject,
    heading,
    entries: detailed.map((match) => entryView(match, alert, w, lang, holderOf(match.entity))),
    outlets: outlets.slice(0, LISTED),
    moreOutlets: Math.max(outlets.length - LISTED, 0),
    named: others.map((m) => linkOf(m.name[lang], links.entity(m.entity))),
    moreNamed: Math.max(alert.more ?? 0, unnamed.size),
  };
};

/** Where the end of every mail leads. */
export interface EndingView {
  readonly unsubscribe: string;
  readonly manage: string;
  readonly dashboard: string;
  readonly snooze: readonly (Linked & { readonly href: string })[];
}

/** Another subscription of the address, as the end of a mail has it. */
export type BesideView = EndingView & { readonly why: readonly string[] };

export const endingOf = ({ unsubscribe, manage, dashboard }: AlertLinks, w: Words): EndingView => ({
  unsubscribe,
  manage,
  dashboard,
  snooze: snoozes.map((days) => ({ text: w.snooze.days(days), href: `${manage}?snooze=${days}` })),
});

/** What every mail about a story says, before what it tells. */
const frameOf = (alert: Alert, subscription: Subscription, links: AlertLinks) => {
  const { lang } = subscription;
  const w = words[lang];
  return {
    lang,
    words: w,
    notes: [],
    sample: alert.sample === true,
    story: {
      ...linkOf(alert.story.title, alert.story.link),
      source: sourceOf(alert.story.outlet, alert.story.at, alert.story.lang, lang, w),
      lang: alert.story.lang,
    },
    entries: [],
    outlets: [],
    moreOutlets: 0,
    named: [],
    moreNamed: 0,
    why: whyOf(subscription, w),
    ...endingOf(links, w),
  };
};

/** What a correction says: which story, about whom, and that it was wrong. */
const correctionOf = (alert: Alert, { lang, words: w }: Pick<AlertView, "lang" | "words">) => {
  const [match] = alert.matches;
  const name = match === undefined ? "" : clip(match.name[lang], 120);
  const heading = w.correction.subject(name, clip(alert.story.title, 300));
  const toldOn = day(alert.corrects?.at ?? alert.createdAt, lang);
  return {
    subject: alert.sample ? `${w.sampleMark} ${heading}` : heading,
    heading,
    notes: [w.correction.wrong(name, toldOn, match?.gap !== undefined), w.correction.counts],
  };
};

/** Entities told with sentence and evidence; the rest are named. */
const DETAILED = 8;
const LISTED = 8;

/** A text with its address, if that is safe to follow. */
export const linkOf = (text: string, link: string | undefined): Linked => {
  const href = httpLink(link);
  return { text: clip(text, 300), ...(href === undefined ? {} : { href }) };
};

/** Who reported a story and when, and in which language if not the reader's. */
export const sourceOf = (outlet: string, at: string, storyLang: Lang, lang: Lang, w: Words): string =>
  w.reportedBy(clip(outlet, 120), moment(at, lang)) + (storyLang === lang ? "" : ` · ${w.storyLang[storyLang]}`);

const headingOf = (alert: Alert, shown: readonly AlertMatch[], told: readonly AlertMatch[], w: Words, lang: Lang): string => {
  const isBack = ({ gap }: AlertMatch) => gap !== undefined;
  // Beside who returns may stand who is told always; only the first are what is new.
  const detailed = told.some(isBack) ? shown.filter(isBack) : shown;
  const total = told.some(isBack) ? told.filter(isBack).length : told.length;
  const [first] = detailed;
  if (alert.trigger === "every" || first?.gap === undefined) return w.inTheNews(names(detailed, total, w, lang));
  const beside = nameOf(first.gap.with, alert, lang);
  if (beside !== undefined) return w.subject.together(clip(first.name[lang], 120), beside, silenceOf(first.gap, lang));
  const silences = detailed.map((m) => (m.gap === undefined ? undefined : silenceOf(m.gap, lang)));
  if (total === 1) return w.subject.returned(clip(first.name[lang], 120), first.kind, silenceOf(first.gap, lang));
  const watched = silences.flatMap((s) => (s?.kind === "watched" ? [s.days] : []));
  return w.subject.returnedMany(names(detailed, total, w, lang), watched.length === total ? watched : undefined);
};

/** Two names, and how many more. */
export const names = (matches: readonly AlertMatch[], total: number, w: Words, lang: Lang): string => {
  const shown = matches.slice(0, total > 3 ? 2 : 3).map((m) => clip(m.name[lang], 60));
  return listed(total > shown.length ? [...shown, w.more(total - shown.length)] : shown, lang);
};

/** What may honestly be said of a silence, with dates in the reader's words. */
export const silenceOf = (gap: Gap, lang: Lang): Silence => {
  const { days, last, watchingSince, observed } = gap;
  const heard = heardTime(gap);
  if (observed && days !== undefined && last !== undefined && last.at >= watchingSince)
    return { kind: "watched", days, last: day(last.at, lang), heard };
  const known = {
    ...(days === undefined ? {} : { days }),
    ...(last === undefined ? {} : { last: day(last.at, lang) }),
  };
  return observed
    ? { kind: "partly", watchedDays: gap.listened.days, heard, ...known }
    : { kind: "unobserved", since: day(watchingSince, lang), ...known };
};

/** Where the silence is older than the watch, the words name the days that were listened to. */
const heardTime = ({ days, last, watchingSince, silenceDays, heard, listened }: Gap): HeardTime => ({
  percent: percent(listened.heard),
  ...(days !== undefined && last !== undefined && last.at >= watchingSince && listened.days < days && { ofDays: listened.days }),
  ...(listened.heard < HEARD_ENOUGH && { asked: { percent: percent(heard), days: Math.min(silenceDays, LEDGER_DAYS) } }),
});

/** An entity's name as an alert has it; its id if it has none. */
export const nameOf = (entity: string | undefined, { matches }: Alert, lang: Lang): string | undefined => {
  const found = entity === undefined ? undefined : matches.find((match) => match.entity === entity);
  return found === undefined ? entity : clip(found.name[lang], 120);
};

const entryView = (match: AlertMatch, alert: Alert, w: Words, lang: Lang, links: AlertLinks): EntryView => {
  const { gap, story } = { gap: match.gap, story: alert.story };
  return {
    ...linkOf(match.name[lang], links.entity(match.entity)),
    ...(gap === undefined ? {} : { silence: w.silence(silenceOf(gap, lang), nameOf(gap.with, alert, lang)) }),
    sentence: excerpt(match.sentence, 400),
    sentenceLang: match.lang,
    ...(match.outlet === story.outlet ? {} : { from: clip(match.outlet, 120) }),
    certainty: certaintyText(match, w),
    notThis: notThisLink(alert, match, links),
    ...(gap?.last === undefined
      ? {}
      : { last: { ...linkOf(gap.last.title, gap.last.link), source: w.reportedBy(clip(gap.last.outlet, 120), day(gap.last.at, lang)) } }),
  };
};

/** One telling of each other outlet, in the order they came. */
const otherOutlets = (alert: Alert, members: readonly StoryMember[]): AlertView["outlets"] => {
  const seen = new Set([alert.story.outlet]);
  return members
    .filter(({ outlet }) => !seen.has(outlet) && seen.add(outlet))
    .map((m) => ({ ...linkOf(m.title, m.link), outlet: clip(m.outlet, 120), lang: m.lang }));
};

/** What a subscription follows and when it tells, as sentences. */
export const whyOf = (
  { name, select, trigger, silenceDays, prominence }: Pick<Subscription, "name" | "select" | "trigger" | "silenceDays" | "prominence">,
  w: Words,
) => {
  const { entities = [], lists = [], kinds = [], together = [] } = select;
  const chosen = [
    ...(entities.length > 0 ? [w.why.chosen(entities.length)] : []),
    ...lists.map(w.why.list),
    ...kinds.map((k) => w.why.kinds[k]),
    ...(together.length > 0 ? [w.why.together] : []),
  ];
  return [
    `${w.why.subscription(name === undefined || name.trim() === "" ? undefined : clip(name, 120))}: ${chosen.join("; ")}.`,
    trigger === "every" ? w.why.every : w.why.reappearance(silenceDays),
    ...(prominence === "headline-or-lead"
      ? [w.why.prominent]
      : prominence === undefined && trigger === "reappearance"
        ? [w.why.prominentFormer]
        : []),
  ];
};

/** Where a reader says that a match is about somebody else. */
export const notThisLink = (
  { storyId }: Pick<Alert, "storyId">,
  { entity }: Pick<AlertMatch, "entity">,
  { manage }: Pick<AlertLinks, "manage">,
): string => `${manage}?story=${encodeURIComponent(storyId)}&entity=${encodeURIComponent(entity)}`;

/** How sure it is that the sentence is about the entity, and why. */
export const certaintyText = ({ confidence, evidence, kind, prominence }: AlertMatch, w: Words): string =>
  `${w.certainty[certaintyOf(confidence)]}: ${evidence.map((one) => w.evidence(one, kind)).join("; ")}; ${w.prominence[prominence]}.`;
