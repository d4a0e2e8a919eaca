import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import type { AlertMatch } from "../../lambdas/core/alert.ts";
import { alertView } from "../../lambdas/core/email-view.ts";
import { slackAlert, slackResult, slackTest } from "../../lambdas/core/slack.ts";
import { retractionOf } from "../../lambdas/core/alert.ts";
import { aMatch, aMember, anAlert, aSubscription, watchedGap } from "../fixtures/alert.ts";

// The limits as Slack documents them (docs.slack.dev/reference/block-kit/blocks), written down a second time.
const mrkdwn = z.strictObject({
  type: z.literal("mrkdwn"),
  text: z.string().check(z.minLength(1), z.maxLength(3000)),
  verbatim: z.literal(true),
});
const Message = z.strictObject({
  text: z.string().check(z.minLength(1), z.maxLength(4000)),
  blocks: z
    .array(
      z.discriminatedUnion("type", [
        z.strictObject({
          type: z.literal("header"),
          text: z.strictObject({
            type: z.literal("plain_text"),
            text: z.string().check(z.minLength(1), z.maxLength(150)),
            emoji: z.boolean(),
          }),
        }),
        z.strictObject({ type: z.literal("section"), text: mrkdwn }),
        z.strictObject({ type: z.literal("context"), elements: z.array(mrkdwn).check(z.minLength(1), z.maxLength(10)) }),
      ]),
    )
    .check(z.minLength(1), z.maxLength(50)),
  unfurl_links: z.literal(false),
  unfurl_media: z.literal(false),
});

/** Every piece of markup in it is a link of ours: `<http…|text>`, and no character of Slack's stands alone. */
const faultIn = (text: string): string | undefined => {
  const rest = text
    .replace(/<https?:\/\/[^<>|\s]+\|[^<>|\n]+>/g, "link")
    .replace(/&(amp|lt|gt);/g, "")
    .replace(/^>/gm, "");
  return /[<>&]/.test(rest) ? rest : undefined;
};

const links = {
  unsubscribe: "https://vigia.example/unsubscribe/sub-1/token",
  manage: "https://vigia.example/manage/sub-1/token",
  dashboard: "https://vigia.example/",
  entity: (id: string) => `https://vigia.example/?entity=${id}`,
};
const read = (body: string) => {
  const message = Message.parse(JSON.parse(body));
  const texts = message.blocks.flatMap((block) =>
    block.type === "context" ? block.elements.map(({ text }) => text) : block.type === "section" ? [block.text.text] : [],
  );
  return { ...message, texts };
};

describe("an alert in Slack", () => {
  it("tells who is back, with sentence, silence and links, in the subscription's language", () => {
    for (const lang of ["en", "es"] as const) {
      const { text, blocks, texts } = read(slackAlert(alertView(anAlert(), [aMember()], aSubscription({ lang }), links)));
      const heading = lang === "en" ? "Brian Nichols reappears after 412 days" : "Brian Nichols vuelve a las noticias tras 412 días";
      expect([text, blocks[0]]).toEqual([heading, { type: "header", text: { type: "plain_text", text: heading, emoji: false } }]);
      expect(texts[0]).toMatch(/^<https:\/\/ledger\.example\/nichols\|Brian Nichols opens a forum on cooperation>\n/);
      expect(texts[1]).toContain("*<https://vigia.example/?entity=brian-nichols|Brian Nichols>*");
      expect(texts[1]).toContain(">*Brian Nichols* opens a forum");
      expect(texts.join("\n")).toContain("<https://frontera.example/nichols|Brian Nichols abre un foro de cooperación>");
      expect(texts.at(-1)).toContain("https://vigia.example/unsubscribe/sub-1/token");
    }
  });

  it("keeps Slack's limits and lets no text make markup, whatever the feeds say", () => {
    const piece = fc.constantFrom(
      "a",
      " ",
      "漢",
      "🇲🇽",
      "<",
      ">",
      "&",
      "|",
      "*",
      "_",
      "`",
      "<!channel>",
      "<@U1>",
      "&lt;",
      "\n>",
      "http://x|y>",
      "\ud800",
      "\u202e",
    );
    const text = fc.string({ unit: piece, minLength: 1, maxLength: 4000 });
    const link = fc.string({ unit: piece, maxLength: 400 }).map((s) => `https://x.example/${s}?a=1&b=2`);
    const match = fc.record({ text, title: text, outlet: text, link, at: fc.nat(100) }).map((r): AlertMatch =>
      aMatch({
        name: { en: r.outlet, es: r.title },
        sentence: { text: r.text, start: Math.min(r.at, r.text.length), end: Math.min(r.at + 50, r.text.length) },
        title: r.title,
        outlet: r.outlet,
        link: r.link,
        gap: { ...watchedGap, last: { ...watchedGap.last, title: r.title, link: r.link, outlet: r.outlet } },
      }),
    );
    const member = fc.record({ title: text, outlet: text, link }).map(aMember);
    fc.assert(
      fc.property(
        fc.array(match, { minLength: 1, maxLength: 20, size: "max" }),
        fc.array(member, { maxLength: 12, size: "max" }),
        text,
        fc.constantFrom("en" as const, "es" as const),
        fc.boolean(),
        (matches, members, name, lang, sample) => {
          const story = { ...anAlert().story, title: matches[0]!.title, link: matches[0]!.link! };
          const alert = anAlert({ matches, story, more: 3, ...(sample && { sample }) });
          const { texts, text: fallback } = read(slackAlert(alertView(alert, members, aSubscription({ name, lang }), links)));
          for (const one of [...texts, fallback]) expect([one, faultIn(one)]).toEqual([one, undefined]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("the check above sees what would be markup", () => {
    for (const bad of ["<!channel>", "<https://a.example|x|y>", "a & b", "<https://a.example|x>>", "<javascript:x|y>"])
      expect([bad, faultIn(bad)]).not.toEqual([bad, undefined]);
  });

  it("links to no address that is not http(s)", () => {
    const alert = anAlert({
      matches: [aMatch({ link: "javascript:alert(1)" })],
      story: { ...anAlert().story, link: "javascript:alert(1)" },
    });
    expect(slackAlert(alertView(alert, [], aSubscription(), links))).not.toContain("javascript");
  });

  it("takes back what was wrong, and says no more of it", () => {
    const retraction = retractionOf(anAlert(), aMatch(), "2026-11-25T09:00:00.000Z");
    const { text, texts } = read(slackAlert(alertView(retraction, [], aSubscription({ lang: "es" }), links)));
    expect(text).toMatch(/^Corrección: .* no se refiere a Brian Nichols$/);
    expect(texts.join("\n")).toContain("Fue un error");
    expect(texts.join("\n")).not.toContain("412");
  });

  it("leaves an address out that its escapes make too long, and no block empty", () => {
    const link = `https://news.example/?${"&".repeat(900)}`;
    const gap = { ...watchedGap, last: { storyId: "s0", at: "2025-01-01T00:00:00.000Z", title: "T", outlet: "O", link } };
    const { blocks } = read(slackAlert(alertView(anAlert({ matches: [aMatch({ link, gap })] }), [], aSubscription(), links)));
    expect(blocks.filter((block) => block.type === "context" && block.elements.length === 0)).toEqual([]);
  });

  it("has a test, too", () => expect(read(slackTest(aSubscription({ lang: "es" }))).text).toMatch(/^Esto es una prueba/));
});

it("of Slack's answers 404 is for good, like 410, and what may pass is tried again", () => {
  const answer = (status: number) => slackResult({ outcome: "failed", error: "http-status", status }).outcome;
  expect([answer(404), answer(400), answer(403), answer(429), answer(500)]).toEqual(["gone", "failed", "failed", "failed", "failed"]);
  expect(slackResult({ outcome: "sent", status: 200, response: "ok" }).outcome).toBe("sent");
});
