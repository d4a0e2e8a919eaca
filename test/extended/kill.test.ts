/**
 * SIGKILL in the middle of the sample day, again and again: every alert of an undisturbed day is told, and none twice, except
 * a mail whose send was under way, which comes again under the same X-Entity-Ref-ID.
 */
import { cpSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import type { Delivery } from "../../lambdas/core/delivery.ts";
import { kindOf } from "../../lambdas/core/delivery-id.ts";
import type { HookEntry } from "../../local/hooks.ts";
import { freePort } from "../../local/loopback.ts";
import type { KeptMail } from "../../local/mail.ts";
import { aSubscription } from "../contracts/rows.ts";
import { prepareFolder } from "../local/prepared-folder.ts";
import { newFolder, startVigia, type VigiaProcess } from "../local/vigia-process.ts";

/** A lease of 90 s, a tick a minute: what was being sent at the kill is settled within this, and then some. */
const SETTLED_MS = 300_000;

let vigia: VigiaProcess | undefined;
afterEach(() => vigia?.stop());

it("loses no alert and repeats none", async () => {
  const port = await freePort();
  const folder = await folderWithWatcher(port);
  const other = newFolder();
  cpSync(folder, other, { recursive: true });

  vigia = await startVigia(["--offline"], other, port);
  await settle();
  const undisturbed = await told();
  await vigia.stop();
  expect(undisturbed.back.length).toBeGreaterThan(3);
  expect(undisturbed.stories.length).toBeGreaterThan(10);

  // In the middle of the matching, of the first deliveries, of the last ones.
  for (const reached of [
    async () => (await matches()) > 0,
    async () => (await told()).mails.length > 0,
    async () => (await told()).stories.length > undisturbed.stories.length / 2,
  ]) {
    vigia = await startVigia(["--offline"], folder, port);
    await expect.poll(reached, { timeout: SETTLED_MS, interval: 20 }).toBe(true);
    await vigia.stop("SIGKILL");
  }
  vigia = await startVigia(["--offline"], folder, port);
  await settle();

  const now = await told();
  expect(now.stories).toEqual(undisturbed.stories);
  // A sighting that came late may have made one more return of a story; nobody returns twice.
  expect(now.back).toEqual(expect.arrayContaining(undisturbed.back));
  expect(now.back).toEqual([...new Set(now.back)]);
  const sent = await deliveries("sample-email");
  expect(sent.filter(({ state }) => state !== "sent")).toEqual([]);
  expect(new Set(now.mails)).toEqual(new Set(sent.map(({ id }) => id)));
  const underWay = new Set(sent.filter(({ unknown }) => unknown > 0).map(({ id }) => id));
  expect(now.mails.filter((id, n) => now.mails.indexOf(id) < n && !underWay.has(id))).toEqual([]);
}, 900_000);

/** A data folder with one more subscription: a webhook that hears, in data, what the sample's mails tell in words. */
const folderWithWatcher = async (port: number): Promise<string> => {
  const folder = newFolder();
  const subscription = aSubscription("watcher", { channel: "webhook", createdAt: new Date().toISOString() });
  const secret = `whsec_${Buffer.alloc(32, 3).toString("base64")}`;
  await prepareFolder(folder, async (store) => {
    await store.createSubscription(subscription, { channel: "webhook", url: `http://127.0.0.1:${port}/hooks/watcher` }, secret);
  });
  return folder;
};

/** Waits until nothing is open, and stays so over one more tick. */
const settle = async (): Promise<void> => {
  let [before, since] = ["", Date.now()];
  const quiet = async () => {
    const now = JSON.stringify([await told(), await matches(), await open()]);
    if (now !== before) [before, since] = [now, Date.now()];
    return before.endsWith(",0]") && Date.now() - since > 70_000;
  };
  await expect.poll(quiet, { timeout: SETTLED_MS, interval: 2000 }).toBe(true);
};

const deliveries = async (id: string): Promise<readonly Delivery[]> => {
  const all: Delivery[] = [];
  for (let next: string | undefined = ""; next !== undefined;) {
    const page: { deliveries: Delivery[]; cursor?: string } | undefined = await vigia?.json(
      `/api/v1/subscriptions/${id}/deliveries?cursor=${next}`,
    );
    // The still-watching mail of next week lies there already.
    all.push(...(page?.deliveries ?? []).filter((one) => kindOf(one.id) !== "watching"));
    next = page?.cursor;
  }
  return all;
};

const open = async (): Promise<number> => {
  const all = await Promise.all(["sample-email", "sample-webhook", "watcher"].map(deliveries));
  return all.flat().filter(({ nextAttemptAt }) => nextAttemptAt !== undefined).length;
};

const matches = async () => (await vigia?.json<{ matches: readonly unknown[] }>("/api/v1/matches?limit=100"))?.matches.length ?? 0;

/** What reached people: the mails by their reference, the stories about officials, and who is back. */
const told = async () => {
  const inbox = (await vigia?.json<readonly KeptMail[]>("/inbox.json")) ?? [];
  const entries = (await vigia?.json<readonly HookEntry[]>("/hooks.json")) ?? [];
  expect(entries.filter(({ verified }) => !verified)).toEqual([]);
  const matchesOf = ({ payload }: HookEntry) => (payload as { data: { matches: { entity: string; gap?: object }[] } }).data.matches;
  const entitiesOf = (entry: HookEntry) => matchesOf(entry).map(({ entity }) => entity);
  // Without a gap stands who else is in the story.
  const returnedIn = (entry: HookEntry) => matchesOf(entry).flatMap(({ entity, gap }) => (gap === undefined ? [] : [entity]));
  const named = (name: string) => entries.filter((entry) => entry.name === name);
  return {
    mails: inbox.map(({ headers }) => headers["X-Entity-Ref-ID"] ?? ""),
    stories: named("sample")
      .map((entry) => entitiesOf(entry).toSorted().join(" "))
      .toSorted(),
    back: named("watcher").flatMap(returnedIn).toSorted(),
  };
};
