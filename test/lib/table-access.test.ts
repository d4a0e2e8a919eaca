/**
 * The stores' whole contract, each store held to its function's role: nothing it needs is refused, and nothing is granted that
 * it does not need.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deliverStore, feedbackStore, ingestStore, matchStore, queryStore, scheduleStore } from "../../lambdas/adapters/dynamo-store.ts";
import { operatorStore } from "../../lambdas/adapters/dynamo-operator.ts";
import { openTable, putRow } from "../../lambdas/adapters/dynamo-table.ts";
import type { Clock } from "../../lambdas/pipeline/ports.ts";
import { storeContract } from "../contracts/store.ts";
import type { Store } from "../memory-store.ts";
import { type Dynalite, startDynalite, useEndpoint } from "../fixtures/dynalite.ts";
import { openRoleGate, type RoleGate } from "./role-gate.ts";
import { type Grant, grantsOf, synthesise } from "./synthesis.ts";

const STEPS = {
  schedule: scheduleStore,
  ingest: ingestStore,
  match: matchStore,
  deliver: deliverStore,
  feedback: feedbackStore,
  api: queryStore,
};
const STORES = { ...STEPS, operator: operatorStore };

const dynamo = (actions: readonly string[], ...keys: string[]): Grant => ({
  actions: actions.map((action) => `dynamodb:${action}`),
  resources: ["StorageTable"],
  keys: keys.flatMap((key) => [key, `${key}#*`]),
});

/** Operators come with credentials of their own; what their tools need is said here, so that no step is given it. */
const OPERATOR: readonly Grant[] = [
  dynamo(["GetItem"], "CONTACT"),
  dynamo(["PutItem"], "FEED", "SETTING", "KEY", "CONTACT"),
  dynamo(["DeleteItem"], "FEED", "KEY"),
];

let dynalite: Dynalite;
let gate: RoleGate;

beforeAll(async () => {
  const template = synthesise();
  const grants = Object.fromEntries(Object.keys(STEPS).map((role) => [role, grantsOf(template, role)]));
  dynalite = await startDynalite();
  gate = await openRoleGate({ ...grants, operator: OPERATOR }, dynalite.endpoint);
  useEndpoint(gate.endpoint);
});

afterAll(async () => {
  await gate.stop();
  await dynalite.stop();
});

/** One store of all: what two functions do with the same rows, each does here, and the first one's answer counts. */
const eachInItsRole = (table: string, clock: Clock): object => {
  const methods = new Map<string, Method[]>();
  for (const [role, open] of Object.entries(STORES))
    for (const [name, method] of Object.entries(open(`${role}.${table}`, clock)) as [string, Method][])
      methods.set(name, [...(methods.get(name) ?? []), method]);
  return Object.fromEntries(
    [...methods].map(([name, all]) => [
      name,
      async (...args: unknown[]) => {
        const answers: unknown[] = [];
        for (const method of all) answers.push(await method(...args));
        return answers[0];
      },
    ]),
  );
};
type Method = (...args: unknown[]) => unknown;

storeContract("each store in its role", async (clock) => {
  return eachInItsRole(await dynalite.makeTable(), clock) as Store;
});

describe("after all that", () => {
  it("the api counts too, where deliver has not counted before it", async () => {
    expect(await queryStore(`api.${await dynalite.makeTable()}`).countWithin("ask", "hash", "1")).toBe(0);
  });

  it("nothing was refused", () => {
    expect(gate.denied).toEqual([]);
  });

  it("and nothing is granted that was not needed", () => {
    expect(gate.unused()).toEqual([]);
  });

  it("what a role has no grant for is refused", async () => {
    const table = openTable(`deliver.${await dynalite.makeTable()}`);
    await expect(putRow(table, { pk: "FEED#0", sk: "a" })).rejects.toMatchObject({ name: "AccessDeniedException" });
    await expect(putRow(table, { pk: "SUB#0", sk: "a" })).resolves.toBe(true);
  });
});
