import { describe, expect, it } from "vitest";
import type { EntityImportAnswer, TrialAnswer } from "../../lambdas/core/entity-answer.ts";
import type { OperationName, Part } from "../../lambdas/core/operation.ts";
import { operations } from "../../lambdas/core/operation.ts";
import { entitiesInCsv } from "../../lambdas/core/entity-table.ts";
import { faultOf, servedApi } from "../fixtures/served-api.ts";

const opened = async (options: Parameters<typeof servedApi>[0] = {}) => {
  const served = await servedApi(options);
  const key = served.desk.keys.admin;
  /** Calls and holds the answer against its schema. */
  const ask = async <Name extends OperationName>(
    name: Name,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; value: Part<Name, "answer"> }> => {
    const answer = await served.call(operations[name].method.toUpperCase(), path, { key, ...(body !== undefined && { body }) });
    if (answer.ok) expect(await faultOf(answer.clone(), operations[name])).toBeUndefined();
    return { status: answer.status, value: (answer.status === 204 ? undefined : await answer.json()) as Part<Name, "answer"> };
  };
  const entities = () => served.desk.store.entities();
  return { ...served, key, ask, entities };
};
type Opened = Awaited<ReturnType<typeof opened>>;

const ana = {
  kind: "official",
  name: { en: "Ana Ficticia Ruelas", es: "Ana Ficticia Ruelas" },
  person: { given: ["Ana"], surname: "Ficticia", maternal: "Ruelas" },
};
const anOffice = {
  id: "harbor-master",
  kind: "office",
  name: { en: "Harbor Master", es: "Capitanía" },
  titles: [{ text: "harbor master" }],
};
const changesOf = async ({ ask }: Opened) =>
  (await ask("listChanges", "/changes?until=2026-11-25")).value.changes.map(({ id, change }) => `${id} ${change}`);
const rematched = ({ judged }: Opened) => judged.map((message) => ("rematch" in message ? message.rematch.entity : "?"));

describe("adding an official", () => {
  it("takes name, surnames, office and since; has the past read, and notes it", async () => {
    const desk = await opened();
    await desk.ask("addEntity", "/entities", anOffice);
    desk.desk.now += 1_000;
    const { status, value } = await desk.ask("addEntity", "/entities", {
      ...ana,
      office: { id: "harbor-master", from: "2026-10-01" },
    });
    expect(status).toBe(201);
    expect(value.entity.id).toBe("ana-ficticia-ruelas");
    expect(value.office?.tenures).toEqual([
      { holder: "ana-ficticia-ruelas", from: "2026-10-01", source: "entered on 2026-11-24", verifiedUntil: "2027-05-23" },
    ]);
    expect(rematched(desk)).toEqual(["harbor-master", "ana-ficticia-ruelas", "harbor-master"]);
    expect(new Set(await changesOf(desk))).toEqual(new Set(["harbor-master changed", "ana-ficticia-ruelas added", "harbor-master added"]));
    const reading = await desk.call("POST", "/match", {
      key: desk.key,
      body: { title: "The harbor master Ficticia opens a pier", lang: "en" },
    });
    // Compiled from a watchlist that may be a minute old.
    desk.desk.now += 61_000;
    const later = await desk.call("POST", "/match", {
      key: desk.key,
      body: { title: "The harbor master Ficticia opens a pier", lang: "en" },
    });
    expect(reading.status).toBe(200);
    expect(((await later.json()) as { matches: { entity: string }[] }).matches.map(({ entity }) => entity)).toContain(
      "ana-ficticia-ruelas",
    );
  });

  it("is done once however often it is asked, and finishes what was cut short", async () => {
    const desk = await opened();
    expect((await desk.ask("addEntity", "/entities", ana)).status).toBe(201);
    expect((await desk.ask("addEntity", "/entities", ana)).status).toBe(201);
    expect((await desk.entities()).filter(({ id }) => id === "ana-ficticia-ruelas")).toHaveLength(1);
    const other = await desk.ask("addEntity", "/entities", { ...ana, lists: ["other"] });
    expect(other.status).toBe(409);
    expect((await desk.entities()).find(({ id }) => id === "ana-ficticia-ruelas")?.lists).toEqual([]);
  });

  it("refuses what nothing could be recognised by, and what is no office", async () => {
    const desk = await opened();
    const before = await desk.entities();
    const wrong: [object, string][] = [
      [{ kind: "official", name: ana.name }, "person"],
      [{ kind: "topic", name: ana.name }, "aliases"],
      [{ kind: "office", name: ana.name }, "titles"],
      [{ ...ana, kind: "topic", aliases: [{ text: "x" }] }, "person"],
      [{ ...ana, tenures: [{ holder: "a", from: "2026-01-01", source: "", verifiedUntil: "2026-01-01" }] }, "tenures"],
      [{ ...ana, name: { en: "安", es: "安" } }, "id"],
      [{ ...ana, office: { id: "dea", from: "2026-10-01" } }, "office"],
      [{ ...ana, office: { id: "harbor-master", from: "2026-02-30" } }, "office.from"],
      [
        {
          ...ana,
          context: Array.from({ length: 200 }, (_, n) => `${n}`.padEnd(200, "x")),
          negatives: Array.from({ length: 200 }, (_, n) => `${n}`.padEnd(150, "y")),
        },
        "",
      ],
    ];
    for (const [body, field] of wrong) {
      const answer = await desk.call("POST", "/entities", { key: desk.key, body });
      const { errors = [] } = (await answer.json()) as { errors?: { field: string }[] };
      expect([answer.status, errors[0]?.field]).toEqual([answer.status === 413 ? 413 : 400, answer.status === 413 ? undefined : field]);
    }
    expect(
      (await desk.call("POST", "/entities", { key: desk.key, body: { ...ana, office: { id: "nobody", from: "2026-10-01" } } })).status,
    ).toBe(404);
    expect(await desk.entities()).toEqual(before);
  });

  it("is for operators only", async () => {
    const { call, desk } = await opened();
    for (const scope of ["read", "write"] as const)
      for (const [method, path] of [
        ["POST", "/entities"],
        ["PATCH", "/entities/dea"],
        ["DELETE", "/entities/dea"],
        ["POST", "/entities/try"],
      ] as const)
        // prettier-ignore
        expect((await call(method, path, { key: desk.keys[scope], ...(method !== "DELETE" && { body: ana }) })).status).toBe(403);
  });
});

describe("checking an entry", () => {
  it("says in two languages what is doubtful, and stores nothing", async () => {
    const desk = await opened();
    const before = await desk.entities();
    const { value } = await desk.ask("checkEntity", "/entities/check", {
      kind: "topic",
      name: { en: "Fentanyl", es: "Fentanilo" },
      aliases: [{ text: "fentanyl" }, { text: "border" }],
    });
    expect(value.taken).toBe(true);
    expect((await desk.ask("checkEntity", "/entities/check", { id: "opioids", kind: "topic", name: { en: "Opioids", es: "Opioides" }, aliases: [{ text: "fentanyl" }] })).value.doubts) // prettier-ignore
      .toContainEqual({ problem: "collision", text: "fentanyl", other: "fentanyl", message: { en: `"fentanyl" is fentanyl, too.`, es: "«fentanyl» es también fentanyl." } }); // prettier-ignore
    expect(value.doubts.map(({ problem }) => problem)).toContain("common-word");
    expect([await desk.entities(), desk.judged]).toEqual([before, []]);
  });
});

describe("trying an entry", () => {
  const walk = async (desk: Opened, entity: object) => {
    const parts: TrialAnswer[] = [];
    for (let until: string | undefined, n = 0; n < 20; n++) {
      const { value } = await desk.ask("tryEntity", "/entities/try", { entity, ...(until && { until }) });
      parts.push(value);
      until = value.next;
      if (until === undefined) break;
    }
    return parts;
  };

  it("finds the stored stories that it would match, newest first, each once, and stores nothing", async () => {
    const desk = await opened();
    const before = await desk.entities();
    const fair = { kind: "topic", name: { en: "Book fair", es: "Feria de libros" }, aliases: [{ text: "feria de libros" }] };
    const parts = await walk(desk, fair);
    expect(parts.flatMap(({ matches }) => matches.map(({ at, outlet }) => `${at} ${outlet}`))).toEqual([
      "2026-11-24T08:15:00.000Z Diario de la Frontera",
      "2026-09-10T15:00:00.000Z Diario de la Frontera",
    ]);
    expect(parts[0]?.until).toBe("2026-11-24T17:00:00.000Z");
    expect(parts.at(-1)?.since).toBe("2026-08-26T16:00:00.000Z");
    // The hours join without a hole, and each item is read once.
    for (const [n, part] of parts.slice(1).entries()) expect(part.until).toBe(parts[n]?.since);
    expect(parts.reduce((sum, { items }) => sum + items, 0)).toBe(6);
    const [first] = parts.flatMap(({ matches }) => matches);
    expect(first?.sentence.text.slice(first.sentence.start, first.sentence.end).toLowerCase()).toBe("feria de libros");
    expect(await desk.entities()).toEqual(before);
  });

  it("takes the office into account that the entry says it holds", async () => {
    const desk = await opened();
    await desk.ask("addEntity", "/entities", anOffice);
    await desk.desk.tell({
      id: "pier",
      published: "2026-11-23T10:00:00.000Z",
      title: "A pier for the north shore",
      summary: "Harbor master Ficticia opened it.",
    });
    const found = async (office?: object) =>
      (await walk(desk, { ...ana, ...(office && { office }) })).flatMap(({ matches }) => matches.map(({ title }) => title));
    expect(await found()).toEqual([]);
    expect(await found({ id: "harbor-master", from: "2026-10-01" })).toEqual(["A pier for the north shore"]);
  });

  it("reads no further back than is stored, nor ahead", async () => {
    const desk = await opened();
    for (const until of ["2026-08-26T16", "2026-11-24T18", "yesterday"])
      expect((await desk.ask("tryEntity", "/entities/try", { entity: ana, until })).status).toBe(400);
  });
});

describe("changing the watchlist", () => {
  it("changes what is named, leaves the rest, and has the past read", async () => {
    const desk = await opened();
    const was = (await desk.entities()).find(({ id }) => id === "dea");
    const { value } = await desk.ask("changeEntity", "/entities/dea", { everyday: true, lists: ["agencies"] });
    expect(value.entity).toEqual({ ...was, everyday: true, lists: ["agencies"] });
    const { value: back } = await desk.ask("changeEntity", "/entities/dea", { everyday: false });
    expect(back.entity).toEqual({ ...was, lists: ["agencies"] });
    expect(rematched(desk)).toEqual(["dea", "dea"]);
    expect((await desk.ask("changeEntity", "/entities/dea", {})).status).toBe(400);
    expect((await desk.ask("changeEntity", "/entities/dea", { aliases: [] })).status).toBe(400);
    expect((await desk.ask("changeEntity", "/entities/nobody", { everyday: true })).status).toBe(404);
  });

  it("lets one leave an office and another take it on a day, in one call", async () => {
    const desk = await opened();
    await desk.ask("addEntity", "/entities", anOffice);
    await desk.ask("addTenure", "/entities/harbor-master/tenures", { holder: "marcelo-ebrard", from: "2025-01-01" });
    const { value } = await desk.ask("addTenure", "/entities/harbor-master/tenures", {
      holder: "alicia-barcena",
      from: "2026-11-01",
      source: "gazette of 1 November",
    });
    expect(value.entity.tenures?.map(({ holder, from, to }) => [holder, from, to])).toEqual([
      ["marcelo-ebrard", "2025-01-01", "2026-11-01"],
      ["alicia-barcena", "2026-11-01", undefined],
    ]);
    expect((await desk.ask("addTenure", "/entities/dea/tenures", { holder: "alicia-barcena", from: "2026-11-01" })).status).toBe(400);
    expect((await desk.ask("addTenure", "/entities/harbor-master/tenures", { holder: "dea", from: "2026-11-01" })).status).toBe(400);
  });

  it("removes an entity for good, and keeps what was seen of it", async () => {
    const desk = await opened();
    expect((await desk.ask("removeEntity", "/entities/fentanyl")).status).toBe(204);
    expect((await desk.entities()).some(({ id }) => id === "fentanyl")).toBe(false);
    expect((await desk.call("DELETE", "/entities/fentanyl", { key: desk.key })).status).toBe(404);
    desk.desk.now += 61_000;
    const matches = await desk.call("GET", "/matches?entity=fentanyl", { key: desk.key });
    expect(((await matches.json()) as { matches: unknown[] }).matches.length).toBeGreaterThan(0);
    expect(await changesOf(desk)).toEqual(["fentanyl removed"]);
  });
});

describe("the watchlist as a file", () => {
  const csv = async ({ call, key }: Opened) => (await call("GET", "/watchlist?format=csv", { key })).text();

  it("is a table that brings back just what it says", async () => {
    const desk = await opened();
    await desk.ask("addEntity", "/entities", {
      ...anOffice,
      tenures: [{ holder: "marcelo-ebrard", from: "2025-01-01", source: "gazette", verifiedUntil: "2026-11-01" }],
    });
    const before = (await desk.ask("readWatchlist", "/watchlist")).value.entities;
    const answer = await desk.call("POST", "/entities/import", { key: desk.key, headers: { "Content-Type": "text/csv" } });
    expect(answer.status).toBe(400);
    const rows = entitiesInCsv(await csv(desk));
    expect(rows).toHaveLength(before.length);
    const { value } = await desk.ask("importEntities", "/entities/import", { entities: rows });
    expect(value).toEqual({ added: [], changed: [], unchanged: before.map(({ id }) => id), refused: [] });
    expect((await desk.ask("readWatchlist", "/watchlist")).value.entities).toEqual(before);
  });

  it("adds, changes and refuses row by row, offices before those who hold them", async () => {
    const desk = await opened();
    const file = [
      "id;kind;name_en;given;surname;titles;aliases;everyday;office;since",
      "harbor-master;office;Harbor Master;;;harbor master {en} | capitán de puerto {es};;;;",
      ";official;Ana Ficticia;Ana;Ficticia;;;;harbor-master;2026-10-01",
      "dea;;;;;;;yes;;",
      ";topic;Nothing;;;;;;;",
      ";official;Eva Inventada;Eva;Inventada;;;;nowhere;2026-10-01",
    ].join("\r\n");
    const send = () =>
      desk.app.request("/api/v1/entities/import", {
        method: "POST",
        body: file,
        headers: { Authorization: `Bearer ${desk.key}`, "Content-Type": "text/csv" },
      });
    const answer = await send();
    expect(await faultOf(answer.clone(), operations.importEntities)).toBeUndefined();
    const value = (await answer.json()) as EntityImportAnswer;
    expect(value).toMatchObject({ added: ["harbor-master", "ana-ficticia"], changed: ["dea"], unchanged: [] });
    expect(value.refused.map(({ entry, errors }) => [entry, errors[0]?.field])).toEqual([[4, "aliases"], [5, "office"]]); // prettier-ignore
    const entities = await desk.entities();
    expect(entities.find(({ id }) => id === "harbor-master")?.titles).toEqual([{ text: "harbor master", lang: "en" }, { text: "capitán de puerto", lang: "es" }]); // prettier-ignore
    expect(entities.find(({ id }) => id === "harbor-master")?.tenures?.[0]?.holder).toBe("ana-ficticia");
    const again = (await (await send()).json()) as EntityImportAnswer;
    expect(again).toMatchObject({ added: [], changed: [], unchanged: ["harbor-master", "ana-ficticia", "dea"] });
    expect(await desk.entities()).toEqual(entities);
  });

  it("is refused as a whole where it is no table", async () => {
    const desk = await opened();
    const send = (body: string, type: string) => desk.app.request("/api/v1/entities/import", { method: "POST", body, headers: { Authorization: `Bearer ${desk.key}`, "Content-Type": type } }); // prettier-ignore
    expect((await send("a,b\n1,2", "text/csv")).status).toBe(400);
    expect((await send("id,kind\n", "text/csv")).status).toBe(400);
    expect((await send("<opml/>", "text/x-opml")).status).toBe(415);
  });
});
