import type { EndingView, AlertLinks, Linked } from "./email-view.ts";
import { endingOf, linkOf, whyOf } from "./email-view.ts";
import type { Entity, Lang } from "./entity.ts";
import type { Gap } from "./gap.ts";
import { LEDGER_DAYS } from "./gap.ts";
import type { Sighting } from "./match.ts";
import type { Subscription } from "./subscription.ts";
import { timingOf } from "./timing.ts";
import type { Words } from "./wording.ts";
import { words } from "./words.ts";
import { clip, day, listed, percent } from "./words-text.ts";

/** What is known of whom somebody follows. */
export interface LookBack {
  /** Whom the subscription follows, each with its last sighting, if any is known. */
  readonly followed: readonly { readonly entity: Pick<Entity, "id" | "name">; readonly last?: Sighting }[];
  /** How many more it follows. */
  readonly more: number;
  /** When Vigía began watching, ISO 8601 UTC. */
  readonly watchingSince: string;
  /** How many feeds are listened to, and how far the last `days` days were heard, 0..1. */
  readonly feeds: number;
  readonly days: number;
  readonly heard: number;
}

/** A return that was not told, as too little of the silence before it was heard; of one, or of two together. */
export interface HeldBack {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly gap: Gap;
  readonly entities: readonly Pick<Entity, "id" | "name">[];
}

/** What the welcome, or the mail of a week in which there was nothing to tell, says, before it is text or HTML. */
export interface WelcomeView extends EndingView {
  readonly lang: Lang;
  readonly words: Words;
  readonly subject: string;
  readonly notes: readonly string[];
  readonly followed: readonly (Linked & { readonly seen: string; readonly last?: Linked })[];
  readonly more: number;
  /** What was held back; mostly none. */
  readonly held: readonly (Linked & { readonly because: string })[];
  readonly why: readonly string[];
}

/** Decides what to say to somebody who just confirmed: who was last seen when, what is heard, since when, and when mails come. */
export const welcomeView = (facts: LookBack, subscription: Subscription, links: AlertLinks): WelcomeView => {
  const w = words[subscription.lang];
  return lookBackView(w.welcome.subject, [], facts, subscription, links);
};

/** Decides what to say to somebody who was sent nothing for a week: that Vigía is watching, what it heard, and who was last seen when. */
export const watchingView = (facts: LookBack, held: readonly HeldBack[], subscription: Subscription, links: AlertLinks): WelcomeView => {
  const { lang } = subscription;
  const w = words[lang].watching;
  return {
    ...lookBackView(w.subject, [w.nothing], facts, subscription, links),
    held: held.map(({ at, gap, entities }) => ({
      ...linkOf(
        listed(
          entities.map(({ name }) => clip(name[lang], 120)),
          lang,
        ),
        links.entity(entities[0]?.id ?? ""),
      ),
      because: w.because(day(at, lang), percent(gap.heard), Math.min(gap.silenceDays, LEDGER_DAYS)),
    })),
  };
};

const lookBackView = (
  subject: string,
  notes: readonly string[],
  { followed, more, watchingSince, feeds, days, heard }: LookBack,
  subscription: Subscription,
  links: AlertLinks,
): WelcomeView => {
  const { lang } = subscription;
  const w = words[lang];
  const timing = timingOf(subscription);
  const hours = timing.quietHours;
  return {
    lang,
    words: w,
    subject,
    notes: [
      ...notes,
      w.welcome.listening(day(watchingSince, lang), feeds, days > 0 ? { days, percent: percent(heard) } : undefined),
      w.welcome.cadence[timing.cadence](timing.at, w.welcome.weekdays[timing.weekday], timing.timezone),
      ...(hours === undefined ? [] : [w.welcome.quiet(hours.from, hours.to)]),
    ],
    followed: followed.map(({ entity, last }) => ({
      ...linkOf(entity.name[lang], links.entity(entity.id)),
      seen: last === undefined ? w.welcome.never : w.welcome.lastSeen(day(last.at, lang), clip(last.outlet, 120)),
      ...(last !== undefined && { last: linkOf(last.title, last.link) }),
    })),
    more,
    held: [],
    why: whyOf(subscription, w),
    ...endingOf(links, w),
  };
};
