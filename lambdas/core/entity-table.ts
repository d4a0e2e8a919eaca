import { type Cell, readCsv, toCsv } from "./csv.ts";
import type { Alias, Entity, Watchlist } from "./entity.ts";

/**
 * The watchlist as a table, one row an entry, to be changed in a spreadsheet and brought back. Several values of a cell are divided
 * by ` | `; an alias says its flags in braces: `FGR {cased}`, `Fiscalía {weak es}`. Tenures stay with the offices and are no column;
 * `office` and `since` say what an official holds now.
 */
export const entitiesCsv = ({ entities }: Watchlist): string => {
  const offices = entities.filter(({ kind }) => kind === "office");
  return toCsv(
    Object.keys(columns),
    entities.map((entity) => Object.values(columns).map((column) => column(entity, offices))),
  );
};

const listed = (texts: readonly string[] = []): Cell => (texts.length === 0 ? undefined : texts.join(DIVIDER));
const DIVIDER = " | ";
const aliased = (aliases: readonly Alias[]): Cell => listed(aliases.map(written));
const flag = (value: true | undefined): Cell => (value === true ? true : undefined);

const written = ({ text, weak, lang, cased, accented }: Alias): string => {
  const flags = [weak && "weak", lang, cased && "cased", accented && "accented"].filter((one) => one !== undefined);
  return flags.length === 0 ? text : `${text} {${flags.join(" ")}}`;
};

const held = (entity: Entity, offices: readonly Entity[]) =>
  offices.flatMap(({ id, tenures = [] }) =>
    tenures.filter(({ holder, to }) => holder === entity.id && to === undefined).map(({ from }) => ({ id, from })),
  )[0];

const columns: Readonly<Record<string, (entity: Entity, offices: readonly Entity[]) => Cell>> = {
  id: (e) => e.id,
  kind: (e) => e.kind,
  name_en: (e) => e.name.en,
  name_es: (e) => e.name.es,
  lists: (e) => listed(e.lists),
  given: (e) => listed(e.person?.given),
  nicknames: (e) => listed(e.person?.nicknames),
  middle: (e) => listed(e.person?.middle),
  surname: (e) => e.person?.surname,
  maternal: (e) => e.person?.maternal,
  distinctive: (e) => flag(e.person?.distinctive),
  word: (e) => flag(e.person?.word),
  shared: (e) => flag(e.person?.shared),
  aliases: (e) => aliased(e.aliases),
  negatives: (e) => listed(e.negatives),
  context: (e) => listed(e.context),
  titles: (e) => aliased(e.titles),
  countries: (e) => listed(e.countries),
  everyday: (e) => flag(e.everyday),
  wikidata: (e) => e.wikidata,
  office: (e, offices) => held(e, offices)?.id,
  since: (e, offices) => held(e, offices)?.from,
};

/**
 * The rows of such a table as entries of a file, by the names in its first row; undefined if no column is called `kind` or `id`. Cells
 * without a value are left out; what cannot be understood stays text, for the schema to refuse.
 */
export const entitiesInCsv = (text: string): readonly Readonly<Record<string, unknown>>[] | undefined => {
  const [heading = [], ...rows] = readCsv(text);
  const names = heading.map((name) => name.trim().toLowerCase());
  if (!names.includes("kind") && !names.includes("id")) return undefined;
  return rows
    .filter((row) => row.some((cell) => cell.trim() !== ""))
    .map((row) => entryOf(new Map(names.map((name, n) => [name, row[n]?.trim() ?? ""] as const).filter(([, cell]) => cell !== ""))));
};

const entryOf = (cells: ReadonlyMap<string, string>): Record<string, unknown> => {
  const text = (name: string) => cells.get(name);
  const texts = (name: string) => text(name)?.split("|").map((one) => one.trim()).filter((one) => one !== ""); // prettier-ignore
  const yes = (name: string) => (/^(true|yes|sí|1)$/i.test(text(name) ?? "") ? true : undefined);
  const english = text("name_en") ?? text("name") ?? text("name_es");
  const surname = text("surname");
  const person = {
    given: texts("given") ?? [],
    nicknames: texts("nicknames"),
    middle: texts("middle"),
    surname,
    maternal: text("maternal"),
    distinctive: yes("distinctive"),
    word: yes("word"),
    shared: yes("shared"),
  };
  const [office, from] = [text("office"), text("since")];
  return present({
    id: text("id"),
    kind: text("kind"),
    name: english === undefined ? undefined : { en: english, es: text("name_es") ?? english },
    lists: texts("lists"),
    person: surname === undefined ? undefined : present(person),
    aliases: texts("aliases")?.map(readAlias),
    negatives: texts("negatives"),
    context: texts("context"),
    titles: texts("titles")?.map(readAlias),
    countries: texts("countries"),
    everyday: yes("everyday"),
    wikidata: text("wikidata"),
    office: office === undefined ? undefined : present({ id: office, from }),
  });
};

const present = (entry: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));

const flags: Readonly<Partial<Record<string, Partial<Alias>>>> = {
  weak: { weak: true },
  cased: { cased: true },
  accented: { accented: true },
  en: { lang: "en" },
  es: { lang: "es" },
};

const readAlias = (cell: string): Record<string, unknown> => {
  const [, text = cell, said = ""] = /^(.*?)\s*\{([^{}]*)\}$/.exec(cell) ?? [];
  const words = said.split(/[\s,]+/).filter((word) => word !== "");
  return words.every((word) => flags[word] !== undefined) ? Object.assign({ text }, ...words.map((word) => flags[word])) : { text: cell };
};
