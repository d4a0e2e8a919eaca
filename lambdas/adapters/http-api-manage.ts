import type { Context } from "hono";
import { Hono } from "hono";
import { html } from "hono/html";
import { whyOf } from "../core/email-view.ts";
import type { Lang } from "../core/entity.ts";
import { manageWords } from "../core/manage-words.ts";
import type { ManageWords } from "../core/manage-words.ts";
import type { Subscription } from "../core/subscription.ts";
import { snoozes } from "../core/subscription-change.ts";
import { words } from "../core/words.ts";
import { day } from "../core/words-text.ts";
import type { ManageAction, Managed, Managing } from "../pipeline/manage.ts";
import { notFoundPage, page } from "./http-api-pages.ts";

/**
 * The page behind the link to manage a subscription. As with the other links of our mails, looking changes nothing, nothing submits
 * itself, and every button is a plain form: no script, no cookie, no redirect (reliability E2).
 */
export const manageRoutes = (manage: Managing): Hono => {
  const app = new Hono();
  const path = "/manage/:id/:token";
  const link = (c: Context): [id: string, token: string] => [c.req.param("id") ?? "", c.req.param("token") ?? ""];
  app.get(path, async (c) =>
    answer(
      c,
      await manage.look(...link(c)),
      snoozes.find((days) => String(days) === c.req.query("snooze")),
    ),
  );
  app.post(path, async (c) => {
    const { do: pressed, address } = await c.req.parseBody<Record<string, string | File>>();
    const action =
      pressed === "address" && typeof address === "string"
        ? ({ do: "address", address } as const)
        : actions.get(typeof pressed === "string" ? pressed : "");
    return answer(c, action === undefined ? await manage.look(...link(c)) : await manage.act(...link(c), action));
  });
  return app;
};

/** What the buttons send. */
const actions: ReadonlyMap<string, ManageAction> = new Map<string, ManageAction>([
  ...(["pause", "resume", "unsubscribe"] as const).map((what) => [what, { do: what }] as [string, ManageAction]),
  ...snoozes.map((days) => [`snooze-${days}`, { do: "snooze", days }] as [string, ManageAction]),
]);

const answer = (c: Context, managed: Managed | undefined, asked?: (typeof snoozes)[number]): Response | Promise<Response> => {
  // The same answer for a wrong token and an unknown subscription: nothing can be learned by trying.
  if (managed === undefined) return notFoundPage(c);
  const { subscription } = managed;
  const lang = subscription?.lang ?? "en";
  const w = manageWords[lang];
  if (subscription === undefined) return page(c, 200, lang, w.title, html`<p>${w.state.ended}</p>`);
  const { status, name } = subscription;
  const runs = status === "active" || status === "paused";
  const body = html`${name === undefined ? "" : html`<p class="name">${name}</p>`}
    <p role="status">${stateOf(subscription, w)}</p>
    ${
      runs && asked !== undefined
        ? html`<h2>${w.snoozeNow(asked)}</h2>
            <p>${w.nothingYet} ${w.pausing}</p>
            ${button(`snooze-${asked}`, w.snooze(asked))}`
        : ""
    }
    ${managed.address === undefined ? "" : html`<p role="alert">${w.address[managed.address]}</p>`} ${followed(managed, subscription, lang)}
    ${runs ? pauses(subscription, w, asked) : ""} ${runs && subscription.channel === "email" ? moving(w) : ""}
    ${
      status === "ended"
        ? ""
        : html`<h2>${w.headings.leave}</h2>
            <p>${w.leaving}</p>
            ${button("unsubscribe", w.unsubscribe, "quiet")}`
    }`;
  return page(c, 200, lang, w.title, body);
};

const stateOf = ({ status, until, reason, lang }: Subscription, { state }: ManageWords): string => {
  if (status === "paused") return state.paused(until === undefined ? undefined : day(until, lang));
  if (status === "disabled") return state.disabled(reason);
  return state[status];
};

const followed = ({ names }: Managed, subscription: Subscription, lang: Lang) => {
  const w = manageWords[lang];
  const { name: _, ...choice } = subscription;
  const chosen = [...(subscription.select.entities ?? []), ...(subscription.select.together ?? [])];
  return html`<h2>${w.follows}</h2>
    ${whyOf(choice, words[lang]).map((sentence) => html`<p>${sentence}</p>`)}
    ${
      chosen.length === 0
        ? ""
        : html`<ul aria-label="${w.entries}">
            ${chosen.map((id) => html`<li><a href="/?entity=${id}">${names.get(id)?.[lang] ?? id}</a></li>`)}
          </ul>`
    }`;
};

const pauses = ({ status }: Subscription, w: ManageWords, asked: number | undefined) =>
  html`<h2>${w.headings.pause}</h2>
    <p>${w.pausing}</p>
    ${status === "paused" ? button("resume", w.resume) : ""}
    ${snoozes.filter((days) => days !== asked).map((days) => button(`snooze-${days}`, w.snooze(days), "quiet"))}
    ${button("pause", w.pause, "quiet")}`;

const moving = (w: ManageWords) =>
  html`<h2>${w.headings.address}</h2>
    <p>${w.address.how}</p>
    <form method="post">
      <label for="address">${w.address.label}</label>
      <input id="address" name="address" type="email" autocomplete="email" maxlength="254" required />
      <button type="submit" name="do" value="address" class="quiet">${w.address.button}</button>
    </form>`;

const button = (value: string, label: string, look = "") =>
  html`<form method="post"><button type="submit" name="do" value="${value}" class="${look}">${label}</button></form>`;
