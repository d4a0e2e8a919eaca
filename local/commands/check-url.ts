import { parseArgs } from "node:util";
import type { CommandIo } from "../command-io.ts";
import { verdictOn } from "../address-verdict.ts";

const usage = `Usage: vigia check-url --for webhook|feed [--json] URL…

Says of each URL whether Vigía may be sent there: "allowed", or the reason why not, one line each.
Uses no network: a name is judged again, by its addresses, whenever it is connected to.
A refusal is an answer, not a failure: the exit status is 0. Put -- before a URL that begins with a dash.
`;

/** `vigia check-url`: addresses to verdicts. 0 = judged, 2 = called wrongly. */
export const checkUrlCommand = async (args: readonly string[], io: CommandIo): Promise<number> => {
  const options = read(args);
  if (options?.help === true) {
    io.out(usage);
    return 0;
  }
  const purpose = options?.purpose;
  if (options === undefined || options.urls.length === 0 || (purpose !== "webhook" && purpose !== "feed")) {
    io.err(usage);
    return 2;
  }
  for (const verdict of options.urls.map((url) => verdictOn(url, purpose)))
    io.out(`${options.json ? JSON.stringify(verdict) : line(verdict)}\n`);
  return 0;
};

/** The URL is quoted as JSON, so that nothing in it can begin another line. */
const line = ({ url, reason, message }: ReturnType<typeof verdictOn>): string =>
  reason === undefined ? `allowed\t${JSON.stringify(url)}` : `${reason}\t${JSON.stringify(url)}\t${message}`;

const read = (args: readonly string[]) => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { for: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    });
    return { purpose: values.for, json: values.json === true, help: values.help, urls: positionals };
  } catch {
    return undefined; // An option that does not exist: the usage says which do.
  }
};
