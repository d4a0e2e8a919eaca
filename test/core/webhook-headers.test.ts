import { describe, expect, it } from "vitest";
import { Contact } from "../../lambdas/core/subscription.ts";

const taken = (headers: unknown) => Contact.safeParse({ channel: "webhook", url: "https://a.example/h", headers }).success;

describe("the headers a receiver may ask for (W14)", () => {
  it.each([{}, { Authorization: "Bearer abc.def" }, { "X-Team": "news desk" }, { "x-api-key": "a" }])("take %j", (headers) =>
    expect(taken(headers)).toBe(true),
  );
  it("take ten, and not eleven", () => {
    const some = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`x-${i}`, "v"]));
    expect([taken(some(10)), taken(some(11))]).toEqual([true, false]);
  });
  it.each([
    "Host", "content-type", "Content-Length", "Content-Encoding", "transfer-encoding", "Connection", "webhook-id", "Webhook-Anything",
    "User-Agent", "Proxy-Authorization", "X-Forwarded-For", "x-amz-date", "Upgrade", "Expect", "TE", "Trailer", "Keep-Alive",
    "", "a b", "a:b", "a\r\nb", "a\nb", "a\0", "ñ", "x".repeat(65),
  ])("refuse the name %j", (name) => expect(taken({ [name]: "v" })).toBe(false)); // prettier-ignore
  it.each(["", " a", "a ", "a\r\nb", "a\rb", "a\nb", "a\0b", "a\tb", "ñ", "x".repeat(1001)])("refuse the value %j", (value) =>
    expect(taken({ "x-a": value })).toBe(false),
  );
  it("refuse one name in two spellings, and what is no text", () =>
    expect([taken({ "X-A": "1", "x-a": "2" }), taken({ "x-a": 1 }), taken(["x"])]).toEqual([false, false, false]));
});
