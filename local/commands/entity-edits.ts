import type { Api } from "../api-client.ts";
import { CommandFault } from "../api-client.ts";
import { bytesOf, typeOf } from "./feed-files.ts";
import { type Action, cut, type Given, type Printed, table } from "./remote.ts";

const single = { type: "string" } as const;
const repeated = { type: "string", multiple: true } as const;

const options = {
  id: single,
  kind: single,
  name: single,
  "name-es": single,
  given: repeated,
  surname: single,
  maternal: single,
  alias: repeated,
  title: repeated,
  list: repeated,
  country: repeated,
  office: single,
  since: single,
  source: single,
  try: { type: "boolean" },
} as const;

/** `vigia entities add`: with `--try` it shows what would match and stores nothing. */
const add: Action = {
  usage:
    '--name NAME --given "GIVEN NAMES" … --surname SURNAME [--maternal SURNAME] [--office ID --since DATE] | --kind KIND --name NAME --alias TEXT …',
  summary:
    "watch a person, or an organization, topic or office (--title TEXT …); also --name-es NAME, --list NAME …, --country XX …, --source TEXT, --id ID; with --try: what would have matched, and nothing is stored",
  words: 0,
  options,
  run: async (api, given) => (given.has("try") ? tried(api, requested(given)) : said(await api.addEntity(requested(given)), "added")),
};

const holds: Action = {
  usage: "OFFICE PERSON --since DATE [--source TEXT]",
  summary: "somebody took an office on a day; whoever held it left it then",
  words: 2,
  options: { since: single, source: single },
  run: async (api, { words: [office = "", holder = ""], one }) => {
    const from = one("since");
    if (from === undefined) throw new CommandFault("Say since when: --since 2026-10-01.");
    return said(await api.addTenure(office, { holder, from, source: one("source") }), "changed");
  },
};

const remove: Action = {
  usage: "ID",
  summary: "watch it no more; its matches stay in the log",
  words: 1,
  run: async (api, { words: [id = ""] }) => {
    await api.removeEntity(id);
    return { value: { removed: id }, text: `Removed ${id}.` };
  },
};

/** `vigia entities import FILE`: status 1 where an entry was refused. */
const importFile: Action = {
  usage: "FILE|-",
  summary: "add and change the entries of a CSV or JSON file; what a row does not say stays as it is",
  words: 1,
  run: async (api, { words: [file = ""] }, io) => {
    const bytes = await bytesOf(file, io);
    const value = await api.importEntities(bytes, typeOf(bytes));
    const { added, changed, unchanged, refused } = value;
    const rows = refused.map(({ entry, id, errors }) => [entry, id, errors.map(({ message }) => message).join(" ")]);
    const refusals = rows.length === 0 ? "" : `\n${table(["ENTRY", "ID", "WHY NOT"], rows, "")}`;
    const summary = `${added.length} added, ${changed.length} changed, ${unchanged.length} as they were, ${refused.length} refused.`;
    return { value, text: `${summary}${refusals}`, ...(refused.length > 0 && { status: 1 }) };
  },
};

const exportFile: Action = {
  usage: "[--csv | --json]",
  summary: "the whole watchlist as a file on standard output: CSV for spreadsheets, or JSON with all there is",
  words: 0,
  options: { csv: { type: "boolean" } },
  run: async (api) => ({ text: (await api.watchlistFile()).trimEnd(), value: await api.watchlist() }),
};

/** What `vigia entities` can change. */
export const entityEdits = { add, holds, remove, import: importFile, export: exportFile };

const requested = ({ one, many }: Given): Record<string, unknown> => {
  const [name, surname, office, from] = [one("name"), one("surname"), one("office"), one("since")];
  if (name === undefined) throw new CommandFault("Say what it is called: --name.");
  if (office !== undefined && from === undefined) throw new CommandFault("Say since when the office is held: --since 2026-10-01.");
  const maternal = one("maternal");
  const flags = (texts: readonly string[]) => texts.map((text) => ({ text }));
  const said = {
    id: one("id"),
    kind: one("kind") ?? (surname === undefined ? undefined : "official"),
    person: surname === undefined ? undefined : { given: many("given"), surname, ...(maternal !== undefined && { maternal }) },
    lists: many("list"),
    aliases: flags(many("alias")),
    titles: flags(many("title")),
    countries: many("country").length > 0 ? many("country") : undefined,
    office: office === undefined ? undefined : { id: office, from, ...(one("source") !== undefined && { source: one("source") }) },
  };
  return {
    name: { en: name, es: one("name-es") ?? name },
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
  };
};

const said = (value: Awaited<ReturnType<Api["addEntity"]>>, what: string): Printed => ({
  value,
  text: [
    `${value.entity.id} ${what}; in force within a minute, and looked for in the stored items of ninety days.`,
    ...value.doubts.map(({ message }) => `Look at this: ${message.en}`),
  ].join("\n"),
});

/** So many calls at most: ninety days of a busy installation. */
const CALLS = 60;

const tried = async (api: Api, entity: Record<string, unknown>): Promise<Printed> => {
  const { doubts } = await api.checkEntity(entity);
  const found: Awaited<ReturnType<Api["tryEntity"]>>["matches"] = [];
  let [until, items]: [string | undefined, number] = [undefined, 0];
  let since = "";
  for (let call = 0; call < CALLS; call++) {
    const part = await api.tryEntity({ entity, ...(until !== undefined && { until }) });
    found.push(...part.matches);
    items += part.items;
    [since, until] = [part.since, part.next];
    if (until === undefined) break;
  }
  const rows = found.map(({ at, outlet, title, evidence, confidence }) => [
    at.slice(0, 10),
    cut(outlet, 24),
    cut(title, 70),
    evidence.join("+"),
    confidence.toFixed(2),
  ]);
  const summary = `${found.length} stories of ${items} items since ${since.slice(0, 10)} would match.`;
  const lines = [summary, ...doubts.map(({ message }) => `Look at this: ${message.en}`)];
  const listing = table(["DAY", "OUTLET", "HEADLINE", "WHY", "SURE"], rows, "");
  return { value: { since, items, doubts, matches: found }, text: [...lines, ...(rows.length > 0 ? [listing] : [])].join("\n") };
};
