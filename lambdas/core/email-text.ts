import type { AlertView, ConfirmationView, EntryView, Linked, OwnerView } from "./email-view.ts";

/** The mail as plain text. Lines are not wrapped; whatever shows them does that. */
export const alertText = (view: AlertView): string => {
  const { words: w } = view;
  return paragraphs(
    view.sample && w.sampleNote,
    view.heading,
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
    lines(`${w.why.heading}:`, ...view.why),
    lines(`${w.unsubscribe}: ${view.unsubscribe}`, `${w.open}: ${view.dashboard}`),
    lines("-- ", w.tagline),
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

/** The mail to a webhook's owner as plain text. */
export const ownerText = ({ words: w, subject, sentences, whyYou, unsubscribe, dashboard }: OwnerView): string =>
  paragraphs(subject, ...sentences, whyYou, lines(`${w.unsubscribe}: ${unsubscribe}`, `${w.open}: ${dashboard}`), lines("-- ", w.tagline));

const entryText = (entry: EntryView, { words: w }: AlertView): string => {
  const { text, start, end } = entry.sentence;
  const marked = `${text.slice(0, start)}*${text.slice(start, end)}*${text.slice(end)}`;
  return lines(
    entry.text.toUpperCase(),
    entry.silence,
    w.quote(marked) + (entry.from === undefined ? "" : ` (${entry.from})`),
    entry.certainty,
    ...(entry.last === undefined ? [] : [`${w.lastSeen}: ${w.quote(entry.last.text)}, ${entry.last.source}`, entry.last.href]),
  );
};

const bullet = ({ text, href }: Linked): string[] => (href === undefined ? [`- ${text}`] : [`- ${text}`, `  ${href}`]);

type Piece = string | false | undefined;
const lines = (...all: readonly Piece[]): string => all.filter((s) => s !== false && s !== undefined).join("\n");
const paragraphs = (...all: readonly Piece[]): string => `${all.filter((s) => s !== false && s !== undefined).join("\n\n")}\n`;
