import { parseArgs } from "node:util";
import type { CommandIo } from "../command-io.ts";
import { linesOf } from "../lines.ts";
import { answerOf, langOf, linesFor, shippedMatcher } from "../text-matches.ts";
import { answerLines } from "./document-lines.ts";

const USAGE = `Usage: vigia match [--jsonl] [--explain] [--lang en|es] [--date YYYY-MM-DD] < text

Says which entities of the shipped watchlist a text names. Nothing below confidence 0.5 is told; from 0.7 it counts as a sighting.

  --jsonl    one document a line, {id,title,text,lang,date} → {id,matches:[{entity,kind,confidence,evidence,mentions}]}
  --explain  why each match counts, how its confidence adds up, what was vetoed and why, and the countries of the text
  --lang     of a plain text (otherwise guessed)
  --date     the day for which offices are resolved to their holders
`;

/**
 * `vigia match`: text on stdin → the entities it names, for people or as JSON lines. Exit code 0; 2 for a wrong option or,
 * with `--jsonl`, for a line that is no document (told on stderr with its number; the other lines are answered).
 */
export const matchCommand = async (args: readonly string[], io: CommandIo): Promise<number> => {
  const options = optionsOf(args);
  if (options === undefined) {
    io.err(USAGE);
    return 2;
  }
  if (options.help) {
    io.out(USAGE);
    return 0;
  }
  if (options.jsonl) return matchLines(io, options.explain);
  const lines: string[] = [];
  for await (const line of linesOf(io.stdin)) lines.push(line);
  const document = {
    title: "",
    text: lines.join("\n"),
    date: options.date,
    outlet: "",
    ...(options.lang === undefined ? {} : { lang: options.lang }),
  };
  for (const line of linesFor(shippedMatcher(), document, options.explain)) io.out(`${line}\n`);
  return 0;
};

const matchLines = (io: CommandIo, explain: boolean): Promise<number> => {
  const matcher = shippedMatcher();
  return answerLines(io, (document) => answerOf(matcher, document, explain));
};

const optionsOf = (args: readonly string[]) => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        jsonl: { type: "boolean", default: false },
        explain: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
        lang: { type: "string" },
        date: { type: "string", default: "" },
      },
    });
    const lang = values.lang === undefined ? undefined : langOf(values.lang);
    return values.lang !== undefined && lang === undefined ? undefined : { ...values, lang };
  } catch (error) {
    // What parseArgs throws for an option it does not know.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
};
