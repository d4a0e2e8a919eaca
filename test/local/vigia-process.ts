import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../local/loopback.ts";

const root = join(import.meta.dirname, "..", "..");

/** Vigía as `npm start` runs it, in a process, on a port and a data folder of its own. */
export interface VigiaProcess {
  readonly origin: string;
  readonly folder: string;
  /** The admin key. */
  readonly key: string;
  /** All it has printed. */
  output(): string;
  /** Asks the API or one of the runner's own pages, with the admin key. */
  ask(path: string, init?: Asked): Promise<Response>;
  /** The same, read as JSON. */
  json<Value>(path: string): Promise<Value>;
  /** Sends the signal and resolves to the exit status; null after SIGKILL. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** What to send along. */
export interface Asked {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An empty data folder. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), "vigia-"));

/** Starts it and resolves when it says that it is ready; rejects with what it said if it ends before. */
export const startVigia = async (args: readonly string[], folder = newFolder(), port?: number): Promise<VigiaProcess> => {
  const { child, output } = run(args, folder, port ?? (await freePort()));
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", () => output().includes("\nReady.") && resolve());
    void exited.then((code) => reject(new Error(`the runner ended with status ${code}:\n${output()}`)));
  });
  const [origin = ""] = /http:\/\/127\.0\.0\.1:\d+/.exec(output()) ?? [];
  const key = readFileSync(join(folder, "admin-key"), "utf8").trim();
  const ask = (path: string, init: Asked = {}) =>
    fetch(`${origin}${path}`, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } });
  return {
    origin,
    folder,
    key,
    output,
    ask,
    json: async <Value>(path: string) => (await (await ask(path)).json()) as Value,
    stop: (signal = "SIGTERM") => {
      child.kill(signal);
      return exited;
    },
  };
};

/** Starts it and waits for its end: for starts that must fail. */
export const runVigia = async (args: readonly string[], folder: string, port: number): Promise<{ code: number | null; output: string }> => {
  const { child, output } = run(args, folder, port);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, output: output() };
};

/** Runs the `vigia` command to its end. */
export const runCommand = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const child = spawn(process.execPath, [join(root, "local", "vigia.mjs"), ...args], { env: { PATH: process.env.PATH, ...env } });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, out, err };
};

const run = (args: readonly string[], folder: string, port: number) => {
  const env = { PATH: process.env.PATH, PORT: String(port), NO_COLOR: "1" };
  const child = spawn(process.execPath, [join(root, "local", "main.ts"), "--data", folder, ...args], { cwd: root, env });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { child, output: () => text };
};
