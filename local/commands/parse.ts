import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { CommandIo } from "../command-io.ts";
import { readDocument } from "../feed-document.ts";

const usage = `Usage: vigia parse FILE|- [--url URL] [--content-type TYPE] [--timezone ZONE]

Reads a feed's bytes (- is standard input) and prints what Vigía finds in them, as JSON.
Exit status 1 and {"error": …} if they are no feed.

  --url URL            where the document came from; relative links start there
  --content-type TYPE  the header it came with; names an encoding that the document does not
  --timezone ZONE      for dates without a zone; default UTC
`;

/** `vigia parse`: bytes to JSON. 0 = read, 1 = no feed, 2 = called wrongly or no such file. */
export const parseCommand = async (args: readonly string[], io: CommandIo): Promise<number> => {
  const options = read(args);
  if (options?.help === true) {
    io.out(usage);
    return 0;
  }
  if (options?.file === undefined) {
    io.err(usage);
    return 2;
  }
  let bytes: Uint8Array;
  try {
    bytes = options.file === "-" ? await readAll(io.stdin) : await readFile(options.file);
  } catch (error) {
    io.err(`vigia parse: cannot read ${options.file}: ${(error as NodeJS.ErrnoException).code ?? "unknown error"}\n`);
    return 2;
  }
  const result = await readDocument(bytes, options.about);
  io.out(`${JSON.stringify(result, null, 2)}\n`);
  return "error" in result ? 1 : 0;
};

const read = (args: readonly string[]) => {
  try {
    const text = { type: "string" } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { url: text, "content-type": text, timezone: text, help: { type: "boolean", short: "h" } },
    });
    const { url, timezone, "content-type": contentType } = values;
    return {
      help: values.help,
      file: positionals.length === 1 ? positionals[0] : undefined,
      about: {
        ...(url !== undefined && { url }),
        ...(timezone !== undefined && { timezone }),
        ...(contentType !== undefined && { contentType }),
      },
    };
  } catch {
    return undefined; // An option that does not exist: the usage says which do.
  }
};

const readAll = async (stdin: CommandIo["stdin"]): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
};
