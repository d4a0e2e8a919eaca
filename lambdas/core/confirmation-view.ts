import type { Lang } from "./entity.ts";
import { whyOf } from "./email-view.ts";
import type { Subscription } from "./subscription.ts";
import type { Words } from "./wording.ts";
import { words } from "./words.ts";

/** What the confirmation's mail says. */
export interface ConfirmationView {
  readonly lang: Lang;
  readonly words: Words;
  readonly subject: string;
  readonly wants: readonly string[];
  readonly confirm: string;
}

export const confirmationView = (subscription: Subscription, confirm: string): ConfirmationView => {
  const w = words[subscription.lang];
  const { name: _, ...choice } = subscription;
  return { lang: subscription.lang, words: w, subject: w.subject.confirm, wants: whyOf(choice, w), confirm };
};
