/** The `vigia` command: dispatches to `local/commands/`. Reached through `vigia.mjs`, which finds a Node that can run it. */
import type { CommandIo } from "./command-io.ts";

type Command = (args: readonly string[], io: CommandIo) => Promise<number>;

/** Loaded only when called: a reading of one text need not wait for the rest. */
const commands: Readonly<Record<string, { readonly summary: string; readonly load: () => Promise<Command> }>> = {
  match: {
    summary: "who and what does a text name? (standard input)",
    load: async () => (await import("./commands/match.ts")).matchCommand,
  },
  stories: {
    summary: "which documents tell the same story? (standard input)",
    load: async () => (await import("./commands/stories.ts")).storiesCommand,
  },
  parse: { summary: "read a feed's bytes as Vigía would", load: async () => (await import("./commands/parse.ts")).parseCommand },
  "check-url": {
    summary: "may Vigía reach this address?",
    load: async () => (await import("./commands/check-url.ts")).checkUrlCommand,
  },
  sign: { summary: "the headers of a webhook (standard input)", load: async () => (await import("./commands/sign.ts")).signCommand },
  verify: {
    summary: "is this webhook what was signed? (standard input)",
    load: async () => (await import("./commands/sign.ts")).verifyCommand,
  },
  matches: { summary: "what was found, from a running Vigía", load: async () => (await import("./commands/matches.ts")).matchesCommand },
  entities: { summary: "the watchlist", load: async () => (await import("./commands/entities.ts")).entitiesCommand },
  offices: {
    summary: "who holds which office, and what is not known",
    load: async () => (await import("./commands/offices.ts")).officesCommand,
  },
  feeds: { summary: "the feeds and how they are", load: async () => (await import("./commands/feeds.ts")).feedsCommand },
  subscribers: {
    summary: "what is kept about an address: export it, erase it, let it have mail again",
    load: async () => (await import("./commands/subscribers.ts")).subscribersCommand,
  },
  subscriptions: {
    summary: "who wants what; subscribe and unsubscribe",
    load: async () => (await import("./commands/subscriptions.ts")).subscriptionsCommand,
  },
  feedback: {
    summary: "what readers say is not about somebody, as cases for vigia match",
    load: async () => (await import("./commands/feedback.ts")).feedbackCommand,
  },
  keys: { summary: "make an API key for a deployed Vigía", load: async () => (await import("./commands/keys.ts")).keysCommand },
  redrive: {
    summary: "what failed five times: list it, send it back",
    load: async () => (await import("./commands/redrive.ts")).redriveCommand,
  },
  rematch: {
    summary: "look for an entity that is new or changed in all that is stored",
    load: async () => (await import("./commands/rematch.ts")).rematchCommand,
  },
  changes: {
    summary: "what changed of feeds, watchlist and matcher",
    load: async () => (await import("./commands/changes.ts")).changesCommand,
  },
  sample: { summary: "take the bundled sample out", load: async () => (await import("./commands/sample.ts")).sampleCommand },
};

const usage = `Usage: vigia COMMAND …

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(14)} ${summary}`)
  .join("\n")}

vigia COMMAND --help says more. npm start runs Vigía on this machine.
`;

const io: CommandIo = {
  stdin: process.stdin,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

// A reader that has seen enough (`vigia matches | head`) is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

const [name = "--help", ...args] = process.argv.slice(2);
process.exitCode = await run();

async function run(): Promise<number> {
  if (name === "--help" || name === "-h" || name === "help") {
    io.out(usage);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return (await command.load())(args, io);
  io.err(`There is no command "${name}".\n\n${usage}`);
  return 2;
}
