import { describe, expect, it } from "vitest";
import { parseDocument, DomUtils } from "htmlparser2";
import type { Alert } from "../../lambdas/core/alert.ts";
import type { Gap } from "../../lambdas/core/gap.ts";
import { alertMail, confirmationMail } from "../../lambdas/core/email.ts";
import type { EntityKind, Lang } from "../../lambdas/core/entity.ts";
import type { Evidence } from "../../lambdas/core/match.ts";
import type { Subscription } from "../../lambdas/core/subscription.ts";
import { aMatch, aMember, anAlert, aSubscription, watchedGap } from "../fixtures/alert.ts";

/** Data that belongs to neither language, so that every word left in a mail is Vigía's own. */
const data = { title: "Xx1", outlet: "Xx2", link: "https://xx.example/" };
const last = { ...watchedGap.last, ...data };
const { days: _, last: __, ...known } = watchedGap;
const never: Gap = { ...known, watchingSince: "2026-11-24T08:00:00.000Z", observed: false };
const gaps: readonly Gap[] = [
  { ...watchedGap, last },
  { ...watchedGap, last, days: 1 },
  { ...watchedGap, last, watchingSince: "2026-10-15T12:00:00.000Z" },
  { ...watchedGap, last, watchingSince: "2026-11-23T12:00:00.000Z" },
  { ...watchedGap, last, watchingSince: "2026-11-24T08:00:00.000Z", observed: false },
  { ...watchedGap, last, listened: { days: 412, heard: 0.7 } },
  { ...watchedGap, last, with: "xx", heard: 0.8 },
  { ...never, observed: true },
  { ...never, with: "xx", observed: true },
  never,
];
const evidences: readonly Evidence[] = ["name", "surname", "title", "context", "office", "holder"];
const kinds: readonly EntityKind[] = ["official", "office", "organization", "topic"];
const one = (kind: EntityKind, evidence: Evidence, gap?: Gap, confidence = 0.95) =>
  aMatch({
    ...data,
    entity: `e-${kind}-${evidence}`,
    kind,
    evidence: [evidence],
    confidence,
    name: { en: "Xx3", es: "Xx3" },
    sentence: { text: "Xx1", start: 0, end: 3 },
    prominence: ({ 0.95: "headline", 0.8: "lead" } as const)[confidence] ?? "passing",
    ...(gap === undefined ? {} : { gap }),
  });

const story = { ...anAlert().story, ...data };
const alerts: readonly Alert[] = [
  ...kinds.flatMap((kind) => gaps.map((gap) => anAlert({ story, matches: [one(kind, "name", gap)] }))),
  ...kinds.map((kind) => anAlert({ trigger: "every", story, matches: evidences.map((e) => one(kind, e)), more: 4, sample: true })),
  anAlert({ story, matches: [one("official", "name", gaps[0]), one("topic", "name", gaps[0]), one("office", "holder")] }),
  anAlert({ story: { ...story, lang: "es" }, matches: evidences.map((e) => one("official", e, gaps[0], 0.8)) }),
  anAlert({ trigger: "every", story, matches: [one("topic", "name", undefined, 0.4)] }),
];
const choices: readonly Partial<Subscription>[] = [
  { select: { lists: ["article", "successors", "former-holders", "xx"], entities: ["xx"] }, trigger: "every" },
  { select: { kinds: [...kinds], entities: ["xx", "xy"] }, silenceDays: 1, prominence: "headline-or-lead" },
  { select: { together: ["xx", "xy"] }, prominence: undefined },
];
const members = Array.from({ length: 11 }, (_, n) => aMember({ ...data, outlet: `Xx${n}`, entities: ["e-1", "e-2"] }));
const links = {
  unsubscribe: "https://xx.example/",
  manage: "https://xx.example/",
  dashboard: "https://xx.example/",
  entity: () => "https://xx.example/",
};

/** Every word of every mail in a language, in lower case. */
const wordsOf = (lang: Lang): ReadonlySet<string> => {
  const made = [
    ...alerts.flatMap((alert) =>
      choices.map((choice) => alertMail(alert, members, aSubscription({ name: "Xx4", ...choice, lang }), "x@xx.example", links)),
    ),
    ...choices.map((choice) => confirmationMail(aSubscription({ ...choice, lang }), "x@xx.example", { confirm: "https://xx.example/" })),
    alertMail(
      anAlert({ story, matches: [one("official", "name", gaps[0])] }),
      [aMember({ ...data, entities: ["xx"] })],
      unnamed(lang),
      "x@xx.example",
      links,
    ),
  ];
  const texts = made.flatMap(({ subject, text, html }) => {
    const document = parseDocument(html);
    const style = DomUtils.findOne((n) => n.name === "style", document.children);
    if (style !== null) DomUtils.removeElement(style);
    return [subject, text, DomUtils.innerText(document).replace(/\s+/g, " ")];
  });
  return new Set(
    texts
      .join("\n")
      .replaceAll("https://xx.example/", "")
      .replaceAll(/\?(snooze=|story=\S*)/g, "")
      .toLowerCase()
      .match(/\p{L}+/gu)
      ?.filter((w) => !w.startsWith("xx")),
  );
};
const unnamed = (lang: Lang): Subscription => {
  const { name: _, ...rest } = aSubscription({ lang });
  return rest;
};

describe("words", () => {
  it("mix no English into Spanish mails, nor the other way round", () => {
    const [en, es] = [wordsOf("en"), wordsOf("es")];
    expect([en.size, es.size].every((n) => n > 100)).toBe(true);
    // What both languages write alike: the name, months and words that are the same.
    expect([...es].filter((word) => en.has(word)).toSorted()).toEqual(["a", "no", "nov", "oct", "probable", "vigía"]);
  });

  it("are accented Spanish", () => {
    const es = wordsOf("es");
    for (const word of ["día", "días", "última", "más", "aparición", "página"]) expect(es).toContain(word);
    for (const word of ["dia", "dias", "ultima", "mas", "aparicion", "pagina"]) expect(es).not.toContain(word);
  });
});
