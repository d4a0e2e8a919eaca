import { randomBytes } from "node:crypto";
import { marshall } from "@aws-sdk/util-dynamodb";
import { apiKeyRow } from "../lambdas/adapters/dynamo-operator.ts";
import { type ApiKey, makeKey, type Scope, scopes } from "../lambdas/core/api-key.ts";

/** A key that no table knows yet: its text, shown once, and the command that makes the table know it. */
export interface NewKey {
  readonly text: string;
  /** One line for a POSIX shell. It holds the key's hash, never its secret. */
  readonly command: string;
}

/** Makes a key for a table that only the AWS command line reaches. The row is the one that the store would write. */
export const newKey = (about: Pick<ApiKey, "scopes" | "label" | "createdAt">, table: string): NewKey => {
  const { key, text } = makeKey(randomBytes(38), about);
  const item = JSON.stringify(marshall(apiKeyRow(key)));
  return { text, command: `aws dynamodb put-item --table-name ${quoted(table)} --item ${quoted(item)}` };
};

/** The scopes in `read,write`; undefined if a word is none. */
export const scopesIn = (list: string): readonly Scope[] | undefined => {
  const words = list.split(",").map((word) => word.trim());
  const known = scopes.filter((scope) => words.includes(scope));
  return words.every((word) => known.some((scope) => scope === word)) ? known : undefined;
};

/** As one word of a shell's line, whatever is in it. */
const quoted = (word: string): string => (/^[\w.-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
