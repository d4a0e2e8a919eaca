import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { Entity } from "../lambdas/core/entity.ts";
import type { Finding } from "../lambdas/core/lint.ts";
import { lint } from "../lambdas/core/lint.ts";
import { doubtIn } from "../lambdas/core/lint-words.ts";
import { watchlist } from "../lambdas/data/watchlist.ts";
import { addressOf, CommandFault, openApi } from "./api-client.ts";

/** Which watchlist is meant: that of a running Vigía, a file's, or (neither) the one that ships. */
export interface WhichList {
  readonly file?: string | undefined;
  readonly api?: string | undefined;
}

/** What is doubtful in a watchlist. Throws CommandFault where there is none. */
export const doubtsIn = async (which: WhichList): Promise<readonly Finding[]> => lint({ entities: await entitiesOf(which) });

/** A finding for people. */
export const sentenceOf = (finding: Finding): string => `${finding.entity}: ${doubtIn(finding).en}`;

const entitiesOf = async ({ file, api }: WhichList): Promise<readonly Entity[]> => {
  if (api !== undefined) {
    const running = openApi(addressOf(api, process.env, join(import.meta.dirname, "..", ".vigia", "admin-key")));
    return (await running.watchlist()).entities;
  }
  return file === undefined ? watchlist.entities : entitiesIn(file);
};

const Rows = z.union([z.array(Entity), z.object({ entities: z.array(Entity) })]);

const entitiesIn = (file: string): readonly Entity[] => {
  const rows = Rows.safeParse(parsed(read(file)));
  if (!rows.success) throw new CommandFault(`${file} is no watchlist: a JSON list of entities is wanted.`);
  return Array.isArray(rows.data) ? rows.data : rows.data.entities;
};

const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOENT", "EISDIR", "EACCES"].includes(code)) throw new CommandFault(`${file} cannot be read (${code}).`);
    throw error;
  }
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
