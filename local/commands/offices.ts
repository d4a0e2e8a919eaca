import { parseArgs } from "node:util";
import type { CommandIo } from "../command-io.ts";
import { isCalendarDay, officesOn, sentenceOf } from "../office-check.ts";

const USAGE = `Usage: vigia offices check [--date YYYY-MM-DD] [--json]

Says which offices of the shipped watchlist have no known holder on a day (default: today), and where tenures overlap or leave a gap.
Exit code 0 when nobody has to do anything, 1 when a person must look up who holds an office, 2 for a wrong option.
`;

/** `vigia offices check`; returns the exit status. `today` is the day meant where none is named, `YYYY-MM-DD`. */
export const officesCommand = async (
  args: readonly string[],
  io: CommandIo,
  today = new Date().toISOString().slice(0, 10),
): Promise<number> => {
  const options = optionsOf(args, today);
  if (options === undefined || options.help) {
    (options === undefined ? io.err : io.out)(USAGE);
    return options === undefined ? 2 : 0;
  }
  const findings = officesOn(options.date);
  const urgent = findings.filter((f) => f.act);
  if (options.json) io.out(`${JSON.stringify(findings, null, 2)}\n`);
  else {
    for (const finding of findings) io.out(`${sentenceOf(finding)}\n`);
    if (urgent.length === 0) io.out(`Every office has a known holder on ${options.date}.\n`);
  }
  return urgent.length === 0 ? 0 : 1;
};

const optionsOf = (args: readonly string[], today: string) => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        date: { type: "string", default: today },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
      allowPositionals: true,
    });
    if (values.help) return values;
    return positionals.length === 1 && positionals[0] === "check" && isCalendarDay(values.date) ? values : undefined;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
};
