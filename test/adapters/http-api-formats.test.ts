import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MatchAnswer, MatchPage } from "../../lambdas/core/answer.ts";
import { parseFeed } from "../../lambdas/adapters/rss.ts";
import { matchesAtom } from "../../lambdas/core/atom.ts";
import { servedApi } from "../fixtures/served-api.ts";

const opened = async () => {
  const { app, desk } = await servedApi();
  const get = (path: string, headers: Record<string, string> = {}) =>
    app.request(`/api/v1${path}`, { headers: { authorization: `Bearer ${desk.keys.read}`, ...headers } });
  const page = async (query = "") => (await (await get(`/matches${query}`)).json()) as MatchPage;
  return { get, page };
};
const read = (text: string) =>
  parseFeed(new TextEncoder().encode(text), { url: "https://vigia.example/", contentType: "application/atom+xml", timezone: "UTC" });

describe("matches as a feed", () => {
  it("are read by a feed reader: who, where, when, and the sentence; older ones are behind next", async () => {
    const { get, page } = await opened();
    const answer = await get("/matches?format=atom&limit=3");
    expect(answer.headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toBeNull();
    const text = await answer.text();
    const { matches, cursor } = await page("?limit=3");
    const { entries } = await read(text);
    expect(entries.map(({ guid, published }) => [guid, published])).toEqual(matches.map(({ id, at }) => [`urn:vigia:match:${id}`, at]));
    const plain = matches.findIndex(({ title }) => !title.includes("<"));
    expect(entries[plain]?.title).toBe(`${matches[plain]!.name[matches[plain]!.lang]}: ${matches[plain]!.title}`);
    expect(text).toContain(`rel="next" type="application/atom+xml" href="https://vigia.example/api/v1/matches?format=atom&#38;limit=3&#38;cursor=${encodeURIComponent(cursor!)}"`); // prettier-ignore
    expect(text).not.toContain("javascript:");
    expect(await (await get("/matches?limit=3", { accept: "application/atom+xml" })).text()).toContain("<feed ");
  });

  it("is the same bytes while its matches are the same, and answers 304", async () => {
    const { get } = await opened();
    const etag = (await get("/matches?format=atom")).headers.get("etag") ?? "";
    expect((await get("/matches?format=atom", { "if-none-match": etag })).status).toBe(304);
  });

  it("holds whatever feeds say, as text", async () => {
    const { page } = await opened();
    const [match] = (await page()).matches as [MatchAnswer];
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 60 }), async (said) => {
        const one = { ...match, title: `a${said}z`, outlet: `a${said}z`, sentence: { ...match.sentence, text: `a${said}z` } };
        const feed = matchesAtom(
          { matches: [one] },
          { self: "https://vigia.example/?q=%22&x=<", story: (id) => `https://vigia.example/stories/${id}` },
        );
        const { entries, repaired } = await read(feed);
        expect([entries.length, repaired]).toEqual([1, undefined]);
      }),
      { numRuns: 200 },
    );
  });
});

it("matches come one a line, as they are in a page", async () => {
  const { get, page } = await opened();
  const answer = await get("/matches?format=jsonl");
  expect([answer.headers.get("content-type"), answer.headers.get("content-disposition")]).toEqual([
    "application/jsonl; charset=utf-8",
    'attachment; filename="vigia-matches.jsonl"',
  ]);
  const lines = (await answer.text()).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual((await page()).matches);
});
