import type { DigestStory, DigestView } from "./digest-view.ts";
import type { AlertView, BesideView, EntryView, Linked } from "./email-view.ts";
import type { OwnerView } from "./owner-mail.ts";
import type { ConfirmationView } from "./confirmation-view.ts";
import type { WelcomeView } from "./welcome-view.ts";
import { dark, styles } from "./email-styles.ts";
import type { Lang } from "./entity.ts";
import type { Child, Html } from "./html.ts";
import { clip } from "./words-text.ts";
import { documentText, el, leaf, linked } from "./html.ts";

/**
 * The mail as HTML. Light colours stand inline, because some mail programs drop style sheets; dark ones replace them by class
 * where style sheets and dark mode work. One column, so that it reads on a phone; no images, no remote content.
 */
export const alertHtml = (view: AlertView): string => {
  const { words: w } = view;
  return page(
    view.lang,
    view.subject,
    view.sample && el("p", { class: "note", style: styles.note }, w.sampleNote),
    el("h1", { style: styles.heading }, view.heading),
    view.notes.map((note) => el("p", { style: styles.paragraph }, note)),
    el(
      "p",
      { style: styles.story },
      el("span", { lang: view.story.lang }, link(view.story, styles.headline)),
      leaf("br"),
      el("span", { class: "muted", style: styles.muted }, view.story.source),
    ),
    view.entries.map((entry) => entryHtml(entry, view)),
    view.outlets.length > 0 && [
      el("h2", { style: styles.section }, w.otherOutlets),
      el(
        "ul",
        { style: styles.list },
        view.outlets.map((o) => el("li", { style: styles.item }, `${o.outlet}: `, el("span", { lang: o.lang }, link(o)))),
        view.moreOutlets > 0 && el("li", { style: styles.item }, w.moreNamed(view.moreOutlets)),
      ),
    ],
    (view.named.length > 0 || view.moreNamed > 0) && [
      el("h2", { style: styles.section }, w.alsoNamed),
      el(
        "ul",
        { style: styles.list },
        view.named.map((n) => el("li", { style: styles.item }, link(n))),
        view.moreNamed > 0 &&
          el("li", { style: styles.item }, view.named.length > 0 ? w.moreNamed(view.moreNamed) : w.othersNamed(view.moreNamed)),
      ),
    ],
    ending(view, view.beside),
  );
};

/** The digest as HTML, of the same parts. */
export const digestHtml = (view: DigestView): string =>
  page(
    view.lang,
    view.subject,
    view.sample && el("p", { class: "note", style: styles.note }, view.words.sampleNote),
    el("h1", { style: styles.heading }, view.heading),
    view.sections.map(({ stories, ...entity }) =>
      el(
        "div",
        { class: "entry", style: styles.entry },
        el("h2", { style: styles.name }, link(entity, styles.nameLink)),
        stories.map((story) => storyHtml(story, view)),
      ),
    ),
    view.more > 0 && el("p", { style: styles.paragraph }, view.words.digest.more(view.more)),
    ending(view),
  );

/** The welcome as HTML. */
export const welcomeHtml = (view: WelcomeView): string =>
  page(
    view.lang,
    view.subject,
    el("h1", { style: styles.heading }, view.subject),
    view.notes.map((note) => el("p", { style: styles.paragraph }, note)),
    el("h2", { style: styles.section }, view.words.welcome.followed),
    el(
      "ul",
      { style: styles.list },
      view.followed.map(({ seen, last, ...entity }) =>
        el("li", { style: styles.item }, link(entity), `: ${seen}`, last !== undefined && [" · ", link(last)]),
      ),
      view.more > 0 && el("li", { style: styles.item }, view.words.moreNamed(view.more)),
    ),
    view.held.length > 0 && [
      el("h2", { style: styles.section }, view.words.watching.held),
      el(
        "ul",
        { style: styles.list },
        view.held.map(({ because, ...entity }) => el("li", { style: styles.item }, link(entity), `: ${because}.`)),
      ),
    ],
    ending(view),
  );

const storyHtml = (story: DigestStory, { words: w }: DigestView): Html =>
  el(
    "div",
    { style: styles.one },
    story.silence !== undefined && el("p", { style: styles.silence }, story.silence),
    el(
      "p",
      { style: styles.before },
      el("span", { lang: story.lang }, link(story, styles.headline)),
      leaf("br"),
      el("span", { class: "muted", style: styles.muted }, story.source),
    ),
    quoteHtml(story.sentence, story.sentenceLang),
    story.also !== undefined && el("p", { class: "muted", style: styles.certainty }, story.also),
    el("p", { class: "muted", style: styles.certainty }, story.certainty, " ", link({ text: w.notThis, href: story.notThis })),
  );

/** Why the reader gets it, and how to stop it, for each subscription that it tells. */
const ending = (view: BesideView & Pick<AlertView, "words">, beside: readonly BesideView[] = []): Child[] => [
  el("h2", { style: styles.section }, view.words.why.heading),
  reason(view, view.words, view.dashboard),
  beside.map((other) => el("div", { class: "entry", style: styles.entry }, reason(other, view.words))),
  el("p", { class: "muted", style: styles.tagline }, view.words.tagline),
];

const reason = ({ why, unsubscribe, manage, snooze }: BesideView, w: AlertView["words"], dashboard?: string): Child[] => [
  ...why.map((sentence) => el("p", { class: "muted", style: styles.why }, sentence)),
  el(
    "p",
    { style: styles.actions },
    link({ text: w.unsubscribe, href: unsubscribe }, styles.action),
    link({ text: w.manage, href: manage }, styles.action),
    dashboard !== undefined && link({ text: w.open, href: dashboard }, styles.action),
  ),
  el(
    "p",
    { class: "muted", style: styles.snooze },
    `${w.snooze.label}: `,
    snooze.map((one) => link(one, styles.snoozeLink)),
  ),
];

/** The confirmation as HTML. Its link leads to a page with a button: following it changes nothing (reliability E2). */
export const confirmationHtml = ({ lang, words: w, subject, wants, confirm }: ConfirmationView): string =>
  page(
    lang,
    subject,
    el("h1", { style: styles.heading }, w.confirm.heading),
    el("p", { style: styles.paragraph }, w.confirm.asked),
    el("h2", { style: styles.section }, w.confirm.wants),
    wants.map((sentence) => el("p", { class: "muted", style: styles.why }, sentence)),
    el("p", { style: styles.paragraph }, w.confirm.press),
    el("p", { style: styles.paragraph }, linked(confirm, { class: "button", style: styles.button }, w.confirm.button)),
    el("p", { class: "muted", style: styles.why }, w.confirm.notYou),
    el("p", { class: "muted", style: styles.tagline }, w.tagline),
  );

/** The mail to a webhook's owner as HTML. */
export const ownerHtml = ({ lang, words: w, subject, sentences, whyYou, unsubscribe, dashboard }: OwnerView): string =>
  page(
    lang,
    subject,
    el("h1", { style: styles.heading }, subject),
    sentences.map((sentence) => el("p", { style: styles.paragraph }, sentence)),
    el("p", { class: "muted", style: styles.why }, whyYou),
    el(
      "p",
      { style: styles.actions },
      link({ text: w.unsubscribe, href: unsubscribe }, styles.action),
      link({ text: w.open, href: dashboard }, styles.action),
    ),
    el("p", { class: "muted", style: styles.tagline }, w.tagline),
  );

const entryHtml = (entry: EntryView, { words: w }: AlertView): Html => {
  return el(
    "div",
    { class: "entry", style: styles.entry },
    el("h2", { style: styles.name }, link(entry, styles.nameLink)),
    entry.silence !== undefined && el("p", { style: styles.silence }, entry.silence),
    quoteHtml(entry.sentence, entry.sentenceLang, entry.from),
    el("p", { class: "muted", style: styles.certainty }, entry.certainty),
    el("p", { style: styles.before }, link({ text: w.notThis, href: entry.notThis })),
    entry.last !== undefined &&
      el(
        "p",
        { style: styles.before },
        `${w.lastSeen}: `,
        link(entry.last),
        " ",
        el("span", { class: "muted", style: styles.muted }, `(${entry.last.source})`),
      ),
  );
};

const quoteHtml = ({ text, start, end }: EntryView["sentence"], lang: Lang, from?: string): Html =>
  el(
    "blockquote",
    { class: "quote", style: styles.quote, lang },
    text.slice(0, start),
    el("mark", { class: "mark", style: styles.mark }, text.slice(start, end)),
    text.slice(end),
    from !== undefined && el("span", { class: "muted", style: styles.muted }, ` (${from})`),
  );

const link = ({ text, href }: Linked, style: string = styles.link): Html => linked(href, { class: "link", style }, text);

const page = (lang: Lang, title: string, ...content: readonly Child[]): string =>
  documentText(
    el(
      "html",
      { lang },
      el(
        "head",
        {},
        leaf("meta", { charset: "utf-8" }),
        leaf("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
        leaf("meta", { name: "color-scheme", content: "light dark" }),
        leaf("meta", { name: "supported-color-schemes", content: "light dark" }),
        el("title", {}, clip(title, 70)),
        dark,
      ),
      el(
        "body",
        { class: "body", style: styles.body },
        el("div", { class: "card", style: styles.card }, el("p", { class: "brand", style: styles.brand }, "Vigía"), ...content),
      ),
    ),
  );
