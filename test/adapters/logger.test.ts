import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { correlated } from "../../lambdas/adapters/correlation.ts";
import { makeLog, scrubbed } from "../../lambdas/adapters/logger.ts";

describe("what does not leave the log", () => {
  it.each([
    ["Email address is not verified: ada@example.org", "Email address is not verified: [address]"],
    ["<ada.l+news@mail.example.org>, eva@example.org", "<[address]>, [address]"],
    ["POST https://hooks.example.com/services/T0/B0/secret?x=1 timed out", "POST https://hooks.example.com/… timed out"],
    ["https://user:pass@a.example/x", "https://a.example/…"],
    ["https://a.example?token=1", "https://a.example/…"],
    ["signed with whsec_c2VjcmV0+/=", "signed with whsec_…"],
    ["Bearer vigia_abcdefgh_secret", "Bearer vigia_…"],
  ])("%s", (text, safe) => expect(scrubbed(text)).toBe(safe));

  it.each([
    "at send (/var/task/node_modules/@aws-sdk/core/index.js:12:3)",
    "https://gaceta.example answered 503",
    "story-1 @ 12:00",
    "feed gaceta-mx: 3 items",
  ])("what may stay: %s", (text) => expect(scrubbed(text)).toBe(text));
});

describe("a line of the log", () => {
  const lines: Record<string, unknown>[] = [];

  beforeEach(() => {
    lines.length = 0;
    vi.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(JSON.parse(String(text))) > 0);
    vi.spyOn(process.stderr, "write").mockImplementation((text) => lines.push(JSON.parse(String(text))) > 0);
  });

  afterEach(() => vi.restoreAllMocks());

  it("is JSON with the step, the sentence and the correlation id", async () => {
    const log = makeLog("match");
    await correlated("tick-1", async () => log.info("match", { outcome: { alerts: 2 } }));
    log.warn("later");
    expect(lines).toMatchObject([
      { level: "INFO", service: "match", message: "match", outcome: { alerts: 2 }, correlation_id: "tick-1" },
      { level: "WARN", message: "later" },
    ]);
    expect(lines[1]).not.toHaveProperty("correlation_id");
  });

  it("holds no address, wherever it stood", () => {
    const cause = new Error("inner ada@example.org");
    makeLog("deliver").error("to ada@example.org", {
      error: new TypeError("no route to ada@example.org", { cause }),
      about: { list: ["ada@example.org"], url: "https://hooks.example.com/services/secret" },
    });
    expect(lines).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toMatch(/ada@|secret/);
    expect(lines[0]).toMatchObject({ error: { name: "TypeError", message: "no route to [address]" } });
  });
});
