import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { feeds } from "../../lambdas/data/feeds.ts";
import { allSay, type Doors, openDoors } from "../fixtures/doors.ts";
import { hostileUrls } from "../fixtures/hostile-urls.ts";

let doors: Doors;
beforeAll(async () => {
  doors = await openDoors();
});
afterAll(() => doors[Symbol.asyncDispose]());

/** The API, the command and whoever sends judge alike, and not one of them reaches anything inside (reliability S2, S7). */
describe.each(["webhook", "feed"] as const)("as a %s", (purpose) => {
  it.each(hostileUrls)("$trick: $url", async ({ url, [purpose]: verdict }) => {
    expect(await doors.tryAll(purpose, url)).toEqual(allSay(verdict));
  });
});

it.each(feeds("2026-11-24T00:00:00.000Z"))("the shipped feed $id may pass everywhere", async ({ url }) => {
  expect(await doors.tryAll("feed", url)).toEqual(allSay("ok"));
});
