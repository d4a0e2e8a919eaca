import { afterAll, beforeAll } from "vitest";
import { storeContract } from "../contracts/store.ts";
import { dynamoStore } from "../fixtures/dynamo-store.ts";
import type { Dynalite } from "../fixtures/dynalite.ts";
import { startDynalite, useEndpoint } from "../fixtures/dynalite.ts";

let dynalite: Dynalite;

beforeAll(async () => {
  dynalite = await startDynalite();
  useEndpoint(dynalite.endpoint);
});

afterAll(() => dynalite.stop());

storeContract("DynamoDB", async (clock) => dynamoStore(await dynalite.makeTable(), clock));
