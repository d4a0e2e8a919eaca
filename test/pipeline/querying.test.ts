import { describe, expect, it } from "vitest";
import type { Entity } from "../../lambdas/core/entity.ts";
import { accept, Refusal } from "../../lambdas/core/problem.ts";
import { operations } from "../../lambdas/core/operation.ts";
import { api } from "../../lambdas/pipeline/api.ts";
import { servedApi } from "../fixtures/served-api.ts";

const opened = async (options: Parameters<typeof servedApi>[0] = {}) => {
  const served = await servedApi(options);
  const run = api(served.deps);
  const matches = (query: Record<string, unknown>) =>
    run.listMatches({ id: "", query: accept(operations.listMatches.query, query), body: undefined });
  return { ...served, run, matches };
};
const refused = async (promise: Promise<unknown>) => {
  const error = await promise.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Refusal);
  return (error as Refusal).problem;
};

describe("matches of nobody we know", () => {
  it.each([
    [{ entity: "nobody" }, 'There is no entity "nobody" on the watchlist.'],
    [{ entity: "nobody", kind: "topic" }, 'There is no entity "nobody" on the watchlist.'],
    [{ list: "articel" }, 'There is no list "articel" on the watchlist.'],
    [{ entity: "dea", list: "articel" }, 'There is no list "articel" on the watchlist.'],
  ])("%j: a slip of the pen is told from silence", async (query, detail) => {
    const { matches } = await opened();
    expect(await refused(matches(query))).toMatchObject({ status: 404, detail });
  });

  it.each([{ entity: "never-seen" }, { list: "successors" }, { entity: "dea", since: "2026-11-24" }])("%j is silence", async (query) => {
    const { matches } = await opened();
    expect((await matches(query)).body).toEqual({ matches: [] });
  });

  it("are given as long as there are any of somebody who has left the watchlist", async () => {
    const { deps, desk } = await opened();
    const rest = (await desk.store.entities()).filter(({ id }) => id !== "antony-blinken");
    const run = api({ ...deps, store: { ...deps.store, entities: async () => rest } });
    const walk = async (cursor?: string): Promise<readonly string[]> => {
      const query = accept(operations.listMatches.query, { entity: "antony-blinken", limit: 1, ...(cursor !== undefined && { cursor }) });
      const { body } = await run.listMatches({ id: "", query, body: undefined });
      return [...body.matches.map(({ name }) => name.en), ...(body.cursor === undefined ? [] : await walk(body.cursor))];
    };
    expect(await walk()).toEqual(["antony-blinken", "antony-blinken"]);
  });
});

describe("before the first tick has written the watchlist", () => {
  const call = { id: "", query: undefined, body: undefined };
  const starting = { status: 503, detail: "Vigía is starting: the watchlist is written within a minute." };
  const unseeded = () => opened({ store: { entities: async () => [] } });
  const subscription = (select: object) =>
    accept(operations.subscribe.body, { select, contact: { channel: "webhook", url: "https://hooks.example/vigia" } });

  it("whatever rests on it is refused for now", async () => {
    const { run, matches } = await unseeded();
    const asked = [
      matches({}),
      matches({ entity: "dea" }),
      run.listEntities(call),
      run.getEntity({ ...call, id: "dea" }),
      run.subscribe({ ...call, body: subscription({ lists: ["article"] }) }),
      run.subscribe({ ...call, body: subscription({ entities: ["dea"] }) }),
      run.subscribe({ ...call, body: subscription({ kinds: ["topic"] }) }),
    ];
    for (const promise of asked) expect(await refused(promise)).toMatchObject(starting);
    expect((await run.health(call)).body.status).toBe("ok");
  });

  it("clients are told when to come back, and are answered as soon as it is there", async () => {
    let entities: readonly Entity[] = [];
    const { call: ask, desk } = await servedApi({ store: { entities: async () => entities } });
    const early = await ask("GET", "/matches", { key: desk.keys.read });
    expect([early.status, early.headers.get("retry-after")]).toEqual([503, "60"]);
    entities = await desk.store.entities();
    expect((await ask("GET", "/matches", { key: desk.keys.read })).status).toBe(200);
  });
});
