import { describe, expect, it } from "vitest";
import type { Resolve } from "../../lambdas/adapters/guard.ts";
import { fetchFeed, sendWebhook } from "../../lambdas/adapters/http.ts";
import { startServer } from "../fixtures/loopback-server.ts";

const userAgent = "Vigia/0.1 (+https://vigia.example/about)";
const refused = { kind: "error", code: "address-not-allowed", message: "address not allowed" };

/** Answers each question with the next list, the last one for ever; counts the questions. */
const resolver = (...answers: readonly (readonly string[])[]): { resolve: Resolve; asked: string[] } => {
  const asked: string[] = [];
  const resolve: Resolve = async (hostname) => {
    asked.push(hostname);
    const list = answers[Math.min(asked.length, answers.length) - 1] ?? [];
    return list.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  };
  return { resolve, asked };
};

describe("the guard, against a real server on this machine", () => {
  it.each([
    (port: number) => `http://127.0.0.1:${port}/`,
    (port: number) => `http://127.1:${port}/`,
    (port: number) => `http://2130706433:${port}/`,
    (port: number) => `http://0x7f.1:${port}/`,
    (port: number) => `http://0:${port}/`,
    (port: number) => `http://[::ffff:127.0.0.1]:${port}/`,
    (port: number) => `http://[::127.0.0.1]:${port}/`,
    (port: number) => `http://[::1]:${port}/`,
    (port: number) => `http://localhost:${port}/`,
  ])("is never reached by a spelling of its address (%#)", async (address) => {
    await using server = await startServer((_, response) => response.end("secret"));
    expect(await fetchFeed({ userAgent, loopback: false })(address(server.port), {})).toEqual(refused);
    expect(await sendWebhook({ userAgent, loopback: false, clock: () => 0 })(address(server.port), "{}", {})).toEqual({
      outcome: "rejected",
      error: "address-not-allowed",
    });
    expect(server.requests).toHaveLength(0);
  });

  // Port 8080 passes the URL rules, so that only the check at connect time stands between a name and what it resolves to.
  it.each([
    ["loopback", [["127.0.0.1"]]],
    ["IPv6 loopback", [["::1"]]],
    ["a private address", [["10.0.0.1"]]],
    ["a mapped private address", [["::ffff:10.0.0.1"]]],
    ["a public and a private address", [["93.184.216.34", "10.0.0.1"]]],
  ])("refuses a name that resolves to %s, after one look-up", async (_, answers) => {
    for (const loopback of [false, true]) {
      const { resolve, asked } = resolver(...answers);
      expect(await fetchFeed({ userAgent, loopback }, { resolve })("http://news.example:8080/", {})).toEqual(refused);
      expect(asked).toEqual(["news.example"]);
    }
  });

  it("says that a name without addresses was not found", async () => {
    const { resolve } = resolver([]);
    expect(await fetchFeed({ userAgent, loopback: false }, { resolve })("http://news.example/", {})).toMatchObject({ code: "dns" });
  });

  it("connects to what it judged: one look-up a connection, and a name that rebinds is judged again", async () => {
    await using server = await startServer((_, response) => response.writeHead(200, { Connection: "close" }).end("ok"));
    const { resolve, asked } = resolver(["127.0.0.1"], ["10.0.0.1"]);
    const get = fetchFeed({ userAgent, loopback: true }, { resolve });
    expect(await get(`http://localhost:${server.port}/`, {})).toMatchObject({ kind: "body" });
    expect(asked).toEqual(["localhost"]);
    expect(await get(`http://localhost:${server.port}/`, {})).toEqual(refused);
    expect(asked).toHaveLength(2);
    expect(server.requests).toHaveLength(1);
  });

  it("refuses a redirect from this machine to a private network", async () => {
    await using inner = await startServer((_, response) => response.end("secret"));
    const { resolve } = resolver(["127.0.0.1"]);
    await using outer = await startServer((_, response) => response.writeHead(302, { Location: "http://inner.example:8080/" }).end());
    const get = fetchFeed({ userAgent, loopback: true }, { resolve });
    expect(await get(outer.origin, {})).toEqual(refused);
    expect(outer.requests).toHaveLength(1);
    expect(inner.requests).toHaveLength(0);
  });

  it("lets loopback through where this machine is exempt, by name and by address", async () => {
    await using server = await startServer((_, response) => response.end("ok"));
    const get = fetchFeed({ userAgent, loopback: true });
    expect(await get(server.origin, {})).toMatchObject({ kind: "body" });
    expect(await get(`http://localhost:${server.port}/`, {})).toMatchObject({ kind: "body" });
  });

  it("does not use the environment's proxy", async () => {
    await using proxy = await startServer((_, response) => response.end("from the proxy"));
    await using server = await startServer((_, response) => response.end("from the server"));
    const before = process.env.HTTP_PROXY;
    process.env.HTTP_PROXY = proxy.origin;
    try {
      const result = await fetchFeed({ userAgent, loopback: true })(server.origin, {});
      expect(result.kind === "body" && Buffer.from(result.bytes).toString()).toBe("from the server");
    } finally {
      if (before === undefined) delete process.env.HTTP_PROXY;
      else process.env.HTTP_PROXY = before;
    }
    expect(proxy.requests).toHaveLength(0);
  });
});
