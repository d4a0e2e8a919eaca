import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import { addressOf, CommandFault } from "../../local/api-client.ts";
import { cut, table } from "../../local/commands/remote.ts";
import { runCommand } from "./vigia-process.ts";

const keyFile = join(mkdtempSync(join(tmpdir(), "vigia-")), "admin-key");
writeFileSync(keyFile, "vigia_key\n");

describe("where a command turns to", () => {
  it.each<[string, string | undefined, Record<string, string>, object]>([
    ["the Vigía of this machine, with its own key", undefined, {}, { url: "http://127.0.0.1:4321", key: "vigia_key" }],
    ["at another port", undefined, { PORT: "4322" }, { url: "http://127.0.0.1:4322", key: "vigia_key" }],
    ["one by address, without the key of this machine", "https://vigia.example.org/", {}, { url: "https://vigia.example.org" }],
    [
      "one by name and key",
      undefined,
      { VIGIA_API: "https://vigia.example.org", VIGIA_KEY: "k" },
      { url: "https://vigia.example.org", key: "k" },
    ],
    ["a name that only begins like this machine's", "http://127.0.0.1.example.org", {}, { url: "http://127.0.0.1.example.org" }],
  ])("%s", (_, api, env, expected) => expect(addressOf(api, env, keyFile)).toEqual(expected));

  it("refuses what is no address", () => expect(() => addressOf("ftp://x", {}, keyFile)).toThrow(CommandFault));
});

describe("what it prints", () => {
  it("lines its columns up, accents and all", () => {
    expect(
      table(
        ["ID", "NAME"],
        [
          ["a", "Peña"],
          ["long-id", undefined],
        ],
        "none",
      ),
    ).toBe("ID       NAME\na        Peña\nlong-id");
    expect(table(["ID"], [], "Nobody.")).toBe("Nobody.");
    expect(cut("Constitución", 6)).toBe("Const…");
  });
});

describe("asked wrongly, it says how, with status 2", () => {
  it.each([
    ["no such command", ["nonsense"], /no command "nonsense"[\s\S]*subscriptions/],
    ["no such action", ["feeds", "nonsense"], /knows no "nonsense"[\s\S]*feeds add URL/],
    ["no such option", ["matches", "--nonsense"], /--nonsense[\s\S]*--entity/],
    ["too few words", ["subscriptions", "remove"], /subscriptions remove ID/],
    ["nothing to do, where doing something would remove", ["sample"], /^ {2}vigia sample clear/],
  ])("%s", async (_, args, said) => {
    expect(await runCommand(args)).toMatchObject({ code: 2, out: "", err: expect.stringMatching(said) });
  });

  it("neither mail nor webhook: that is refused before anything is sent", async () => {
    expect(await runCommand(["subscriptions", "add", "--entity", "x"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("either --email"),
    });
  });
});

it("hands over to the project's own Node where there is an older one", ({ skip }) => {
  const others = (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "node"))
    .filter((node) => existsSync(node));
  const older = others.find((node) => Number(/^v(\d+)/.exec(spawnSync(node, ["-v"], { encoding: "utf8" }).stdout)?.[1]) < 22);
  if (older === undefined) skip("no Node older than 22 is on the path");
  const { status, stdout } = spawnSync(older ?? "", [join("local", "vigia.mjs"), "--help"], { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining("vigia COMMAND --help") });
});
