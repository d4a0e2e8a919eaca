import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDate } from "../../lambdas/core/dates.ts";

const noon = "2024-01-15T12:00:00.000Z";

describe("readDate", () => {
  it.each([
    // RFC 822 and its relatives
    ["Mon, 15 Jan 2024 12:00:00 GMT"],
    ["Mon, 15 Jan 2024 12:00:00 +0000"],
    ["15 Jan 24 12:00 UT"],
    ["Mon, 15 Jan 2024 06:00:00 CST"],
    ["Mon, 15 Jan 2024 07:00:00 EST"],
    ["Mon, 15 Jan 2024 04:00:00 pst"],
    ["Mon, 15 Jan 2024 06:00:00 GMT-0600"],
    ["Mon, 15 Jan 2024 06:00:00 UTC-6"],
    ["Mon, 15 Jan 2024 13:00 CET"],
    ["Wednesday, 15 Jan 2024 12:00:00 Z"], // wrong weekday
    ["Monday, 15-Jan-24 12:00:00 GMT"], // RFC 850
    ["Mon Jan 15 12:00:00 2024"], // asctime
    ["Mon Jan 15 12:00:00 UTC 2024"],
    ["Mon, 15  January   2024\n12:00:00 GMT"],
    // ISO 8601
    ["2024-01-15T12:00:00Z"],
    ["2024-01-15T06:00:00-06:00"],
    ["2024-01-15T06:00:00.000-0600"],
    ["2024-01-15T14:00+02"],
    ["2024-01-15 12:00:00"],
    ["2024/01/15 12:00"],
    ["2024.1.15 12:00"],
    ["20240115T120000Z".replace("120000", "12:00:00")],
    // American
    ["January 15, 2024 12:00 PM GMT"],
    ["Jan. 15th, 2024 at 12:00 p.m."],
    ["January 15 2024, 12:00"],
    ["Jan 15, 2024 6:00 AM CST"],
    // Spanish
    ["lun, 15 ene 2024 12:00:00 GMT"],
    ["Lunes, 15 de enero de 2024 12:00"],
    ["15 de Enero del 2024 a las 12:00"],
    ["15/ene/2024 12:00"],
    ["15 enero, 2024 - 12:00"],
    ["15 ene. 2024 12:00 h"],
    // markup and machines
    ['<time datetime="2024-01-15T12:00:00Z">Jan 15</time>'],
    ['<time class="x" datetime="2024-01-15T06:00:00-06:00">hoy</time>'],
    ["1705320000"],
    ["1705320000000"],
  ])("%j is that noon", (text) => {
    expect(readDate(text, "UTC")).toBe(noon);
  });

  it.each([
    ["ene", 1],
    ["feb", 2],
    ["febrero", 2],
    ["mar", 3],
    ["marzo", 3],
    ["abr", 4],
    ["abril", 4],
    ["may", 5],
    ["mayo", 5],
    ["jun", 6],
    ["junio", 6],
    ["jul", 7],
    ["julio", 7],
    ["ago", 8],
    ["agosto", 8],
    ["sep", 9],
    ["sept", 9],
    ["septiembre", 9],
    ["setiembre", 9],
    ["oct", 10],
    ["octubre", 10],
    ["nov", 11],
    ["noviembre", 11],
    ["dic", 12],
    ["diciembre", 12],
    ["august", 8],
    ["April", 4],
    ["dec", 12],
    ["gennaio", 1],
    ["luglio", 7],
    ["março", 3],
    ["outubro", 10],
    ["août", 8],
    ["Dezember", 12],
  ])("knows the month %s", (name, month) => {
    expect(readDate(`3 ${name} 2023 00:00 GMT`, "UTC")).toBe(`2023-${String(month).padStart(2, "0")}-03T00:00:00.000Z`);
  });

  it.each([
    ["2024-01-15 06:00", "America/Mexico_City"],
    ["2024-01-15 07:00", "America/New_York"],
    ["2024-01-15 13:00", "Europe/Madrid"],
    ["2024-01-15 12:00", "No/Such_Zone"],
    ["15 de enero de 2024 06:00 hrs", "America/Mexico_City"],
  ])("%s without a zone is in %s", (text, zone) => {
    expect(readDate(text, zone)).toBe(noon);
  });

  it.each([
    // A zone's name in words, and numbers that are no date before the one that is.
    ["Mon Jan 15 2024 06:00:00 GMT-0600 (Central Standard Time)"],
    ["Mon Jan 15 2024 06:00:00 GMT-0600 (hora estándar central)"],
    ["06:00 hrs, 15 de enero de 2024"],
    ["06:00 hrs. 15 enero 2024"],
    ["Actualizado 6:00 am - 15 ene 2024"],
    ["06:00 am CST, Jan 15, 2024"],
    ["3 min read - Jan 15, 2024 06:00"],
    // The day behind the month, in Spanish
    ["enero 15 de 2024, 06:00"],
    ["Lunes, enero 15 del 2024 - 06:00"],
    ["15º de enero de 2024, 6 a.m."],
    ["15° de enero de 2024, 6 a.m."],
    ["15.º de enero de 2024, 6 a.m."],
    // The clocks of the United States, whether it is summer or not
    ["Jan. 15, 2024, 7 a.m. ET"],
    ["January 15, 2024 6:00 AM CT"],
    ["Jan. 15, 2024 5 a.m. MT"],
    ["January 15, 2024 4:00 AM (PT)"],
    ["7 a.m. ET Jan. 15, 2024"],
  ])("%j is that noon, read in Mexico", (text) => {
    expect(readDate(text, "America/Mexico_City")).toBe(noon);
  });

  it("knows the summer of a clock that is named", () => {
    expect(readDate("July 15, 2024 8:00 AM ET", "America/Mexico_City")).toBe("2024-07-15T12:00:00.000Z");
    expect(readDate("2024-07-15 05:00 PT", "UTC")).toBe("2024-07-15T12:00:00.000Z");
  });

  it.each([
    ["1º de mayo de 2026", "2026-05-01T06:00:00.000Z"],
    ["1° de mayo de 2026", "2026-05-01T06:00:00.000Z"],
    ["mayo 1 de 2026", "2026-05-01T06:00:00.000Z"],
    ["noviembre 24 del 2026", "2026-11-24T06:00:00.000Z"],
  ])("%j is the start of that day", (text, start) => {
    expect(readDate(text, "America/Mexico_City")).toBe(start);
  });

  it("follows the feed's summer time", () => {
    expect(readDate("2024-07-15 08:00", "America/New_York")).toBe("2024-07-15T12:00:00.000Z");
    expect(readDate("2024-03-10 02:30", "America/New_York")).toMatch(/^2024-03-10T0[67]:30/); // an hour that does not exist
  });

  it("takes a date alone for the start of that day where the feed is", () => {
    expect(readDate("2024-01-15", "UTC")).toBe("2024-01-15T00:00:00.000Z");
    expect(readDate("15 de enero de 2024", "America/Mexico_City")).toBe("2024-01-15T06:00:00.000Z");
    expect(readDate("2024-01", "UTC")).toBe("2024-01-01T00:00:00.000Z");
  });

  it("reads numbers as people at that place do, and does not guess", () => {
    expect(readDate("05/10/2023", "America/Mexico_City")?.slice(0, 10)).toBe("2023-10-05");
    expect(readDate("05/10/2023", "America/Chicago")?.slice(0, 10)).toBe("2023-05-10");
    expect(readDate("25/10/2023 18:00", "UTC")).toBe("2023-10-25T18:00:00.000Z");
    expect(readDate("10/25/2023", "UTC")?.slice(0, 10)).toBe("2023-10-25");
    expect(readDate("05/10/2023", "UTC")).toBeUndefined();
  });

  it.each([
    "",
    "yesterday",
    "ayer",
    "Mon",
    "2024-13-01",
    "2024-02-30",
    "31 abr 2024",
    "0001-01-01T00:00:00Z",
    "1970-01-01",
    "2999-01-01",
    "99/99/9999",
  ])("%j is no date", (text) => {
    expect(readDate(text, "UTC")).toBeUndefined();
  });

  it("returns every moment that it is told in ISO or RFC 822", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date("1990-01-02"), max: new Date("2099-12-30"), noInvalidDate: true }), (date) => {
        const seconds = new Date(Math.floor(date.getTime() / 1000) * 1000);
        expect(readDate(date.toISOString(), "America/Mexico_City")).toBe(date.toISOString());
        expect(readDate(seconds.toUTCString(), "America/Mexico_City")).toBe(seconds.toISOString());
      }),
    );
  });

  it("takes anything and is quick about it", () => {
    const iso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => iso.test(readDate(text, "UTC") ?? noon)));
    const started = performance.now();
    for (const unit of ["1 ", "<", "1/", "jan ", "datetime=", "1 de "]) readDate(unit.repeat(100_000), "UTC");
    // Quadratic time would be minutes; a busy machine takes a few hundred milliseconds.
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
