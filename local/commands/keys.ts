import { parseArgs } from "node:util";
import type { CommandIo } from "../command-io.ts";
import { newKey, scopesIn } from "../new-key.ts";

const usage = `Usage: vigia keys new [--scopes read,write,admin] [--label TEXT] [--table NAME]

Makes an API key for a deployed Vigía and prints the command that puts it into the table; whoever may write the table runs it.
Talks to nobody. The key itself is shown once, here: the table holds no more than its hash.

  --scopes LIST  read; write, which also reads; admin, which does everything (default)
  --label TEXT   what people call the key (default: "made by vigia keys new")
  --table NAME   the table: TableName among the outputs of npx cdk deploy
`;

/** `vigia keys new`. 0 = made, 2 = called wrongly. */
export const keysCommand = async (args: readonly string[], io: CommandIo): Promise<number> => {
  const options = read(args);
  if (options?.help === true) {
    io.out(usage);
    return 0;
  }
  const scopes = options === undefined ? undefined : scopesIn(options.scopes);
  if (options === undefined || scopes === undefined) {
    io.err(usage);
    return 2;
  }
  const { label, table = "TABLE_NAME" } = options;
  const { text, command } = newKey({ scopes, label, createdAt: new Date().toISOString() }, table);
  const which = options.table === undefined ? "\n\nTABLE_NAME stands for the table: it is among the outputs of npx cdk deploy." : "";
  io.out(`${text}\n\nThis is the key; it is not shown again. It opens Vigía once this command has run:\n\n${command}${which}\n`);
  return 0;
};

const read = (args: readonly string[]) => {
  try {
    const text = { type: "string" } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { scopes: text, label: text, table: text, help: { type: "boolean", short: "h" } },
    });
    if (values.help !== true && (positionals.length !== 1 || positionals[0] !== "new")) return undefined;
    return { help: values.help, scopes: values.scopes ?? "admin", label: values.label ?? "made by vigia keys new", table: values.table };
  } catch (error) {
    if (error instanceof TypeError) return undefined; // An option that does not exist: the usage says which do.
    throw error;
  }
};
