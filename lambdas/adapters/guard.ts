import { lookup as systemLookup } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import { isIP, type LookupFunction, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { isLoopbackHost, judgeAddress } from "../core/address.ts";

/** An address that the guard refuses; says no more than that (reliability S7). */
export class AddressNotAllowed extends Error {
  constructor() {
    super("address not allowed");
    this.name = "AddressNotAllowed";
  }
}

/** All addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

/** The head of an answer; its body is still to be read. */
export type Answer = http.IncomingMessage;

/** One request to the outside. */
export interface Request {
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ends the request and the reading of its answer. */
  readonly signal: AbortSignal;
}

/** Sends a request and resolves with the head of its answer; redirects are not followed. Rejects with what went wrong. */
type Send = (url: URL, request: Request) => Promise<Answer>;

/**
 * The only way out of this system. It judges where it connects at the moment it connects (reliability S2, S3): an address
 * given as such before the socket is made; a name by all its addresses, resolved once and pinned; and the address at the
 * other end before a byte is written. With `loopback`, hosts that are literally this machine are exempt; a name that merely
 * resolves to it is not. Proxies of the environment are not used (S6), and nothing in it turns the verification of
 * certificates off (W18). Connections are kept and used again.
 */
export const guarded = (loopback: boolean, resolve: Resolve = systemResolve): Send => {
  const options = { keepAlive: true, timeout: 60_000, maxFreeSockets: 64, lookup: guardedLookup(loopback, resolve) };
  const plain = guard(new http.Agent(options), loopback);
  const secure = guard(new https.Agent({ ...options, rejectUnauthorized: true }), loopback);
  const sendOnce: Send = ({ href, protocol }, { method, headers, body, signal }) =>
    new Promise((answered, failed) => {
      const request =
        protocol === "https:"
          ? https.request(href, { method, headers, signal, agent: secure }, answered)
          : http.request(href, { method, headers, signal, agent: plain }, answered);
      request.on("error", (error: NodeJS.ErrnoException) => {
        // A POST may have been read before the connection went; whether to repeat it is for its sender to decide.
        const isStale = method === "GET" && request.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE");
        failed(isStale ? new StaleConnection() : error);
      });
      let heralds = 0;
      request.on("information", () => {
        if ((heralds += 1) > MAX_HERALDS) request.destroy(new Error("the server announces an answer and gives none"));
      });
      // After an answer or an error this says nothing new. Without one nothing will come any more: of an answer that changes the
      // protocol (101) Node makes neither.
      request.on("close", () => failed(new Error("the connection was closed without an answer")));
      request.end(body);
    });
  return async (url, request) => {
    try {
      return await sendOnce(url, request);
    } catch (error) {
      if (error instanceof StaleConnection) return sendOnce(url, request);
      throw error;
    }
  };
};

/** Most interim answers (1xx) before an answer: servers send one or two, and nothing else bounds how many are read. */
const MAX_HERALDS = 16;

/** A kept connection that the server had closed before it could read the request; another one is made, once. */
class StaleConnection extends Error {}

const systemResolve: Resolve = (hostname) => systemLookup(hostname, { all: true });

const allowed = (address: string, host: string, loopback: boolean): boolean => {
  const reach = judgeAddress(address);
  return reach === "public" || (reach === "loopback" && loopback && isLoopbackHost(host));
};

const guardedLookup = (loopback: boolean, resolve: Resolve): LookupFunction => {
  const judged = async (hostname: string) => {
    const answers = await resolve(hostname);
    if (!answers.every(({ address }) => allowed(address, hostname, loopback))) throw new AddressNotAllowed();
    return answers;
  };
  const lookup = async (...[hostname, options, callback]: Parameters<LookupFunction>): Promise<void> => {
    try {
      const answers = await judged(hostname);
      const [first] = answers;
      if (first === undefined) callback(Object.assign(new Error("no address"), { code: "ENOTFOUND" }), "");
      else if (options.all === true) callback(null, [...answers]);
      else callback(null, first.address, first.family);
    } catch (error) {
      callback(error as NodeJS.ErrnoException, "");
    }
  };
  return (...call) => void lookup(...call);
};

/** Wraps the agent's way of making sockets. */
const guard = <A extends http.Agent>(agent: A, loopback: boolean): A => {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const host = options.host ?? "";
    if (isIP(host) > 0 && !allowed(host, host, loopback)) {
      callback?.(new AddressNotAllowed(), undefined as unknown as Duplex);
      return undefined;
    }
    const socket = connect(options, callback) as Socket;
    // Before TLS's own listener, which greets the server by its name. A peer that has gone already has no address any more.
    socket.prependOnceListener("connect", () => {
      const { remoteAddress } = socket;
      if (remoteAddress === undefined) socket.destroy(new Error("the connection was closed at once"));
      else if (!allowed(remoteAddress, host, loopback)) socket.destroy(new AddressNotAllowed());
    });
    return socket;
  };
  return agent;
};
