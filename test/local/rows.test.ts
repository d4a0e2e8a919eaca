/** What differs on one machine is data: the rows that a start writes, and what it leaves alone. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { deliverStore, matchStore } from "../../lambdas/adapters/dynamo-store.ts";
import type { QueryStore } from "../../lambdas/pipeline/ports.ts";
import { prepareRows, type RowsOptions } from "../../local/rows.ts";
import { prepareFolder } from "./prepared-folder.ts";
import { newFolder } from "./vigia-process.ts";

const feedOf = async (store: QueryStore, id: string) => (await store.feeds()).find(({ feed }) => feed.id === id)?.feed;

it("a start writes its rows once, follows the port, and keeps what people changed", async () => {
  const folder = newFolder();
  await prepareFolder(folder, async (store, table) => {
    const start = (more: Partial<RowsOptions> = {}) =>
      prepareRows({ store, folder, origin: "http://127.0.0.1:4321", sample: true, live: true, ...more });

    const first = await start({ sample: false, live: false });
    expect(first).toMatchObject({ isNewKey: true, adminKey: expect.stringMatching(/^vigia_/) });
    expect(first.sampleNow).toBeUndefined();
    expect(statSync(join(folder, "admin-key")).mode & 0o777).toBe(0o600);
    expect(await store.setting("reads")).toBe("public");
    const shipped = (await store.feeds()).map(({ feed }) => feed);
    expect(shipped.length).toBeGreaterThan(10);
    expect(shipped.filter(({ enabled }) => enabled)).toEqual([]);

    // People's edits: reading needs a key, one feed stays off.
    await store.putSetting("reads", "key");
    const [kept, other] = [shipped[0]?.id ?? "", shipped[1]?.id ?? ""];
    await store.putFeed({ ...(await feedOf(store, kept))!, note: "Too noisy." });
    const second = await start();
    expect(second).toMatchObject({ isNewKey: false, adminKey: first.adminKey, sampleNow: expect.any(Number) });
    expect(await store.setting("reads")).toBe("key");
    expect(await feedOf(store, kept)).toMatchObject({ enabled: false, note: "Too noisy." });
    expect(await feedOf(store, other)).toMatchObject({ enabled: true });
    expect(await feedOf(store, "sample-ledger")).toMatchObject({ sample: true, url: "http://127.0.0.1:4321/sample/ledger.xml" });

    await store.removeFeed("sample-wire");
    await store.putFeed({ ...(await feedOf(store, "sample-ledger"))!, enabled: false });
    // What a subscription has told, and the secret its receiver knows, are no matter of the port.
    const secrets = await deliverStore(table).webhookSecrets("sample-webhook");
    await matchStore(table).saveTold("sample-webhook", "dea", { version: 1, returns: [] });
    const third = await start({ origin: "http://127.0.0.1:9", sample: false });
    expect(third.sampleNow).toBe(second.sampleNow);
    expect(await feedOf(store, "sample-wire")).toBeUndefined();
    expect(await feedOf(store, "sample-ledger")).toMatchObject({ enabled: false, url: "http://127.0.0.1:9/sample/ledger.xml" });
    expect(await store.contact("sample-webhook")).toEqual({ channel: "webhook", url: "http://127.0.0.1:9/hooks/sample" });
    expect(secrets).toEqual([expect.stringMatching(/^whsec_/)]);
    expect(await deliverStore(table).webhookSecrets("sample-webhook")).toEqual(secrets);
    expect((await matchStore(table).told("sample-webhook", "dea")).version).toBe(1);
    expect(await store.subscription("sample-webhook")).toMatchObject({ status: "active", sample: true });

    await store.removeSubscription("sample-email");
    await start();
    expect(await store.subscription("sample-email")).toBeUndefined();
  });
});
