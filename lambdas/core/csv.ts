import type { MatchAnswer } from "./answer.ts";
import { withoutDirections } from "./plain-name.ts";

/** A cell of a table; undefined is an empty cell. */
export type Cell = string | number | boolean | undefined;

/**
 * RFC 4180 text with a byte order mark (without it spreadsheets read accents wrongly) and CRLF. A cell that a spreadsheet
 * would take for a formula gets an apostrophe in front, and so does what it would take for one where it divides by semicolons or tabs,
 * as those of many countries do; none turns the direction of the next: headlines are other people's text.
 */
export const toCsv = (header: readonly string[], rows: Iterable<readonly Cell[]>): string => {
  const lines = [header, ...rows].map((row) => row.map(cell).join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
};

/** Matches as a table, one row a match. */
export const matchesCsv = (matches: readonly MatchAnswer[]): string =>
  toCsv(
    Object.keys(columns),
    matches.map((match) => Object.values(columns).map((column) => column(match))),
  );

const columns: Readonly<Record<string, (match: MatchAnswer) => Cell>> = {
  at: (m) => m.at,
  entity: (m) => m.entity,
  name_en: (m) => m.name.en,
  name_es: (m) => m.name.es,
  kind: (m) => m.kind,
  headline: (m) => m.title,
  outlet: (m) => m.outlet,
  url: (m) => m.link,
  language: (m) => m.lang,
  countries: (m) => m.countries.join(" "),
  prominence: (m) => m.prominence,
  confidence: (m) => m.confidence,
  evidence: (m) => m.evidence.join(" "),
  sentence: (m) => m.sentence.text,
  gap_days: (m) => m.gapDays,
  last_seen: (m) => m.last?.at,
  last_headline: (m) => m.last?.title,
  last_outlet: (m) => m.last?.outlet,
  last_url: (m) => m.last?.link,
  retrospective: (m) => m.retrospective,
  baseline: (m) => m.baseline,
  sample: (m) => m.sample ?? false,
  story: (m) => m.storyId,
  match: (m) => m.id,
};

/**
 * The cells of RFC 4180 text, row by row, as {@link toCsv} was given them: the apostrophe before a formula is taken off again. A
 * byte order mark is passed over, any line ending ends a row, and where the first row is divided by semicolons, as spreadsheets of many
 * countries write it, or by tabs, so are all; a first line `sep=;` says it outright. Linear; never throws: a quote that nobody closes reaches to the end.
 */
export const readCsv = (text: string): readonly (readonly string[])[] => {
  const [said, named] = /^\uFEFF?sep=([,;\t|])(?:\r\n?|\n|$)/i.exec(text) ?? [/^\uFEFF?/.exec(text)![0]];
  const source = text.slice(said.length);
  const [first = ""] = source.split(/[\r\n]/, 1);
  const divider = named ?? [",", ";", "\t"].find((one) => first.includes(one)) ?? ",";
  const rows: string[][] = [[]];
  const token = new RegExp(`"((?:[^"]+|"")*)(?:"|$)|([^"${divider}\\r\\n]+)|([${divider}])|(\\r\\n|\\r|\\n)`, "y");
  let value = "";
  const end = () => {
    rows.at(-1)!.push(pieces(value, (piece, dangerous) => (piece.startsWith("'") && dangerous(piece.slice(1)) ? piece.slice(1) : piece)));
    value = "";
  };
  for (let match = token.exec(source); match !== null; match = token.exec(source)) {
    const [, quoted, plain, divides, breaks] = match;
    if (divides === undefined && breaks === undefined) value += quoted?.replaceAll('""', '"') ?? plain ?? "";
    else end();
    if (breaks !== undefined) rows.push([]);
  }
  end();
  return rows.filter((row) => row.length > 1 || row[0] !== "");
};

/** Not seen: spaces, controls, zero widths, a byte order mark, letters without a shape. */
const unseen = String.raw`\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800`;

/**
 * `=`, `+`, `-` or `@` first, also full-width, and also behind what is not seen. A tab or line break first is taken for the end of the
 * cell before. Behind apostrophes as well, so that taking one off gives what was there.
 */
const formula = new RegExp(`^'*(?:[${unseen}]*[=+\\-@]|[\\t\\r\\n])`, "u");

/** The same behind a semicolon, tab or line break, where the quotes around the cell are some among others. */
const formulaInside = new RegExp(`^['"${unseen}]*[=+\\-@]`, "u");

/** A cell with each piece of it changed that may become a cell of its own. */
const pieces = (value: string, change: (piece: string, dangerous: (piece: string) => boolean) => string): string => {
  const isFormula = (rest: string) => (piece: string) => formula.test((piece + rest).normalize("NFKC"));
  const isInside = (piece: string) => formulaInside.test(piece.normalize("NFKC"));
  // Every other one is what divides them.
  const found = value.split(/([;\t\r\n])/);
  return found.map((piece, i) => (i % 2 === 1 ? piece : change(piece, i === 0 ? isFormula(found[1] ?? "") : isInside))).join("");
};

const cell = (value: Cell): string => {
  if (value === undefined) return "";
  const plain = withoutDirections(String(value));
  const text = typeof value === "string" ? pieces(plain, (piece, dangerous) => (dangerous(piece) ? `'${piece}` : piece)) : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
