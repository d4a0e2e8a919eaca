import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operations } from "../../lambdas/core/operation.ts";
import { compileMatcher } from "../../lambdas/core/matcher.ts";
import { makeToken } from "../../lambdas/core/token.ts";
import { rarity } from "../../lambdas/data/rarity.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import { judge } from "../../lambdas/pipeline/judge.ts";
import type { DeliverMessage } from "../../lambdas/pipeline/messages.ts";
import { matchCommand } from "../../local/commands/match.ts";
import { aSubscription } from "../contracts/rows.ts";
import { serve } from "../fixtures/serve.ts";
import type { ServedApi } from "../fixtures/served-api.ts";
import { faultOf, servedApi } from "../fixtures/served-api.ts";
import { runCommand } from "./vigia-process.ts";

let served: ServedApi;
let server: Awaited<ReturnType<typeof serve>>;
let env: Record<string, string>;
const readers = ["ana", "bea"];
const TITLE = "Antony Blinken praised the town's lantern festival";

/** Two readers who follow somebody, and a story that they were told. */
beforeAll(async () => {
  served = await servedApi();
  server = await serve(served.app);
  const { store, keys, now, tell } = served.desk;
  env = { VIGIA_API: server.origin, VIGIA_KEY: keys.admin };
  for (const id of readers)
    await store.createSubscription(aSubscription(id, { trigger: "every", cadence: "now", select: { entities: ["antony-blinken"] } }), {
      channel: "email",
      address: `${id}@news.example`,
    });
  await tell({ id: "lantern", title: TITLE, published: new Date(now).toISOString() });
  for (const id of readers) await send(id);
});
afterAll(() => server.close());

/** Sends a reader all that was raised; the subjects. */
const send = async (subscriptionId: string): Promise<string[]> => {
  const subjects: string[] = [];
  for (const { id } of await served.desk.store.allAlerts(subscriptionId))
    await deliver(
      { subscriptionId, deliveryId: id },
      {
        store: served.desk.store,
        clock: () => served.desk.now,
        publicUrl: server.origin,
        mail: async ({ subject }) => (subjects.push(subject), { outcome: "sent" }),
        webhook: async () => ({ outcome: "sent" }),
      },
    );
  return subjects;
};
const readAs = async (accept: string, query = "") => {
  const answer = await served.call("GET", `/feedback${query}`, { key: served.desk.keys.admin, headers: { accept } });
  return { type: answer.headers.get("content-type"), text: await answer.text() };
};

describe("what a reader says", () => {
  it("is listed for operators, as JSON and as lines that vigia match reads, with the command that makes it a correction", async () => {
    const { store } = served.desk;
    const [{ storyId } = { storyId: "" }] = (await store.matches({ entity: "antony-blinken", limit: 1 })).matches;
    for (const id of readers) {
      const link = `/manage/${id}/${makeToken(await store.appSecret(), "manage", id)}`;
      await served.app.request(link, {
        method: "POST",
        body: new URLSearchParams({ do: "not-this", story: storyId, entity: "antony-blinken" }),
      });
    }
    const answer = await served.call("GET", "/feedback", { key: served.desk.keys.admin });
    expect(await faultOf(answer, operations.exportFeedback)).toBeUndefined();
    const json = JSON.parse((await readAs("application/json")).text) as { cases: object[] };
    expect(json.cases).toEqual([
      {
        id: `${storyId}/antony-blinken`,
        title: TITLE,
        text: "",
        lang: "en",
        date: new Date(served.desk.now).toISOString(),
        notEntity: "antony-blinken",
        said: 2,
        reject: `vigia matches reject ${storyId} antony-blinken`,
      },
    ]);
    for (const lines of [await readAs("application/jsonl"), await readAs("*/*", "?format=jsonl")])
      expect(lines).toEqual({ type: "application/jsonl; charset=utf-8", text: `${JSON.stringify(json.cases[0])}\n` });
    expect((await served.call("GET", "/feedback?format=csv", { key: served.desk.keys.admin })).status).toBe(400);
  });

  it("is what vigia match reads: vigia feedback > cases.jsonl; vigia match --jsonl < cases.jsonl", async () => {
    const { code, out } = await runCommand(["feedback"], env);
    expect(code).toBe(0);
    const found: string[] = [];
    const io = { stdin: (async function* stdin() { yield out; })(), out: (text: string) => void found.push(text), err: (text: string) => { throw new Error(text); } }; // prettier-ignore
    expect(await matchCommand(["--jsonl"], io)).toBe(0);
    const [quality] = out.trim().split("\n").map((line) => JSON.parse(line) as { id: string; notEntity: string }); // prettier-ignore
    const answered = JSON.parse(found.join("")) as { id: string; matches: { entity: string }[] };
    // The matcher still says what readers say is wrong: that is what the case is for.
    expect([answered.id, answered.matches.map(({ entity }) => entity)]).toEqual([quality?.id, [quality?.notEntity]]);
  });

  it("is made a correction for all who were told by the command that the list shows", async () => {
    const { out } = await runCommand(["feedback"], env);
    const { reject } = JSON.parse(out) as { reject: string };
    const [vigia, ...args] = reject.split(" ");
    expect([vigia, (await runCommand(args, env)).code]).toEqual(["vigia", 0]);
    const { store } = served.desk;
    const entities = await store.entities();
    const sent: DeliverMessage[] = [];
    for (const message of served.judged.splice(0))
      await judge(message, {
        store,
        matcher: async () => compileMatcher({ entities }),
        rarity,
        clock: () => served.desk.now,
        match: async (own) => void served.judged.push(...own),
        deliver: async (messages) => void sent.push(...messages),
      });
    expect(sent.map(({ subscriptionId }) => subscriptionId).toSorted()).toEqual(readers);
    for (const id of readers) expect(await send(id)).toEqual([expect.stringMatching(/correct/i)]);
    expect((await store.matches({ entity: "antony-blinken", limit: 10 })).matches.map(({ title }) => title)).not.toContain(TITLE);
  });

  it("prints nothing to measure where nobody said anything, and needs an operator's key", async () => {
    for (const id of readers) await served.desk.store.removeSubscription(id);
    expect(await runCommand(["feedback"], env)).toMatchObject({ code: 0, out: "\n" });
    expect((await runCommand(["feedback"], { ...env, VIGIA_KEY: served.desk.keys.write })).code).toBe(1);
  });
});
