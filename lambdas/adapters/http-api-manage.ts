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
import type { Meant } from "../pipeline/not-this.ts";
import { NotThisMatch } from "../core/not-this-operations.ts";
import type { ManageAction, Managed, Managing } from "../pipeline/manage.ts";
import { clientOf } from "./http-api-client.ts";
import { notFoundPage, page } from "./http-api-pages.ts";

/**
 * The page behind the link to manage a subscription. As with the other links of our mails, looking changes nothing, nothing submits
 * itself, and every button is a plain form: no script, no cookie, no redirect (reliability E2).
 */
export const manageRoutes = (manage: Managing): Hono => {
  const app = new Hono();
  const path = "/manage/:id/:token";
  const link = (c: Context): [id: string, token: string] => [c.req.param("id") ?? "", c.req.param("token") ?? ""];
  app.get(path, async (c) => {
    const [snooze, meant] = [snoozes.find((days) => String(days) === c.req.query("snooze")), meantBy(c.req.query())];
    return answer(c, await manage.look(...link(c), meant !== undefined), {
      ...(snooze !== undefined && { snooze }),
      ...(meant && { meant }),
    });
  });
  app.post(path, async (c) => {
    const action = actionOf(await formOf(c));
    return answer(c, action === undefined ? await manage.look(...link(c)) : await manage.act(...link(c), action, clientOf(c)));
  });
  return app;
};

/** What was pressed; nothing where the body is no form. */
const formOf = async (c: Context): Promise<Record<string, string | File>> => {
  try {
    return await c.req.parseBody<Record<string, string | File>>();
  } catch (error) {
    if (error instanceof TypeError) return {};
    throw error;
  }
};

const actionOf = (form: Readonly<Record<string, string | File>>): ManageAction | undefined => {
  const { do: pressed, address } = form;
  if (typeof pressed !== "string") return undefined;
  if (pressed === "address") return typeof address === "string" ? { do: pressed, address } : undefined;
  const meant = meantBy(form);
  if (pressed === "not-this" || pressed === "undo") return meant && { do: pressed, meant };
  return actions.get(pressed);
};

/** What the plain buttons send. */
const actions: ReadonlyMap<string, ManageAction> = new Map<string, ManageAction>([
  ...(["pause", "resume", "unsubscribe"] as const).map((what) => [what, { do: what }] as [string, ManageAction]),
  ...snoozes.map((days) => [`snooze-${days}`, { do: "snooze", days }] as [string, ManageAction]),
]);

/** What a link asks about; its page has the button. */
interface Asked {
  readonly snooze?: (typeof snoozes)[number];
  readonly meant?: Meant;
}

/** Story and entity, as an address or a form names them. */
const meantBy = ({ story, entity }: Readonly<Record<string, unknown>>): Meant | undefined => {
  const read = NotThisMatch.safeParse({ story, entity });
  return read.success ? read.data : undefined;
};

const answer = (c: Context, managed: Managed | undefined, { snooze: asked, meant }: Asked = {}): Response | Promise<Response> => {
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
    ${runs && meant !== undefined ? doubted(meant, managed, lang) : ""}
    ${managed.address === undefined ? "" : html`<p role="alert">${w.address[managed.address]}</p>`} ${followed(managed, subscription, lang)}
    ${runs ? pauses(subscription, w, asked) : ""} ${runs && subscription.channel === "email" ? moving(w) : ""} ${said(managed, lang)}
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
  if (status === "paused") return state.paused(until === undefined ? undefined : day(until, lang), reason);
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

const doubted = (meant: Meant, { names, notThis }: Managed, lang: Lang) => {
  const w = manageWords[lang].notThis;
  if (notThis.some((one) => one.entity === meant.entity && one.storyId === meant.story)) return "";
  return html`<h2>${w.ask(names.get(meant.entity)?.[lang] ?? meant.entity)}</h2>
    <p>${manageWords[lang].nothingYet} ${w.means}</p>
    ${button("not-this", w.button, "", meant)}`;
};

const said = ({ names, notThis }: Managed, lang: Lang) => {
  const w = manageWords[lang].notThis;
  if (notThis.length === 0) return "";
  return html`<h2>${w.heading}</h2>
    <ul>
      ${notThis.map(
        ({ entity, storyId, title, lang: told }) =>
          html`<li>
            ${names.get(entity)?.[lang] ?? entity}: <span lang="${told}">${title}</span>
            ${button("undo", w.undo, "quiet", { story: storyId, entity })}
          </li>`,
      )}
    </ul>`;
};

const moving = (w: ManageWords) =>
  html`<h2>${w.headings.address}</h2>
    <p>${w.address.how}</p>
    <form method="post">
      <label for="address">${w.address.label}</label>
      <input id="address" name="address" type="email" autocomplete="email" maxlength="254" required />
      <button type="submit" name="do" value="address" class="quiet">${w.address.button}</button>
    </form>`;

const button = (value: string, label: string, look = "", about: Partial<Meant> = {}) =>
  html`<form method="post">
    ${Object.entries(about).map(([name, one]) => html`<input type="hidden" name="${name}" value="${one}" />`)}
    <button type="submit" name="do" value="${value}" class="${look}">${label}</button>
  </form>`;
