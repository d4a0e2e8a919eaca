import type { Context } from "hono";
import { Hono } from "hono";
import { html } from "hono/html";
import type { Lang } from "../core/entity.ts";
import type { Consent, Consenting } from "../pipeline/consent.ts";
import { clientOf } from "./http-api-client.ts";

/**
 * The pages behind the links of our mails. Looking (GET, HEAD) never changes anything and nothing submits itself, so
 * scanners that follow links do no harm (reliability E1, E2); the POST needs no cookie and never redirects (RFC 8058).
 */
export const pageRoutes = (consent: Consenting): Hono => {
  const app = new Hono();
  for (const purpose of ["confirm", "address", "unsubscribe"] as const) {
    const path = `/${purpose}/:id/:token`;
    app.get(path, async (c) => answer(c, purpose, await consent.look(purpose, ...link(c))));
    app.post(path, async (c) => answer(c, purpose, await consent[purpose](...link(c), clientOf(c))));
  }
  app.get("/page.css", (c) => c.body(style, 200, { "Content-Type": "text/css; charset=utf-8", "Cache-Control": "public, max-age=3600" }));
  return app;
};

/** The answer to an address that leads nowhere; it says so in both languages. */
export const notFoundPage = (c: Context): Response | Promise<Response> => bilingual(c, 404, "lost");

/** The answer when something of ours broke; the link that was followed stays good. */
export const failurePage = (c: Context): Response | Promise<Response> => bilingual(c, 500, "broken");

/** The answer to a button that was pressed too often; the link stays good. */
export const busyPage = (c: Context): Response | Promise<Response> => bilingual(c, 429, "busy");

const bilingual = (c: Context, status: 404 | 429 | 500, what: "lost" | "busy" | "broken"): Response | Promise<Response> =>
  page(
    c,
    status,
    "en",
    words.en[what].title,
    html`<p>${words.en[what].text}</p>
      <p lang="es">${words.es[what].text}</p>
      <p><a href="/">Vigía</a></p>`,
  );

const link = (c: Context): [id: string, token: string] => [c.req.param("id") ?? "", c.req.param("token") ?? ""];

type Purpose = "confirm" | "address" | "unsubscribe";

const answer = (c: Context, purpose: Purpose, consent: Consent | undefined): Response | Promise<Response> => {
  // The same answer for a wrong token and an unknown subscription: nothing can be learned by trying.
  if (consent === undefined) return notFoundPage(c);
  const lang = consent.subscription?.lang ?? "en";
  const { title, text, button } = say(lang, purpose, consent.state);
  const name = consent.subscription?.name;
  const body = html`${name === undefined ? "" : html`<p class="name">${name}</p>`}
    <p>${text}</p>
    ${
      button === undefined
        ? ""
        : html`<form method="post">
            <button type="submit">${button}</button>
          </form>`
    }`;
  return page(c, consent.state === "too-late" ? 410 : 200, lang, title, body);
};

/** A page of ours, for one person: in no cache and no index, with our own style and no script. */
export const page = (
  c: Context,
  status: 200 | 400 | 404 | 410 | 429 | 500,
  lang: Lang,
  title: string,
  body: unknown,
): Response | Promise<Response> => {
  c.header("Cache-Control", "no-store");
  // Tokens are in these addresses: no crawler may keep them.
  c.header("X-Robots-Tag", "noindex");
  return c.html(
    html`<!doctype html>
      <html lang="${lang}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>${title} · Vigía</title>
          <link rel="stylesheet" href="/page.css" />
        </head>
        <body>
          <main>
            <p class="brand">Vigía</p>
            <h1>${title}</h1>
            ${body}
          </main>
        </body>
      </html>`,
    status,
  );
};

interface Text {
  readonly title: string;
  readonly text: string;
  /** The label of the one button; absent where there is nothing to press. */
  readonly button?: string;
}
interface Words {
  readonly confirm: Record<Consent["state"], Text>;
  readonly address: Record<Consent["state"], Text>;
  readonly unsubscribe: Record<"waiting" | "done", Text>;
  readonly lost: Text;
  readonly busy: Text;
  readonly broken: Text;
}

const say = (lang: Lang, purpose: Purpose, state: Consent["state"]): Text =>
  purpose === "unsubscribe" ? words[lang].unsubscribe[state === "waiting" ? "waiting" : "done"] : words[lang][purpose][state];

const words: Record<Lang, Words> = {
  en: {
    confirm: {
      waiting: {
        title: "Confirm your alerts",
        text: "Someone asked Vigía to send alerts to your address. Press the button if it was you; otherwise do nothing, and you will not hear from us again.",
        button: "Yes, send me alerts",
      },
      done: { title: "Your alerts are on", text: "You can close this page. Every mail has a link to stop." },
      "too-late": {
        title: "This link has expired",
        text: "Confirmation links are good for 48 hours and once only. Subscribe again to get a new one.",
      },
    },
    address: {
      waiting: {
        title: "Send the alerts here?",
        text: "Someone wants these alerts to come to your address from now on. Press the button if it was you; otherwise do nothing, and nothing changes.",
        button: "Yes, send them here",
      },
      done: { title: "The alerts come here now", text: "If they are paused, they stay so. You can close this page." },
      "too-late": {
        title: "This link is no longer good",
        text: "It holds for 48 hours, and only the last one counts. Ask again on the page that the mails call “Change or pause”.",
      },
    },
    unsubscribe: {
      waiting: {
        title: "Stop these alerts?",
        text: "Nothing has changed yet. Press the button and no more alerts of this subscription are sent.",
        button: "Stop the alerts",
      },
      done: { title: "You are unsubscribed", text: "No more alerts of this subscription are sent. You can close this page." },
    },
    lost: { title: "Nothing here", text: "This address leads nowhere. If it came from a mail, copy it again as a whole." },
    busy: {
      title: "Too often",
      text: "Nothing has changed: buttons were pressed too often from your network. Please try again in an hour at the latest.",
    },
    broken: {
      title: "Something went wrong here",
      text: "It is not certain that anything changed: please open the same link again in a minute.",
    },
  },
  es: {
    confirm: {
      waiting: {
        title: "Confirme sus avisos",
        text: "Alguien pidió que Vigía envíe avisos a su dirección. Presione el botón si fue usted; si no, no haga nada y no volverá a saber de nosotros.",
        button: "Sí, envíenme avisos",
      },
      done: { title: "Sus avisos están activos", text: "Puede cerrar esta página. Cada correo trae un enlace para dejar de recibirlos." },
      "too-late": {
        title: "Este enlace ya venció",
        text: "Los enlaces de confirmación valen 48 horas y una sola vez. Vuelva a suscribirse para recibir otro.",
      },
    },
    address: {
      waiting: {
        title: "¿Enviar los avisos aquí?",
        text: "Alguien quiere que estos avisos lleguen a su dirección de ahora en adelante. Presione el botón si fue usted; si no, no haga nada y nada cambia.",
        button: "Sí, envíenlos aquí",
      },
      done: { title: "Los avisos llegan aquí ahora", text: "Si están en pausa, siguen así. Puede cerrar esta página." },
      "too-late": {
        title: "Este enlace ya no vale",
        text: "Vale 48 horas, y solo cuenta el último. Pida otro en la página que los correos llaman «Cambiar o pausar».",
      },
    },
    unsubscribe: {
      waiting: {
        title: "¿Dejar de recibir estos avisos?",
        text: "Todavía no ha cambiado nada. Presione el botón y no se enviarán más avisos de este seguimiento.",
        button: "Dejar de recibirlos",
      },
      done: { title: "Ya no recibirá estos avisos", text: "No se enviarán más avisos de este seguimiento. Puede cerrar esta página." },
    },
    lost: {
      title: "Aquí no hay nada",
      text: "Esta dirección no lleva a ninguna parte. Si venía en un correo, cópiela otra vez completa.",
    },
    busy: {
      title: "Demasiadas veces",
      text: "No ha cambiado nada: desde su red se presionaron botones demasiadas veces. Inténtelo otra vez, a más tardar en una hora.",
    },
    broken: { title: "Algo falló aquí", text: "No es seguro que algo haya cambiado: abra el mismo enlace otra vez en un minuto." },
  },
};

const style = `:root { color-scheme: light dark; --ink: #1d2433; --paper: #f6f4ef; --card: #fff; --accent: #8a3b12; --line: #ddd6c8 }
@media (prefers-color-scheme: dark) { :root { --ink: #e9e6df; --paper: #14171f; --card: #1d222d; --accent: #f0a878; --line: #343b4a } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 system-ui, sans-serif }
main { max-width: 32rem; margin: 12vh auto 4rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; box-sizing: border-box }
.brand { margin: 0; font-weight: 700; color: var(--accent) }
h1 { margin: .25rem 0 1rem; font-size: 1.5rem; line-height: 1.25 }
.name { margin: 0 0 .5rem; font-weight: 600; overflow-wrap: anywhere }
button { font: inherit; font-weight: 600; padding: .7rem 1.4rem; border: 0; border-radius: 8px; background: var(--accent); color: var(--card); cursor: pointer }
h2 { margin: 1.5rem 0 .5rem; font-size: 1.125rem; line-height: 1.3 }
form { margin: .5rem 0 }
label { display: block }
input { font: inherit; width: 100%; box-sizing: border-box; margin: .25rem 0 .5rem; padding: .6rem .75rem; border: 1px solid var(--ink); border-radius: 8px; background: var(--paper); color: var(--ink) }
button.quiet { background: none; color: var(--accent); box-shadow: inset 0 0 0 2px var(--accent) }
ul { padding-left: 1.25rem; overflow-wrap: anywhere }
button:focus-visible, input:focus-visible, a:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px }
a { color: var(--accent) }
@media (max-width: 30rem) { main { margin: 0; min-height: 100vh; border: 0; border-radius: 0; padding: 1.5rem } button { width: 100% } }
`;
