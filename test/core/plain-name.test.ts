import { describe, expect, it } from "vitest";
import { NewFeed } from "../../lambdas/core/feed-input.ts";
import { accept, Refusal } from "../../lambdas/core/problem.ts";
import { NewSubscription } from "../../lambdas/core/subscription.ts";

const subscription = (name: string) => ({
  name,
  select: { lists: ["article"] },
  contact: { channel: "email", address: "ana@example.org" },
});
const feed = (outlet: string) => ({ url: "https://a.example/rss", outlet, lang: "es", country: "MX" });

describe("the name of a subscription and of an outlet", () => {
  it.each(["Peña & Co., “El Día” – नमस्ते 👩‍🚀 عربى", "O'Neil", "a\u00A0b", "\u200Fשלום"])("may be %j", (name) => {
    expect(accept(NewSubscription, subscription(name)).name).toBe(name);
    expect(accept(NewFeed, feed(name)).outlet).toBe(name);
  });

  it.each([
    "\u0000",
    "\n",
    "\r\n",
    "\t",
    "\u001B[31m",
    "\u007F",
    "\u0085",
    "\u2028",
    "\u202A",
    "\u202E",
    "\u2066",
    "\u2069",
    "\uD83D",
    "\uDE00\uD83D",
  ])("may not hold %j", (odd) => {
    const said = /"(name|outlet)" may hold no line breaks/;
    expect(() => accept(NewSubscription, subscription(`Ana${odd}b`))).toThrow(said);
    expect(() => accept(NewFeed, feed(`Ana${odd}b`))).toThrow(said);
    expect(() => accept(NewFeed, feed(`Ana${odd}b`))).toThrow(Refusal);
  });
});
