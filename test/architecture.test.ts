/**
 * The house keeps its shape: arrows, purity, names, sizes. The rules are in `architecture/rules.ts`; here they meet the
 * tree, and seeded violations prove that each of them can fail.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RULED_FOLDERS, violations } from "./architecture/rules.ts";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const names = (folder: string, ending: string) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .toSorted();
const files = RULED_FOLDERS.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(?:ts|tsx|mts)$/.test(file))
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`),
);

const core = (text: string) => ({ path: "lambdas/core/story.ts", text });

describe("the tree", () => {
  it.each(files)("%s keeps the rules", (path) => {
    expect(violations({ path, text: read(path) })).toEqual([]);
  });
});

describe("one step, one name", () => {
  const contract = [...read("lambdas/adapters/env.ts").matchAll(/^ {2}(\w+): \{/gm)].map((match) => match[1] ?? "").toSorted();

  it("in the environment contract, the functions and the sample events", () => {
    expect(contract.length).toBeGreaterThanOrEqual(5);
    expect(names("lambdas", ".ts")).toEqual(contract);
    expect(names("events", ".json")).toEqual(contract);
  });

  it.each(contract)("%s: a step that the function calls, and a runbook heading", (name) => {
    expect(existsSync(join(root, `lambdas/pipeline/${name}.ts`))).toBe(true);
    expect(read("lib/README.md")).toMatch(new RegExp(`^### ${name}$`, "m"));
  });
});

describe("the rules can fail", () => {
  it.each<[string, { path: string; text: string }, string]>([
    ["core → adapter", core('import { x } from "../adapters/http.ts";'), "lambdas/core may not import lambdas/adapters/http.ts"],
    ["core → package", core('import Parser from "rss-parser";'), "lambdas/core may not import rss-parser"],
    ["core → zod", core('import * as z from "zod";'), "lambdas/core may not import zod"],
    ["core reads the clock", core("export const now = () => Date.now();"), "only adapters touch"],
    ["core makes a date of now", core("export const now = () => new Date().toISOString();"), "only adapters touch"],
    ["core draws lots", core("export const x = Math.random();"), "only adapters touch"],
    ["core reads the environment", core("export const x = process.env.X;"), "only adapters touch"],
    ["core waits", core("export async function f() {}"), "core is synchronous"],
    ["core promises", core("export const f = () => Promise.resolve();"), "core is synchronous"],
    [
      "pipeline → SDK",
      { path: "lambdas/pipeline/match.ts", text: 'import { SQSClient } from "@aws-sdk/client-sqs";' },
      "@aws-sdk/client-sqs",
    ],
    ["pipeline → node", { path: "lambdas/pipeline/match.ts", text: 'import https from "node:https";' }, "node:https"],
    [
      "pipeline → adapter",
      { path: "lambdas/pipeline/ports.ts", text: 'export type { X } from "../adapters/sqs.ts";' },
      "lambdas/adapters/sqs.ts",
    ],
    ["pipeline sleeps", { path: "lambdas/pipeline/match.ts", text: "setTimeout(f, 10);" }, "only adapters touch"],
    ["pipeline makes an id", { path: "lambdas/pipeline/match.ts", text: "const id = crypto.randomUUID();" }, "only adapters touch"],
    ["pipeline fetches", { path: "lambdas/pipeline/match.ts", text: "await fetch(url);" }, "only adapters touch"],
    [
      "adapter → lib",
      { path: "lambdas/adapters/sqs.ts", text: 'import { x } from "../../lib/pipeline.ts";' },
      "lambdas/adapters may not import lib",
    ],
    ["handler → lib", { path: "lambdas/match.ts", text: 'import { x } from "../lib/pipeline.ts";' }, "lambdas may not import lib"],
    ["handler → CDK", { path: "lambdas/match.ts", text: 'import { App } from "aws-cdk-lib";' }, "lambdas may not import aws-cdk-lib"],
    ["handler → handler's SDK", { path: "lambdas/match.ts", text: 'import "@aws-sdk/client-sqs";' }, "@aws-sdk/client-sqs"],
    ["handler reads the environment", { path: "lambdas/match.ts", text: "process.env.TABLE_NAME" }, "only adapters touch"],
    ["handler of 26 lines", { path: "lambdas/match.ts", text: "x;\n".repeat(26) }, "at most 25 lines: 26"],
    [
      "lib → core",
      { path: "lib/storage.ts", text: 'import { x } from "../lambdas/core/item.ts";' },
      "lib may not import lambdas/core/item.ts",
    ],
    ["lib → SDK", { path: "lib/storage.ts", text: 'import { x } from "@aws-sdk/client-dynamodb";' }, "@aws-sdk/client-dynamodb"],
    ["lambdas → local", { path: "lambdas/api.ts", text: 'await import("../local/main.ts");' }, "lambdas may not import local/main.ts"],
    ["dashboard → core", { path: "dashboard/main.tsx", text: 'import { x } from "../lambdas/core/item.ts";' }, "dashboard may not import"],
    ["two folders up", { path: "local/commands/match.ts", text: 'import { x } from "../../lambdas/core/item.ts";' }, "climb at most one"],
    ["adapter asks the clock itself", { path: "lambdas/adapters/http.ts", text: "const now = Date.now();" }, "only adapters/clock.ts asks"],
    ["asks whether it is local", { path: "lambdas/adapters/http.ts", text: "if (isLocal) guard = off;" }, "no code asks"],
    ["asks NODE_ENV", { path: "lambdas/adapters/http.ts", text: 'process.env.NODE_ENV === "test"' }, "no code asks"],
    ["asks for Lambda", { path: "lambdas/adapters/logger.ts", text: "process.env.AWS_LAMBDA_FUNCTION_NAME" }, "no code asks"],
    ["301 lines", { path: "local/main.ts", text: "x;\n".repeat(301) }, "longer than 300 lines"],
    ["utils.ts", { path: "local/utils.ts", text: "" }, "a file's name says"],
    ["index.ts", { path: "lambdas/adapters/index.ts", text: "" }, "a file's name says"],
  ])("%s", (_, source, said) => {
    expect(violations(source).join("\n")).toContain(said);
  });

  it.each([
    ["a comment may name what code may not", core('// Date.now() and "../adapters/x.ts" stay outside\n/* await */ export const x = 1;')],
    [
      "core may use zod/mini, node:crypto and itself",
      core('import * as z from "zod/mini";\nimport { createHash } from "node:crypto";\nimport { x } from "./url.ts";'),
    ],
    ["core may turn a given time into words", core("export const iso = (ms: number) => new Date(ms).toISOString();")],
    [
      "a step may call a port named fetch",
      { path: "lambdas/pipeline/ingest.ts", text: "const f = async ({ fetch, clock }: Deps) => await fetch(url, clock());" },
    ],
    ["a word is not an import", core('export type Edge = "from" | "to";')],
    ["the clock is an adapter", { path: "lambdas/adapters/clock.ts", text: "export const systemClock = () => Date.now();" }],
    [
      "adapters may do it all",
      { path: "lambdas/adapters/http.ts", text: 'import https from "node:https";\nexport const id = () => crypto.randomUUID();' },
    ],
  ])("%s", (_, source) => {
    expect(violations(source)).toEqual([]);
  });
});
