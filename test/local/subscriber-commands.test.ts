import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Subscription } from "../../lambdas/core/subscription.ts";
import { tellBusyMonth } from "../fixtures/busy-topic.ts";
import { serve } from "../fixtures/serve.ts";
import type { ServedApi } from "../fixtures/served-api.ts";
import { servedApi } from "../fixtures/served-api.ts";
import { runCommand } from "./vigia-process.ts";

let served: ServedApi;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  served = await servedApi();
  await tellBusyMonth(served.desk);
  server = await serve(served.app);
});
afterAll(() => server.close());

const vigia = (...args: string[]) => runCommand(args, { VIGIA_API: server.origin, VIGIA_KEY: served.desk.keys.admin });
const add = async (...args: string[]) => {
  const { code, out, err } = await vigia("subscriptions", "add", ...args);
  return { code, out, err, id: /^(sub-\w+)/.exec(out)?.[1] ?? "" };
};
const stored = (id: string) => served.desk.store.subscription(id);

describe("vigia subscriptions add", () => {
  it("keeps when mails come, as it was said", async () => {
    const { id, code } = await add(
      "--email",
      "ana@example.org",
      "--entity",
      "antony-blinken",
      "--cadence",
      "weekly",
      "--at",
      "7",
      "--weekday",
      "friday",
      "--timezone",
      "America/Tijuana",
      "--quiet",
      "22-7",
      "--lang",
      "es",
      "--name",
      "Los viernes",
    );
    expect(code).toBe(0);
    expect(await stored(id)).toMatchObject({
      cadence: "weekly",
      at: 7,
      weekday: "friday",
      timezone: "America/Tijuana",
      quietHours: { from: 22, to: 7 },
      lang: "es",
      name: "Los viernes",
    } satisfies Partial<Subscription>);
  });

  it.each([
    [["--quiet", "late"], /two local hours, such as 22-7/],
    [["--quiet", "9-9"], /different hours/],
    [["--timezone", "Mars/Olympus"], /IANA time zone/],
    [["--cadence", "hourly"], /one of "now", "daily", "weekly"/],
    [["--at", "25"], /at most 23/],
  ])("refuses %j, and says why", async (args, why) => {
    const { code, err } = await add("--email", "ana@example.org", "--entity", "antony-blinken", ...args);
    expect([code, err]).toEqual([1, expect.stringMatching(why)]);
  });

  it("warns of whom it can hardly ever tell, and says how the pair is followed", async () => {
    const { out, id } = await add("--email", "ana@example.org", "--entity", "fentanyl", "--silence", "10");
    expect(out).toContain("fentanyl was named on 29 of the last 30 days (30 of them were heard): it can hardly ever come back.");
    expect(await stored(id)).toMatchObject({ select: { entities: ["fentanyl"] } });
    const [, pair = ""] = /Together with antony-blinken it would have come back 2 times: (.*)/.exec(out) ?? [];
    const other = await add("--email", "ana@example.org", "--silence", "10", ...pair.split(" "));
    expect(await stored(other.id)).toMatchObject({ select: { together: ["fentanyl", "antony-blinken"] } });
    expect(other.out).not.toContain("hardly ever");
    expect((await add("--email", "ana@example.org", "--entity", "fentanyl", "--trigger", "every")).out).not.toContain("hardly ever");
  });
});

describe("vigia subscriptions pause, snooze and resume", () => {
  it("do what they say, and say what it means", async () => {
    const { id } = await add("--webhook", "https://hooks.example/in", "--entity", "antony-blinken");
    expect((await vigia("subscriptions", "pause", id)).out).toMatch(/paused\nNo alert is raised meanwhile/);
    expect((await stored(id))?.status).toBe("paused");
    expect((await vigia("subscriptions", "list")).out).toMatch(new RegExp(`${id} +paused`));
    const until = new Date(served.desk.now + 7 * 86_400_000).toISOString();
    expect((await vigia("subscriptions", "snooze", id, "7")).out).toContain(`paused until ${until}`);
    expect(await stored(id)).toMatchObject({ status: "paused", until });
    expect((await vigia("subscriptions", "snooze", id, "8")).code).toBe(1);
    expect((await vigia("subscriptions", "resume", id)).out).toContain("active");
    expect((await stored(id))?.status).toBe("active");
    expect((await vigia("subscriptions", "pause", "sub-unknown")).err).toMatch(/no subscription/i);
  });
});

describe("vigia subscribers", () => {
  it("hands out all that is kept about an address, and erases it", async () => {
    const mine = [
      (await add("--email", "eva@example.org", "--entity", "dea")).id,
      (await add("--email", "EVA@example.org", "--list", "article")).id,
    ];
    const kept = JSON.parse((await vigia("subscribers", "export", "eva@example.org")).out) as {
      subscriptions: { subscription: Subscription }[];
    };
    expect(kept.subscriptions.map(({ subscription }) => subscription.id).toSorted()).toEqual(mine.toSorted());
    expect((await vigia("subscribers", "erase", "eva@example.org")).out).toContain("Erased: ");
    expect(await Promise.all(mine.map(stored))).toEqual([undefined, undefined]);
    expect((await vigia("subscribers", "erase", "eva@example.org")).out).toContain("Nothing is kept about that address.");
  });
});
