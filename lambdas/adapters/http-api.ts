import type { Context, MiddlewareHandler } from "hono";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { etag } from "hono/etag";
import { methodNotAllowed } from "hono/method-not-allowed";
import { openApi } from "../core/openapi.ts";
import type { Operation, OperationName } from "../core/operation.ts";
import { API, operations } from "../core/operation.ts";
import { problem, Refusal } from "../core/problem.ts";
import type { Problem } from "../core/problem.ts";
import type { Consenting } from "../pipeline/consent.ts";
import type { Managing } from "../pipeline/manage.ts";
import type { Answer, Operations } from "../pipeline/operations.ts";
import { authorize } from "./http-api-auth.ts";
import type { AuthDeps } from "./http-api-auth.ts";
import { clientOf, requestId } from "./http-api-client.ts";
import { securityHeaders } from "./http-api-headers.ts";
import { asFile } from "./http-api-files.ts";
import { BODY_LIMIT, FILE_LIMIT, readInput } from "./http-api-input.ts";
import { manageRoutes } from "./http-api-manage.ts";
import { busyPage, failurePage, notFoundPage, pageRoutes } from "./http-api-pages.ts";
import { sessionRoutes } from "./http-api-session.ts";
import { siteRoutes } from "./http-api-site.ts";
import type { SiteFile } from "./http-api-site.ts";

export interface HttpApiDeps extends AuthDeps {
  readonly operations: Operations;
  readonly consent: Consenting;
  readonly manage: Managing;
  /** The dashboard's files. */
  readonly site: ReadonlyMap<string, SiteFile>;
  /** Origin people reach this under, without a trailing slash. */
  readonly publicUrl: string;
  /** Is told of every failure that is our fault; people get its number only. */
  readonly report: (error: Error, request: { id: string; method: string; route: string }) => void;
}

/** The whole HTTP face: `/api/v1/…` from the table of operations, the pages behind links in mails, and the dashboard. */
export const httpApi = (deps: HttpApiDeps): Hono => {
  const app = new Hono();
  app.use(securityHeaders);
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, allowed) =>
        refuse(c, problem("method-not-allowed", `It takes ${allowed.join(", ")}.`), { Allow: allowed.join(", ") }),
    }),
  );
  app.use(limitBody);
  app.use(`${API}/*`, etag());

  app.get(`${API}/openapi.json`, (c) => c.json(openApi(deps.publicUrl), 200, { "Cache-Control": "public, max-age=300" }));
  for (const name of Object.keys(operations) as OperationName[]) route(app, name, deps);
  app.route(`${API}/session`, sessionRoutes(deps));
  app.route("/", pageRoutes(deps.consent));
  app.route("/", manageRoutes(deps.manage));
  app.route("/", siteRoutes(deps.site));

  app.notFound((c) =>
    c.req.path.startsWith("/api/")
      ? refuse(c, problem("not-found", `There is no such address. ${API}/openapi.json lists them all.`))
      : notFoundPage(c),
  );
  app.onError((error, c) => {
    if (error instanceof Refusal) return refuseKindly(c, error);
    const id = requestId(c);
    deps.report(error, { id, method: c.req.method, route: c.req.routePath });
    if (!c.req.path.startsWith("/api/")) return failurePage(c);
    return refuse(
      c,
      problem("failed", "It is our fault and was noted. Try again in a minute; if it stays, tell the operator the request id."),
    );
  });
  return app;
};

/** The paths whose bodies may be files. */
const filePaths = new Set(Object.values<Operation>(operations).flatMap(({ path, files }) => (files === undefined ? [] : [API + path])));

const limited = (maxSize: number, said: string): MiddlewareHandler =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new Refusal(problem("too-large", said));
    },
  });
const smallBody = limited(BODY_LIMIT, "A body may be 64 kB at most.");
const fileBody = limited(FILE_LIMIT, "A file may be 1 MB at most.");
const limitBody: MiddlewareHandler = (c, next) => (filePaths.has(c.req.path) ? fileBody : smallBody)(c, next);

/** What a refusal says in its headers, by its status. */
const said: Readonly<Record<number, Record<string, string>>> = {
  401: { "WWW-Authenticate": 'Bearer realm="vigia"' },
  // Seconds: the next tick of the scheduler.
  503: { "Retry-After": "60" },
};

const route = (app: Hono, name: OperationName, deps: HttpApiDeps): void => {
  const operation: Operation = operations[name];
  // The table's types make sure that each operation takes what its schemas give; one call site cannot say that for all.
  const run: (call: never) => Promise<Answer<OperationName>> = deps.operations[name];
  app.on(operation.method, `${API}${operation.path.replace("{id}", ":id")}`, async (c) => {
    const caller = await authorize(c, operation.access, deps);
    const input = await readInput(c, operation);
    const answer = await run({ ...input, from: clientOf(c), ...(caller !== undefined && { caller }) } as never);
    c.header("Cache-Control", caller === undefined ? "no-cache" : "no-store");
    c.header("Vary", "Authorization, Cookie, Accept");
    if (answer.location !== undefined) c.header("Location", `${API}${answer.location}`);
    if (answer.body === undefined) return c.body(null, 204);
    linkNext(c, answer.body);
    return (
      asFile(c, name, operation, answer.body, { now: new Date(deps.clock()).toISOString(), publicUrl: deps.publicUrl }) ??
      c.json(answer.body, answer.status ?? (operation.status as 200))
    );
  });
};

/** The way to the next page, for clients that follow links. */
const linkNext = (c: Context, page: object): void => {
  if (!("cursor" in page) || typeof page.cursor !== "string") return;
  const next = new URL(c.req.url);
  next.searchParams.set("cursor", page.cursor);
  c.header("Link", `<${next.pathname}${next.search}>; rel="next"`);
};

/** A person in a browser, on a page of ours, is told as a page. */
const refuseKindly = (c: Context, { problem: { status, ...rest }, retryAfter }: Refusal): Response | Promise<Response> => {
  const headers = { ...said[status], ...(retryAfter !== undefined && { "Retry-After": String(retryAfter) }) };
  if (status !== 429 || c.req.path.startsWith("/api/") || !/\btext\/html\b/.test(c.req.header("accept") ?? ""))
    return refuse(c, { status, ...rest }, headers);
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  return busyPage(c);
};

const refuse = (c: Context, { status, ...rest }: Problem, headers: Record<string, string> = {}): Response =>
  c.body(JSON.stringify({ status, ...rest, requestId: requestId(c) }), status as 400, {
    ...headers,
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
  });
