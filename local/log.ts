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
  /^(level|message|timestamp|service|cold_start|function_\w+|xray_trace_id|sampling_rate|correlation_id|location|error|requestId|awsRequestId)$/;

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
      } else if (!("_aws" in entry)) print(name, readable(entry), formatOf(String(entry.level)));
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

/** `matched  outlet=El País  entities=antony-blinken, marcelo-ebrard`, and for a fault what it was. */
export const readable = (entry: Readonly<Record<string, unknown>>): string => {
  const fields = Object.entries(entry)
    .filter(([name, value]) => !boilerplate.test(name) && value !== undefined && value !== null && value !== "" && !isEmpty(value))
    .map(([name, value]) => `${name}=${worded(value)}`);
  const { error } = entry;
  const fault = typeof error === "object" && error !== null ? ` ${worded((error as Record<string, unknown>).message)}` : "";
  return [worded(entry.message ?? ""), ...fields].join("  ") + fault;
};

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const worded = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(worded).join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
};
