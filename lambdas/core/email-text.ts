import type { DigestStory, DigestView } from "./digest-view.ts";
import type { AlertView, BesideView, EntryView, Linked } from "./email-view.ts";
import type { OwnerView } from "./owner-mail.ts";
import type { ConfirmationView } from "./confirmation-view.ts";
import type { WelcomeView } from "./welcome-view.ts";

/** The mail as plain text. Lines are not wrapped; whatever shows them does that. */
export const alertText = (view: AlertView): string => {
  const { words: w } = view;
  return paragraphs(
    view.sample && w.sampleNote,
    view.heading,
    ...view.notes,
    lines(w.quote(view.story.text), view.story.source, view.story.href),
    ...view.entries.map((entry) => entryText(entry, view)),
    view.outlets.length > 0 &&
      lines(
        `${w.otherOutlets}:`,
        ...view.outlets.flatMap((o) => bullet({ ...o, text: `${o.outlet}: ${o.text}` })),
        view.moreOutlets > 0 && `- ${w.moreNamed(view.moreOutlets)}`,
      ),
    (view.named.length > 0 || view.moreNamed > 0) &&
      lines(
        `${w.alsoNamed}:`,
        ...view.named.flatMap(bullet),
        view.moreNamed > 0 && `- ${view.named.length > 0 ? w.moreNamed(view.moreNamed) : w.othersNamed(view.moreNamed)}`,
      ),
    ...endingText(view, view.beside),
  );
};

/** The confirmation as plain text. */
export const confirmationText = ({ words: w, wants, confirm }: ConfirmationView): string =>
  paragraphs(
    w.confirm.asked,
    lines(`${w.confirm.wants}:`, ...wants),
    lines(w.confirm.press, confirm),
    w.confirm.notYou,
    lines("-- ", w.tagline),
  );

/** The digest as plain text. */
export const digestText = (view: DigestView): string => {
  const { words: w } = view;
  return paragraphs(
    view.sample && w.sampleNote,
    view.heading,
    ...view.sections.flatMap(({ text, stories }) => [text.toUpperCase(), ...stories.map((story) => storyText(story, view))]),
    view.more > 0 && w.digest.more(view.more),
    ...endingText(view),
  );
};

/** The welcome as plain text. */
export const welcomeText = (view: WelcomeView): string => {
  const { words: w } = view;
  return paragraphs(
    view.subject,
    ...view.notes,
    lines(
      `${w.welcome.followed}:`,
      ...view.followed.flatMap(({ text, seen, last }) => [
        `- ${text}: ${seen}`,
        ...(last === undefined ? [] : bullet(last).map((line) => `  ${line.replace(/^- /, "")}`)),
      ]),
      view.more > 0 && `- ${w.moreNamed(view.more)}`,
    ),
    view.held.length > 0 && lines(`${w.watching.held}:`, ...view.held.map(({ text, because }) => `- ${text}: ${because}.`)),
    ...endingText(view),
  );
};

const storyText = ({ text, href, source, silence, sentence, also, certainty, notThis }: DigestStory, { words: w }: DigestView): string =>
  lines(silence, text, source, href, w.quote(marked(sentence)), also, certainty, `${w.notThis} ${notThis}`);

const marked = ({ text, start, end }: DigestStory["sentence"]): string =>
  `${text.slice(0, start)}*${text.slice(start, end)}*${text.slice(end)}`;
/** The mail to a webhook's owner as plain text. */
export const ownerText = ({ words: w, subject, sentences, whyYou, unsubscribe, dashboard }: OwnerView): string =>
  paragraphs(subject, ...sentences, whyYou, lines(`${w.unsubscribe}: ${unsubscribe}`, `${w.open}: ${dashboard}`), lines("-- ", w.tagline));

const entryText = (entry: EntryView, { words: w }: AlertView): string => {
  return lines(
    entry.text.toUpperCase(),
    entry.silence,
    w.quote(marked(entry.sentence)) + (entry.from === undefined ? "" : ` (${entry.from})`),
    entry.certainty,
    `${w.notThis} ${entry.notThis}`,
    ...(entry.last === undefined ? [] : [`${w.lastSeen}: ${w.quote(entry.last.text)}, ${entry.last.source}`, entry.last.href]),
  );
};

/** How every mail ends: why the reader gets it, and how to stop it, for each subscription that it tells. */
const endingText = (view: BesideView & Pick<AlertView, "words">, beside: readonly BesideView[] = []): readonly string[] => {
  const { words: w } = view;
  const stop = ({ unsubscribe, manage }: BesideView) => [`${w.unsubscribe}: ${unsubscribe}`, `${w.manage}: ${manage}`];
  const snooze = (one: BesideView) => lines(`${w.snooze.label}:`, ...one.snooze.flatMap(bullet));
  return [
    lines(`${w.why.heading}:`, ...view.why),
    lines(...stop(view), `${w.open}: ${view.dashboard}`),
    snooze(view),
    ...beside.flatMap((other) => [lines(...other.why), lines(...stop(other)), snooze(other)]),
    lines("-- ", w.tagline),
  ];
};

const bullet = ({ text, href }: Linked): string[] => (href === undefined ? [`- ${text}`] : [`- ${text}`, `  ${href}`]);

type Piece = string | false | undefined;
const lines = (...all: readonly Piece[]): string => all.filter((s) => s !== false && s !== undefined).join("\n");
const paragraphs = (...all: readonly Piece[]): string => `${all.filter((s) => s !== false && s !== undefined).join("\n\n")}\n`;
