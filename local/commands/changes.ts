import type { CommandIo } from "../command-io.ts";
import { type Action, runAction, table } from "./remote.ts";

/** Option → parameter of the query; they are the API's own words. */
const filters = ["since", "until", "kind"];

const changes: Action = {
  usage: "[--since DATE] [--until DATE] [--kind feed|watchlist|matcher|match]",
  summary: "what changed of feeds, watchlist and matcher, newest first (default: the last 30 days)",
  words: 0,
  options: Object.fromEntries(filters.map((name) => [name, { type: "string" as const }])),
  run: async (api, { one }) => {
    const query = filters.map((name) => [name, one(name)] as const).filter((pair): pair is [string, string] => pair[1] !== undefined);
    const value = await api.changes(Object.fromEntries(query));
    const rows = value.changes.map(({ at, kind, id, change, rows: count, by }) => [
      at.slice(0, 16).replace("T", " "),
      kind,
      id,
      change,
      count,
      by,
    ]);
    const more = value.more ? `\n\nMore: --until ${value.changes.at(-1)?.at}` : "";
    return { value, text: table(["WHEN (UTC)", "KIND", "ID", "CHANGE", "ROWS", "BY KEY"], rows, "Nothing changed in that time.") + more };
  },
};

/** `vigia changes …`; returns the exit status. */
export const changesCommand = (args: readonly string[], io: CommandIo): Promise<number> => runAction("changes", changes, args, io);
