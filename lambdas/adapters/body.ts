import { pipeline, type Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { MAX_DOCUMENT_BYTES } from "./decode.ts";
import type { Answer } from "./guard.ts";
import type { Deadline } from "./request.ts";

/** The answer's body is larger than a feed may be. */
export class BodyTooLarge extends Error {}

/** Least pace of a body once `patienceMs` are over (reliability F20). */
const BYTES_PER_SECOND = 1_000;

/** How often the pace is looked at, ms. */
const WATCH_MS = 250;

/**
 * The whole body, unpacked while it comes, at most 5 MB: a bomb is cut off at that size, packed or unpacked. Aborts the
 * deadline for a server that drips. Rejects with BodyTooLarge, or with what broke the stream.
 */
export const readBody = async (answer: Answer, deadline: Deadline, patienceMs: number): Promise<Uint8Array> => {
  const { socket } = answer;
  const from = socket.bytesRead;
  const started = performance.now();
  const watch = setInterval(() => {
    const seconds = (performance.now() - started) / 1000;
    if (seconds * 1000 > patienceMs && socket.bytesRead - from < seconds * BYTES_PER_SECOND) deadline.over();
    if (socket.bytesRead - from > 2 * MAX_DOCUMENT_BYTES) answer.destroy(new BodyTooLarge());
  }, WATCH_MS);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of unpacked(answer) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_DOCUMENT_BYTES) throw new BodyTooLarge();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    clearInterval(watch);
  }
};

/** At most 16 KiB of the body are read and the first KiB is returned as text, whatever becomes of the rest (reliability W11). */
export const readStart = async (answer: Answer): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_READ) break; // Leaving the loop destroys the stream.
    }
  } catch {
    // The status has been said; a body that breaks off or never ends changes nothing.
  }
  return Buffer.concat(chunks).toString("utf8").slice(0, MAX_KEPT).replace(control, " ").toWellFormed().trim();
};

const MAX_READ = 16_384;
const MAX_KEPT = 1024;
const control = /[\u0000-\u001F\u007F-\u009F]+/g; // eslint-disable-line no-control-regex -- they are what is removed

const unpacked = (answer: Answer): Readable => {
  const encodings = (answer.headers["content-encoding"] ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "" && name !== "identity");
  let stream: Readable = answer;
  // Named in the order in which they were applied (RFC 9110 §8.4).
  for (const encoding of encodings.toReversed().slice(0, 2)) {
    const unpack =
      encoding === "br"
        ? createBrotliDecompress()
        : encoding === "deflate"
          ? createInflate()
          : /^(x-)?gzip$/.test(encoding)
            ? createGunzip()
            : undefined;
    if (unpack === undefined) continue;
    // An error of either ends the other, and shows where the result is read.
    stream = pipeline(stream, unpack, () => undefined);
  }
  return stream;
};
