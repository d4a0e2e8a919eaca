import { styleText } from "node:util";

/** What the runner says while it works. Each entry is one line. */
export interface Log {
  /** A line a function wrote; `name` is the function's. Structured lines are made readable, measurements are left out. */
  line(name: string, line: string): void;
  /** Something a person should know. */
  say(name: string, sentence: string): void;
  /** Something that went wrong. */
  fault(name: string, sentence: string): void;
}

/** Fields of a structured line that say nothing to someone at a terminal. */
const boilerplate =
  /^(level|message|timestamp|service|cold_start|function_\w+|xray_trace_id|sampling_rate|correlation_id|location|error|itemId|storyId|deliveryId)$/;

/** Prints to `out`, in colour if `colour`. */
export const terminalLog = (out: (line: string) => void, colour: boolean): Log => {
  const paint = (format: Parameters<typeof styleText>[0], text: string) =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  const print = (name: string, text: string, format?: Parameters<typeof styleText>[0]): void => {
    const time = new Date().toTimeString().slice(0, 8);
    out(`${paint("dim", time)} ${paint("cyan", name.padEnd(8))} ${format === undefined ? text : paint(format, text)}`);
  };
  return {
    line: (name, line) => {
      const entry = structured(line);
      if (entry === undefined) {
        if (line.trim() !== "") print(name, line);
        return;
      }
      const text = "_aws" in entry ? "" : readable(name, entry);
      if (text !== "") print(name, text, formatOf(String(entry.level)));
    },
    say: (name, sentence) => print(name, sentence),
    fault: (name, sentence) => print(name, sentence, "red"),
  };
};

const formatOf = (level: string): "red" | "yellow" | undefined =>
  level === "ERROR" || level === "CRITICAL" ? "red" : level === "WARN" ? "yellow" : undefined;

const structured = (line: string): Record<string, unknown> | undefined => {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/**
 * `polled  feeds=5  items=72`, and for a fault what it was. Steps log what they came to as `outcome`: it is shown as if it
 * were the line itself. Of a request: `GET /api/v1/matches 200 15 ms`. Empty when there is nothing to tell.
 */
export const readable = (name: string, entry: Readonly<Record<string, unknown>>): string => {
  if (entry.method !== undefined && entry.path !== undefined)
    return [entry.method, entry.path, entry.status, entry.ms, "ms"].map(worded).join(" ");
  const { message, outcome, error, ...rest } = entry;
  const came = typeof outcome === "object" && outcome !== null ? (outcome as Record<string, unknown>) : { outcome };
  const { outcome: word, ...about } = { ...rest, ...came };
  if (word === "nothing-due") return "";
  const fields = Object.entries(about)
    .filter(([field, value]) => !boilerplate.test(field) && says(value))
    .map(([field, value]) => `${field}=${worded(value)}`);
  const fault = typeof error === "object" && error !== null ? worded((error as Record<string, unknown>).message) : "";
  return [message === name ? "" : worded(message), worded(word), ...fields, fault].filter((part) => part !== "").join("  ");
};

/** Not nothing: no zero, no empty list. */
const says = (value: unknown): boolean => (typeof value === "object" && value !== null ? Object.keys(value).length > 0 : Boolean(value));

/** Of a long list, its beginning. */
const SHOWN = 6;

const worded = (value: unknown): string => {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return begun(value.map(worded));
  if (typeof value === "object") return begun(Object.entries(value).map(([field, each]) => `${field}: ${worded(each)}`));
  return typeof value === "string" ? value : JSON.stringify(value);
};

const begun = (parts: readonly string[]): string =>
  parts.slice(0, SHOWN).join(", ") + (parts.length > SHOWN ? ` and ${parts.length - SHOWN} more` : "");
