/** Data that cannot be read end a start with one sentence, which says where they lie and what to do. */
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { CannotStart } from "../../local/cannot-start.ts";
import { openHooks } from "../../local/hooks.ts";
import { takeFolder } from "../../local/lock.ts";
import { startMail } from "../../local/mail.ts";
import { startQueues } from "../../local/queues.ts";
import { prepareRows } from "../../local/rows.ts";
import { startTables } from "../../local/tables.ts";
import { memoryStore } from "../memory-store.ts";
import { runVigia } from "./vigia-process.ts";

const newFolder = () => mkdtempSync(join(tmpdir(), "vigia-damage-"));
const noise = Buffer.from(Array.from({ length: 4096 }, (_, n) => (n * 73 + 41) % 256));
const nothing = { Resources: {} };
const made = () => ({ ref: new Map<string, string>(), attributes: new Map<string, Record<string, string>>() });

const oneTable = {
  Resources: {
    Rows: {
      Type: "AWS::DynamoDB::GlobalTable",
      Properties: {
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      },
    },
  },
};

const openTables = (folder: string) => startTables(nothing, made(), folder, false);
const openQueues = (folder: string) => startQueues(nothing, made(), folder);
const prepare = (folder: string) =>
  prepareRows({ store: memoryStore(() => 0), folder, origin: "http://127.0.0.1:4321", sample: true, live: true });

/** A folder with what `start` leaves, then damaged. */
const left = async (start: (folder: string) => Promise<{ close(): Promise<void> }>, damage: (folder: string) => void) => {
  const folder = newFolder();
  await (await start(folder)).close();
  damage(folder);
  return folder;
};
const overwrite = (folder: string, name: RegExp) => {
  for (const file of readdirSync(folder)) if (name.test(file)) writeFileSync(join(folder, file), noise);
};

/** What is damaged, and the start that meets it. */
type Damaged = readonly [path: string, start: () => unknown];

const damages: readonly [what: string, damage: () => Promise<Damaged>][] = [
  ["the tables' manifest", async () => opening(await left(openTables, (folder) => overwrite(folder, /^MANIFEST/)), openTables)],
  ["the tables' CURRENT", async () => opening(await left(openTables, (folder) => overwrite(folder, /^CURRENT/)), openTables)],
  ["tables that are a file", async () => opening(fileIn(newFolder(), "tables"), openTables)],
  ["the queues' whole file", async () => opening(await left(openQueues, (folder) => overwrite(folder, /\.db$/)), openQueues, "fauxqs.db")],
  ["the queues' schema", async () => opening(await left(openQueues, dropMessages), openQueues, "fauxqs.db")],
  ["queues that are a file", async () => opening(fileIn(newFolder(), "queues"), openQueues)],
  ["an inbox that is a file", async () => opening(fileIn(newFolder(), "inbox"), startMail)],
  ["hooks that are a folder", async () => opening(folderIn(newFolder(), "hooks.jsonl"), (file) => openHooks(file, async () => []))],
  ["a lock that is a folder", async () => lock((folder) => mkdirSync(join(folder, "lock")))],
  ["a lock of noise", async () => lock((folder) => writeFileSync(join(folder, "lock"), noise))],
  ["a sample.json of no JSON", async () => rows("sample.json", (file) => writeFileSync(file, "{garb"))],
  ["an empty sample.json", async () => rows("sample.json", (file) => writeFileSync(file, ""))],
  ["a sample.json of null", async () => rows("sample.json", (file) => writeFileSync(file, "null"))],
  ["a sample.json of another form", async () => rows("sample.json", (file) => writeFileSync(file, '{"now":"today","planted":true}'))],
  ["an admin-key that is a folder", async () => rows("admin-key", (file) => mkdirSync(file))],
];

const opening = (folder: string, start: (folder: string) => unknown, file?: string): Damaged => [
  file === undefined ? folder : join(folder, file),
  () => start(folder),
];
const fileIn = (folder: string, name: string) => {
  writeFileSync(join(folder, name), noise);
  return join(folder, name);
};
const folderIn = (folder: string, name: string) => {
  mkdirSync(join(folder, name));
  return join(folder, name);
};
const dropMessages = (folder: string) => {
  const database = new DatabaseSync(join(folder, "fauxqs.db"));
  database.exec("DROP TABLE sqs_messages");
  database.close();
};
const lock = (damage: (folder: string) => void): Damaged => {
  const folder = newFolder();
  damage(folder);
  return [join(folder, "lock"), () => takeFolder(folder)];
};
const rows = (name: string, damage: (file: string) => void): Damaged => {
  const folder = newFolder();
  damage(join(folder, name));
  return [join(folder, name), () => prepare(folder)];
};

describe("a damaged data folder", () => {
  it.each(damages)("%s", async (_, damage) => {
    const [path, start] = await damage();
    const error = await (async () => start())().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CannotStart);
    const { message } = error as CannotStart;
    expect(message.startsWith(`The data in ${path} cannot be read (`)).toBe(true);
    expect(message).toMatch(/^[^\n]*\([^\n)][^\n]+\): move it away and start again\.$/);
  });

  it("that is a file is refused as such", () => {
    const file = fileIn(newFolder(), "data");
    expect(() => takeFolder(file)).toThrow(new CannotStart(`${file} is a file, and data need a folder: give another with --data FOLDER.`));
  });

  it.each([
    ["at once", /^CURRENT/],
    ["deep inside", /\.ldb$/],
  ])(
    "ends npm start with that sentence, status 1, and no stack: met %s",
    async (_, damaged) => {
      const tables = join(newFolder(), "tables");
      // What the first writes, the second moves into a file of its own.
      for (const _ of [1, 2]) await (await startTables(oneTable, made(), tables, false)).close();
      overwrite(tables, damaged);
      const { code, output } = await runVigia(["--offline"], dirname(tables), 0);
      expect(output).toContain(`The data in ${tables} cannot be read (`);
      expect([code, output]).toEqual([1, expect.not.stringMatching(/^\s+at /m)]);
    },
    30_000,
  );
});
