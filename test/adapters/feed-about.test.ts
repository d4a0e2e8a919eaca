import { describe, expect, it } from "vitest";
import { parseFeed } from "../../lambdas/adapters/rss.ts";
import { ParseError } from "../../lambdas/pipeline/fetch-ports.ts";

const url = "https://ejemplo.example/news/feed/";
const read = (document: string, at = url) => parseFeed(Buffer.from(document), { url: at, timezone: "UTC" });
const item = "<item><title>Uno</title><link>https://ejemplo.example/1</link></item>";
const rss = (head: string) => `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>${head}${item}</channel></rss>`;
const atom = (head: string) =>
  `<feed xmlns="http://www.w3.org/2005/Atom">${head}<entry><id>1</id><title>Uno</title><link href="/1"/></entry></feed>`;
const wordpress = "<generator>https://wordpress.org/?v=6.4.3</generator>";

describe("where a feed's archive begins", () => {
  it.each<[string, string, string | undefined]>([
    [
      "RFC 5005 archive, in RSS",
      rss(`<atom:link rel="prev-archive" href="2026/10.xml"/>`),
      "https://ejemplo.example/news/feed/2026/10.xml",
    ],
    ["RFC 5005 archive, in Atom", atom(`<link rel="prev-archive" href="https://a.example/10"/>`), "https://a.example/10"],
    ["a paged feed", atom(`<link rel="self" href="/x"/><link rel="next" href="/x?page=2"/>`), "https://ejemplo.example/x?page=2"],
    ["an archive before a page", atom(`<link rel="next" href="/2"/><link rel="prev-archive" href="/a"/>`), "https://ejemplo.example/a"],
    ["WordPress", rss(wordpress), "https://ejemplo.example/news/feed/?paged=2"],
    [
      "WordPress in Atom",
      atom(`<generator uri="https://wordpress.org/">WordPress</generator>`),
      "https://ejemplo.example/news/feed/?paged=2",
    ],
    ["a page that says so before WordPress", rss(`${wordpress}<atom:link rel="next" href="/p/2"/>`), "https://ejemplo.example/p/2"],
    [
      "newer pages lead nowhere",
      atom(`<link rel="previous" href="/1"/><link rel="prev" href="/1"/><link rel="first" href="/"/>`),
      undefined,
    ],
    ["something that only names WordPress", rss("<generator>WordPress to RSS 2</generator>"), undefined],
    ["no http address", rss(`<atom:link rel="next" href="javascript:alert(1)"/>`), undefined],
    ["an item's own link", `<rss><channel><item><title>Uno</title><link rel="next" href="/2"/></item></channel></rss>`, undefined],
  ])("%s", async (_, document, archive) => {
    expect((await read(document)).archive).toBe(archive);
  });

  it("counts WordPress's pages on", async () => {
    expect((await read(rss(wordpress), `${url}?paged=9`)).archive).toBe(`${url}?paged=10`);
    expect((await read(rss(wordpress), `${url}?cat=3&paged=x`)).archive).toBe(`${url}?cat=3&paged=2`);
  });

  it("reads JSON Feed's next_url", async () => {
    const json = (next: unknown) => JSON.stringify({ version: "1.1", language: "es", next_url: next, items: [{ id: "1", title: "Uno" }] });
    expect(await read(json("https://a.example/2"))).toMatchObject({ archive: "https://a.example/2", language: "es" });
    for (const next of ["file:///etc/passwd", "/2", 7, ""]) expect(await read(json(next))).not.toHaveProperty("archive");
  });
});

it("a feed says its language", async () => {
  expect((await read(rss("<language> es-mx </language>"))).language).toBe("es-mx");
  const dc = `<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><dc:language>en</dc:language>${item}</channel></rss>`;
  expect((await read(dc)).language).toBe("en");
  expect(await read(rss(""))).not.toHaveProperty("language");
});

describe("the feeds that a page names", () => {
  const offersOf = async (page: string) => {
    const error = await read(page).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ParseError);
    return (error as ParseError).offers;
  };
  const link = (more: string) => `<link rel="alternate" type="application/rss+xml" ${more}>`;

  it("are absolute, each once, comments last", async () => {
    const page = `<!doctype html><html><head><title>News</title>
      ${link('title="News &raquo; Comments Feed" href="/comments/feed/"')}
      ${link('title="News &amp; more" href="/feed/"')} ${link('href="/feed/#x"')}
      <link type='application/atom+xml' rel='home ALTERNATE' href='//atom.example/a.xml' />
      <link rel=alternate type="application/feed+json; charset=utf-8" href=feed.json></head><body><p>Hola`;
    expect(await offersOf(page)).toEqual([
      { url: "https://ejemplo.example/feed/", title: "News & more" },
      { url: "https://atom.example/a.xml" },
      { url: "https://ejemplo.example/news/feed/feed.json" },
      { url: "https://ejemplo.example/comments/feed/", title: "News » Comments Feed" },
    ]);
  });

  it("are found in a page without <html> as well", async () => {
    expect(await offersOf(`<!doctype html><title>News</title>${link('href="/feed"')}<p>Hola`)).toEqual([
      { url: "https://ejemplo.example/feed" },
    ]);
  });

  it("start at the page's base", async () => {
    expect(await offersOf(`<html><base href="https://base.example/x/">${link('href="y"')}`)).toEqual([{ url: "https://base.example/x/y" }]);
  });

  it.each([
    ["another type", `<html><link rel="alternate" type="text/html" href="/en">`],
    ["another relation", `<html><link rel="stylesheet" type="application/rss+xml" href="/x">`],
    ["no address", `<html><link rel="alternate" type="application/rss+xml">`],
    ["a scheme of its own", `<html>${link('href="feed://news.example/x"')}${link('href="javascript:alert(1)"')}`],
    ["a JSON API", `<html><link rel="alternate" type="application/json" href="/wp-json/">`],
  ])("are none: %s", async (_, page) => {
    expect(await offersOf(page)).toEqual([]);
  });

  it("are twenty at most, found in linear time in whatever is sent", async () => {
    const many = Array.from({ length: 500 }, (_, n) => link(`href="/${n}"`)).join("");
    expect(await offersOf(`<html>${many}`)).toHaveLength(20);
    for (const hostile of ["<link ".repeat(150_000), "<!--".repeat(250_000), `<link rel="${"alternate ".repeat(100_000)}`]) {
      const began = performance.now();
      await offersOf(`<html>${hostile}`);
      expect(performance.now() - began).toBeLessThan(1500);
    }
  });
});
