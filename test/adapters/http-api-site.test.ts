import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSite } from "../../lambdas/adapters/http-api-site.ts";
import type { ServedApi } from "../fixtures/served-api.ts";
import { servedApi } from "../fixtures/served-api.ts";

const script = "console.log('a page');".repeat(100);

describe("the dashboard's files", () => {
  let folder: string;
  let served: ServedApi;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "vigia-site-"));
    mkdirSync(join(folder, "assets"));
    writeFileSync(join(folder, "index.html"), "<!doctype html><title>Vigía</title>");
    writeFileSync(join(folder, "assets", "index-abc123.js"), script);
    served = await servedApi({ site: folder });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(["/", "/entities", "/feeds", "/subscribe", "/stories/abc?lang=es"])("%s is the page, asked for again each time", async (path) => {
    const answer = await served.app.request(path);
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual([
      200,
      "text/html; charset=utf-8",
      "no-cache",
    ]);
    expect(await answer.text()).toContain("Vigía");
    const again = await served.app.request(path, { headers: { "If-None-Match": answer.headers.get("etag")! } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });

  it("with a hash in the name are kept for a year, and sent compressed to who takes it", async () => {
    const plain = await served.app.request("/assets/index-abc123.js");
    expect(plain.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(await plain.text()).toBe(script);
    const small = await served.app.request("/assets/index-abc123.js", { headers: { "Accept-Encoding": "br, gzip" } });
    const bytes = Buffer.from(await small.arrayBuffer());
    expect([small.headers.get("content-encoding"), small.headers.get("vary"), small.headers.get("content-type")]).toEqual([
      "gzip",
      "Accept-Encoding",
      "text/javascript; charset=utf-8",
    ]);
    expect(bytes.length).toBeLessThan(script.length / 2);
    expect(gunzipSync(bytes).toString()).toBe(script);
  });

  it.each(["/assets/other.js", "/..%2f..%2fpackage.json", "/assets/../../package.json", "/index.htm"])(
    "%s is none of them",
    async (path) => {
      expect((await served.app.request(path)).status).toBe(404);
    },
  );

  it("may be absent: the API answers without them", async () => {
    expect(readSite(join(folder, "nothing here"))).toEqual(new Map());
    const { app } = await servedApi();
    expect([(await app.request("/")).status, (await app.request("/api/v1/health")).status]).toEqual([404, 200]);
  });
});
