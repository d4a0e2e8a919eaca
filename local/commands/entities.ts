import type { CommandIo } from "../command-io.ts";
import { entityEdits } from "./entity-edits.ts";
import { lintCommand } from "./lint.ts";
import { type Action, cut, type LocalAction, runActions, table } from "./remote.ts";

const list: Action = {
  usage: "[--list NAME] [--kind KIND]",
  summary: "the watchlist, each entity with its last sighting",
  words: 0,
  options: { list: { type: "string" }, kind: { type: "string" } },
  run: async (api, { one }) => {
    const [wantedList, kind] = [one("list"), one("kind")];
    const value = (await api.entities()).filter(
      (entity) => (wantedList === undefined || entity.lists.includes(wantedList)) && (kind === undefined || entity.kind === kind),
    );
    const rows = value.map(({ id, kind, name, lists, silentDays, lastSighting }) => [
      id,
      kind,
      cut(name.en, 50),
      lists.join(" "),
      silentDays,
      lastSighting === undefined ? "" : `${lastSighting.at.slice(0, 10)} ${cut(lastSighting.title, 60)}`,
    ]);
    return { value, text: table(["ID", "KIND", "NAME", "LISTS", "DAYS AGO", "LAST SEEN"], rows, "Nobody fits.") };
  },
};

const show: Action = {
  usage: "ID",
  summary: "one entity with everything it is recognised by",
  words: 1,
  run: async (api, { words: [id = ""] }) => {
    const value = await api.entity(id);
    return { value, text: JSON.stringify(value, null, 2) };
  },
};

const lint: LocalAction = {
  usage: "[FILE | --api URL]",
  summary: "what is doubtful in a watchlist: the one that ships, a file's, or a running Vigía's",
  command: lintCommand,
};

/** `vigia entities …`; returns the exit status. */
export const entitiesCommand = (args: readonly string[], io: CommandIo): Promise<number> =>
  runActions("entities", { list, show, ...entityEdits }, args, io, { lint });
