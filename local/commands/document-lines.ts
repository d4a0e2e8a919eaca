import type { CommandIo } from "../command-io.ts";
import { linesOf } from "../lines.ts";
import { documentOf, type TextDocument } from "../text-matches.ts";

/**
 * Answers each line of stdin that is a document (`number` counts lines from 1), one line each. Exit code 0; 2 if a line is none, which is
 * told on stderr with its number while the others are answered.
 */
export const answerLines = async (
  io: CommandIo,
  answer: (document: TextDocument, number: number) => string | Promise<string>,
): Promise<number> => {
  let [code, number] = [0, 0];
  for await (const line of linesOf(io.stdin)) {
    number += 1;
    if (line.trim() === "") continue;
    const document = documentOf(line);
    if (document === undefined) {
      io.err(`line ${number}: not a JSON document with a text\n`);
      code = 2;
    } else io.out(`${await answer(document, number)}\n`);
  }
  return code;
};
