import { describe, expect, it } from "vitest";
import { addressOf } from "../../local/api-client.ts";
import { CannotStart } from "../../local/cannot-start.ts";
import { wantedPort } from "../../local/port.ts";

describe("PORT", () => {
  it.each([
    [undefined, 4321],
    ["", 4321],
    [" ", 4321],
    ["4322", 4322],
    [" 80 ", 80],
    ["0", 0],
    ["65535", 65_535],
  ])("%j asks for %i, of npm start and of npx vigia", (given, port) => {
    expect(wantedPort(given)).toBe(port);
    const { url } = addressOf(undefined, { PORT: given }, "no such file");
    expect(Number(new URL(url).port || 80)).toBe(port);
  });

  it.each(["65536", "-1", "1.5", "1e3", "0x10", "http", "4321;"])("%j is refused", (given) => {
    expect(() => wantedPort(given)).toThrow(CannotStart);
  });
});
