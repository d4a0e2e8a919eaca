import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CommandIo } from "../../local/command-io.ts";
import { checkUrlCommand } from "../../local/commands/check-url.ts";
import { parseCommand } from "../../local/commands/parse.ts";

type Command = (args: readonly string[], io: CommandIo) => Promise<number>;

const run = async (command: Command, args: readonly string[], ...stdin: (Uint8Array | string)[]) => {
  let [out, err] = ["", ""];
  const io: CommandIo = {
    stdin: (async function* chunks() {
      yield* stdin;
    })(),
    out: (text) => void (out += text),
    err: (text) => void (err += text),
  };
  return { code: await command(args, io), out, err };
};

const feed = `<rss version="2.0"><channel><title>Ejemplo</title><item><title>Reunión en M\u00e9xico</title><link>/n/1</link>
<pubDate>Thu, 05 Oct 2023 18:00:00</pubDate><description>Uno</description></item></channel></rss>`;

describe("vigia parse", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "vigia-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("prints a feed from standard input as JSON", async () => {
    const { code, out } = await run(parseCommand, ["-", "--url", "https://news.example/feed", "--timezone", "America/Mexico_City"], feed);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      feed: { title: "Ejemplo" },
      items: [
        {
          id: "https://news.example/n/1",
          title: "Reunión en México",
          link: "https://news.example/n/1",
          published: "2023-10-06T00:00:00.000Z",
          summary: "Uno",
        },
      ],
      repaired: null,
      warnings: [],
    });
  });

  it("reads a file, in the encoding that its Content-Type names", async () => {
    const file = join(folder, "feed.xml");
    // ISO-8859-5: Cyrillic, which no guess would find.
    writeFileSync(
      file,
      Buffer.from("<rss><channel><item><title>\xbc\xd8\xe0</title><link>https://a.example/1</link></item></channel></rss>", "latin1"),
    );
    const { out } = await run(parseCommand, [file, "--content-type", "text/xml; charset=ISO-8859-5"]);
    expect(JSON.parse(out)).toMatchObject({ items: [{ title: "Мир", published: null }] });
  });

  it.each([
    ["", "empty-body"],
    ["<!doctype html><html><body>Technical Difficulties</body></html>", "not-a-feed"],
    ['{"a":1}', "not-a-feed"],
  ])("exits with 1 and names the error: %s", async (text, code) => {
    const result = await run(parseCommand, ["-"], text);
    expect(result.code).toBe(1);
    expect(JSON.parse(result.out)).toEqual({ error: { code, message: expect.stringMatching(/^[A-Z].*\.$/) as string } });
  });

  it.each([[[]], [["a", "b"]], [["--nonsense", "-"]], [["/no/such/file"]]])("exits with 2 when called wrongly: %j", async (args) => {
    const result = await run(parseCommand, args);
    expect(result).toMatchObject({ code: 2, out: "" });
    expect(result.err).not.toBe("");
  });

  it("explains itself", async () => {
    expect(await run(parseCommand, ["--help"])).toMatchObject({ code: 0, out: expect.stringContaining("Usage: vigia parse") as string });
  });
});

describe("vigia check-url", () => {
  it("says one line for each URL, in their order", async () => {
    const urls = ["https://example.com/hook", "https://127.1/", "http://example.com/", "https://example.com/\nallowed"];
    const { code, out } = await run(checkUrlCommand, ["--for", "webhook", ...urls]);
    expect(code).toBe(0);
    expect(
      out
        .trimEnd()
        .split("\n")
        .map((line) => line.split("\t")[0]),
    ).toEqual(["allowed", "blocked-ip", "scheme", "control-or-space"]);
  });

  it("says it as JSON, and knows that feeds may do more", async () => {
    const { out } = await run(checkUrlCommand, ["--json", "--for", "feed", "http://example.com:8080/rss", "http://localhost/"]);
    const lines = out
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(lines).toEqual([
      { url: "http://example.com:8080/rss", allowed: true },
      { url: "http://localhost/", allowed: false, reason: "blocked-name", message: expect.stringContaining("private") as string },
    ]);
  });

  it.each([[["https://a.example/"]], [["--for", "mail", "https://a.example/"]], [["--for", "feed"]], [["--what"]]])(
    "exits with 2 when called wrongly: %j",
    async (args) => {
      expect(await run(checkUrlCommand, args)).toMatchObject({ code: 2, out: "" });
    },
  );
});
