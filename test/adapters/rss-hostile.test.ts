import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Parser from "rss-parser";
import { describe, expect, it } from "vitest";
import { parseFeed } from "../../lambdas/adapters/rss.ts";
import { ParseError } from "../../lambdas/pipeline/ports.ts";

const about = { url: "https://ejemplo.example/feed.xml", timezone: "UTC" };

/** Entries, or the error's code; anything but a ParseError fails the test. */
const outcome = async (bytes: Uint8Array | string) => {
  try {
    const found = await parseFeed(typeof bytes === "string" ? Buffer.from(bytes) : bytes, about);
    for (const { title, summary, link, published } of found.entries) {
      if (!(title + summary).isWellFormed()) throw new Error("a text is not well-formed");
      if (link !== undefined && !/^https?:\/\//.test(link)) throw new Error(`a link leads to ${link}`);
      if (published !== undefined && new Date(published).toISOString() !== published) throw new Error(`a date is ${published}`);
      if (title.length > 500 || summary.length > 4000) throw new Error("a text is too long");
    }
    return found.entries.length;
  } catch (error) {
    // Every ParseError but the one that hides a defect of our own.
    if (error instanceof ParseError && error.cause === undefined) return error.code;
    throw error;
  }
};

const rss = (description: string) =>
  `<rss version="2.0"><channel><item><title>Nota</title><link>https://ejemplo.example/1</link><description>${description}</description></item></channel></rss>`;
const megabyte = (unit: string) => unit.repeat(Math.ceil(1_000_000 / unit.length));

describe("hostile documents end in time", () => {
  it.each<[string, string, number | string]>([
    ["1 MB of comment starts", megabyte("<!--"), "not-a-feed"],
    ["1 MB of comment starts in a description", rss(megabyte("<!--")), 1],
    ["1 MB of CDATA starts", rss(megabyte("<![CDATA[")), 1],
    ["350,000 open tags", "<a>".repeat(350_000), "not-a-feed"],
    ["350,000 open tags in a feed", `<rss version="2.0"><channel>${"<a>".repeat(350_000)}`, 0],
    ["350,000 open containers in an item", `<rss><channel><item>${"<media:group>".repeat(350_000)}`, "no-items-parsed"],
    ["350,000 open items", `<rss><channel>${"<item>".repeat(350_000)}`, "no-items-parsed"],
    ["350,000 roots", "<rss>".repeat(350_000), 0],
    ["64 KB of x<p in a description", rss("x&lt;p ".repeat(12_000)), 1],
    ["1 MB of x<p, unescaped", rss(megabyte("x<p ")), 1],
    ["1 MB of a title", `<rss><channel><item><title>${megabyte("título ")}</title></item></channel></rss>`, 1],
    ["20,000 levels in a description", rss("<a>".repeat(20_000) + "</a>".repeat(20_000)), 1],
    ["20,000 levels of channels", "<rss>" + "<channel>".repeat(20_000), 0],
    ["200,000 attributes", `<rss ${Array.from({ length: 200_000 }, (_, n) => `a${n}="x"`).join(" ")}><channel/></rss>`, 0],
    ["a million ampersands", rss(megabyte("&")), 1],
    ["a million references", rss(megabyte("&eacute;")), 1],
    ["100,000 unknown references", rss(Array.from({ length: 100_000 }, (_, n) => `&x${n};`).join("")), 1],
    [
      "a billion laughs",
      `<!DOCTYPE rss [<!ENTITY a "${"ha".repeat(50)}">${"bcdefghij".replace(/./g, (c) => `<!ENTITY ${c} "${"&a;".repeat(10)}">`)}]>${rss("&j;")}`,
      1,
    ],
    [
      "prototype names",
      "<rss><channel><item><__proto__>x</__proto__><constructor>y</constructor><title>t</title></item></channel></rss>",
      1,
    ],
    ["1 MB of open JSON", megabyte("["), "not-a-feed"],
    [
      "1 MB of nested JSON items",
      `{"version":"https://jsonfeed.org/version/1","items":${"[".repeat(500_000)}${"]".repeat(500_000)}}`,
      "no-items-parsed",
    ],
    ["1 MB of skipped hours", `<rss><channel><skipHours>${megabyte("<hour>")}</skipHours></channel></rss>`, 0],
    ["1 MB of a date", `<rss><channel><item><title>t</title><pubDate>${megabyte("1 ene ")}</pubDate></item></channel></rss>`, 1],
    ["1 MB of an address", `<rss><channel><item><title>t</title><link>https://${megabyte("a.")}</link></item></channel></rss>`, 1],
    ["1 MB of an author", `<rss><channel><item><title>t</title><author>${megabyte("(a@")}</author></item></channel></rss>`, 1],
  ])("%s", async (_, text, expected) => {
    const started = performance.now();
    expect(await outcome(text)).toBe(expected);
    // They take less than a second; a quadratic step takes minutes. The rest is for a busy machine.
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("a prototype is not polluted by what a feed calls its elements", async () => {
    await outcome("<rss><channel><item><__proto__><polluted>1</polluted></__proto__><title>t</title></item></channel></rss>");
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe("any bytes give a result or a typed error", () => {
  /** Small, fast, and the same on every machine: mulberry32. */
  const random = (seed: number) => () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const snippets = [
    "<",
    ">",
    "&",
    "&#0;",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    '"',
    "<item>",
    "</item>",
    "<rss>",
    "<entry>",
    "\0",
    "\xff",
    "<title>",
    "xmlns:a='b'",
    "<?",
    "é",
  ];

  const mutate = (bytes: Uint8Array, dice: () => number): Uint8Array => {
    const at = Math.floor(dice() * bytes.length);
    const kind = dice();
    if (kind < 0.25) return bytes.subarray(0, at);
    if (kind < 0.5) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + Math.floor(dice() * 40))]);
    if (kind < 0.75)
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from(snippets[Math.floor(dice() * snippets.length)]!, "latin1"),
        bytes.subarray(at),
      ]);
    const changed = Uint8Array.from(bytes);
    changed[at] = Math.floor(dice() * 256);
    return changed;
  };

  /** A count, or a code; `outcome` has looked at the rest. */
  const named = expect.toSatisfy((found: number | string) => typeof found === "number" || /^[a-z-]+$/.test(found)) as unknown;

  const folder = join(import.meta.dirname, "../fixtures/feeds");
  it.each(readdirSync(folder))("%s, mutated 60 times", async (name) => {
    const whole = readFileSync(join(folder, name));
    for (let seed = 1; seed <= 60; seed++) {
      const dice = random(seed);
      let bytes: Uint8Array = whole;
      for (let n = 0; n < 4; n++) bytes = mutate(bytes, dice);
      expect(await outcome(bytes)).toEqual(named);
    }
  });

  it("noise", async () => {
    const dice = random(7);
    for (let n = 0; n < 200; n++) expect(await outcome(Uint8Array.from({ length: 300 }, () => Math.floor(dice() * 256)))).toEqual(named);
  });
});

describe("rss-parser 3.13.0", () => {
  it("still has the four methods that the reader replaces, and calls them", async () => {
    const called: string[] = [];
    const methods = ["buildAtomFeed", "buildRSS0_9", "buildRSS1", "buildRSS2"];
    const parser = new Parser() as unknown as Record<string, unknown> & Parser;
    for (const name of methods) {
      expect(typeof parser[name]).toBe("function");
      parser[name] = () => void called.push(name);
    }
    for (const xml of [
      "<feed><title/></feed>",
      '<rss version="0.91"><channel/></rss>',
      "<rdf:RDF><channel/></rdf:RDF>",
      '<rss version="2.0"><channel/></rss>',
    ])
      await parser.parseString(xml);
    expect(called).toEqual(methods);
  });
});
