import type * as z from "zod/mini";

/** What went wrong, for people and programs: the body of an `application/problem+json` answer (RFC 9457). */
export interface Problem {
  /** A stable name of the class of problem; what a program decides by. */
  readonly type: `urn:vigia:${string}`;
  readonly title: string;
  readonly status: number;
  /** One or two sentences that say what to do; names the field where there is one. */
  readonly detail: string;
  /** The fields at fault, each with its sentence. `field` is a path such as `select.entities.0`; empty for the whole. */
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

const titles = {
  invalid: [400, "The request is not valid"],
  "key-missing": [401, "A key is needed"],
  "key-refused": [401, "This key is not valid"],
  "scope-missing": [403, "This key may not do that"],
  "not-found": [404, "Not found"],
  "method-not-allowed": [405, "This address does not take that method"],
  conflict: [409, "It exists already"],
  "wrong-state": [409, "It is not in a state for that"],
  "too-large": [413, "The body is too large"],
  "media-type": [415, "The body is not JSON"],
  "too-many": [429, "Too many requests"],
  failed: [500, "Something went wrong here"],
  starting: [503, "Vigía is starting"],
} as const satisfies Record<string, readonly [number, string]>;

/** The classes of problem, each with one status and title. */
export type ProblemKind = keyof typeof titles;

/** A problem of a known class. */
export const problem = (kind: ProblemKind, detail: string, errors?: Problem["errors"]): Problem => ({
  type: `urn:vigia:${kind}`,
  title: titles[kind][1],
  status: titles[kind][0],
  detail,
  ...(errors === undefined ? {} : { errors }),
});

/** A request that is refused on purpose; the edge answers it with its problem. */
export class Refusal extends Error {
  readonly problem: Problem;
  /** In how many whole seconds it is worth asking again. */
  readonly retryAfter: number | undefined;
  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail);
    this.name = "Refusal";
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** Refuses what was asked for too often, until there is room in `waitMs`; `why` is a sentence without its full stop. */
export const tooMany = (why: string, waitMs: number): Refusal => {
  const seconds = Math.ceil(waitMs / 1000);
  const wait = seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`;
  return new Refusal(problem("too-many", `${why}. Try again in ${wait}.`), seconds);
};

/** The value, if the schema takes it; else a Refusal with one sentence for each field at fault (at most 20). */
export const accept = <Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.output<Schema> => {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap(explain).slice(0, 20);
  throw new Refusal(problem("invalid", errors.map(({ message }) => message).join(" "), errors));
};

/** Refuses one field with a sentence of its own. */
export const refuseField = (field: string, message: string): never => {
  throw new Refusal(problem("invalid", message, [{ field, message }]));
};

type Issue = z.core.$ZodIssue;

const explain = (issue: Issue): NonNullable<Problem["errors"]>[number][] => {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys")
    return issue.keys.slice(0, 20).map((key) => {
      const field = [...path, key.slice(0, 60)].join(".");
      return { field, message: `"${field}" is not a field of this request.` };
    });
  const field = path.join(".");
  const subject = field === "" ? "The body" : `"${field}"`;
  return [{ field, message: `${subject} ${rule(issue)}.` }];
};

/** What the value must be, as the end of a sentence. */
const rule = (issue: Issue): string => {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined && issue.path.length > 0
        ? `is missing: it must be ${article(issue.expected)}`
        : `must be ${article(issue.expected)}`;
    case "too_small":
      return `must be ${measure(issue.origin, "at least", issue.minimum)}`;
    case "too_big":
      return `must be ${measure(issue.origin, "at most", issue.maximum)}`;
    case "invalid_value":
      return `must be ${listed(issue.values)}`;
    case "invalid_union":
      return `must be ${listed("options" in issue && Array.isArray(issue.options) ? issue.options : [])}`;
    case "invalid_format":
      return issue.message === "Invalid input" ? `does not have the right form (${issue.pattern ?? issue.format})` : issue.message;
    case "custom":
    case "invalid_element":
    case "invalid_key":
    case "not_multiple_of":
    case "unrecognized_keys":
    default:
      return issue.message === "Invalid input" ? "is not valid" : `is not valid: ${issue.message}`;
  }
};

const names: Partial<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
};
const article = (expected: string): string => names[expected] ?? expected;

const measure = (origin: string, bound: string, limit: number | bigint): string =>
  origin === "string" ? `${bound} ${limit} characters long` : origin === "array" ? `a list of ${bound} ${limit}` : `${bound} ${limit}`;

const listed = (values: readonly unknown[]): string =>
  values.length === 0
    ? "one of the allowed values"
    : values.length === 1
      ? JSON.stringify(values[0])
      : `one of ${values.map((v) => JSON.stringify(v)).join(", ")}`;
