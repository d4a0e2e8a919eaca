/** `npm start`: all of Vigía on this machine. */
// oxlint-disable-next-line import/no-unassigned-import -- it is there for its effect, and must come first
import "./threads.ts";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { CannotStart } from "./cannot-start.ts";
import { damaged } from "./damage.ts";
import { terminalLog } from "./log.ts";
import { wantedPort } from "./port.ts";
import { KEY_FILE } from "./rows.ts";
import { type Runner, type RunnerOptions, startRunner } from "./runner.ts";

const usage = `Usage: npm start -- [options]

  --no-sample    leave out the bundled sample: a news day, and three subscriptions to it
  --offline      do not poll the feeds that ship with Vigía
  --data FOLDER  keep data there instead of .vigia
  --help         this text

PORT=4322 npm start takes another port than 4321.
`;

const log = terminalLog(console.log, process.stdout.isTTY && process.env.NO_COLOR === undefined);
const root = join(import.meta.dirname, "..");

try {
  await main();
} catch (error) {
  if (!(error instanceof CannotStart)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options === undefined) {
    console.log(usage);
    return;
  }
  console.log("Starting Vigía …");
  // Asked for now, so that a signal during the start ends it in good order as well.
  const stopping = new Promise<string>((stop) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
    onParentGone(() => stop("npm ended"));
  });
  process.on("uncaughtException", (error) => {
    // Deep in the tables' files damage is met only when it is read, by a stand-in that throws where no one can catch.
    const deep = "code" in error && String(error.code).startsWith("LEVEL_");
    console.error(deep ? damaged(join(options.folder, "tables"), error).message : error);
    process.exit(1);
  });
  const runner = await startRunner(options);
  console.log(banner(runner, options));
  const signal = await stopping;
  log.say("vigia", `${signal}: finishing what is in hand (at most 10 s; once more to quit at once) …`);
  for (const again of ["SIGINT", "SIGTERM"] as const) process.once(again, () => process.exit(130));
  await runner.stop();
  log.say("vigia", "Stopped. Everything is kept for the next start.");
  process.exit(0);
}

/** npm passes a SIGTERM to its shell, and the shell to nobody: what npm started finds itself without parent. */
function onParentGone(act: () => void): void {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, 500);
  timer.unref();
}

/** Undefined for `--help`; throws CannotStart for what makes no sense. */
function readOptions(): RunnerOptions | undefined {
  const { values } = parse();
  if (values.help) return undefined;
  return {
    root,
    folder: resolve(values.data ?? join(root, ".vigia")),
    port: wantedPort(process.env.PORT),
    sample: !values["no-sample"],
    live: !values.offline,
    log,
  };
}

function parse() {
  try {
    return parseArgs({
      options: {
        "no-sample": { type: "boolean", default: false },
        offline: { type: "boolean", default: false },
        data: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    if (error instanceof TypeError) throw new CannotStart(`${error.message}\n\n${usage}`);
    throw error;
  }
}

function banner({ origin, rows }: Runner, { folder, sample, live }: RunnerOptions): string {
  const keyFile = relative(process.cwd(), join(folder, KEY_FILE));
  const usual = folder === join(root, ".vigia");
  const kept = usual ? `${keyFile}, where npx vigia finds it` : `${keyFile}; for npx vigia, put it in VIGIA_KEY`;
  const sampled = rows.sampleNow === undefined ? "no sample" : "with the bundled sample (npx vigia sample clear removes it)";
  const note = rows.sampleNow !== undefined && !sample ? "  It was added by an earlier start.\n" : "";
  return `
Vigía is looking out at ${origin}

  Dashboard   ${origin}/
  API         ${origin}/api/v1/matches
  Inbox       ${origin}/inbox      mail that would be sent
  Hooks       ${origin}/hooks      webhooks, received and verified

  Running ${sampled}${live ? "" : ", live feeds off"}.
${note}  Subscribe:  npx vigia subscriptions add --email you@example.org --entity antony-blinken
  Admin key:  ${rows.isNewKey ? `${rows.adminKey}\n              (kept in ${kept})` : `in ${kept}`}
  Stop:       Ctrl+C. Data stay in ${relative(process.cwd(), folder) || "."}.

Ready.
`;
}
