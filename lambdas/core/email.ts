import type { Alert } from "./alert.ts";
import type { Beside } from "./beside.ts";
import { digestView } from "./digest-view.ts";
import { alertHtml, confirmationHtml, digestHtml, welcomeHtml } from "./email-html.ts";
import { alertText, confirmationText, digestText, welcomeText } from "./email-text.ts";
import type { AlertLinks } from "./email-view.ts";
import { alertView } from "./email-view.ts";
import { confirmationView } from "./confirmation-view.ts";
import { httpLink } from "./html.ts";
import type { StoryMember } from "./story.ts";
import type { Subscription } from "./subscription.ts";
import type { HeldBack, LookBack, WelcomeView } from "./welcome-view.ts";
import { watchingView, welcomeView } from "./welcome-view.ts";
import { clip } from "./words-text.ts";

/** A mail ready to send. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** ASCII; at most 995 characters a value (SESv2 MessageHeader). */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The mail that tells an alert, in the subscription's language: what happened, the sentence, how sure, since when, who else
 * reports it, why the reader gets it, how to stop it. Text and HTML say the same. No remote content (reliability E4–E6). The other
 * subscriptions `beside` it that the story meets are told and named along with it; the headers' link is that of `subscription`.
 * Throws RangeError if the unsubscribe link is no http(s) address of at most 990 characters.
 */
export const alertMail = (
  alert: Alert,
  members: readonly StoryMember[],
  subscription: Subscription,
  to: string,
  links: AlertLinks,
  beside: readonly Beside[] = [],
): Mail => {
  const view = alertView(alert, members, subscription, links, beside);
  return {
    to,
    subject: clip(view.subject, SUBJECT_LIMIT),
    text: alertText(view),
    html: alertHtml(view),
    headers: unsubscribing(links, alert.id),
  };
};

/** The headers of a mail that its reader can stop; `id` says which mail it is. Throws RangeError as {@link alertMail} does. */
export const unsubscribing = (links: Pick<AlertLinks, "unsubscribe" | "dashboard">, id: string): Mail["headers"] => ({
  // RFC 8058: mail programs offer one-click unsubscribing only with both.
  "List-Unsubscribe": `<${headerLink(links.unsubscribe)}>`,
  "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  "List-Id": listId(links.dashboard),
  // A mail whose first send had an unknown result may come twice; this tells that it is the same one (E10).
  "X-Entity-Ref-ID": headerText(id),
});

/**
 * The mail that tells several alerts at once, in the subscription's language: who reappeared, then the stories by entity, at most
 * 50, each with its sentence, outlet, time and link. `id` is the digest's. Throws as {@link alertMail} does.
 */
export const digestMail = (id: string, alerts: readonly Alert[], subscription: Subscription, to: string, links: AlertLinks): Mail => {
  const view = digestView(alerts, subscription, links);
  return {
    to,
    subject: clip(view.subject, SUBJECT_LIMIT),
    text: digestText(view),
    html: digestHtml(view),
    headers: unsubscribing(links, id),
  };
};

/** The first mail after somebody confirmed: who was last seen when, and what they will get. Throws as {@link alertMail} does. */
export const welcomeMail = (facts: LookBack, subscription: Subscription, to: string, links: AlertLinks): Mail =>
  lookBackMail(welcomeView(facts, subscription, links), to, unsubscribing(links, `welcome-${subscription.id}`));

/**
 * The mail of a week in which there was nothing to tell: that Vigía is watching, what it heard, who was last seen when, what was held
 * back. `id` is the
 * delivery's. Throws as {@link alertMail} does.
 */
export const watchingMail = (
  id: string,
  { facts, held }: { readonly facts: LookBack; readonly held: readonly HeldBack[] },
  subscription: Subscription,
  to: string,
  links: AlertLinks,
): Mail => lookBackMail(watchingView(facts, held, subscription, links), to, unsubscribing(links, `${id}-${subscription.id}`));

const lookBackMail = (view: WelcomeView, to: string, headers: Mail["headers"]): Mail => ({
  to,
  subject: view.subject,
  text: welcomeText(view),
  html: welcomeHtml(view),
  headers,
});

/**
 * The only mail that goes to an address before its owner agreed (reliability E1). It carries nothing that whoever asked
 * could have written: neither the subscription's name nor any news.
 */
export const confirmationMail = (subscription: Subscription, to: string, links: { readonly confirm: string }): Mail => {
  const view = confirmationView(subscription, links.confirm);
  return {
    to,
    subject: view.subject,
    text: confirmationText(view),
    html: confirmationHtml(view),
    headers: { "List-Id": listId(links.confirm), "X-Entity-Ref-ID": headerText(`confirmation-${subscription.id}`) },
  };
};

const SUBJECT_LIMIT = 160;

const headerLink = (raw: string): string => {
  const link = httpLink(raw, 990);
  if (link === undefined || /[^\x21-\x7e]|[<>]/.test(link))
    throw new RangeError("a list header needs an http(s) address of at most 990 characters");
  return link;
};

const headerText = (raw: string): string => raw.replace(/[^\x20-\x7e]/g, "").slice(0, 995);

/** RFC 2919: below the host that sends, or below `localhost` where there is no name to be below of. */
const listId = (address: string): string => {
  const host = URL.parse(address)?.hostname ?? "";
  return `Vigia <alerts.vigia.${/^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/.test(host) && host.length <= 200 ? host : "localhost"}>`;
};
