import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { changesCommand } from "../../local/commands/changes.ts";
import { entitiesCommand } from "../../local/commands/entities.ts";
import { officesCommand } from "../../local/commands/offices.ts";
import { rematchCommand } from "../../local/commands/rematch.ts";
import type { CommandIo } from "../../local/command-io.ts";
import { watchlist } from "../../lambdas/data/watchlist.ts";
import { serve } from "../fixtures/serve.ts";
import { servedApi } from "../fixtures/served-api.ts";

const run = async (command: (io: CommandIo) => Promise<number>) => {
  let [out, err] = ["", ""];
  const stdin = (async function* nothing() {})();
  const code = await command({ stdin, out: (text) => void (out += text), err: (text) => void (err += text) });
  return { code, out, err };
};
const entities = (...args: string[]) => run((io) => entitiesCommand(args, io));
const offices = (...args: string[]) => run((io) => officesCommand(args, io, "2026-11-24"));

const folder = mkdtempSync(join(tmpdir(), "vigia-lint-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fileWith = (text: string): string => {
  const file = join(folder, "list.json");
  writeFileSync(file, text);
  return file;
};

describe("vigia rematch and vigia changes", () => {
  it("have the past read again, say of what time, and list that it was asked", async () => {
    const { app, desk, judged } = await servedApi();
    const { origin, close } = await serve(app);
    vi.stubEnv("VIGIA_KEY", desk.keys.admin);
    const rematch = (...args: string[]) => run((io) => rematchCommand([...args, "--api", origin], io));
    const changes = (...args: string[]) => run((io) => changesCommand([...args, "--api", origin], io));
    expect(await rematch("antony-blinken")).toEqual({
      code: 0,
      out: "What was seen from 2026-08-26 16:00 to 2026-11-24 17:00 UTC is read again for antony-blinken; that begins within two minutes.\n",
      err: "",
    });
    expect(judged).toHaveLength(1);
    expect((await rematch("nobody")).code).toBe(1);
    expect((await rematch()).err).toBe("vigia rematch ENTITY\n");
    expect((await rematch("--help")).out).toContain("vigia rematch ENTITY\n      look for an entity");
    expect((await changes("--until", "2026-11-25")).out).toMatch(
      /^WHEN \(UTC\) .*BY KEY\n2026-11-24 16:00 +watchlist +antony-blinken +rematched +\S+\n$/,
    );
    expect((await changes("--kind", "match")).out).toBe("Nothing changed in that time.\n");
    expect((await changes("--kind", "weather")).code).toBe(1);
    expect((await changes("since")).code).toBe(2);
    vi.unstubAllEnvs();
    await close();
  });
});

describe("vigia entities lint", () => {
  it("says what is doubtful in the watchlist that ships, and leaves the status to say so", async () => {
    const { code, out } = await entities("lint");
    expect(code).toBe(1);
    expect(out).toContain('organized-crime: "drug cartel" is drug-trafficking, too.\n');
  });

  it("reads a file: a list, or an object with one", async () => {
    const blinken = watchlist.entities.filter((e) => e.id === "antony-blinken");
    expect(await entities("lint", fileWith(JSON.stringify(blinken)))).toEqual({ code: 0, out: "Nothing is doubtful.\n", err: "" });
    const short = blinken.map((e) => ({ ...e, aliases: [{ text: "ab" }] }));
    const { code, out } = await entities("lint", "--json", fileWith(JSON.stringify({ entities: short })));
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual([{ entity: "antony-blinken", problem: "short", text: "ab" }]);
  });

  it("asks a running Vigía for its watchlist, with the key it needs", async () => {
    const { app, desk } = await servedApi();
    const { origin, close } = await serve(app);
    vi.stubEnv("VIGIA_KEY", undefined);
    expect((await entities("lint", "--api", origin)).code).toBe(2);
    vi.stubEnv("VIGIA_KEY", desk.keys.read);
    expect(await entities("lint", "--api", origin)).toEqual({ code: 0, out: "Nothing is doubtful.\n", err: "" });
    vi.unstubAllEnvs();
    await close();
    expect((await entities("lint", "--api", origin)).err).toContain("Nothing answers");
  });

  it("refuses what is no watchlist, and what is no option", async () => {
    for (const text of ["nonsense", "{}", '[{"id":"x"}]']) {
      const { code, err } = await entities("lint", fileWith(text));
      expect([code, err]).toEqual([2, `${join(folder, "list.json")} is no watchlist: a JSON list of entities is wanted.\n`]);
    }
    expect((await entities("lint", join(folder, "absent.json"))).err).toContain("cannot be read (ENOENT)");
    expect((await entities("lint", "a.json", "b.json")).err).toContain("Usage: vigia entities lint");
    expect((await entities("lint", "--wrong")).code).toBe(2);
  });

  it("stands in the usage of its command", async () => {
    expect((await entities("--help")).out).toContain("vigia entities lint [FILE | --api URL]");
    expect((await entities("lint", "--help")).out).toContain("Usage: vigia entities lint");
  });
});

describe("vigia offices check", () => {
  it("says which holders a person must look up, today or on another day", async () => {
    const { code, out } = await offices("check");
    expect(code).toBe(1);
    expect(out).toContain("us-secretary-of-state: marco-rubio held it when last verified, on 2025-12-21.");
    const then = await offices("check", "--date", "2023-10-05");
    expect(then.code).toBe(0);
    expect(then.out).toContain("Every office has a known holder on 2023-10-05.\n");
  });

  it("prints the findings as JSON", async () => {
    const { out } = await offices("check", "--json", "--date", "2023-10-05");
    expect(JSON.parse(out)).toContainEqual({
      office: "mexico-interior-secretary",
      problem: "gap",
      holders: ["adan-augusto-lopez", "luisa-maria-alcalde"],
      days: ["2023-06-16", "2023-06-19"],
      act: false,
    });
  });

  it.each([[[]], [["list"]], [["check", "--date", "2023-02-31"]], [["check", "--date", "soon"]], [["check", "--wrong"]]])(
    "refuses %j with the usage",
    async (args) => {
      const { code, err } = await offices(...args);
      expect(code).toBe(2);
      expect(err).toContain("Usage: vigia offices check");
    },
  );
});

describe("vigia entities add, holds, remove, import and export", () => {
  const opened = async () => {
    const { app, desk, judged } = await servedApi();
    const { origin, close } = await serve(app);
    vi.stubEnv("VIGIA_KEY", desk.keys.admin);
    const edit = (...args: string[]) => entities(...args, "--api", origin);
    const end = async () => {
      vi.unstubAllEnvs();
      await close();
    };
    return { desk, judged, edit, end };
  };
  const person = ["--name", "Ana Ficticia", "--given", "Ana", "--surname", "Ficticia"];

  it("watches a person in an office, lets another follow, and lets go of both", async () => {
    const { desk, judged, edit, end } = await opened();
    expect((await edit("add", "--kind", "office", "--name", "Harbor Master", "--title", "harbor master")).code).toBe(0);
    const added = await edit("add", ...person, "--office", "harbor-master", "--since", "2026-10-01");
    expect(added).toMatchObject({ code: 0, err: "" });
    expect(added.out).toMatch(/^ana-ficticia added; in force within a minute/);
    expect(judged).toHaveLength(3);
    expect((await edit("holds", "harbor-master", "marcelo-ebrard", "--since", "2026-11-01")).code).toBe(0);
    const office = (await desk.store.entities()).find(({ id }) => id === "harbor-master");
    expect(office?.tenures?.map(({ holder, to }) => [holder, to])).toEqual([["ana-ficticia", "2026-11-01"], ["marcelo-ebrard", undefined]]); // prettier-ignore
    expect((await edit("remove", "ana-ficticia")).out).toBe("Removed ana-ficticia.\n");
    expect((await edit("remove", "ana-ficticia")).code).toBe(1);
    await end();
  });

  it("shows what would match before anything is stored", async () => {
    const { desk, edit, end } = await opened();
    const before = await desk.store.entities();
    const { code, out } = await edit(
      "add",
      "--kind",
      "topic",
      "--name",
      "Book fair",
      "--alias",
      "feria de libros",
      "--alias",
      "border",
      "--try",
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^2 stories of 6 items since 2026-08-26 would match\.\nLook at this: "border" is an everyday word/);
    expect(out).toMatch(/2026-11-24 +Diario de la Frontera +Vuelve la feria de libros/);
    expect(await desk.store.entities()).toEqual(before);
    await end();
  });

  it("takes its own file back, and says what it refuses", async () => {
    const { edit, end } = await opened();
    const { out: csv } = await edit("export");
    expect(csv.split("\r\n")[0]).toMatch(/^\uFEFFid,kind,name_en/);
    expect((await edit("import", fileWith(csv))).out).toBe("0 added, 0 changed, 8 as they were, 0 refused.\n");
    expect(JSON.parse((await edit("export", "--json")).out)).toMatchObject({ entities: expect.any(Array) as unknown });
    const refused = await edit("import", fileWith("id,kind,name_en\nnew,topic,New\n"));
    expect([refused.code, refused.out]).toEqual([1, expect.stringMatching(/^0 added, 0 changed, 0 as they were, 1 refused\.\nENTRY +ID +WHY NOT\n1 +new/)]); // prettier-ignore
    expect((await edit("import", "/no/such/file")).code).toBe(1);
    await end();
  });

  it("asks for what it needs", async () => {
    const { edit, end } = await opened();
    expect((await edit("add")).err).toContain("--name");
    expect((await edit("add", ...person, "--office", "harbor-master")).err).toContain("--since");
    expect((await edit("holds", "harbor-master", "marcelo-ebrard")).err).toContain("--since");
    await end();
  });
});
