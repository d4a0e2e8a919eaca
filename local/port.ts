import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { isIP } from "node:net";
import { plain } from "./answer.ts";
import type { Gateway, GatewayAnswer } from "./gateway.ts";
import { type Hooks, hooksPage } from "./hooks.ts";
import { inboxPage } from "./inbox.ts";
import { CannotStart } from "./cannot-start.ts";
import { close, listen } from "./loopback.ts";
import type { Mail } from "./mail.ts";
import type { Redrive } from "./redrive-site.ts";
import type { Sample } from "./sample-site.ts";

/** What answers at the one public port. */
export interface Site {
  readonly gateway: Gateway;
  readonly mail: Mail;
  readonly hooks: Hooks;
  /** The bundled sample: its documents under `/sample/`, and `DELETE /sample`. */
  readonly sample: Sample;
  /** `/dead-letters`: what failed for good. */
  readonly redrive: Redrive;
}

/** The one public port, taken before anything else is started. */
export interface Port {
  /** `http://127.0.0.1:4321`. */
  readonly origin: string;
  /** From now on requests are answered by the site; before, by "one moment". */
  serve(site: Site): void;
  close(): Promise<void>;
}

/** The port that `PORT` asks for; 4321 where it is unset or empty. Throws CannotStart for what is no port number. */
export const wantedPort = (given: string | undefined): number => {
  const text = given?.trim() ?? "";
  if (text === "") return 4321;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new CannotStart(`PORT is "${text}", which is no port number.`);
};

/** What API Gateway takes at most. */
const BODY_LIMIT = 10 * 1024 * 1024;

/** Takes the port (any free one for 0); throws CannotStart if it is taken. */
export const takePort = async (wanted: number): Promise<Port> => {
  let site: Site | undefined;
  const server = createServer((request, response) => {
    answer(request, site).then(
      (answered) => send(response, answered),
      () => response.destroy(),
    );
  });
  const port = await listenOr(server, wanted);
  return {
    origin: `http://127.0.0.1:${port}`,
    serve: (given) => (site = given),
    close: () => close(server),
  };
};

const listenOr = async (server: Server, wanted: number): Promise<number> => {
  try {
    return await listen(server, wanted);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE")
      throw new CannotStart(`Port ${wanted} is in use. Choose another: PORT=${wanted + 1} npm start`);
    throw error;
  }
};

const answer = async (request: IncomingMessage, site: Site | undefined): Promise<GatewayAnswer> => {
  if (!isOurName(request.headers.host)) return plain(421, "Vigía answers on this machine only, as 127.0.0.1 or localhost.");
  if (site === undefined) return plain(503, "Vigía is starting. One moment, then reload.");
  const url = URL.parse(request.url ?? "/", `http://${request.headers.host}`);
  if (url === null) return plain(400, "This is no address.");
  const body = await bodyOf(request);
  if (body === undefined) return plain(413, "The body is larger than 10 MB.");

  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const [, hook] = /^\/hooks\/([\w.-]{1,80})$/.exec(url.pathname) ?? [];
  if (request.method === "POST" && hook !== undefined) return site.hooks.receive(hook, headers, body.toString("utf8"));
  if (request.method === "DELETE" && url.pathname === "/sample") return site.sample.clear(headers);
  if (url.pathname === "/dead-letters") return site.redrive.answer(request.method ?? "GET", url.searchParams.get("steps") ?? "", headers);
  const own =
    request.method === "GET" || request.method === "HEAD"
      ? (inboxPage(url.pathname, site.mail) ?? hooksPage(url.pathname, site.hooks) ?? site.sample.page(url.pathname, headers))
      : undefined;
  return own ?? site.gateway(request, url, body);
};

/**
 * Only an address, or `localhost`, names this machine for sure. Any other name may have been pointed here by a page that
 * wants to read the inbox (DNS rebinding).
 */
const isOurName = (host: string | undefined): boolean => {
  const name = URL.parse(`http://${host}`)?.hostname.replaceAll(/^\[|\]$/g, "");
  return name !== undefined && (name === "localhost" || name.endsWith(".localhost") || isIP(name) > 0);
};

const bodyOf = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
  }
  return size <= BODY_LIMIT ? Buffer.concat(chunks) : undefined;
};

const send = (response: ServerResponse, { status, headers, body, cookies }: GatewayAnswer): void => {
  response.writeHead(status, { ...headers, ...(cookies !== undefined && { "set-cookie": [...cookies] }) });
  response.end(response.req.method === "HEAD" ? undefined : body);
};
