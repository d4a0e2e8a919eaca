import type { Context } from "hono";
import type { Operation } from "../core/operation.ts";
import { accept, problem, refuseField, Refusal } from "../core/problem.ts";
import { fromQueryString } from "../core/query.ts";
import { isFile, readFile } from "./http-api-files.ts";

/** Largest body taken, bytes (reliability A10). */
export const BODY_LIMIT = 64 * 1024;

/** Largest body of an operation that takes files, bytes. */
export const FILE_LIMIT = 1024 * 1024;

/** The `{id}` of the path, the query and the body of a request, checked against the operation; throws a Refusal. */
export const readInput = async (c: Context, operation: Operation): Promise<{ id: string; query: unknown; body: unknown }> => ({
  id: idOf(c.req.param("id")),
  query: queryOf(c, operation),
  body:
    operation.body === undefined
      ? undefined
      : accept(operation.body, isFile(c, operation) ? await readFile(c, operation) : await jsonOf(c)),
});

const queryOf = (c: Context, { query }: Operation): unknown => {
  const { values, twice } = fromQueryString(new URL(c.req.url).searchParams);
  if (twice !== undefined) refuseField(twice, `"${twice.slice(0, 60)}" is given twice.`);
  if (query !== undefined) return accept(query, values);
  const [stranger] = Object.keys(values);
  return stranger === undefined
    ? undefined
    : refuseField(stranger, `"${stranger.slice(0, 60)}" is not a parameter of this request; it takes none.`);
};

/** Ids have a narrow form; whatever else is asked for cannot exist, and no store is asked about it. */
const idOf = (id: string | undefined): string => {
  if (id === undefined) return "";
  if (/^[A-Za-z0-9_-]{1,100}$/.test(id)) return id;
  throw new Refusal(problem("not-found", "There is nothing with this id."));
};

const jsonOf = async (c: Context): Promise<unknown> => {
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(c.req.header("content-type") ?? ""))
    throw new Refusal(problem("media-type", "Send JSON, with the header `Content-Type: application/json`."));
  const text = await c.req.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return refuseField("", "The body is not readable as JSON.");
    throw error;
  }
};
