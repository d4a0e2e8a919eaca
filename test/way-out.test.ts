/** Lint knows one way out of what is deployed (reliability S5): here it meets every other that we can think of. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "vigia-lint-"));
afterAll(() => rmSync(folder, { recursive: true }));

const everywhere = [
  "lambdas/api.ts",
  "lambdas/pipeline/poll.ts",
  "lambdas/core/feed.ts",
  "lambdas/adapters/http.ts",
  "lambdas/adapters/env.ts",
];
const ways = [
  'import http from "node:http"; http.get("http://10.0.0.1/");',
  'import { request } from "https"; request("https://10.0.0.1/");',
  'import "node:http2";',
  'import net from "node:net"; net.connect(80);',
  'import type { Socket } from "net"; export type X = Socket;',
  'import { connect } from "node:tls"; connect(443);',
  'import dgram from "node:dgram"; dgram.createSocket("udp4");',
  'import { lookup } from "node:dns/promises"; await lookup("a.example");',
  'import { fetch as get } from "undici"; await get("http://10.0.0.1/");',
  'import get from "undici/lib/fetch"; get();',
  'import { execFile } from "node:child_process"; execFile("curl", ["http://10.0.0.1/"]);',
  'import { Worker } from "node:worker_threads"; new Worker("x.js").unref();',
  'import { createRequire } from "node:module"; createRequire(import.meta.url)("http");',
  'export { request } from "node:https";',
  'export * from "node:http";',
  'const { get } = await import("node:http"); get("http://10.0.0.1/");',
  'const http = require("http"); http.get("http://10.0.0.1/");',
  'process.getBuiltinModule("node:http").get("http://10.0.0.1/");',
  'await fetch("http://10.0.0.1/");',
  "export const get = fetch;",
  'await globalThis.fetch("http://10.0.0.1/");',
  'await global["fetch"]("http://10.0.0.1/");',
  'new WebSocket("ws://10.0.0.1/").close();',
  'new globalThis.EventSource("http://10.0.0.1/").close();',
  'import Parser from "rss-parser"; await new Parser().parseURL("http://10.0.0.1/");',
];
const allowed = [
  ["lambdas/adapters/guard.ts", 'import http from "node:http"; import net from "node:net"; http.get("x"); net.connect(80);'],
  ["lambdas/pipeline/poll.ts", "export const poll = async ({ fetch }: { fetch: () => Promise<void> }) => await fetch();"],
  ["lambdas/adapters/env.ts", "export const x = process.env.X;"],
  ["dashboard/api.ts", 'await fetch("/api/v1/health");'],
  ["local/port.ts", 'import { createServer } from "node:http"; createServer().close();'],
] as const;

// Options belong to the root of a tree, and here are many projects in one.
const { options: _, ...rules } = JSON.parse(readFileSync(join(root, ".oxlintrc.json"), "utf8")) as { options: unknown };

/** `project/path` → the rules of restriction that it breaks. A project of its own for each line, all linted at once by the project's rules. */
const found = new Map<string, string[]>();
const seed = (project: string, path: string, line: string): void => {
  mkdirSync(dirname(join(folder, project, path)), { recursive: true });
  writeFileSync(join(folder, project, ".oxlintrc.json"), JSON.stringify(rules));
  writeFileSync(join(folder, project, path), `${line}\n`);
};

beforeAll(async () => {
  for (const [n, line] of ways.entries()) for (const path of everywhere) seed(`way-${n}`, path, line);
  for (const [n, [path, line]] of allowed.entries()) seed(`allowed-${n}`, path, line);
  const out = await new Promise<string>((done) => {
    execFile(join(root, "node_modules/.bin/oxlint"), ["-f", "json", "."], { cwd: folder, maxBuffer: 1e8 }, (_, text) => done(text));
  });
  const { diagnostics } = JSON.parse(out) as { diagnostics: { code: string; filename: string }[] };
  for (const { code, filename } of diagnostics)
    if (code.includes("no-restricted-")) found.set(filename, [...(found.get(filename) ?? []), code]);
});

describe("lint", () => {
  it.each(ways.map((line, n) => [line, n] as const))("finds %s, wherever it is", (_, n) => {
    expect(everywhere.filter((path) => !found.has(`way-${n}/${path}`))).toEqual([]);
  });

  it.each(allowed.map(([path, line], n) => [path, line, n] as const))("lets %s say %s", (path, _, n) => {
    expect(found.get(`allowed-${n}/${path}`)).toBeUndefined();
  });
});
