import { join } from "node:path";
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { addressOf, type Api, CommandFault, openApi } from "../api-client.ts";
import type { CommandIo } from "../command-io.ts";

/** One thing that a command about a running Vigía can do. */
export interface Action {
  /** What stands after its name: `ID`, `URL --outlet NAME`. */
  readonly usage: string;
  readonly summary: string;
  readonly options?: ParseArgsOptionsConfig;
  /** How many words without a dash it takes. */
  readonly words: number;
  /** How many more it may take. @default - none */
  readonly more?: number;
  /** Returns what to print: rows as a table, anything else as JSON; a text as it is. */
  readonly run: (api: Api, given: Given, io: CommandIo) => Promise<Printed>;
}

/** Something that a command can also do without a running Vigía: it reads its own options. */
export interface LocalAction extends Pick<Action, "usage" | "summary"> {
  readonly command: (args: readonly string[], io: CommandIo) => Promise<number>;
}

/** What stood on the command line, checked against the action's options. */
export interface Given {
  readonly words: readonly string[];
  /** The value of an option given once. */
  readonly one: (name: string) => string | undefined;
  /** The values of an option that may be repeated. */
  readonly many: (name: string) => readonly string[];
  /** Was a switch given? */
  readonly has: (name: string) => boolean;
}

/** What an action has to show: for people, and the value behind it for `--json`. */
export interface Printed {
  readonly text: string;
  readonly value: unknown;
  /** The exit status. @default - 0 */
  readonly status?: 1;
}

const common = {
  api: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsOptionsConfig;

/**
 * Runs `vigia <command> <action> …`. Without an action it lists, if it can; nothing is ever changed unasked.
 * Returns the exit status: 0 done, 1 refused or unreachable, 2 asked wrongly.
 */
export const runActions = async (
  command: string,
  actions: Readonly<Record<string, Action>>,
  args: readonly string[],
  io: CommandIo,
  local: Readonly<Record<string, LocalAction>> = {},
): Promise<number> => {
  const named = args[0] !== undefined && !args[0].startsWith("-");
  const [first, rest] = named ? [args[0] ?? "", args.slice(1)] : ["list", args];
  const alone = Object.hasOwn(local, first) ? local[first] : undefined;
  if (alone !== undefined) return alone.command(rest, io);
  const usage = usageOf(command, { ...actions, ...local });
  const action = Object.hasOwn(actions, first) ? actions[first] : undefined;
  if (first === "help" || (action === undefined && rest.some((arg) => arg === "--help" || arg === "-h"))) return said(io.out, usage, 0);
  if (action === undefined) return said(io.err, named ? `vigia ${command} knows no "${first}".\n\n${usage}` : usage, 2);

  return perform(action, { line: usageLine(command, first, action), usage }, rest, io);
};

/** Runs `vigia <command> …` of a command that does one thing only. Returns the exit status, as {@link runActions}. */
export const runAction = (command: string, action: Action, args: readonly string[], io: CommandIo): Promise<number> => {
  const line = `vigia ${command} ${action.usage}`;
  return perform(action, { line, usage: `  ${line}\n      ${action.summary}\n\n${COMMON}` }, args, io);
};

const perform = async (
  action: Action,
  { line, usage }: { readonly line: string; readonly usage: string },
  args: readonly string[],
  io: CommandIo,
): Promise<number> => {
  const parsed = parse(action, args);
  if (typeof parsed === "string") return said(io.err, `${parsed}\n\n${usage}`, 2);
  const { values, positionals } = parsed;
  if (values.help === true) return said(io.out, usage, 0);
  if (positionals.length < action.words || positionals.length > action.words + (action.more ?? 0)) return said(io.err, line, 2);
  const given: Given = {
    words: positionals,
    one: (name) => (typeof values[name] === "string" ? values[name] : undefined),
    many: (name) => [values[name] ?? []].flat().map(String),
    has: (name) => values[name] === true,
  };
  try {
    const keyFile = join(import.meta.dirname, "..", "..", ".vigia", "admin-key");
    const api = openApi(addressOf(given.one("api"), process.env, keyFile));
    const { text, value, status = 0 } = await action.run(api, given, io);
    return said(io.out, values.json === true ? JSON.stringify(value, null, 2) : text, status);
  } catch (error) {
    if (error instanceof CommandFault) return said(io.err, error.message, 1);
    throw error;
  }
};

/** Rows under a heading, in columns as wide as their widest cell; a sentence where there is no row. */
export const table = (heading: readonly string[], rows: readonly (readonly (string | number | undefined)[])[], none: string): string => {
  if (rows.length === 0) return none;
  const cells = [heading, ...rows.map((row) => row.map((cell) => String(cell ?? "")))];
  const widths = heading.map((_, column) => Math.max(...cells.map((row) => lengthOf(row[column] ?? ""))));

  return cells
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
};

/** A share as whole per cent, rounded down as the mails do: it was stored in thousandths. */
export const percent = (share: number): number => Math.floor(Math.round(share * 1000) / 10);

/** A text of at most `length` characters. */
export const cut = (text: string, length: number): string =>
  lengthOf(text) > length
    ? `${Array.from(text)
        .slice(0, length - 1)
        .join("")}…`
    : text;

const pad = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - lengthOf(text)));

/** In code points: near enough to columns for the two languages. */
const lengthOf = (text: string): number => Array.from(text).length;

const parse = (action: Action, args: readonly string[]) => {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: { ...action.options, ...common }, allowPositionals: true });
    return { values: values as Readonly<Record<string, unknown>>, positionals };
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
};

const usageOf = (command: string, actions: Readonly<Record<string, Pick<Action, "usage" | "summary">>>): string => {
  const lines = Object.entries(actions).map(([name, action]) => `  ${usageLine(command, name, action)}\n      ${action.summary}`);
  return `${lines.join("\n")}\n\n${COMMON}`;
};

/** What every command about a running Vigía takes. */
const COMMON = `  --json      print JSON
  --api URL   the instance to talk to (default: VIGIA_API, or the one that npm start runs)
  The key is taken from VIGIA_KEY, or from .vigia/admin-key for an instance on this machine.`;

const usageLine = (command: string, name: string, { usage }: Pick<Action, "usage">): string =>
  `vigia ${command} ${name} ${usage}`.trimEnd();

const said = (to: (text: string) => void, text: string, status: number): number => {
  to(`${text}\n`);
  return status;
};
