import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "vigia-app-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the app as the CLI does: the settings come in a variable, the assembly goes to a folder. */
const run = (name: string, context: object) => {
  const CDK_OUTDIR = join(folder, name);
  const env = { ...process.env, CDK_OUTDIR, CDK_CONTEXT_JSON: JSON.stringify(context) };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "lib/app.ts")], { cwd: root, env, encoding: "utf8" });
  return { status, said: stdout + stderr, assembly: CDK_OUTDIR };
};

describe("the app", () => {
  it("has one stack, so that a bare `cdk deploy` knows what to deploy", () => {
    const { status, assembly } = run("plain", {});
    expect(status).toBe(0);
    expect(readdirSync(assembly).filter((file) => file.endsWith(".template.json"))).toEqual(["Vigia.template.json"]);
  });

  it("answers a wrong setting with one sentence and no stack trace", () => {
    const { status, said } = run("wrong", { identity: "example.org" });
    expect(status).toBe(1);
    expect(said.trim().split("\n")).toEqual([expect.stringMatching(/^-c identity=example\.org cannot be used: write .*\.$/)]);
  });

  it("satisfies the CloudFormation linter in every mode", () => {
    const { status, said } = run("lint", {
      lint: "true",
      identity: "domain:example.org",
      operator: "ops@example.org",
      "@aws-cdk/core:validateAgainstDefaultRules": true,
    });
    expect(said).toBe("");
    expect(status).toBe(0);
  });
});

describe("cdk.json", () => {
  const { app, build, context } = JSON.parse(readFileSync(join(root, "cdk.json"), "utf8")) as Record<string, never>;

  it("builds the bundles, then runs the app, and makes the linter's findings errors", () => {
    expect([build, app]).toEqual(["node lib/build.ts", "node lib/app.ts"]);
    expect(context).toMatchObject({ "@aws-cdk/core:validateAgainstDefaultRules": true });
  });
});
