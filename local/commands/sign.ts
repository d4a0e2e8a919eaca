import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import type { CommandIo } from "../command-io.ts";
import { complaintAbout, headerLines, isSigningSecret } from "../webhook-check.ts";

const SIGN = `Usage: vigia sign --secret whsec_… [--id msg_…] [--timestamp SECONDS] < body

Prints the three headers of a webhook (Standard Webhooks) for the bytes on standard input.

  --id         of the message (default: a new one)
  --timestamp  of the attempt, seconds since 1970 (default: now)
`;

const VERIFY = `Usage: vigia verify --secret whsec_… --header "webhook-id: …" --header "webhook-timestamp: …" --header "webhook-signature: …" < body

Says whether a webhook is what its sender signed, by the bytes on standard input. Exit status 0: it is, 1: it is not, and why.

  --at         the time to judge it at, seconds since 1970 (default: now); five minutes either way are allowed
`;

/** `vigia sign`: a body on standard input → headers. 0 = signed, 2 = called wrongly. */
export const signCommand = async (args: readonly string[], io: CommandIo): Promise<number> => {
  const given = read(args);
  if (given?.help === true) return said(io.out, SIGN, 0);
  const { secret = "", id = `msg_${randomBytes(12).toString("base64url")}`, timestamp = seconds() } = given ?? {};
  if (given === undefined || !isSigningSecret(secret) || !/^msg_[A-Za-z0-9_-]+$/.test(id) || !isTime(timestamp))
    return said(io.err, SIGN, 2);
  return said(io.out, headerLines(secret, id, Number(timestamp), await bodyOf(io)), 0);
};

/** `vigia verify`: a body on standard input and its headers → verdict. 0 = it verifies, 1 = it does not, 2 = called wrongly. */
export const verifyCommand = async (args: readonly string[], io: CommandIo): Promise<number> => {
  const given = read(args);
  if (given?.help === true) return said(io.out, VERIFY, 0);
  const { secret = "", at = seconds(), header = [] } = given ?? {};
  if (given === undefined || !isSigningSecret(secret) || !isTime(at)) return said(io.err, VERIFY, 2);
  const complaint = complaintAbout(secret, header, await bodyOf(io), Number(at) * 1000);
  return complaint === undefined ? said(io.out, "verified\n", 0) : said(io.out, `${complaint}\n`, 1);
};

const seconds = (): string => String(Math.floor(Date.now() / 1000));

const isTime = (text: string): boolean => /^\d{1,12}$/.test(text);

const bodyOf = async ({ stdin }: CommandIo): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
};

const said = (to: (text: string) => void, text: string, status: number): number => {
  to(text);
  return status;
};

const read = (args: readonly string[]) => {
  try {
    const single = { type: "string" } as const;
    const { values } = parseArgs({
      args: [...args],
      options: {
        secret: single,
        id: single,
        timestamp: single,
        at: single,
        header: { type: "string", multiple: true },
        help: { type: "boolean", short: "h" },
      },
    });
    return values;
  } catch {
    return undefined; // An option that does not exist: the usage says which do.
  }
};
