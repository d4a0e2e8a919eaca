import type { Evidence } from "./match.ts";
import type { HeardTime, Silence, Words } from "./wording.ts";
import { whole } from "./words-text.ts";

const days = (n: number): string => `${whole(n)} ${n === 1 ? "day" : "days"}`;

const heardOf = ({ percent, ofDays, asked }: HeardTime): string => {
  const recent = (n: number) => (n === 1 ? "of the last day" : `of the last ${days(n)}`);
  const before = asked === undefined ? "" : `${asked.percent} % ${recent(asked.days)} and `;
  return `we heard ${before}${percent} % ${ofDays === undefined ? "of that time" : recent(ofDays)}`;
};

const lastKnown = ({ days: n, last }: Exclude<Silence, { kind: "watched" }>): string =>
  last === undefined ? "no earlier sighting is known" : `last known on ${last}${n === undefined ? "" : `, ${days(n)} before`}`;

const ofPerson: Readonly<Record<Evidence, string>> = {
  name: "full name",
  surname: "surname, with the full name in the same item",
  title: "title beside the name",
  context: "name, backed by the words around it",
  office: "only the office is named, held by this person on that date",
  holder: "through the person who held the office on that date",
};
const ofOther: Readonly<Record<Evidence, string>> = {
  ...ofPerson,
  name: "its own name",
  surname: "short form, with the full name in the same item",
};

const lists: ReadonlyMap<string, string> = new Map([
  ["article", "everyone and everything in the article of 5 Oct 2023"],
  ["successors", "today’s holders of their offices"],
  ["former-holders", "those who held these offices before, since 2019"],
]);

/** What English readers read. */
export const en: Words = {
  sampleMark: "[Sample]",
  sampleNote: "This is a sample written for Vigía. Its outlets do not exist and none of its stories happened.",
  tagline: "Vigía watches US–Mexico security news and tells you who and what reappears.",
  subject: {
    returned: (name, kind, silence) => {
      const topic = kind === "topic";
      if (silence.kind === "watched")
        return topic ? `Back in the news after ${days(silence.days)}: ${name}` : `${name} reappears after ${days(silence.days)}`;
      if (silence.days === undefined)
        return topic ? `First time since Vigía began watching: ${name}` : `${name} appears for the first time since Vigía began watching`;
      return topic
        ? `Back in the news: ${name} (last known ${days(silence.days)} ago)`
        : `${name} reappears; last known ${days(silence.days)} ago`;
    },
    returnedMany: (names, n) =>
      n === undefined || n.length !== 2 ? `${names} reappear` : `${names} reappear after ${n.map(whole).join(" and ")} days`,
    together: (one, other, silence) =>
      silence.days === undefined
        ? `${one} with ${other}, first time since Vigía began watching`
        : silence.kind === "watched"
          ? `${one} with ${other}, first time in ${days(silence.days)}`
          : `${one} with ${other}; last known together ${days(silence.days)} ago`,
    matched: (names, headline) => `${names}: ${headline}`,
    confirm: "Please confirm your alerts from Vigía",
  },
  more: (n) => `${whole(n)} more`,
  inTheNews: (names) => `In the news: ${names}`,
  reportedBy: (outlet, moment) => `${outlet} · ${moment}`,
  silence: (silence, beside) => {
    const together = beside === undefined ? "" : `Together with ${beside}. `;
    if (silence.kind === "watched")
      return `${together}Back after ${days(silence.days)} (last seen ${silence.last}; ${heardOf(silence.heard)}).`;
    if (silence.kind === "partly")
      return `${together}Not seen in the ${days(silence.watchedDays)} we have listened (${heardOf(silence.heard)}); ${lastKnown(silence)}.`;
    return `${together}First sighting since Vigía began watching on ${silence.since}; ${lastKnown(silence)}; silence not observed.`;
  },
  lastSeen: "Previous sighting",
  certainty: { certain: "Certain", probable: "Probable", possible: "Possible" },
  evidence: (evidence, kind) => (kind === "official" ? ofPerson : ofOther)[evidence],
  prominence: { headline: "in the headline", lead: "in the first sentence", passing: "further down" },
  quote: (text) => `“${text}”`,
  otherOutlets: "Other outlets",
  alsoNamed: "Also in this story",
  moreNamed: (n) => `and ${whole(n)} more`,
  othersNamed: (n) => `${whole(n)} ${n === 1 ? "other entry" : "other entries"} of the watchlist`,
  storyLang: { en: "in English", es: "in Spanish" },
  why: {
    heading: "Why you get this",
    subscription: (name) => (name === undefined ? "Your subscription follows" : `Your subscription “${name}” follows`),
    chosen: (n) => `${whole(n)} ${n === 1 ? "entry" : "entries"} that you chose`,
    list: (id) => lists.get(id) ?? `the list “${id}”`,
    kinds: { official: "all officials", office: "all offices", organization: "all organizations", topic: "all topics" },
    every: "It tells you of every story that names one of them.",
    reappearance: (n) => `It tells you when one of them reappears after ${days(n)} or more without a sighting.`,
    prominent: "Only headlines and first sentences count.",
    together: "two entries that you chose, where one story names both",
    prominentFormer: "Of those who left office, only headlines and first sentences count.",
  },
  correction: {
    subject: (name, headline) => `Correction: “${headline}” is not about ${name}`,
    wrong: (name, day, asReturn) =>
      `On ${day} we told you that this story is about ${name}${asReturn ? ", as a reappearance" : ""}. That was wrong: a person has looked at it and rejected it.`,
    counts:
      "It no longer counts in the log, the statistics or the silences. If it hid a true reappearance of the last two weeks, you are told of that one.",
  },
  digest: {
    returned: (n, names) => (n === 1 ? `Back in the news: ${names}` : `${whole(n)} reappearances: ${names}`),
    stories: (n, names) => `${n === 1 ? "One story" : `${whole(n)} stories`}: ${names}`,
    more: (n) => `${n === 1 ? "One more story" : `${whole(n)} more stories`}: see them in Vigía.`,
  },
  welcome: {
    subject: "Welcome: your alerts from Vigía are on",
    listening: (since, feeds, heard) =>
      `We have been watching since ${since}, and listen to ${whole(feeds)} ${feeds === 1 ? "feed" : "feeds"}${heard === undefined ? "" : `; of the last ${days(heard.days)} we heard ${heard.percent} %`}.`,
    cadence: {
      now: () => "Each alert comes at once.",
      daily: (at, _, timezone) => `Your alerts come in one mail a day, at ${at}:00 (${timezone}), if there are any.`,
      weekly: (at, weekday, timezone) => `Your alerts come in one mail a week, on ${weekday} at ${at}:00 (${timezone}), if there are any.`,
    },
    weekdays: {
      monday: "Monday",
      tuesday: "Tuesday",
      wednesday: "Wednesday",
      thursday: "Thursday",
      friday: "Friday",
      saturday: "Saturday",
      sunday: "Sunday",
    },
    quiet: (from, to) => `From ${from}:00 to ${to}:00 no mail comes; what happens then is told when they end.`,
    followed: "Whom and what you follow",
    lastSeen: (day, outlet) => `last seen on ${day}, ${outlet}`,
    never: "no sighting is known yet",
  },
  watching: {
    subject: "Still watching: nothing to tell you this week",
    nothing: "For a week there was nothing to tell you. Vigía is still watching for you.",
    held: "Held back",
    because: (at, percent, n) => `seen on ${at}; we heard only ${percent} % of the ${days(n)} before, too little to call it a reappearance`,
  },
  endpoint: {
    which: (name, id) => (name === undefined ? `It is the subscription ${id}.` : `It is the subscription “${name}” (${id}).`),
    failing: {
      subject: "Your webhook is failing",
      happened: (since) => `Since ${since} every attempt to reach your webhook’s endpoint has failed.`,
      next: "Vigía keeps trying, with longer and longer pauses. After five days without a success it stops. The list of deliveries says what went wrong.",
    },
    disabled: {
      subject: "Your webhook was switched off",
      happened: (since) => `Since ${since} every attempt to reach your webhook’s endpoint has failed, so Vigía stopped sending to it.`,
      next: "When the endpoint works again, enable the subscription; what was missed can be replayed.",
    },
    gone: {
      subject: "Your webhook was switched off",
      happened: () => "Your webhook’s endpoint answered that it is gone for good, so Vigía stopped sending to it.",
      next: "If that was a mistake, enable the subscription; what was missed can be replayed.",
    },
    whyYou:
      "You get this because the webhook names this address as its owner’s. Unsubscribing ends the alerts to this address, and these mails with them.",
  },
  unsubscribe: "Unsubscribe",
  manage: "Change or pause",
  notThis: "Is this somebody or something else?",
  snooze: { label: "No alerts for", days },
  open: "Open Vigía",
  confirm: {
    heading: "One step left",
    asked: "Someone, we hope you, asked Vigía to send alerts to this address.",
    wants: "What was asked for",
    press: "Open the page and press its button within 48 hours. Until then nothing else is sent.",
    button: "Go to the confirmation page",
    notYou: "If it was not you, do nothing: you will get no further mail and the request is deleted.",
  },
};
