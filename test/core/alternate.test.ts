import { expect, it } from "vitest";
import { offersFor } from "../../lambdas/core/alternate.ts";
import { checkId, type FeedCheck } from "../../lambdas/core/check.ts";

const [named, known, dead] = ["https://a.example/named", "https://a.example/known", "https://a.example/dead"];
const feed = { items: 1, archive: false, title: "Gaceta", suggested: { kind: "media", timezone: "UTC" } } as const;
const checks = new Map<string, FeedCheck>(
  [
    { url: known, feed },
    { url: dead, fault: "http-404" as const },
  ].map((one) => [checkId(one.url), { id: checkId(one.url), askedAt: 0, notBefore: 0, doneAt: 1, ...one }]),
);

it("what the page names is offered first, then the catalogued addresses that are feeds", () => {
  const state = { fault: "not-a-feed", offers: [{ url: named }] } as const;
  expect(offersFor({ alternates: [dead, known] }, state, checks)).toEqual([{ url: named }, { url: known, title: "Gaceta" }]);
});

it("a feed that does well, or was never asked, is offered nothing", () => {
  expect(offersFor({ alternates: [known] }, {}, checks)).toEqual([]);
  expect(offersFor({ alternates: [known] }, undefined, checks)).toEqual([]);
});
