import { parseArgs } from "node:util";
import type { CommandIo } from "../command-io.ts";
import { storyTeller } from "../text-stories.ts";
import { answerLines } from "./document-lines.ts";

const USAGE = `Usage: vigia stories --jsonl < documents

Says which documents tell the same story, as Vigía decides it for news: one document a line in the order they came,
{id,title,text,lang,date,outlet,url} → {id,story}. Equal stories have one id, which depends on the line that founded it.
All but text may be missing. A key that leads to a story never runs out here; in Vigía it does after 14 days.
`;

/**
 * `vigia stories`: documents on stdin → the story of each. Exit code 0; 2 for a wrong option or for a line that is no
 * document (told on stderr with its number; the other lines are answered).
 */
export const storiesCommand = async (args: readonly string[], io: CommandIo): Promise<number> => {
  const options = optionsOf(args);
  if (options?.help === true) {
    io.out(USAGE);
    return 0;
  }
  if (options?.jsonl !== true) {
    io.err(USAGE);
    return 2;
  }
  const storyOf = storyTeller();
  return answerLines(io, async (document, number) => JSON.stringify({ id: document.id, story: await storyOf(document, number) }));
};

const optionsOf = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: { jsonl: { type: "boolean" }, help: { type: "boolean", short: "h" } } }).values;
  } catch (error) {
    // What parseArgs throws for an option it does not know.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
};
