import type { SendResult } from "./delivery.ts";
import type { AlertView, EntryView, Linked } from "./email-view.ts";
import { httpLink } from "./html.ts";
import type { Subscription } from "./subscription.ts";
import { testMessage } from "./webhook-test.ts";
import { clip } from "./words-text.ts";

/** What Slack's incoming webhooks and Block Kit document, characters and counts (docs.slack.dev/reference/block-kit). */
export const SLACK_LIMITS = { blocks: 50, header: 150, text: 3000, elements: 10 } as const;

interface Mrkdwn {
  readonly type: "mrkdwn";
  readonly text: string;
  /** Nothing in the text becomes a mention or a link by itself. */
  readonly verbatim: true;
}

type Block =
  | { readonly type: "header"; readonly text: { readonly type: "plain_text"; readonly text: string; readonly emoji: false } }
  | { readonly type: "section"; readonly text: Mrkdwn }
  | { readonly type: "context"; readonly elements: readonly Mrkdwn[] };

/** The body of a Slack message that tells an alert, in the view's language: `text` for notifications, blocks for the channel. */
export const slackAlert = (view: AlertView): string => {
  const { words: w } = view;
  const outlets = view.outlets.map((one) => `• ${escaped(one.outlet)}: ${link(one)}`);
  const named = view.named.map(link).join(", ");
  const blocks = [
    header(view.heading),
    ...(view.sample ? [context(escaped(w.sampleNote))] : []),
    ...(view.notes.length > 0 ? [section(...view.notes.map(escaped))] : []),
    section(link(view.story), escaped(view.story.source)),
    ...view.entries.flatMap((entry) => entryBlocks(entry, view)),
    ...(outlets.length > 0
      ? [
          section(
            `*${escaped(w.otherOutlets)}*`,
            ...outlets,
            ...(view.moreOutlets > 0 ? [`• ${escaped(w.moreNamed(view.moreOutlets))}`] : []),
          ),
        ]
      : []),
    ...(named === "" ? [] : [context(`${escaped(w.alsoNamed)}: ${named}`)]),
    context(
      ...view.why.map(escaped),
      `${link({ text: w.open, href: view.dashboard })} · ${link({ text: w.unsubscribe, href: view.unsubscribe })}`,
    ),
  ];
  return message(view.subject, blocks);
};

/** The body of a test. */
export const slackTest = (subscription: Subscription): string => {
  const said = testMessage(subscription);
  return message(said, [section(escaped(said))]);
};

/** What an answer of Slack's means: its 404 (`no_service`, `no_team`, …) says for good that nobody takes messages there. */
export const slackResult = (result: SendResult): SendResult =>
  result.outcome === "failed" && result.status === 404 ? { ...result, outcome: "gone" } : result;

// Previews of every link would hide the message, and Slack would visit the page that ends the subscription.
const message = (text: string, blocks: readonly Block[]): string =>
  JSON.stringify({ text: escaped(clip(text, 300)), blocks, unfurl_links: false, unfurl_media: false });

const entryBlocks = (entry: EntryView, { words: w }: AlertView): readonly Block[] => {
  const { text, start, end } = entry.sentence;
  const surface = text.slice(start, end).trim();
  // A star beside a space or a star inside would not be bold but a star.
  const marked =
    surface === "" || surface.includes("*")
      ? escaped(text)
      : `${escaped(text.slice(0, start))}*${escaped(surface)}*${escaped(text.slice(end))}`;
  const { last } = entry;
  return [
    section(
      `*${link(entry)}*`,
      ...(entry.silence === undefined ? [] : [escaped(entry.silence)]),
      `>${marked}`,
      escaped(entry.from === undefined ? entry.certainty : `${entry.certainty} ${entry.from}`),
    ),
    ...(last === undefined ? [] : [context(`${escaped(w.lastSeen)}: ${link(last)}, ${escaped(last.source)}`)]),
  ];
};

const header = (text: string): Block => ({
  type: "header",
  text: { type: "plain_text", text: clip(text, SLACK_LIMITS.header), emoji: false },
});

/** Lines, as many as fit; the first always does. */
const section = (...lines: readonly string[]): Block => {
  let text = "";
  for (const line of lines) if (text.length + 1 + line.length <= SLACK_LIMITS.text) text += text === "" ? line : `\n${line}`;
  return { type: "section", text: mrkdwn(text) };
};

const context = (...texts: readonly string[]): Block => ({
  type: "context",
  elements: texts
    .filter((text) => text !== "" && text.length <= SLACK_LIMITS.text)
    .slice(0, SLACK_LIMITS.elements)
    .map(mrkdwn),
});

const mrkdwn = (text: string): Mrkdwn => ({ type: "mrkdwn", text, verbatim: true });

/** The three characters that Slack's markup gives a meaning to everywhere. */
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** `<url|text>` where there is a safe address; nothing in either can end it early. */
const link = ({ text, href }: Linked): string => {
  const url = address(href);
  const label = escaped(clip(text, 200).replaceAll("|", "¦"));
  return url === undefined || label === "" ? label : `<${url}|${label}>`;
};

/** A safe address in Slack's markup; none where its escapes make it longer than a line of text may be. */
const address = (href: string | undefined): string | undefined => {
  const url = httpLink(href, 1000);
  const marked = url && escaped(url.replaceAll("|", "%7C").replaceAll("<", "%3C").replaceAll(">", "%3E"));
  return marked !== undefined && marked.length <= 2000 ? marked : undefined;
};
