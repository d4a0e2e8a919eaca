import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { Entity } from "../lambdas/core/entity.ts";
import type { Finding } from "../lambdas/core/lint.ts";
import { lint } from "../lambdas/core/lint.ts";
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
export const sentenceOf = (finding: Finding): string => `${finding.entity}: ${saying[finding.problem](finding)}`;

const saying: Readonly<Record<Finding["problem"], (finding: Finding) => string>> = {
  collision: ({ text, other }) => `"${text}" is ${other}, too.`,
  short: ({ text }) => `"${text}" has so few letters that it stands in any text; ask for capitals (cased) or evidence (weak).`,
  "common-word": ({ text }) => `"${text}" is an everyday word; ask for capitals (cased) or evidence (weak; for a surname, word).`,
  unreachable: ({ text }) => `no text can match "${text}".`,
  vetoed: ({ text }) => `a negative excludes "${text}" wherever it stands.`,
  "vetoed-whole": () => "nothing is left by which it could be found.",
  "idle-negative": ({ text }) => `the negative "${text}" touches no alias and no title.`,
  "broad-negative": ({ text }) =>
    `the negative "${text}" is an everyday word; where it stands, weak aliases and single words do not count.`,
  unbacked: ({ text }) => `"${text}" wants evidence, and there is neither a title nor a context term.`,
};

const entitiesOf = async ({ file, api }: WhichList): Promise<readonly Entity[]> => {
  if (api !== undefined) {
    const running = openApi(addressOf(api, process.env, join(import.meta.dirname, "..", ".vigia", "admin-key")));
    const brief = await running.entities();
    const whole: Entity[] = [];
    // One after the other: the answer is the same, and a server that is reading news is not crowded.
    for (const { id } of brief) whole.push((await running.entity(id)).entity);
    return whole;
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
