import { parseArgs } from "node:util";
import { CommandFault } from "../api-client.ts";
import type { CommandIo } from "../command-io.ts";
import type { WhichList } from "../watchlist-lint.ts";
import { doubtsIn, sentenceOf } from "../watchlist-lint.ts";

const USAGE = `Usage: vigia entities lint [FILE | --api URL] [--json]

Says what is doubtful in a watchlist: the one that ships, the one in FILE (JSON: a list of entities, or {"entities": […]}), or that of a
running Vigía. Exit code 0 when nothing is, 1 when a person should look, 2 for a wrong option or a file that is no watchlist.
`;

/** `vigia entities lint`; returns the exit status. */
export const lintCommand = async (args: readonly string[], io: CommandIo): Promise<number> => {
  const options = optionsOf(args);
  if (options === undefined || options.help) {
    (options === undefined ? io.err : io.out)(USAGE);
    return options === undefined ? 2 : 0;
  }
  try {
    const findings = await doubtsIn(options);
    io.out(options.json ? `${JSON.stringify(findings, null, 2)}\n` : findings.map((finding) => `${sentenceOf(finding)}\n`).join(""));
    if (!options.json && findings.length === 0) io.out("Nothing is doubtful.\n");
    return findings.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof CommandFault)) throw error;
    io.err(`${error.message}\n`);
    return 2;
  }
};

interface Options extends WhichList {
  readonly json: boolean;
  readonly help: boolean;
}

const optionsOf = (args: readonly string[]): Options | undefined => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        api: { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
      allowPositionals: true,
    });
    if (positionals.length > (values.api === undefined ? 1 : 0)) return undefined;
    return { ...values, file: positionals[0] };
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
};
