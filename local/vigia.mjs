#!/usr/bin/env node
// Plain JavaScript on purpose: it must start on whatever Node there is, and hand over to the project's own (24), which
// runs TypeScript as it is.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const own = fileURLToPath(new URL(`../node_modules/node/bin/node${process.platform === "win32" ? ".exe" : ""}`, import.meta.url));
const script = fileURLToPath(new URL("vigia.ts", import.meta.url));

if (process.features.typescript) {
  await import(new URL("vigia.ts", import.meta.url).href);
} else if (existsSync(own)) {
  const { status, signal } = spawnSync(own, [script, ...process.argv.slice(2)], { stdio: "inherit" });
  if (signal !== null) process.kill(process.pid, signal);
  process.exitCode = status ?? 1;
} else {
  console.error(`vigia needs Node 24, or "npm ci" first: this is Node ${process.version}.`);
  process.exitCode = 1;
}
