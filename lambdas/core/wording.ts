import type { EntityKind, Lang } from "./entity.ts";
import type { Weekday } from "./local-slot.ts";
import type { Evidence, Prominence } from "./match.ts";

/**
 * Every sentence that people read in mails. Both languages have the same shape, so a missing one does not compile.
 * Names, headlines and dates come in as text ready for the language; nothing here is markup.
 */
export interface Words {
  readonly sampleMark: string;
  readonly sampleNote: string;
  readonly tagline: string;
  readonly subject: {
    /** One returning entity. A topic is put last, so that verbs need not agree with it. */
    readonly returned: (name: string, kind: EntityKind, silence: Silence) => string;
    /** Several returning entities; `days` are theirs, if Vigía watched all of their silences. */
    readonly returnedMany: (names: string, days?: readonly number[]) => string;
    /** Two that were followed together. */
    readonly together: (one: string, other: string, silence: Silence) => string;
    readonly matched: (names: string, headline: string) => string;
    /** Without the subscription's name: whoever asked may not be who reads it, and could write anything there. */
    readonly confirm: string;
  };
  readonly more: (n: number) => string;
  readonly inTheNews: (names: string) => string;
  readonly reportedBy: (outlet: string, moment: string) => string;
  /** `beside`: the name of whom the entity returned together with. */
  readonly silence: (silence: Silence, beside?: string) => string;
  readonly lastSeen: string;
  readonly certainty: Readonly<Record<Certainty, string>>;
  readonly evidence: (evidence: Evidence, kind: EntityKind) => string;
  readonly prominence: Readonly<Record<Prominence, string>>;
  readonly quote: (text: string) => string;
  readonly otherOutlets: string;
  readonly alsoNamed: string;
  /** So many more, where others are already named. */
  readonly moreNamed: (n: number) => string;
  /** So many, where none is named. */
  readonly othersNamed: (n: number) => string;
  readonly storyLang: Readonly<Record<Lang, string>>;
  readonly why: {
    readonly heading: string;
    readonly subscription: (name: string | undefined) => string;
    /** What is selected, as a list of phrases. */
    readonly chosen: (n: number) => string;
    readonly list: (id: string) => string;
    readonly kinds: Readonly<Record<EntityKind, string>>;
    readonly every: string;
    readonly reappearance: (silenceDays: number) => string;
    readonly prominent: string;
    /** Two that must stand in a story together. */
    readonly together: string;
    /** What holds where nobody chose. */
    readonly prominentFormer: string;
  };
  readonly correction: {
    readonly subject: (name: string, headline: string) => string;
    /** When it was told, and whether as a return. */
    readonly wrong: (name: string, day: string, asReturn: boolean) => string;
    readonly counts: string;
  };
  /** Several alerts in one mail. */
  readonly digest: {
    /** So many returned; `names` are some of them. */
    readonly returned: (n: number, names: string) => string;
    readonly stories: (n: number, names: string) => string;
    /** So many more stories than are listed. */
    readonly more: (n: number) => string;
  };
  /** To who has just confirmed. */
  readonly welcome: {
    readonly subject: string;
    /** Since which day how many feeds are listened to, and how much of the last days was heard. */
    readonly listening: (since: string, feeds: number, heard?: { readonly days: number; readonly percent: number }) => string;
    readonly cadence: Readonly<Record<"now" | "daily" | "weekly", (at: number, weekday: string, timezone: string) => string>>;
    readonly weekdays: Readonly<Record<Weekday, string>>;
    readonly quiet: (from: number, to: number) => string;
    readonly followed: string;
    readonly lastSeen: (day: string, outlet: string) => string;
    readonly never: string;
  };
  /** To whom nothing was sent for a week. */
  readonly watching: {
    readonly subject: string;
    readonly nothing: string;
    /** What was held back, and why: when it was seen, and how much of how many days before was heard. */
    readonly held: string;
    readonly because: (day: string, percent: number, ofDays: number) => string;
  };
  /** The mails to the owner of a webhook whose endpoint is in trouble; days come in as text. */
  readonly endpoint: {
    readonly which: (name: string | undefined, id: string) => string;
    readonly failing: EndpointWords;
    readonly disabled: EndpointWords;
    readonly gone: EndpointWords;
    readonly whyYou: string;
  };
  readonly unsubscribe: string;
  readonly manage: string;
  /** Leads to the button by which a reader says that a match is wrong. */
  readonly notThis: string;
  /** Links to the buttons that stop alerts for a while. */
  readonly snooze: { readonly label: string; readonly days: (n: number) => string };
  readonly open: string;
  readonly confirm: {
    readonly heading: string;
    readonly asked: string;
    readonly wants: string;
    readonly press: string;
    readonly button: string;
    readonly notYou: string;
  };
}

/** What is said of one kind of trouble: what happened since when, and what comes next. */
export interface EndpointWords {
  readonly subject: string;
  readonly happened: (since: string) => string;
  readonly next: string;
}

/** How sure a match is, as people read it. Code compares numbers. */
export type Certainty = "certain" | "probable" | "possible";

/**
 * What may honestly be said of a silence.
 * - `watched`: Vigía watched all of it, and heard enough of the days asked for.
 * - `partly`: it heard enough of the days asked for, and the silence is older than the watch.
 * - `unobserved`: it had not watched for the days asked for.
 */
export type Silence =
  | { readonly kind: "watched"; readonly days: number; readonly last: string; readonly heard: HeardTime }
  | {
      readonly kind: "partly";
      readonly watchedDays: number;
      readonly heard: HeardTime;
      readonly days?: number;
      readonly last?: string;
    }
  | { readonly kind: "unobserved"; readonly since: string; readonly days?: number; readonly last?: string };

/** How far a time was heard, in whole per cent. */
export interface HeardTime {
  readonly percent: number;
  /** The ledger reaches no further back than these days of it. */
  readonly ofDays?: number;
  /** Said too where the whole was heard less well than the days asked for, which decide. */
  readonly asked?: { readonly percent: number; readonly days: number };
}
