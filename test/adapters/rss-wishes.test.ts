import { describe, expect, it } from "vitest";
import { parseFeed } from "../../lambdas/adapters/rss.ts";

/** What a channel with this head wishes. */
const wishes = async (head: string) => {
  const text = `<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>T</title>${head}<item><title>I</title></item></channel></rss>`;
  return (await parseFeed(new TextEncoder().encode(text), { url: "https://gaceta.example/rss", timezone: "UTC" })).wishes;
};

describe("how often a publisher wants to be asked", () => {
  it.each<[string, number | undefined]>([
    ["<ttl>120</ttl>", 120],
    ["<ttl>525600</ttl>", 525_600], // the schedule stops at a day
    ["<ttl>0</ttl>", undefined],
    ["<ttl>-5</ttl>", undefined],
    ["<ttl>soon</ttl>", undefined],
    ["<ttl/>", undefined],
  ])("F10: %s is %s minutes", async (head, minutes) => {
    expect((await wishes(head))?.minutes).toBe(minutes);
  });

  it.each<[string, number | undefined]>([
    ["<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 30],
    ["<sy:updatePeriod>hourly</sy:updatePeriod>", 60],
    ["<sy:updateFrequency>2</sy:updateFrequency>", 720],
    ["<sy:updatePeriod>weekly</sy:updatePeriod>", 10_080],
    ["<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", undefined],
    ["<sy:updatePeriod>now and then</sy:updatePeriod>", undefined],
    ["<ttl>45</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", 60],
  ])("F12: %s is %s minutes", async (head, minutes) => {
    expect((await wishes(head))?.minutes).toBe(minutes);
  });

  it("F11: all hours or all days are none", async () => {
    const hours = Array.from({ length: 24 }, (_, hour) => `<hour>${hour}</hour>`).join("");
    const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].map((day) => `<day>${day}</day>`).join("");
    expect(await wishes(`<skipHours>${hours}</skipHours><skipDays>${days}</skipDays>`)).toBeUndefined();
    expect(await wishes("<skipHours><hour>23</hour><hour>24</hour></skipHours><skipDays><day>saturday</day></skipDays>")).toEqual({
      skipHours: [0, 23],
      skipDays: [6],
    });
  });
});
