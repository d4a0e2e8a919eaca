import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";
import { Hono } from "hono";

/** A file of the dashboard, read and compressed once at start. */
export interface SiteFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly etag: string;
}

/** The dashboard's files by path (`/index.html`). Empty where the folder is absent, as in a checkout that was not built. */
export const readSite = (folder: string): ReadonlyMap<string, SiteFile> => {
  if (!existsSync(folder)) return new Map();
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
  return new Map(
    paths.filter((path) => statSync(path).isFile()).map((path) => [`/${relative(folder, path).split(sep).join("/")}`, siteFile(path)]),
  );
};

/** The folder of the dashboard: beside the bundle that runs. From source there is none, and the page is not served. */
export const siteFolder = (): string => join(import.meta.dirname, "dashboard");

/** The addresses under which the dashboard's one page lives; it shows another view for each. */
const views = ["/", "/entities", "/entities/:id", "/feeds", "/subscribe", "/stories/:id"];

/** Serves the dashboard: the page for every view, hashed files for a year, the rest to be asked for again. */
export const siteRoutes = (site: ReadonlyMap<string, SiteFile>): Hono => {
  const app = new Hono();
  const page = site.get("/index.html");
  if (page !== undefined) for (const view of views) app.get(view, (c) => serve(c.req.raw.headers, page, false));
  for (const [path, file] of site) app.get(path, (c) => serve(c.req.raw.headers, file, path.startsWith("/assets/")));
  return app;
};

const serve = (request: Headers, file: SiteFile, immutable: boolean): Response => {
  const headers = new Headers({
    "Content-Type": file.type,
    "Cache-Control": immutable ? "public, max-age=31536000, immutable" : "no-cache",
    ETag: file.etag,
    Vary: "Accept-Encoding",
  });
  if (request.get("if-none-match")?.includes(file.etag)) return new Response(null, { status: 304, headers });
  if (!/\bgzip\b/.test(request.get("accept-encoding") ?? "") || file.gzip.length >= file.body.length)
    return new Response(file.body, { headers });
  headers.set("Content-Encoding", "gzip");
  return new Response(file.gzip, { headers });
};

const siteFile = (path: string): SiteFile => {
  const body = new Uint8Array(readFileSync(path));
  return {
    body,
    gzip: new Uint8Array(gzipSync(body, { level: 9 })),
    type: types[extname(path)] ?? "application/octet-stream",
    // Weak: the same file goes out plain and compressed.
    etag: `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
  };
};

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".txt": "text/plain; charset=utf-8",
  ".png": "image/png",
  ".ico": "image/x-icon",
};
