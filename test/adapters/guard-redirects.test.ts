import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { fetchFeed, sendWebhook } from "../../lambdas/adapters/http.ts";
import { hostileUrls } from "../fixtures/hostile-urls.ts";
import { startServer } from "../fixtures/loopback-server.ts";
import { openOutside, type Outside } from "../fixtures/outside.ts";
import { pretendInternet } from "../fixtures/pretend-internet.ts";

// As deployed: nothing is exempt.
const options = { userAgent: "Vigia-test", loopback: false, clock: () => 0 };
let outside: Outside;
let get: ReturnType<typeof fetchFeed>;
let post: ReturnType<typeof sendWebhook>;

beforeAll(async () => {
  outside = await openOutside();
  get = fetchFeed(options, outside);
  post = sendWebhook(options, outside);
});
afterAll(() => outside[Symbol.asyncDispose]());
afterEach(() => {
  const reached = outside.reached();
  if (reached.length > 0) throw new Error(`reached for ${reached.join()}`);
  for (const { requests } of [outside.secure, outside.plain]) requests.length = 0;
});

describe("a feed's redirect", () => {
  it("between public hosts is followed", async () => {
    outside.lead(["https://a.example", 301, "https://b.example/feed"]);
    expect(await get("https://a.example/", {})).toMatchObject({ kind: "body", moved: "https://b.example/feed" });
    outside.lead(["http://a.example", 302, "http://b.example/feed"]);
    expect(await get("http://a.example/", {})).toMatchObject({ kind: "body", url: "http://b.example/feed" });
  });

  it.each([
    ["this machine", () => outside.inside.origin],
    ["this machine's name", () => `http://localhost:${outside.inside.port}/`],
    ["Lambda's own interface", () => "http://127.0.0.1:9001/2018-06-01/runtime/invocation/next"],
    ["a cloud's metadata", () => "http://169.254.169.254/latest/meta-data/"],
    ["a network without scheme", () => "//10.0.0.1/"],
    ["a network, by backslashes", () => "\\\\10.0.0.1\\x"],
    ["a file", () => "file:///etc/passwd"],
    ["data", () => "data:text/xml,<rss/>"],
    ["another port", () => "https://b.example:6379/"],
    ["somebody's name and password", () => "https://user:pass@b.example/"],
  ])("to %s is not, at no hop", async (_, target) => {
    for (let hop = 1; hop <= 5; hop++) {
      const place = (n: number) => `http://${n % 2 === 0 ? "a" : "b"}.example/${n}`;
      const before = Array.from({ length: hop - 1 }, (__, n) => [place(n + 1), 301, place(n + 2)] as const);
      outside.lead(...before, [place(hop), 302, target()]);
      expect(await get(place(1), {})).toMatchObject({ kind: "error", code: "address-not-allowed" });
      expect(outside.plain.requests.splice(0)).toHaveLength(hop);
    }
  });

  it("to any of the tricks is not", async () => {
    const tricks = hostileUrls.filter(({ url, feed }) => feed !== "ok" && /^[!-~]+$/.test(url) && URL.canParse(url));
    for (const { url } of tricks) {
      outside.lead(["http://a.example/", 302, url]);
      expect([url, await get("http://a.example/", {})]).toEqual([url, expect.objectContaining({ kind: "error" })]);
    }
    expect(tricks.length).toBeGreaterThan(100);
    expect(outside.plain.requests).toHaveLength(tricks.length);
  });

  it("from https to http is not, not even after a hop that stays (F16)", async () => {
    outside.lead(["https://a.example/", 301, "https://b.example/on"], ["https://b.example/on", 301, "http://a.example/"]);
    expect(await get("https://a.example/", {})).toMatchObject({ kind: "error", code: "redirect" });
    expect(outside.plain.requests).toHaveLength(0);
    // What was added as http may go up and come down again.
    outside.lead(["http://a.example/", 301, "https://b.example/on"], ["https://b.example/on", 301, "http://a.example/feed"]);
    expect(await get("http://a.example/", {})).toMatchObject({ kind: "body" });
  });

  it("to a name that leads inside is refused when it is dialled", async () => {
    outside.lead(["http://a.example/", 302, "http://inside.example/"]);
    const resolve = async (host: string) => [{ address: host === "a.example" ? "93.184.216.34" : "127.0.0.1", family: 4 }];
    expect(await fetchFeed(options, { resolve })("http://a.example/", {})).toMatchObject({ code: "address-not-allowed" });
    expect(outside.plain.requests).toHaveLength(1);
  });

  it("with controls in it is no answer", async () => {
    await using odd = await startServer((request) => request.socket.end("HTTP/1.1 302 Found\r\nLocation: http://a.example/\u0001\r\n\r\n"));
    using _ = pretendInternet({ "93.184.216.34:8080": odd.port });
    expect(await get("http://a.example:8080/", {})).toMatchObject({ kind: "error", code: "connection" });
  });
});

describe("a webhook", () => {
  it.each([301, 302, 303, 307, 308])("is not sent on by a %d, wherever it leads", async (status) => {
    for (const target of ["https://b.example/", "http://a.example/", outside.inside.origin]) {
      outside.lead(["https://a.example/", status, target]);
      expect(await post("https://a.example/", "{}", {})).toMatchObject({ outcome: "failed", status });
    }
    expect(outside.secure.requests).toHaveLength(3);
    expect(outside.plain.requests).toHaveLength(0);
  });

  it("goes to whoever proves the name, whatever the environment says (W18)", async () => {
    outside.lead();
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    const warned = vi.spyOn(process, "emitWarning").mockReturnValue();
    expect(await post("https://b.example/", "{}", {})).toMatchObject({ outcome: "sent" });
    expect(await post("https://c.example/", "{}", {})).toEqual({ outcome: "failed", error: "tls" });
    warned.mockRestore();
    vi.unstubAllEnvs();
    expect(outside.secure.requests).toHaveLength(1);
  });
});
