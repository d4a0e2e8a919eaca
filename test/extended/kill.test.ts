/**
 * SIGKILL in the middle of the sample day, again and again: every alert of an undisturbed day is told, and none twice, except
 * a mail whose send was under way, which comes again under the same X-Entity-Ref-ID.
 */
import { afterEach, expect, it } from "vitest";
import type { Delivery } from "../../lambdas/core/delivery.ts";
import type { HookEntry } from "../../local/hooks.ts";
import { freePort } from "../../local/loopback.ts";
import type { KeptMail } from "../../local/mail.ts";
import { newFolder, startVigia, type VigiaProcess } from "../local/vigia-process.ts";

/** A lease of 90 s, a tick a minute: what was being sent at the kill is settled within this, and then some. */
const SETTLED_MS = 300_000;

let vigia: VigiaProcess | undefined;
afterEach(() => vigia?.stop());

it("loses no alert and repeats none", async () => {
  vigia = await startVigia(["--offline"]);
  await settle(vigia);
  const undisturbed = await toldBy(vigia);
  await vigia.stop();
  expect(undisturbed.mails.length).toBeGreaterThan(3);
  expect(undisturbed.hooks.length).toBeGreaterThan(10);

  const folder = newFolder();
  const port = await freePort();
  // In the middle of the polling, of the matching, of the first deliveries, of the last ones.
  for (const reached of [
    async () => (await matches()) > 0,
    async () => (await toldBy(vigia)).mails.length > 0,
    async () => (await toldBy(vigia)).hooks.length > undisturbed.hooks.length / 2,
  ]) {
    vigia = await startVigia(["--offline"], folder, port);
    await expect.poll(reached, { timeout: SETTLED_MS, interval: 20 }).toBe(true);
    await vigia.stop("SIGKILL");
  }
  vigia = await startVigia(["--offline"], folder, port);
  await expect.poll(async () => (await toldBy(vigia)).hooks.length, { timeout: SETTLED_MS }).toBe(undisturbed.hooks.length);
  await settle(vigia);

  const told = await toldBy(vigia);
  expect(told.told).toEqual(undisturbed.told);
  const unknown = new Set((await deliveries("sample-email")).filter((delivery) => delivery.unknown > 0).map(({ id }) => id));
  const repeated = told.mails.filter((id, n) => told.mails.indexOf(id) < n);
  expect(repeated.filter((id) => !unknown.has(id))).toEqual([]);
  expect(new Set(told.mails)).toEqual(new Set((await deliveries("sample-email")).map(({ id }) => id)));
}, 900_000);

/** Waits until nothing is open, and stays so over one more tick. */
const settle = async (running: VigiaProcess): Promise<void> => {
  let [before, since] = ["", Date.now()];
  const quiet = async () => {
    const now = JSON.stringify([(await toldBy(running)).all, await open()]);
    if (now !== before) [before, since] = [now, Date.now()];
    return before.endsWith(",0]") && Date.now() - since > 70_000;
  };
  await expect.poll(quiet, { timeout: SETTLED_MS, interval: 2000 }).toBe(true);
};

const open = async (): Promise<number> =>
  [...(await deliveries("sample-email")), ...(await deliveries("sample-webhook"))].filter(
    ({ nextAttemptAt }) => nextAttemptAt !== undefined,
  ).length;

const deliveries = async (id: string) =>
  (await vigia?.json<{ deliveries: readonly Delivery[] }>(`/api/v1/subscriptions/${id}/deliveries`))?.deliveries ?? [];

const matches = async () => (await vigia?.json<{ matches: readonly unknown[] }>("/api/v1/matches"))?.matches.length ?? 0;

/** What reached people: who of the mails is back, the stories of the webhooks; the same on every undisturbed day. */
const toldBy = async (running: VigiaProcess | undefined) => {
  const inbox = (await running?.json<readonly KeptMail[]>("/inbox.json")) ?? [];
  const entries = (await running?.json<readonly HookEntry[]>("/hooks.json")) ?? [];
  expect(entries.every(({ verified }) => verified)).toBe(true);
  const mails = inbox.map(({ headers }) => headers["X-Entity-Ref-ID"] ?? "");
  const hooks = entries.map((entry) => entry["webhook-id"]);
  const entities = entries.map(({ payload }) =>
    (payload as { data: { matches: { entity: string }[] } }).data.matches.map(({ entity }) => entity),
  );
  const subjects = new Set(inbox.map(({ subject }) => subject));
  return {
    mails,
    hooks,
    all: [...mails, ...hooks],
    told: { subjects: [...subjects].toSorted(), entities: entities.map((e) => e.toSorted().join()).toSorted() },
  };
};
