import type { Endpoint } from "./endpoint.ts";
import type { Mail } from "./email.ts";
import { unsubscribing } from "./email.ts";
import { ownerHtml } from "./email-html.ts";
import { ownerText } from "./email-text.ts";
import type { Subscription } from "./subscription.ts";
import type { Lang } from "./entity.ts";
import type { Words } from "./wording.ts";
import { words } from "./words.ts";
import { clip, moment } from "./words-text.ts";

/** What the mail to the owner of a webhook in trouble says. */
export interface OwnerView {
  readonly lang: Lang;
  readonly words: Words;
  readonly subject: string;
  readonly sentences: readonly string[];
  readonly whyYou: string;
  readonly unsubscribe: string;
  readonly dashboard: string;
}

/**
 * The mail to the owner of a webhook that its endpoint is failing, or was switched off, in the webhook subscription's language. It
 * carries neither the endpoint's address nor what it answered. `unsubscribe` ends the confirmed subscription that lets us
 * mail this address. Throws RangeError as `alertMail` does.
 */
export const ownerMail = (
  kind: "failing" | "disabled",
  endpoint: Endpoint,
  subscription: Subscription,
  to: string,
  links: { readonly unsubscribe: string; readonly dashboard: string },
): Mail => {
  const { lang, name, id } = subscription;
  const w = words[lang];
  const said = w.endpoint;
  const about = said[kind === "failing" ? "failing" : endpoint.off === "gone" ? "gone" : "disabled"];
  const since = moment(new Date(endpoint.failingSince ?? 0).toISOString(), lang);
  const view: OwnerView = {
    lang,
    words: w,
    subject: about.subject,
    sentences: [about.happened(since), said.which(name === undefined || name.trim() === "" ? undefined : clip(name, 120), id), about.next],
    whyYou: said.whyYou,
    unsubscribe: links.unsubscribe,
    dashboard: links.dashboard,
  };
  return {
    to,
    subject: view.subject,
    text: ownerText(view),
    html: ownerHtml(view),
    headers: unsubscribing(links, `${kind}-${endpoint.trouble}-${id}`),
  };
};
