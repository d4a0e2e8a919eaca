import type { FetchResult } from "../pipeline/fetch-ports.ts";
import { AddressNotAllowed, type Answer } from "./guard.ts";

/** Who asks, and what is exempt. */
export interface HttpOptions {
  /** `<name>/<version> (+<contact URL>)`, the same for every server (reliability F18). */
  readonly userAgent: string;
  /** Hosts that are literally this machine may be reached, at any port and over http. */
  readonly loopback: boolean;
}

/** Why a request came to nothing. */
export type Failure = Extract<FetchResult, { kind: "error" }>["code"];

/** A deadline for a request and its answer: aborts when `ms` are over, or earlier by hand. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Aborts now. */
  over(): void;
  /** Must be called when the request has ended. */
  clear(): void;
}

/** Starts a deadline of `ms` milliseconds. */
export const deadlineIn = (ms: number): Deadline => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  return { signal: controller.signal, over: () => controller.abort(), clear: () => clearTimeout(timer) };
};

/** Names what went wrong by the error's type and code, never by its text. */
export const failureOf = (error: unknown, deadline: Deadline): Failure => {
  if (error instanceof AddressNotAllowed) return "address-not-allowed";
  if (deadline.signal.aborted) return "timeout";
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (code === "ENOTFOUND" || code.startsWith("EAI_") || code.startsWith("EDNS") || code === "ENODATA") return "dns";
  if (code === "ETIMEDOUT" || code === "ESOCKETTIMEDOUT") return "timeout";
  return tlsCode.test(code) ? "tls" : "connection";
};

const tlsCode = /^(ERR_TLS|ERR_SSL|EPROTO|CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/;

/** The answer's headers by lower-case name. */
export const headersOf = (answer: Answer): ReadonlyMap<string, string> =>
  new Map(Object.entries(answer.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]));
