import { retractionOf } from "../../lambdas/core/alert.ts";
import * as fc from "fast-check";
import { Webhook as Standard } from "standardwebhooks";
import { Webhook as Svix } from "svix";
import { describe, expect, it } from "vitest";
import type { AlertMatch } from "../../lambdas/core/alert.ts";
import {
  alertPayload,
  isSecret,
  MAX_PAYLOAD_BYTES,
  newSecret,
  sign,
  webhookHeaders,
  webhookId,
  WebhookPayload,
} from "../../lambdas/core/webhook.ts";
import { aMatch, aMember, anAlert, aSubscription, watchedGap } from "../fixtures/alert.ts";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const seconds = () => Math.floor(Date.now() / 1000);
const bytesOf = (n: number) => fc.uint8Array({ minLength: n, maxLength: n });

describe("sign", () => {
  it.each([
    // The vector in the tests of every Standard Webhooks library.
    ["msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}', "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="],
    [
      "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W",
      1674087231,
      '{"type":"contact.created","timestamp":"2022-11-03T20:26:10.344522Z","data":{"id":"1f81eb52-5198-4599-803e-771906343485"}}',
      "v1,ARw42xaAApl/nxRo+iPGYwSaMQaOwMo2eyH5JBRA+bQ=",
    ],
    [
      "msg_utf8",
      1700000000,
      '{"type":"alert.created","data":{"title":"López Obrador recibe a Blinken — “Diálogo de Alto Nivel” 🇲🇽"}}',
      "v1,I3DHuuvaBwJOa0Jrr+ZZOaVRVXrYggCWFUbbFJPxAgk=",
    ],
    ["msg_empty", 1700000000, "", "v1,LrOGikvEp3ovC4ipwU5sfXzzFy9SMN1tDL3jPPGtLmc="],
  ])("signs %s as the vectors say (W1, W3)", (id, timestamp, body, signature) => {
    expect(sign(secret, id, timestamp, body)).toBe(signature);
  });

  it("refuses an id that hides a separator, and what is no secret", () => {
    expect(() => sign(secret, "msg_a.1", 1, "")).toThrow(RangeError);
    expect(() => sign("whsec_", "msg_a", 1, "")).toThrow(RangeError);
  });
});

describe("webhookHeaders", () => {
  it("verifies with both public libraries, whatever the body; any changed character fails (W4, T5)", () => {
    const body = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(bytesOf(32), body, fc.nat(), (bytes, text, at) => {
        const payload = JSON.stringify({ text });
        const own = newSecret(bytes);
        const headers = webhookHeaders([own], webhookId("AbC-_9"), seconds(), payload);
        const place = at % payload.length;
        const changed = payload.slice(0, place) + (payload[place] === "x" ? "y" : "x") + payload.slice(place + 1);
        for (const verifier of [new Standard(own), new Svix(own)]) {
          expect(verifier.verify(payload, headers)).toEqual({ text: JSON.parse(payload).text });
          expect(() => verifier.verify(changed, headers)).toThrow(/signature/i);
        }
      }),
    );
  });

  it("signs with the new and the old secret while they rotate, so that either receiver verifies (W7)", () => {
    const [fresh, old] = [newSecret(new Uint8Array(32).fill(1)), newSecret(new Uint8Array(32).fill(2))];
    const headers = webhookHeaders([fresh, old], "msg_a", seconds(), "{}");
    expect(headers["webhook-signature"]).toMatch(/^v1,\S+ v1,\S+$/);
    for (const held of [fresh, old]) {
      expect(new Standard(held).verify("{}", headers)).toEqual({});
      expect(new Svix(held).verify("{}", headers)).toEqual({});
    }
    expect(headers["webhook-signature"].startsWith(sign(fresh, "msg_a", Number(headers["webhook-timestamp"]), "{}"))).toBe(true);
    expect(() => new Standard(newSecret(new Uint8Array(32).fill(3))).verify("{}", headers)).toThrow(/signature/i);
  });

  it("sends whole seconds, and no more headers than the three", () => {
    expect(webhookHeaders([secret], "msg_a", 1700000000.9, "")).toEqual({
      "webhook-id": "msg_a",
      "webhook-timestamp": "1700000000",
      "webhook-signature": sign(secret, "msg_a", 1700000000, ""),
    });
    expect(() => webhookHeaders([], "msg_a", 1, "")).toThrow(RangeError);
  });
});

const of = (n: number) => `whsec_${Buffer.alloc(n, 0xfb).toString("base64")}`;

describe("ids and secrets", () => {
  it("make a message id that holds no full stop (W5)", () => {
    expect(webhookId("AbCd-_09")).toBe("msg_AbCd-_09");
    for (const wrong of ["", "a.b", "a b", "a\r\nb"]) expect(() => webhookId(wrong)).toThrow(RangeError);
  });
  it("make secrets that every library reads (W6)", () => {
    fc.assert(
      fc.property(bytesOf(32), (bytes) => {
        const made = newSecret(bytes);
        return /^whsec_[A-Za-z0-9+/]{43}=$/.test(made) && isSecret(made);
      }),
    );
    expect(() => newSecret(new Uint8Array(31))).toThrow(RangeError);
  });
  it.each([of(24), of(32), of(64)])("accept %s", (text) => expect(isSecret(text)).toBe(true));
  it.each([
    ["nothing", "whsec_"],
    ["23 bytes", of(23)],
    ["65 bytes", of(65)],
    ["no prefix", of(32).slice(6)],
    ["no padding", of(32).replaceAll("=", "")],
    ["base64url", of(32).replaceAll("+", "-").replaceAll("/", "_")],
    ["a space", `${of(32)} `],
  ])("refuse %s", (_, text) => expect(isSecret(text)).toBe(false));
});

const parsed = (body: string): WebhookPayload => WebhookPayload.parse(JSON.parse(body));

describe("alertPayload", () => {
  it("tells a reappearance in the published shape", () => {
    const body = alertPayload(anAlert({ more: 2 }), [aMember(), aMember({ itemId: "again" })], aSubscription(), "https://vigia.example/");
    const { type, timestamp, data } = parsed(body);
    expect(type).toBe("entity.reappeared");
    expect(timestamp).toBe("2026-11-24T14:10:00.000Z");
    expect(data).toMatchObject({
      alert: "AbCdEfGhIjKlMnOpQrStUv",
      subscription: { id: "sub-1", name: "Officials" },
      more: 2,
      sample: false,
    });
    expect(data.story.api).toBe("https://vigia.example/api/v1/stories/story-1");
    expect(data.matches[0]).toMatchObject({
      entity: "brian-nichols",
      gap: { days: 412, observed: true, last: { outlet: "Border Example" } },
    });
    expect(data.outlets).toEqual([
      {
        title: "Brian Nichols abre un foro de cooperación",
        outlet: "Frontera Ejemplo",
        link: "https://frontera.example/nichols",
        lang: "es",
      },
    ]);
  });

  it("says story.matched for every story, and marks the sample", () => {
    const { type, data } = parsed(
      alertPayload(anAlert({ trigger: "every", matches: [aMatch()], sample: true }), [], aSubscription(), "http://x"),
    );
    expect([type, data.sample, data.more, data.outlets]).toEqual(["story.matched", true, undefined, []]);
  });

  it("says match.retracted for what an operator took back, with the alert that told it", () => {
    const retraction = retractionOf(anAlert(), aMatch(), "2026-11-25T09:00:00.000Z");
    const { type, timestamp, data } = parsed(alertPayload(retraction, [], aSubscription(), "http://x"));
    expect([type, timestamp, data.corrects]).toEqual(["match.retracted", "2026-11-25T09:00:00.000Z", anAlert().id]);
    expect(data.alert).not.toBe(anAlert().id);
    expect(data.matches).toMatchObject([{ entity: "brian-nichols", gap: { days: 412 } }]);
  });

  it("sends no link that is not http(s)", () => {
    const link = "javascript:alert(1)";
    const alert = anAlert({ matches: [aMatch({ link, gap: { ...watchedGap, last: { ...watchedGap.last, link } } })] });
    expect(alertPayload(alert, [aMember({ link })], aSubscription(), "http://x")).not.toContain("javascript");
  });

  it("fills what 20 kB hold with the most telling matches, and always tells one", () => {
    const long = "漢".repeat(4000);
    const link = `https://x.example/${"x".repeat(900)}`;
    const worst = { title: long, outlet: long, link, name: { en: long, es: long }, sentence: { text: long, start: 0, end: 4000 } };
    const gap = { ...watchedGap, last: { ...watchedGap.last, title: long, outlet: long, link } };
    const matches = Array.from({ length: 20 }, (_, n) => aMatch({ ...worst, entity: `e-${n}`, gap }));
    const story = { ...anAlert().story, title: long, outlet: long, link };
    const members = Array.from({ length: 12 }, (_, n) => aMember({ title: long, outlet: `${n}${long}`, link }));
    const body = alertPayload(anAlert({ matches, story }), members, aSubscription({ name: long }), `https://${"x".repeat(60)}.example`);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES);
    const { data } = parsed(body);
    expect(data.matches[0]?.entity).toBe("e-0");
    expect(data.matches.length + (data.more ?? 0)).toBe(20);
    expect(data.more).toBeGreaterThan(0);
  });

  it("is valid and at most 20 kB, whatever the feeds say, and counts what it leaves out (W16, W17)", () => {
    const text = fc.string({ unit: fc.constantFrom("a", " ", "漢", "🇲🇽", "\u0001", '"', "\\", "\ud800"), minLength: 1, maxLength: 4000 });
    const link = fc.string({ maxLength: 3000 }).map((s) => `https://x.example/${s}"é`);
    const match = fc.record({ text, title: text, outlet: text, link, lastTitle: text }).map((r): AlertMatch =>
      aMatch({
        name: { en: r.outlet, es: r.title },
        sentence: { text: r.text, start: 0, end: Math.min(r.text.length, 3000) },
        title: r.title,
        outlet: r.outlet,
        link: r.link,
        gap: { ...watchedGap, last: { ...watchedGap.last, title: r.lastTitle, link: r.link, outlet: r.outlet } },
      }),
    );
    const member = fc.record({ title: text, outlet: text, link }).map(aMember);
    fc.assert(
      fc.property(
        fc.array(match, { minLength: 1, maxLength: 25, size: "max" }),
        fc.array(member, { maxLength: 30, size: "max" }),
        text,
        (matches, members, name) => {
          const story = { ...anAlert().story, title: matches[0]!.title, link: matches[0]!.link! };
          const body = alertPayload(anAlert({ matches, story, more: 3 }), members, aSubscription({ name }), "https://vigia.example");
          expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES);
          const { data } = parsed(body);
          expect(data.matches.length + (data.more ?? 0)).toBe(matches.length + 3);
          for (const { sentence } of data.matches) expect(sentence.end).toBeLessThanOrEqual(sentence.text.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});
