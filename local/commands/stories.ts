import { parseArgs } from "node:util";
import type { CommandIo } from "../command-io.ts";
import { linesOf } from "../lines.ts";
import { documentOf } from "../text-matches.ts";
import { storyTeller } from "../text-stories.ts";

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
  let [code, number] = [0, 0];
  for await (const line of linesOf(io.stdin)) {
    number += 1;
    if (line.trim() === "") continue;
    const document = documentOf(line);
    if (document === undefined) {
      io.err(`line ${number}: not a JSON document with a text\n`);
      code = 2;
    } else io.out(`${JSON.stringify({ id: document.id, story: await storyOf(document, number) })}\n`);
  }
  return code;
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
