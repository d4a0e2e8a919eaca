import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { describe, expect, it } from "vitest";
import type { FunctionName } from "../../lambdas/adapters/env.ts";

const dist = join(import.meta.dirname, "../../dist");
const { inputs, outputs } = JSON.parse(readFileSync(join(dist, "meta.json"), "utf8")) as Metafile;

/** Bytes that a cold start has to read, by function: each function's share of the first second. */
const LIMIT_KB: Readonly<Record<FunctionName, number>> = { schedule: 400, ingest: 640, match: 420, deliver: 480, feedback: 420, api: 620 };

describe.each(Object.entries(LIMIT_KB))("%s", (name, limit) => {
  const contents = Object.keys(outputs[`dist/${name}/index.js`]?.inputs ?? {});

  it(`weighs at most ${limit} kB`, () => {
    expect(statSync(join(dist, name, "index.js")).size).toBeLessThanOrEqual(limit * 1000);
  });

  it("holds its own code, and nothing that only builds or tests", () => {
    expect(contents).toContain(`lambdas/${name}.ts`);
    expect(
      contents.filter((file) => /node_modules\/(?:aws-cdk-lib|constructs|esbuild|vite|vitest|zod\/v4\/classic|undici)\//.test(file)),
    ).toEqual([]);
    expect(contents.filter((file) => /^(?:lib|local|test|dashboard)\//.test(file))).toEqual([]);
  });

  it("carries no tracer: X-Ray needs none", () => {
    expect(contents.filter((file) => /aws-xray-sdk|powertools\/tracer/.test(file))).toEqual([]);
  });
});

describe("ways out (reliability S5)", () => {
  /** Who may open connections: the guard, the SDK to AWS, and a parser whose own fetching lint keeps from being called. */
  const openers = [
    "lambdas/adapters/guard.ts",
    "node_modules/@smithy/core/dist-es/submodules/config/config-resolver/regionConfig/getInstanceMetadataRegion.js",
    "node_modules/@smithy/node-http-handler/dist-es/node-http-handler.js",
    "node_modules/@smithy/node-http-handler/dist-es/node-http2-connection-manager.js",
    "node_modules/@smithy/node-http-handler/dist-es/node-http2.js",
    "node_modules/@smithy/node-http-handler/dist-es/node-https.js",
    "node_modules/rss-parser/lib/parser.js",
  ];
  const network = /^(node:)?(https?|http2|net|tls|dgram|dns|child_process|worker_threads|module)(\/|$)/;

  it("are opened by these files and no others", () => {
    const found = Object.entries(inputs).filter(([, { imports }]) => imports.some(({ path }) => network.test(path)));
    expect(found.map(([file]) => file).toSorted()).toEqual(openers);
  });

  it.each(Object.keys(LIMIT_KB))("%s uses no global that opens one", (name) => {
    const bundle = readFileSync(join(dist, name, "index.js"), "utf8");
    expect(bundle.match(/(?<![\w$.])(?:fetch\(|new (?:WebSocket|EventSource)\b)|globalThis\.fetch|getBuiltinModule/g)).toBeNull();
  });
});
