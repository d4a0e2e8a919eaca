import { createHash } from "node:crypto";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { fetchFeed } from "../../lambdas/adapters/http.ts";
import { parseFeed } from "../../lambdas/adapters/rss.ts";
import { startServer } from "../fixtures/loopback-server.ts";

const userAgent = "Vigia/0.1 (+https://vigia.example/about)";
const get = fetchFeed({ userAgent, loopback: true });
const text = (result: Awaited<ReturnType<typeof get>>) => (result.kind === "body" ? Buffer.from(result.bytes).toString() : result);

const site = (routes: Record<string, [number, string]>) =>
  startServer((request, response) => {
    const [status, location] = routes[request.url ?? ""] ?? [200, ""];
    if (status === 200) response.end(`at ${request.url}`);
    else response.writeHead(status, { Location: location }).end();
  });
const hash = (b: Uint8Array) => createHash("sha256").update(b).digest("hex");

describe("one polite GET", () => {
  it("sends exactly the headers of F18, and no validators the first time", async () => {
    await using server = await startServer((_, response) => response.end("<rss/>"));
    expect(text(await get(`${server.origin}/feed?a=1`, {}))).toBe("<rss/>");
    const [request] = server.requests;
    expect(request?.method).toBe("GET");
    expect(request?.url).toBe("/feed?a=1");
    expect(Object.keys(request?.headers ?? {}).toSorted()).toEqual(["accept", "accept-encoding", "connection", "host", "user-agent"]);
    expect(request?.headers["user-agent"]).toBe(userAgent);
    expect(request?.headers["accept-encoding"]).toBe("gzip, br");
    expect(request?.headers.accept).toMatch(/^application\/atom\+xml, .*\*\/\*;q=0\.1$/);
  });

  it.each(['W/"a,b"', "no-quotes", '"\u00e9"'])("returns the validators byte for byte (F1): %s", async (etag) => {
    const lastModified = "Wed, 21 Oct 2015 07:28:00 GMT";
    await using server = await startServer((request, response) => {
      response.writeHead(request.headers["if-none-match"] === etag ? 304 : 200, { ETag: etag, "Last-Modified": lastModified });
      response.end();
    });
    const first = await get(server.origin, {});
    expect(first.kind === "body" && first.headers.get("etag")).toBe(etag);
    expect(await get(server.origin, { etag, lastModified })).toMatchObject({ kind: "unchanged" });
    expect(server.requests[1]?.headers["if-modified-since"]).toBe(lastModified);
    await get(server.origin, { lastModified });
    expect(server.requests[2]?.headers["if-none-match"]).toBeUndefined();
  });

  it("does not take a 304 for an answer to a question it did not ask", async () => {
    await using server = await startServer((_, response) => response.writeHead(304).end());
    expect(await get(server.origin, {})).toMatchObject({ kind: "status", status: 304 });
  });

  it.each([404, 410, 429, 500, 503])("hands on the status %d with its headers, and reads no body", async (status) => {
    await using server = await startServer((_, response) => response.writeHead(status, { "Retry-After": "120" }).end("x".repeat(100_000)));
    const result = await get(server.origin, {});
    expect(result).toMatchObject({ kind: "status", status });
    expect(result.kind === "status" && result.headers.get("retry-after")).toBe("120");
  });

  it("does not take a part that it did not ask for, for the document", async () => {
    await using server = await startServer((_, response) => {
      response.writeHead(206, { "Content-Range": "bytes 0-5/1000" }).end("<rss/>");
    });
    expect(await get(server.origin, {})).toMatchObject({ kind: "status", status: 206 });
  });

  it("keeps the connection, and makes another one when the server had closed it", async () => {
    const ports = new Set<number | undefined>();
    await using server = await startServer((request, response) => {
      ports.add(request.socket.remotePort);
      response.end("ok");
      if (request.url === "/last") request.socket.end();
    });
    for (const path of ["/1", "/2", "/last", "/3"]) expect(text(await get(server.origin + path, {}))).toBe("ok");
    expect(ports.size).toBe(2);
  });
});

describe("bodies", () => {
  const body = "México recibió ".repeat(2000);

  it.each([
    ["gzip", gzipSync(body)],
    ["br", brotliCompressSync(body)],
    ["identity", Buffer.from(body)],
  ])("unpacks %s", async (encoding, bytes) => {
    await using server = await startServer((_, response) => response.writeHead(200, { "Content-Encoding": encoding }).end(bytes));
    expect(text(await get(server.origin, {}))).toBe(body);
  });

  it.each(["gzip", "br"] as const)("is understood by a server that speaks %s only, and has no cookie for it (F18)", async (only) => {
    const packed = only === "gzip" ? gzipSync(body) : brotliCompressSync(body);
    await using server = await startServer((request, response) => {
      const accepts = String(request.headers["accept-encoding"]).split(/, */).includes(only);
      response.setHeader("Set-Cookie", "who=vigia");
      response.writeHead(accepts ? 200 : 406, { "Content-Encoding": only }).end(packed);
    });
    expect(text(await get(server.origin, {}))).toBe(body);
    expect(text(await get(server.origin, {}))).toBe(body);
    for (const { headers } of server.requests)
      for (const name of ["cookie", "referer", "origin", "range"]) expect(headers).not.toHaveProperty(name);
  });

  it("cuts off a bomb of 256 MB in gzip at 5 MB (F20)", async () => {
    // 256 members of a megabyte each: the same bomb, built in no time.
    const bomb = Buffer.concat(Array<Buffer>(256).fill(gzipSync(Buffer.alloc(1_000_000))));
    await using server = await startServer((_, response) => response.writeHead(200, { "Content-Encoding": "gzip" }).end(bomb));
    const started = performance.now();
    expect(await get(server.origin, {})).toMatchObject({ kind: "error", code: "too-large" });
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it("cuts off a plain body that never ends (F20)", async () => {
    await using server = await startServer((_, response) => {
      const chunk = Buffer.alloc(100_000, 32);
      const more = () => {
        while (response.write(chunk));
      };
      response.on("drain", more);
      more();
    });
    expect(await get(server.origin, {})).toMatchObject({ kind: "error", code: "too-large" });
  });

  it("names a body that is not what its Content-Encoding says, and one that breaks off", async () => {
    await using server = await startServer((request, response) => {
      if (request.url === "/gzip") response.writeHead(200, { "Content-Encoding": "gzip" }).end("plain text");
      else {
        response.writeHead(200, { "Content-Length": "1000" });
        response.write("<rss>");
        setTimeout(() => request.socket.destroy(), 20);
      }
    });
    expect(await get(`${server.origin}/gzip`, {})).toMatchObject({ kind: "error", code: "connection" });
    expect(await get(`${server.origin}/cut`, {})).toMatchObject({ kind: "error", code: "connection" });
  });

  it("returns the very bytes, whatever their encoding", async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    await using server = await startServer((_, response) => response.writeHead(200, { "Content-Type": "text/xml; charset=x" }).end(bytes));
    const result = await get(server.origin, {});
    expect(result).toMatchObject({ kind: "body", contentType: "text/xml; charset=x", url: `${server.origin}/` });
    expect(result.kind === "body" && hash(result.bytes)).toBe(hash(bytes));
  });
});

describe("time", () => {
  const hasty = fetchFeed({ userAgent, loopback: true }, { headersMs: 150, totalMs: 400 });

  it("gives up on a server whose headers never end (F20)", async () => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.on("error", () => undefined));
      socket.write("HTTP/1.1 200 OK\r\n");
      const drip = setInterval(() => socket.write("x: y\r\n"), 20);
      socket.on("close", () => clearInterval(drip));
    });
    await new Promise<void>((ready) => void server.listen(0, "127.0.0.1", ready));
    const started = performance.now();
    expect(await hasty(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {})).toMatchObject({
      kind: "error",
      code: "timeout",
    });
    expect(performance.now() - started).toBeLessThan(1500);
    for (const socket of sockets) socket.destroy();
    await new Promise((closed) => void server.close(closed));
  });

  it("gives up on a server that accepts and says nothing (F20)", async () => {
    await using server = await startServer(() => undefined);
    expect(await hasty(server.origin, {})).toMatchObject({ kind: "error", code: "timeout" });
  });

  it("gives up on a body that drips (F20)", async () => {
    await using server = await startServer((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(drip));
    });
    const started = performance.now();
    expect(await hasty(server.origin, {})).toMatchObject({ kind: "error", code: "timeout" });
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it("gives up on a body that comes too slowly, before the time is over (F20)", async () => {
    await using server = await startServer((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write("x".repeat(2)), 20); // 100 bytes a second, and a few more of chunking
      response.on("close", () => clearInterval(drip));
    });
    const started = performance.now();
    const impatient = fetchFeed({ userAgent, loopback: true }, { patienceMs: 100, totalMs: 10_000 });
    expect(await impatient(server.origin, {})).toMatchObject({ kind: "error", code: "timeout" });
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it("counts redirects into the same time", async () => {
    await using server = await startServer((request, response) => {
      setTimeout(() => response.writeHead(302, { Location: `${request.url}x` }).end(), 120);
    });
    expect(await hasty(server.origin, {})).toMatchObject({ kind: "error", code: "timeout" });
  });

  it("names a refused connection, and a server that speaks no TLS", async () => {
    let port = 0;
    {
      await using server = await startServer((_, response) => response.end());
      ({ port } = server);
      expect(await get(`https://127.0.0.1:${port}/`, {})).toMatchObject({ kind: "error", code: "tls" });
    }
    expect(await get(`http://127.0.0.1:${port}/`, {})).toMatchObject({ kind: "error", code: "connection" });
  });
});

describe("redirects", () => {
  it("follows five, relative ones too, and says where it arrived (F15)", async () => {
    await using server = await site({ "/0": [301, "/1"], "/1": [302, "2"], "/2": [303, "/3"], "/3": [307, "/4"], "/4": [308, "/5"] });
    expect(await get(`${server.origin}/0`, {})).toMatchObject({ kind: "body", url: `${server.origin}/5` });
    expect(server.requests).toHaveLength(6);
  });

  it("says that a feed has moved only if every hop was permanent (F15, F16)", async () => {
    await using server = await site({ "/a": [301, "/b"], "/b": [308, "/c"], "/x": [301, "/y"], "/y": [302, "/z"] });
    expect(await get(`${server.origin}/a`, {})).toHaveProperty("moved", `${server.origin}/c`);
    expect(await get(`${server.origin}/x`, {})).not.toHaveProperty("moved");
    expect(await get(`${server.origin}/c`, {})).not.toHaveProperty("moved");
  });

  it("says it of a 304 as well, and who said a status (F13, F15)", async () => {
    await using server = await startServer((request, response) => {
      if (request.url === "/a") response.writeHead(301, { Location: "/b" }).end();
      else response.writeHead(request.headers["if-none-match"] === undefined ? 429 : 304).end();
    });
    expect(await get(`${server.origin}/a`, { etag: '"1"' })).toMatchObject({ kind: "unchanged", moved: `${server.origin}/b` });
    expect(await get(`${server.origin}/a`, {})).toMatchObject({ kind: "status", status: 429, url: `${server.origin}/b` });
  });

  it("brings the page of a captive portal as what it is: a body from elsewhere (F15)", async () => {
    await using server = await startServer((request, response) => {
      if (request.url === "/feed") response.writeHead(301, { Location: "/portal" }).end();
      else response.writeHead(200, { "Content-Type": "text/html", ETag: '"portal"' }).end("<!doctype html><title>Sign in</title>");
    });
    const result = await get(`${server.origin}/feed`, { etag: '"1"' });
    expect(result).toMatchObject({ kind: "body", contentType: "text/html", moved: `${server.origin}/portal` });
    const read = result.kind === "body" ? parseFeed(result.bytes, { url: result.url, timezone: "UTC" }) : undefined;
    await expect(read).rejects.toMatchObject({ code: "not-a-feed" });
  });

  it("stops at the sixth, and in a loop (F16)", async () => {
    await using server = await startServer((request, response) => response.writeHead(302, { Location: `${request.url}x` }).end());
    expect(await get(server.origin, {})).toMatchObject({ kind: "error", code: "redirect" });
    expect(server.requests).toHaveLength(6);
    await using loop = await site({ "/a": [302, "/b"], "/b": [302, "/a"] });
    expect(await get(`${loop.origin}/a`, {})).toMatchObject({ kind: "error", code: "redirect" });
    expect(loop.requests).toHaveLength(2);
  });

  it.each([
    ["file:///etc/passwd", "address-not-allowed"],
    ["data:text/xml,<rss/>", "address-not-allowed"],
    ["http://user:pass@127.0.0.1/", "address-not-allowed"],
    ["http://10.0.0.1/", "address-not-allowed"],
    ["http://169.254.169.254/latest/meta-data/", "address-not-allowed"],
    ["http://[::ffff:192.168.0.1]/", "address-not-allowed"],
    ["http://example.com:25/", "address-not-allowed"],
    ["http://printer.local/", "address-not-allowed"],
    ["http://[", "redirect"],
  ])("does not follow to %s", async (target, code) => {
    await using server = await site({ "/": [302, target] });
    expect(await get(`${server.origin}/`, {})).toEqual({ kind: "error", code, message: expect.any(String) as string });
  });

  it.each([
    ["UTF-8", Buffer.from("/año").toString("latin1"), "/a%C3%B1o"],
    ["latin 1", "/a\u00f1o", "/a%C3%B1o"],
    ["escapes", "/a%C3%B1o?q=%F1", "/a%C3%B1o?q=%F1"],
  ])("follows an address written in %s", async (_, location, asked) => {
    await using server = await startServer((request, response) => {
      if (request.url === "/") response.writeHead(301, { Location: location }).end();
      else response.end(`at ${request.url}`);
    });
    expect(text(await get(server.origin, {}))).toBe(`at ${asked}`);
  });

  it("takes a redirect without Location for the status it is", async () => {
    await using server = await startServer((_, response) => response.writeHead(302).end());
    expect(await get(server.origin, {})).toMatchObject({ kind: "status", status: 302 });
  });
});
