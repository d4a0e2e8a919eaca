import { Logger } from "@aws-lambda-powertools/logger";
import { correlationId } from "./correlation.ts";

/** What the edge writes: one sentence and what to know, as JSON. */
export interface Log {
  info(sentence: string, about?: Readonly<Record<string, unknown>>): void;
  warn(sentence: string, about?: Readonly<Record<string, unknown>>): void;
  error(sentence: string, about?: Readonly<Record<string, unknown>>): void;
}

/**
 * A function's log: a JSON line each, with the correlation id. Whatever reaches it, addresses, secrets and the paths of URLs
 * (a webhook's may be its secret) do not leave it.
 */
export const makeLog = (name: string): Log => {
  const logger = new Logger({
    serviceName: name,
    jsonReplacerFn: (_, value: unknown) => (typeof value === "string" ? scrubbed(value) : value),
  });
  const write =
    (level: "info" | "warn" | "error"): Log["info"] =>
    (sentence, about = {}) => {
      const id = correlationId();
      logger[level](sentence, { ...about, ...(id !== undefined && { correlation_id: id }) });
    };
  return { info: write("info"), warn: write("warn"), error: write("error") };
};

/** The text without email addresses, signing secrets, API keys, and what follows the host of a URL. */
export const scrubbed = (text: string): string =>
  text
    .replace(/(https?:\/\/)(?:[^\s/@"'<>]*@)?([^\s/?#"'<>]+)[/?#][^\s"'<>]*/gi, "$1$2/…")
    .replace(/[^\s@<>"',:;()[\]/]+@[^\s@<>"',:;()[\]/]+/g, "[address]")
    .replace(/\b(whsec_|vigia_)[\w+/=-]+/g, "$1…");
