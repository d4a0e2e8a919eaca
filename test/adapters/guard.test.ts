import { once } from "node:events";
import http from "node:http";
import { createServer, getDefaultAutoSelectFamily, setDefaultAutoSelectFamily, type AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fetchFeed, type Overrides, sendWebhook } from "../../lambdas/adapters/http.ts";
import { hostileUrls } from "../fixtures/hostile-urls.ts";
import { startServer } from "../fixtures/loopback-server.ts";
import { nameServer } from "../fixtures/name-server.ts";
import { pretendInternet } from "../fixtures/pretend-internet.ts";
import { isSpecial } from "../fixtures/special-addresses.ts";

const userAgent = "Vigia/0.1 (+https://vigia.example/about)";
const refused = { kind: "error", code: "address-not-allowed", message: "address not allowed" };
const reader = (loopback: boolean, overrides: Overrides = {}) => fetchFeed({ userAgent, loopback }, overrides);
const textOf = (result: Awaited<ReturnType<ReturnType<typeof fetchFeed>>>) =>
  result.kind === "body" ? Buffer.from(result.bytes).toString() : result;

afterEach(() => vi.unstubAllEnvs());

describe("a name", () => {
  it.each([
    ["this machine", ["127.0.0.1"]],
    ["this machine in IPv6", ["::1"]],
    ["any address of this machine", ["0.0.0.0"]],
    ["a private network", ["10.0.0.1"]],
    ["a carrier's network", ["100.64.0.1"]],
    ["a cloud's metadata", ["169.254.169.254"]],
    ["a private network, mapped", ["::ffff:10.0.0.1"]],
    ["a private network, translated", ["64:ff9b::a00:1"]],
    ["a link, with its zone", ["fe80::1%eth0"]],
    ["a public and a private address", ["93.184.216.34", "10.0.0.1"]],
    ["a private and a public address", ["fd00::1", "2606:4700:4700::1111"]],
    ["something unreadable", ["93.184.216.34", "no address"]],
  ])("that leads to %s is refused after one look-up, and nothing is dialled", async (_, answers) => {
    using internet = pretendInternet({});
    const families = getDefaultAutoSelectFamily();
    try {
      for (const loopback of [false, true])
        for (const happyEyeballs of [false, true]) {
          setDefaultAutoSelectFamily(happyEyeballs);
          const { resolve, asked } = nameServer(answers);
          // Port 8080 passes the rules for URLs: only the check at connect time stands between the name and where it leads.
          expect(await reader(loopback, { resolve })("http://news.example:8080/", {})).toEqual(refused);
          expect(asked).toEqual(["news.example"]);
        }
    } finally {
      setDefaultAutoSelectFamily(families);
    }
    expect(internet.dialled).toEqual([]);
  });

  it("without addresses was not found", async () => {
    const { resolve } = nameServer([]);
    expect(await reader(false, { resolve })("http://news.example/", {})).toMatchObject({ code: "dns" });
  });

  it("that nobody answers for costs no more than the time there is", async () => {
    const resolve = () => new Promise<never>(() => undefined);
    expect(await reader(false, { resolve, totalMs: 100 })("http://news.example/", {})).toMatchObject({ code: "timeout" });
  });

  it("is asked for once a connection, and what was judged is what is dialled", async () => {
    await using server = await startServer((_, response) => response.end("news"));
    using internet = pretendInternet({ "93.184.216.34:8080": server.port });
    const { resolve, asked } = nameServer(["2606:4700:4700::1111", "93.184.216.34"], ["127.0.0.1"]);
    const get = reader(false, { resolve });
    for (let n = 0; n < 3; n++) expect(textOf(await get("http://news.example:8080/", {}))).toBe("news");
    expect(asked).toEqual(["news.example"]);
    expect(internet.dialled).toEqual(["2606:4700:4700::1111:8080", "93.184.216.34:8080"]);
  });

  it("that rebinds is judged again with every connection", async () => {
    await using inside = await startServer((_, response) => response.end("secret"));
    await using server = await startServer((_, response) => response.writeHead(200, { Connection: "close" }).end("news"));
    using internet = pretendInternet({ "93.184.216.34:8080": server.port });
    const { resolve, asked } = nameServer(["93.184.216.34"], ["127.0.0.1"], ["::1"], ["10.0.0.1"]);
    const get = reader(false, { resolve });
    expect(textOf(await get("http://news.example:8080/", {}))).toBe("news");
    for (let n = 0; n < 3; n++) expect(await get("http://news.example:8080/", {})).toEqual(refused);
    expect(asked).toHaveLength(4);
    expect(internet.dialled).toEqual(["93.184.216.34:8080"]);
    expect(inside.requests).toHaveLength(0);
  });

  it("whose kept connection had been closed is looked up and judged again before the request is repeated", async () => {
    await using server = await startServer((request, response) => response.end("news", () => request.socket.destroySoon()));
    using internet = pretendInternet({ "93.184.216.34:8080": server.port });
    const { resolve, asked } = nameServer(["93.184.216.34"], ["10.0.0.1"]);
    const get = reader(false, { resolve });
    expect(textOf(await get("http://news.example:8080/", {}))).toBe("news");
    expect(await get("http://news.example:8080/", {})).toEqual(refused);
    expect(asked).toHaveLength(2);
    expect(internet.dialled).toHaveLength(1);
  });
});

describe("a connection", () => {
  it.each(["http", "https"])("over %s that ends up elsewhere than was judged carries no byte", async (scheme) => {
    let bytes = 0;
    const server = createServer((socket) => socket.on("data", (chunk) => (bytes += chunk.length)).on("error", () => undefined));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    // Public while it is judged; then this machine, which answers at the port that `http` and `https` of `judgeUrl` allow.
    let read = 0;
    const turncoat = { family: 4, get address() { return (read += 1) === 1 ? "93.184.216.34" : "127.0.0.1"; } }; // prettier-ignore
    using internet = pretendInternet({ "127.0.0.1:8443": port });
    expect(await reader(false, { resolve: async () => [turncoat] })(`${scheme}://news.example:8443/`, {})).toEqual(refused);
    await new Promise((later) => setTimeout(later, 50));
    server.close();
    expect([internet.dialled, bytes]).toEqual([["127.0.0.1:8443"], 0]);
  });

  it("whose peer is gone before it can be asked for its address is no verdict on the address", async () => {
    await using server = await startServer((_, response) => response.end());
    using _ = pretendInternet({ "93.184.216.34:8080": server.port }, { vanishing: true });
    const { resolve } = nameServer(["93.184.216.34"]);
    expect(await reader(false, { resolve })("http://news.example:8080/", {})).toMatchObject({ code: "connection" });
    expect(server.requests).toHaveLength(0);
  });

  it("that is kept for one host serves no other", async () => {
    await using server = await startServer((_, response) => response.end("ok"));
    using internet = pretendInternet({ "127.0.0.1:8080": server.port });
    const get = reader(true, { resolve: nameServer(["127.0.0.1"]).resolve });
    for (const host of ["localhost", "127.0.0.1", "localhost", "127.0.0.1"])
      expect(textOf(await get(`http://${host}:8080/`, {}))).toBe("ok");
    for (const host of ["news.example", "localhost.example", "0.0.0.0", "10.0.0.1"])
      expect(await get(`http://${host}:8080/`, {})).toEqual(refused);
    expect(internet.dialled).toEqual(["127.0.0.1:8080", "127.0.0.1:8080"]);
    expect(server.requests).toHaveLength(4);
  });

  it("that is refused tells nobody whether something listens there (S7)", async () => {
    await using open = await startServer((_, response) => response.end("secret"));
    const { port: closed } = await startServer(() => undefined).then(async (server) => (await server[Symbol.asyncDispose](), server));
    for (const port of [open.port, closed]) {
      using internet = pretendInternet({ "127.0.0.1:8080": port, "127.0.0.1:443": port });
      const { resolve } = nameServer(["127.0.0.1"]);
      expect(await reader(false, { resolve })("http://news.example:8080/", {})).toEqual(refused);
      // Names change where they lead: the alert waits for its next attempt, as if its receiver had not been reached.
      const post = sendWebhook({ userAgent, loopback: false, clock: () => 0 }, { resolve });
      expect(await post("https://hooks.example/", "{}", {})).toEqual({ outcome: "failed", error: "address-not-allowed" });
      expect(internet.dialled).toEqual([]);
    }
    expect(open.requests).toHaveLength(0);
  });
});

describe("what the environment says", () => {
  it("does not lead through a proxy (S6)", async () => {
    await using proxy = await startServer((_, response) => response.end("from the proxy"));
    await using server = await startServer((_, response) => response.end("from the server"));
    for (const name of ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY"]) vi.stubEnv(name, proxy.origin);
    vi.stubEnv("NO_PROXY", undefined);
    vi.stubEnv("no_proxy", undefined);
    const restore = http.setGlobalProxyFromEnv(process.env); // As NODE_USE_ENV_PROXY does.
    try {
      expect(textOf(await reader(true)(server.origin, {}))).toBe("from the server");
    } finally {
      restore();
    }
    expect(proxy.requests).toHaveLength(0);
  });
});

describe("where this machine is exempt", () => {
  it("it is reached by its name and its addresses", async () => {
    await using server = await startServer((_, response) => response.end("ok"));
    const get = reader(true, { resolve: nameServer(["127.0.0.1"]).resolve });
    for (const host of ["127.0.0.1", "localhost", "LOCALHOST.", "2130706433", "[::ffff:127.0.0.1]"])
      expect([host, textOf(await get(`http://${host}:${server.port}/`, {}))]).toEqual([host, "ok"]);
  });

  it("nothing else in here is", async () => {
    using internet = pretendInternet({});
    const get = reader(true, { resolve: nameServer(["127.0.0.1"]).resolve });
    const others = hostileUrls.filter(({ url, trick }) => !trick.startsWith("this machine") && URL.canParse(url));
    for (const { url } of others) await get(url, {});
    const reached = internet.dialled.map((place) => place.slice(0, place.lastIndexOf(":"))).filter(isSpecial);
    // Those are spellings of 127.0.0.0/8 and ::1, the emulators' own addresses.
    expect([...new Set(reached)].filter((address) => !/^(127\.|::1$|::ffff:(127\.|7f))/.test(address))).toEqual([]);
    expect(others.length).toBeGreaterThan(150);
  });
});
