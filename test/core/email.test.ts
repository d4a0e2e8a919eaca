import * as fc from "fast-check";
import { parseDocument, DomUtils } from "htmlparser2";
import { describe, expect, it } from "vitest";
import type { Alert } from "../../lambdas/core/alert.ts";
import type { Gap } from "../../lambdas/core/gap.ts";
import type { AlertLinks } from "../../lambdas/core/email-view.ts";
import { alertMail, confirmationMail } from "../../lambdas/core/email.ts";
import type { Lang } from "../../lambdas/core/entity.ts";
import { aMatch, aMember, anAlert, aSubscription, watchedGap } from "../fixtures/alert.ts";

const links: AlertLinks = {
  unsubscribe: "https://vigia.example/unsubscribe/sub-1/token",
  manage: "https://vigia.example/manage/sub-1/token",
  dashboard: "https://vigia.example/",
  entity: (id) => `https://vigia.example/?entity=${id}`,
};
const mail = (alert: Alert = anAlert(), lang: Lang = "en", members = [aMember()], choice = {}) =>
  alertMail(alert, members, aSubscription({ lang, ...choice }), "reader@example.org", links);
const returning = (...gaps: readonly (Gap | undefined)[]) =>
  anAlert({
    matches: gaps.map((gap, n) =>
      aMatch({ entity: `e-${n}`, name: { en: `Name${n}`, es: `Nombre${n}` }, ...(gap === undefined ? {} : { gap }) }),
    ),
  });
const unobserved = { ...watchedGap, watchingSince: "2026-11-24T08:00:00.000Z", observed: false };
const { last: _, days: __, ...never } = unobserved;
const seen = (days: number): Gap => ({ ...watchedGap, days });

describe("the subject says what happened", () => {
  const topic = anAlert({ matches: [aMatch({ kind: "topic", name: { en: "fentanyl", es: "fentanilo" }, gap: watchedGap })] });
  const both = [
    aMatch({
      entity: "antony-blinken",
      name: { en: "Antony Blinken", es: "Antony Blinken" },
      gap: { ...seen(63), with: "arms-trafficking" },
    }),
    aMatch({
      entity: "arms-trafficking",
      kind: "topic",
      name: { en: "arms trafficking", es: "tráfico de armas" },
      gap: { ...seen(63), with: "antony-blinken" },
    }),
  ];
  const pair = anAlert({ matches: both, told: ["antony-blinken", "arms-trafficking"] });
  it.each<[string, Alert, string, string]>([
    ["one official", anAlert(), "Brian Nichols reappears after 412 days", "Brian Nichols vuelve a las noticias tras 412 días"],
    [
      "two together",
      pair,
      "Antony Blinken with arms trafficking, first time in 63 days",
      "Antony Blinken con tráfico de armas, por primera vez en 63 días",
    ],
    ["one day", returning(seen(1)), "Name0 reappears after 1 day", "Nombre0 vuelve a las noticias tras 1 día"],
    ["a topic", topic, "Back in the news after 412 days: fentanyl", "De vuelta en las noticias tras 412 días: fentanilo"],
    [
      "a silence that was not observed",
      returning(unobserved),
      "Name0 reappears; last known 412 days ago",
      "Nombre0 vuelve a las noticias; última vez conocida: hace 412 días",
    ],
    [
      "never before",
      returning(never),
      "Name0 appears for the first time since Vigía began watching",
      "Nombre0 aparece por primera vez desde que Vigía observa",
    ],
    [
      "two",
      returning(seen(412), seen(60)),
      "Name0 and Name1 reappear after 412 and 60 days",
      "Nombre0 y Nombre1 vuelven a las noticias tras 412 y 60 días",
    ],
    ["two, one not observed", returning(seen(412), unobserved), "Name0 and Name1 reappear", "Nombre0 y Nombre1 vuelven a las noticias"],
    [
      "many",
      returning(...Array.from({ length: 12 }, () => seen(40))),
      "Name0, Name1 and 10 more reappear",
      "Nombre0, Nombre1 y 10 más vuelven a las noticias",
    ],
    [
      "every story",
      anAlert({ trigger: "every", matches: [aMatch()] }),
      "Brian Nichols: Brian Nichols opens a forum on cooperation",
      "Brian Nichols: Brian Nichols opens a forum on cooperation",
    ],
    [
      "the sample",
      anAlert({ sample: true }),
      "[Sample] Brian Nichols reappears after 412 days",
      "[Muestra] Brian Nichols vuelve a las noticias tras 412 días",
    ],
  ])("%s", (_, alert, en, es) => {
    expect(mail(alert, "en").subject).toBe(en);
    expect(mail(alert, "es").subject).toBe(es);
  });
});

describe("the silence is told honestly", () => {
  it.each<[string, Gap, string, string]>([
    [
      "watched",
      watchedGap,
      "Back after 412 days (last seen 8 Oct 2025; we heard 94 % of the last 366 days).",
      "De vuelta tras 412 días (última aparición: 8 oct 2025; escuchamos el 94 % de los últimos 366 días).",
    ],
    [
      "not observed",
      unobserved,
      "First sighting since Vigía began watching on 24 Nov 2026; last known on 8 Oct 2025, 412 days before; silence not observed.",
      "Primera aparición desde que Vigía empezó a observar el 24 nov 2026; última aparición conocida: 8 oct 2025, 412 días antes; silencio no observado.",
    ],
    [
      "never before",
      never,
      "First sighting since Vigía began watching on 24 Nov 2026; no earlier sighting is known; silence not observed.",
      "Primera aparición desde que Vigía empezó a observar el 24 nov 2026; no se conoce ninguna aparición anterior; silencio no observado.",
    ],
    [
      "older than the watch",
      { ...watchedGap, watchingSince: "2026-10-15T12:00:00.000Z", listened: { days: 40, heard: 0.94 } },
      "Not seen in the 40 days we have listened (we heard 94 % of that time); last known on 8 Oct 2025, 412 days before.",
      "Sin aparecer en los 40 días que llevamos escuchando (escuchamos el 94 % de ese tiempo); última aparición conocida: 8 oct 2025, 412 días antes.",
    ],
    [
      "heard less well than the days asked for",
      { ...watchedGap, days: 90, listened: { days: 90, heard: 0.609 } },
      "Back after 90 days (last seen 8 Oct 2025; we heard 97 % of the last 30 days and 60 % of that time).",
      "De vuelta tras 90 días (última aparición: 8 oct 2025; escuchamos el 97 % de los últimos 30 días y el 60 % de ese tiempo).",
    ],
  ])("%s", (_, gap, en, es) => {
    for (const [lang, sentence] of [
      ["en", en],
      ["es", es],
    ] as const) {
      const { text, html } = mail(returning(gap), lang);
      expect(text).toContain(sentence);
      expect(DomUtils.textContent(parseDocument(html))).toContain(sentence);
    }
  });
});

const sure = (confidence: number, lang: Lang) => mail(anAlert({ matches: [aMatch({ confidence, gap: watchedGap })] }), lang).text;

describe("text and HTML", () => {
  const { text, html } = mail(
    anAlert({
      matches: [aMatch({ gap: watchedGap }), aMatch({ entity: "fentanyl", kind: "topic", name: { en: "fentanyl", es: "fentanilo" } })],
      more: 3,
    }),
  );
  const read = DomUtils.textContent(parseDocument(html));

  it("show the sentence with the surface marked, the evidence in words, and the sighting before", () => {
    expect(html).toMatch(/<blockquote[^>]*lang="en"><mark[^>]*>Brian Nichols<\/mark> opens a forum on cooperation<\/blockquote>/);
    expect(text).toContain("“*Brian Nichols* opens a forum on cooperation”");
    for (const part of [text, read]) expect(part).toContain("Certain: full name; in the headline.");
    expect(text).toContain(
      "Previous sighting: “Brian Nichols speaks at a university”, Border Example · 8 Oct 2025\nhttps://border.example/nichols",
    );
    expect(html).toContain('href="https://border.example/nichols"');
  });

  it("name the other outlets, who else is in it, why, and the way out", () => {
    for (const part of [text, read]) {
      expect(part).toContain("Frontera Ejemplo: Brian Nichols abre un foro de cooperación");
      expect(part).toContain("fentanyl");
      expect(part).toContain("and 3 more");
      expect(part).toContain("Your subscription “Officials” follows: everyone and everything in the article of 5 Oct 2023.");
      expect(part).toContain("after 30 days or more without a sighting");
    }
    expect(text).toContain(`Unsubscribe: ${links.unsubscribe}`);
    expect(html).toContain(`href="${links.unsubscribe}"`);
  });

  it.each([
    ["en", "Change or pause: ", "No alerts for:", "30 days"],
    ["es", "Cambiar o pausar: ", "Sin avisos por:", "30 días"],
  ] as const)("lead to the page to change or pause it, and to its buttons to snooze: %s", (lang, manage, label, days) => {
    const { text, html } = mail(anAlert(), lang);
    expect(text).toContain(`${manage}${links.manage}\n`);
    expect(text).toContain(`${label}\n- ${days.replace("30", "7")}\n  ${links.manage}?snooze=7\n- ${days}`);
    const shown = DomUtils.findAll((n) => n.name === "a", parseDocument(html).children).map((a) => [DomUtils.innerText(a), a.attribs.href]);
    expect(shown).toContainEqual([days, `${links.manage}?snooze=30`]);
    expect(shown).toContainEqual([manage.slice(0, -2), links.manage]);
  });

  it("say how sure: certain, probable, possible", () => {
    expect([0.9, 0.7, 0.69].map((c) => /(Certain|Probable|Possible): full name/.exec(sure(c, "en"))?.[1])).toEqual([
      "Certain",
      "Probable",
      "Possible",
    ]);
    expect([0.9, 0.7, 0.69].map((c) => /(Seguro|Probable|Posible): nombre/.exec(sure(c, "es"))?.[1])).toEqual([
      "Seguro",
      "Probable",
      "Posible",
    ]);
  });

  it("mark the sample in the body too", () => {
    const sample = mail(anAlert({ sample: true }));
    for (const part of [sample.text, sample.html]) expect(part).toContain("none of its stories happened");
    expect(html).not.toContain("none of its stories");
  });

  it("load nothing from anywhere and run nothing (E6)", () => {
    expect(html).not.toMatch(/<(img|script|iframe|link|object|svg)|\ssrc=|url\(|@import|\son\w+=/i);
    const anchors = DomUtils.findAll((n) => n.name === "a", parseDocument(html).children);
    expect(anchors.length).toBeGreaterThan(4);
    for (const a of anchors)
      expect(a.attribs).toMatchObject({ href: expect.stringMatching(/^https?:/), rel: "noopener noreferrer nofollow" });
  });
});

describe("headers", () => {
  it("offer one click to unsubscribe, and name the list and the alert (E4, E10)", () => {
    expect(mail().headers).toEqual({
      "List-Unsubscribe": "<https://vigia.example/unsubscribe/sub-1/token>",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      "List-Id": "Vigia <alerts.vigia.vigia.example>",
      "X-Entity-Ref-ID": "AbCdEfGhIjKlMnOpQrStUv",
    });
    expect(mail().to).toBe("reader@example.org");
  });
  it.each(["http://127.0.0.1:4321/", "http://localhost:4321/", "http://[::1]:4321/", "nonsense"])("name a list at %s", (dashboard) => {
    expect(alertMail(anAlert(), [], aSubscription(), "a@b.example", { ...links, dashboard }).headers["List-Id"]).toBe(
      "Vigia <alerts.vigia.localhost>",
    );
  });
  it.each(["javascript:x", "mailto:a@b.example", `https://vigia.example/${"x".repeat(990)}`, ""])(
    "refuse %s to unsubscribe at",
    (unsubscribe) => {
      expect(() => alertMail(anAlert(), [], aSubscription(), "a@b.example", { ...links, unsubscribe })).toThrow(RangeError);
    },
  );
});

describe("whatever feeds say", () => {
  const hostile = fc.string({
    unit: fc.constantFrom(
      "<",
      ">",
      "&",
      '"',
      "'",
      "\r\n",
      "\n",
      "\0",
      "\u0085",
      "\u2028",
      "\u202e",
      "\ud800",
      "Bcc:",
      "a",
      " ",
      "<script>",
      "é",
    ),
    minLength: 1,
    maxLength: 400,
  });
  const lines = mail(anAlert({ trigger: "every", matches: [aMatch()] }), "en", [aMember()]).text.split("\n").length - 2;
  it("stays on one line of subject, inside its own text node, and within the header rules", () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, fc.constantFrom("en" as const, "es" as const), (title, outlet, name, lang) => {
        const link = `javascript:${title}`;
        const alert = anAlert({
          id: `id${title}`,
          trigger: "every",
          story: { ...anAlert().story, title, outlet, link },
          matches: [aMatch({ title, outlet, link, name: { en: name, es: name }, sentence: { text: title, start: 0, end: 1 } })],
        });
        const made = mail(alert, lang, [aMember({ title, outlet: `other ${outlet}`, link })], { name });
        expect(made.subject).not.toMatch(/[\r\n\0\u0085\u2028\u2029\u202e]/);
        expect(made.subject.length).toBeLessThanOrEqual(160);
        for (const value of Object.values(made.headers)) expect(value).toMatch(/^[\x20-\x7e]{1,995}$/);
        expect(made.html).not.toMatch(/<script|javascript:/i);
        expect(made.text).not.toMatch(/[\r\0\u0085\u2028\u2029\u202e]/);
        expect(made.text.split("\n").length).toBe(lines);
        const tags = new Set(DomUtils.findAll(() => true, parseDocument(made.html).children).map((n) => n.name));
        for (const tag of tags)
          expect("html head meta title style body div p h1 h2 br span a blockquote mark ul li".split(" ")).toContain(tag);
      }),
    );
  });
});

describe("the confirmation", () => {
  const spam = aSubscription({ name: "Cheap pills at https://evil.example" });
  it.each(["en", "es"] as const)("asks to open a page, tells how long, and carries nothing the asker wrote (%s)", (lang) => {
    const made = confirmationMail({ ...spam, lang }, "reader@example.org", { confirm: "https://vigia.example/confirm/sub-1/token" });
    for (const part of [made.text, made.html]) {
      expect(part).toContain("https://vigia.example/confirm/sub-1/token");
      expect(part).toContain("48");
      expect(part).not.toContain("pills");
    }
    expect(made.subject).toBe(lang === "en" ? "Please confirm your alerts from Vigía" : "Confirme sus avisos de Vigía");
    expect(Object.keys(made.headers)).toEqual(["List-Id", "X-Entity-Ref-ID"]);
  });
});
