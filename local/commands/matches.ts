import type { CommandIo } from "../command-io.ts";
import { type Action, cut, percent, runActions, table } from "./remote.ts";

/** Option → parameter of the query; they are the API's own words. */
const filters = ["entity", "kind", "list", "country", "outlet", "language", "prominence", "since", "until", "minGap", "limit", "cursor"];

const list: Action = {
  usage: "[--entity ID] [--list NAME] [--since DATE] …",
  summary: `entities found in stories, newest first; filters: ${filters.map((name) => `--${name}`).join(" ")}`,
  words: 0,
  options: Object.fromEntries(filters.map((name) => [name, { type: "string" as const }])),
  run: async (api, { one }) => {
    const query = filters.map((name) => [name, one(name)] as const).filter((pair): pair is [string, string] => pair[1] !== undefined);
    const value = await api.matches(Object.fromEntries(query));
    const rows = value.matches.map(({ at, storyId, entity, gapDays, heard, prominence, outlet, title }) => [
      at.slice(0, 16).replace("T", " "),
      entity,
      gapDays === undefined ? "" : `${gapDays} d`,
      heard === undefined ? "" : `${percent(heard)} %`,
      prominence,
      cut(outlet, 30),
      cut(title, 80),
      storyId,
    ]);
    const more = value.cursor === undefined ? "" : `\n\nMore: --cursor ${value.cursor}`;
    return {
      value,
      text: table(["WHEN (UTC)", "ENTITY", "GAP", "HEARD", "WHERE", "OUTLET", "HEADLINE", "STORY"], rows, "No match fits.") + more,
    };
  },
};

const reject: Action = {
  usage: "STORY ENTITY",
  summary: "take a match back for everyone; whoever was alerted gets one correction",
  words: 2,
  run: async (api, { words: [story = "", entity = ""] }) => {
    const value = await api.rejectMatch(story, entity);
    return { value, text: `${entity}  is no match of the story ${story}` };
  },
};

/** `vigia matches …`; returns the exit status. */
export const matchesCommand = (args: readonly string[], io: CommandIo): Promise<number> =>
  runActions("matches", { list, reject }, args, io);
