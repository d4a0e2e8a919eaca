import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { CommandFault } from "../api-client.ts";
import type { CommandIo } from "../command-io.ts";
import { type Action, table } from "./remote.ts";

const single = { type: "string" } as const;

/** `vigia feeds import FILE`: status 1 where an entry was refused. */
export const importFile: Action = {
  usage: "FILE|- [--lang en|es] [--country US|MX|…] [--kind KIND] [--timezone ZONE]",
  summary: "follow the feeds of an OPML, CSV or JSON file; the options hold for those that do not say it themselves",
  words: 1,
  options: { lang: single, country: single, kind: single, timezone: single },
  run: async (api, { words: [file = ""], one }, io) => {
    const bytes = await bytesOf(file, io);
    const defaults = ["lang", "country", "kind", "timezone"].flatMap((name) => {
      const value = one(name);
      return value === undefined ? [] : [[name, value] as const];
    });
    const value = await api.importFeeds(bytes, typeOf(bytes), Object.fromEntries(defaults));
    const { added, unchanged, refused, passedOver } = value;
    const summary = `${added.length} added, ${unchanged.length} followed before, ${refused.length} refused.`;
    const ignored = passedOver.length === 0 ? "" : `\nPassed over: ${passedOver.join(", ")}.`;
    const rows = refused.map(({ entry, url, errors }) => [entry, url, errors.map(({ message }) => message).join(" ")]);
    const refusals = rows.length === 0 ? "" : `\n${table(["ENTRY", "URL", "WHY NOT"], rows, "")}`;
    return { value, text: `${summary}${ignored}${refusals}`, ...(refused.length > 0 && { status: 1 }) };
  },
};

/** `vigia feeds export`: OPML unless another format is asked for. */
export const exportFile: Action = {
  usage: "[--opml | --csv | --json]",
  summary: "the feeds as a file on standard output: OPML for feed readers, CSV for spreadsheets, or JSON",
  words: 0,
  options: { opml: { type: "boolean" }, csv: { type: "boolean" } },
  run: async (api, { has }) => ({
    text: (await api.feedFile(has("csv") ? "csv" : "opml")).trimEnd(),
    value: { feeds: (await api.feeds()).filter(({ sample }) => sample !== true) },
  }),
};

/** A file as it lies there, or standard input for `-`; throws CommandFault. */
export const bytesOf = async (file: string, { stdin }: CommandIo): Promise<Uint8Array<ArrayBuffer>> => {
  if (file === "-") return new Uint8Array(await buffer(stdin as AsyncIterable<Uint8Array>));
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    throw new CommandFault(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown error"}).`);
  }
};

/** By its first visible character, in whatever encoding: a file's name may say anything. */
export const typeOf = (bytes: Uint8Array): string => {
  const first = /[!-~]/.exec(Buffer.from(bytes.subarray(0, 200)).toString("latin1"))?.[0];
  return first === "<" ? "text/x-opml" : first === "{" || first === "[" ? "application/json" : "text/csv";
};
