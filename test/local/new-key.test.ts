/** The first key of a deployment: what the command prints, run as printed, opens the API. */
import { spawnSync } from "node:child_process";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { queryStore } from "../../lambdas/adapters/dynamo-store.ts";
import { keysCommand } from "../../local/commands/keys.ts";
import { type Dynalite, startDynalite, useEndpoint } from "../fixtures/dynalite.ts";
import { servedApi } from "../fixtures/served-api.ts";

const run = async (...args: readonly string[]) => {
  let [out, err] = ["", ""];
  const stdin = (async function* nothing() {})();
  const code = await keysCommand(args, { stdin, out: (text) => void (out += text), err: (text) => void (err += text) });
  const [text = "", , , , command = ""] = out.split("\n");
  return { code, out, err, text, command };
};

/** The words that a shell would hand to `aws`. */
const wordsOf = (command: string): readonly string[] => {
  const { stdout, status } = spawnSync("sh", ["-c", `aws() { printf '%s\\0' "$@"; }\n${command}`], { encoding: "utf8" });
  expect(status).toBe(0);
  return stdout.split("\0").slice(0, -1);
};

let dynalite: Dynalite;
beforeAll(async () => {
  dynalite = await startDynalite();
  useEndpoint(dynalite.endpoint);
});
afterAll(() => dynalite.stop());

/** Does as the printed command says, as the AWS command line would. */
const obey = async (command: string) => {
  const [service, action, tableFlag, table, itemFlag, item, ...more] = wordsOf(command);
  expect([service, action, tableFlag, itemFlag, more]).toEqual(["dynamodb", "put-item", "--table-name", "--item", []]);
  const client = new DynamoDBClient({
    endpoint: dynalite.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "t", secretAccessKey: "t" },
  });
  await client.send(new PutItemCommand({ TableName: table, Item: JSON.parse(item ?? "") as Record<string, AttributeValue> }));
  client.destroy();
};

describe("vigia keys new", () => {
  it("prints a key that opens the API once the printed command has run", async () => {
    const table = await dynalite.makeTable();
    const made = await run("new", "--table", table, "--label", `Ana's "first" key`);
    expect(made).toMatchObject({ code: 0, err: "" });
    const { apiKey } = queryStore(table);
    const { call } = await servedApi({ store: { apiKey } });
    const status = async () => (await call("GET", "/subscriptions", { key: made.text })).status;
    expect(await status()).toBe(401);
    await obey(made.command);
    expect(await status()).toBe(200);
    expect(await apiKey(made.text.slice(6, 14))).toEqual({
      id: made.text.slice(6, 14),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      scopes: ["admin"],
      label: `Ana's "first" key`,
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect((await call("DELETE", "/feeds/ledger", { key: made.text })).status).toBe(204);
  });

  it("gives no more than the scopes asked for", async () => {
    const table = await dynalite.makeTable();
    const made = await run("new", "--table", table, "--scopes", "write,read");
    await obey(made.command);
    const { apiKey } = queryStore(table);
    const { call } = await servedApi({ store: { apiKey } });
    expect((await apiKey(made.text.slice(6, 14)))?.scopes).toEqual(["read", "write"]);
    expect((await call("GET", "/subscriptions", { key: made.text })).status).toBe(200);
    expect((await call("DELETE", "/feeds/ledger", { key: made.text })).status).toBe(403);
  });

  it("shows the secret once, and in the key alone", async () => {
    const { out, text, command } = await run("new");
    const secret = text.slice(15);
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(out.split(secret)).toHaveLength(2);
    expect(wordsOf(command)[3]).toBe("TABLE_NAME");
    expect(out).toContain("TABLE_NAME stands for the table");
    expect((await run("new")).text).not.toBe(text);
  });

  it.each([[[]], [["old"]], [["new", "more"]], [["new", "--scopes", "read,root"]], [["new", "--scopes", ""]], [["new", "--nonsense"]]])(
    "%j: says how, and makes nothing",
    async (args) => {
      expect(await run(...args)).toMatchObject({ code: 2, out: "", err: expect.stringContaining("Usage: vigia keys new") });
    },
  );
});
