import { describe, expect, it } from "vitest";
import { refusesUs } from "../../lambdas/core/robots.ts";

const refuses = (text: string, path = "/news/rss.xml?lang=es") => refusesUs(text, `https://gaceta.example${path}`);

describe("robots.txt (F24)", () => {
  it.each<[boolean, string]>([
    [false, ""],
    [false, "User-agent: *\nDisallow: /"], // A feed that a person follows is read as any reader reads it.
    [false, "User-agent: OtherBot\nDisallow: /"],
    [false, "User-agent: VigiaBot\nDisallow: /"],
    [true, "User-agent: Vigia\nDisallow: /"],
    [true, "user-AGENT : vigia/0.1 # that one\r\ndisallow:/news"],
    [true, "User-agent: OtherBot\nUser-agent: Vigia\nDisallow: /"],
    [true, "User-agent: Vigia\nUser-agent: OtherBot\nDisallow: /"],
    [false, "User-agent: Vigia\nDisallow:\nUser-agent: *\nDisallow: /"],
    [false, "User-agent: Vigia\nAllow: /news\nUser-agent: OtherBot\nDisallow: /news/rss.xml"],
    [true, "User-agent: *\nDisallow: /a\n\nUser-agent: Vigia\nDisallow: /news/\n"],
    [true, "User-agent: Vigia\nDisallow: /x\nSitemap: https://gaceta.example/s.xml\nDisallow: /news/"],
    [false, "User-agent: Vigia\nDisallow: /News/"],
    [false, "Disallow: /\nUser-agent: Vigia"],
    [false, "<!doctype html><title>User-agent: Vigia</title>"],
  ])("%s: %j", (wanted, text) => {
    expect(refuses(text)).toBe(wanted);
  });

  it.each<[boolean, string]>([
    [true, "Disallow: /news\nAllow: /new"], // the longest decides
    [false, "Disallow: /news\nAllow: /news/rss"],
    [false, "Disallow: /news\nAllow: /news"], // of two as long, the one that allows
    [false, "Allow: /news\nDisallow: /news"],
    [true, "Disallow: /*.xml"],
    [true, "Disallow: *rss*lang="],
    [false, "Disallow: *lang=*rss"],
    [false, "Disallow: /*.xml$"],
    [true, "Disallow: /*lang=es$"],
    [true, "Disallow: /news/rss.xml?lang=es$"],
    [false, "Disallow: /news$"],
    [false, "Disallow: /news/rss.xml*xml?lang=es$"], // the two do not overlap
  ])("%s: %j", (wanted, rules) => {
    expect(refuses(`User-agent: Vigia\n${rules}`)).toBe(wanted);
  });

  it("is read in no time, whatever it holds", () => {
    const started = performance.now();
    expect(refuses(`User-agent: Vigia\nDisallow: ${"*a".repeat(900)}b\n`.repeat(250), `/${"a".repeat(1500)}`)).toBe(false);
    expect(refuses(`User-agent: Vigia\n${" ".repeat(5_000_000)}`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
