import { spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CannotStart } from "./cannot-start.ts";
import type { Template } from "./template.ts";

/** Where mails come from here; the stack is told as a deployment would be, by context. */
const SENDER = "alerts@vigia.local";

/**
 * Synthesises the stack into `assembly`, afresh, as `npx cdk deploy` would, and returns its template.
 * Throws CannotStart with what the app said if it cannot.
 */
export const synthesise = async (root: string, assembly: string): Promise<Template> => {
  rmSync(assembly, { recursive: true, force: true });
  // The context names where each asset lies, which the CLI asks for as well.
  const context = { identity: `address:${SENDER}`, "aws:cdk:enable-asset-metadata": true };
  const env = { ...process.env, CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_VALIDATION: "false" };
  const app = spawn(process.execPath, [join(root, "lib", "app.ts")], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const output of [app.stdout, app.stderr]) output.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => app.once("error", reject).once("close", resolve));
  const file = code === 0 ? readdirSync(assembly).find((name) => name.endsWith(".template.json")) : undefined;
  if (file === undefined) throw new CannotStart(`The stack cannot be synthesised:\n${said.trim()}`);
  return JSON.parse(readFileSync(join(assembly, file), "utf8")) as Template;
};
