import { describe, expect, it } from "vitest";
import { terminalLog } from "../../local/log.ts";

/** What is printed for the line, without its time. */
const printed = (name: string, line: string): string => {
  const lines: string[] = [];
  terminalLog((text) => lines.push(text), false).line(name, line);
  return lines.map((text) => text.slice("12:34:56 ".length)).join("\n");
};

const entry = (about: object) =>
  JSON.stringify({ level: "INFO", message: "ingest", timestamp: "2026-11-24T00:00:00Z", service: "ingest", ...about });

describe("a line of a function, at a terminal", () => {
  it.each<[string, object, string]>([
    ["its outcome", { outcome: { shard: 0, outcome: "polled", feeds: 5, items: 72, failed: {} } }, "ingest   polled  feeds=5  items=72"],
    [
      "what failed, and how",
      { outcome: { outcome: "polled", feeds: 1, failed: { wola: "timeout" } } },
      "ingest   polled  feeds=1  failed=wola: timeout",
    ],
    ["the beginning of a long list", { outcome: { entities: "abcdefgh".split("") } }, "ingest   entities=a, b, c, d, e, f and 2 more"],
    [
      "a fault",
      { level: "ERROR", message: "ingest failed", error: { name: "TypeError", message: "no such row", stack: "TypeError …" } },
      "ingest   ingest failed  no such row",
    ],
    ["nothing, when nothing was due", { outcome: { shard: 1, outcome: "nothing-due", feeds: 0 } }, ""],
    ["nothing of measurements", { _aws: { Timestamp: 1 }, ItemsSeen: 3 }, ""],
  ])("is %s", (_, about, expected) => expect(printed("ingest", entry(about))).toBe(expected));

  it("is a request's method, path, status and time", () => {
    const line = entry({ message: "api", service: "api", method: "GET", path: "/api/v1/matches", status: 200, ms: 15 });
    expect(printed("api", line)).toBe("api      GET /api/v1/matches 200 15 ms");
  });

  it("is shown as it is, if it is no JSON", () => expect(printed("match", "{ Warning: x")).toBe("match    { Warning: x"));
});
