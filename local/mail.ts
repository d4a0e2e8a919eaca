import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import * as z from "zod/mini";
import type ses from "aws-ses-v2-local";
import { reading } from "./damage.ts";
import { close, listen, LOOPBACK } from "./loopback.ts";

// Required, not imported: loaders disagree on what the default of its CommonJS module is.
const { default: startSes } = createRequire(import.meta.url)("aws-ses-v2-local") as typeof ses;

/** One mail as it was handed to SES. */
export interface KeptMail {
  /** What SES called it. */
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly receivedAt: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The running SES stand-in, with every mail it ever took. */
export interface Mail {
  readonly endpoint: string;
  /** Newest first. */
  mails(): readonly KeptMail[];
  mail(id: string): KeptMail | undefined;
  close(): Promise<void>;
}

/** What the emulator tells of a mail it took. */
interface StoredEmail {
  readonly messageId: string;
  readonly from: string;
  readonly destination: { readonly to: readonly string[] };
  readonly subject: string;
  readonly body: { readonly html?: string; readonly text?: string };
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
}

/**
 * Starts an SES that keeps its mails in `folder`, one file each. The emulator behind it holds them in memory only, so this
 * server stands in front: it answers "accepted" when the mail is on disk, not before. Whatever ends the runner, a mail
 * that was reported as sent is in the inbox.
 */
export const startMail = async (folder: string): Promise<Mail> => {
  reading(folder, () => mkdirSync(folder, { recursive: true }));
  const kept = reading(folder, () => readMails(folder));
  const emulator = await startSes({ port: 0, host: LOOPBACK });
  const address = emulator.address();
  const behind = `http://${LOOPBACK}:${typeof address === "object" && address !== null ? address.port : ""}`;

  const keepAll = async (): Promise<void> => {
    const { emails } = (await (await fetch(`${behind}/store`)).json()) as { emails: readonly StoredEmail[] };
    for (const email of emails) kept.push(writeMail(folder, email));
    await fetch(`${behind}/clear-store`, { method: "POST" });
  };

  // One at a time: between a mail's arrival and its writing, no other may arrive that clearing would lose.
  let last: Promise<void> = Promise.resolve();
  const pass = async (request: IncomingMessage, response: ServerResponse, body: string): Promise<void> => {
    const { authorization = "", "content-type": type = "application/json" } = request.headers;
    const answer = await fetch(`${behind}${request.url}`, {
      method: request.method ?? "GET",
      headers: { authorization, "content-type": type },
      ...(body !== "" && { body }),
    });
    const answered = await answer.text();
    if (answer.ok && request.method === "POST") await keepAll();
    response.writeHead(answer.status, { "content-type": "application/json" }).end(answered);
  };
  const front = createServer((request, response) => {
    const enqueue = (body: string): void => {
      last = last.then(() => pass(request, response, body)).catch(() => void response.destroy());
    };
    text(request).then(enqueue, () => response.destroy());
  });

  return {
    endpoint: `http://${LOOPBACK}:${await listen(front)}`,
    mails: () => kept.toReversed(),
    mail: (id) => kept.find((mail) => mail.id === id),
    close: async () => {
      await close(front);
      await close(emulator);
    },
  };
};

/** Whole or not at all: a file appears under its name only when it is complete. Names sort by time. */
const writeMail = (folder: string, email: StoredEmail): KeptMail => {
  const mail: KeptMail = {
    id: email.messageId,
    receivedAt: new Date().toISOString(),
    from: email.from,
    to: email.destination.to,
    subject: email.subject,
    text: email.body.text ?? "",
    html: email.body.html ?? "",
    headers: Object.fromEntries((email.headers ?? []).map(({ name, value }) => [name, value])),
  };
  const name = `${mail.receivedAt.replaceAll(":", "")}-${mail.id.replaceAll(/[^\w-]/g, "")}.json`;
  writeFileSync(join(folder, `${name}.part`), JSON.stringify(mail, null, 2));
  renameSync(join(folder, `${name}.part`), join(folder, name));
  return mail;
};

/** What is no mail of ours is skipped: it must not hide the others. */
const readMails = (folder: string): KeptMail[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map(({ name }) => name)
    .toSorted()
    .flatMap((name) => {
      const read = Kept.safeParse(parse(readFileSync(join(folder, name), "utf8")));
      return read.success ? [read.data] : [];
    });

const Kept = z.object({
  id: z.string(),
  receivedAt: z.iso.datetime(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  headers: z.record(z.string(), z.string()),
});

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
