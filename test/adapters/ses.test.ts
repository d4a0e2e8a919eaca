import type { Server } from "node:http";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type ses from "aws-ses-v2-local";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { sesMailer } from "../../lambdas/adapters/ses.ts";
import type { Mail } from "../../lambdas/pipeline/deliver-ports.ts";
import { useAwsEndpoint } from "../fixtures/aws-endpoint.ts";

// Required, not imported: loaders disagree on what the default of its CommonJS module is.
const { default: startSes } = createRequire(import.meta.url)("aws-ses-v2-local") as typeof ses;

/** What stands before the mailbox does with a request: aws-ses-v2-local names no error type, so refusals are given here. */
type Front = { readonly status: number; readonly type?: string; readonly body?: string } | "pass on" | "hang up" | "say nothing";

interface Stored {
  readonly from: string;
  readonly destination: { readonly to: readonly string[] };
  readonly subject: string;
  readonly body: { readonly html: string; readonly text: string };
  readonly headers?: unknown;
}

const mail: Mail = {
  to: "ada@example.org",
  subject: "Vuelve — José, año «ñ»",
  text: "Hola, ñandú.\n",
  html: "<p>Hola, ñandú.</p>",
  headers: {
    "List-Unsubscribe": "<https://vigia.example/u/1>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    "X-Entity-Ref-ID": "a1",
  },
};

let behave: Front = "pass on";
let requests = 0;
let inbox: Server;
let front: Server;
const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  inbox = await startSes({ host: "127.0.0.1", port: 0 });
  front = createServer((req, res) => {
    requests++;
    const answer = async () => {
      const body = Uint8Array.from(await buffer(req));
      if (behave === "hang up") return req.socket.destroy();
      if (behave === "say nothing") return undefined;
      if (behave === "pass on") {
        const headers = { "content-type": "application/json", authorization: req.headers.authorization ?? "" };
        const passed = await fetch(addressOf(inbox) + String(req.url), { method: "POST", headers, body });
        return res.writeHead(passed.status, { "content-type": "application/json" }).end(await passed.text());
      }
      const type = behave.type === undefined ? {} : { "x-amzn-errortype": `${behave.type}:http://internal.example/` };
      return res
        .writeHead(behave.status, { "content-type": "application/json", ...type })
        .end(behave.body ?? `{"message":"about ${mail.to}"}`);
    };
    answer().catch(() => req.socket.destroy());
  });
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
  useAwsEndpoint("SESV2", addressOf(front));
});

afterEach(() => {
  behave = "pass on";
  requests = 0;
});

afterAll(async () => {
  for (const server of [front, inbox]) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const send = sesMailer("alerts@vigia.example", "vigia");

it("sends a mail with text, HTML and its own headers", async () => {
  const result = await send(mail);
  expect(result).toEqual({ outcome: "sent", messageId: expect.stringMatching(/.+/) });
  const { emails } = (await (await fetch(`${addressOf(inbox)}/store`)).json()) as { emails: Stored[] };
  expect(emails).toHaveLength(1);
  expect(emails[0]).toMatchObject({
    from: "alerts@vigia.example",
    destination: { to: ["ada@example.org"] },
    subject: mail.subject,
    body: { html: mail.html, text: mail.text },
  });
  for (const [name, value] of Object.entries(mail.headers)) {
    expect(JSON.stringify(emails[0])).toContain(name);
    expect(JSON.stringify(emails[0])).toContain(JSON.stringify(value).slice(1, -1));
  }
});

it("sends nothing from nobody", async () => {
  expect(await sesMailer("", "")(mail)).toEqual({ outcome: "failed", error: "sender-not-ready", response: "NoSender" });
  expect(requests).toBe(0);
});

describe("what SES refuses", () => {
  it.each([
    [429, "TooManyRequestsException", "failed", "throttled"],
    [400, "LimitExceededException", "failed", "throttled"],
    [400, "ThrottlingException", "failed", "throttled"],
    [429, undefined, "failed", "throttled"],
    [400, "MessageRejected", "failed", "sender-not-ready"],
    [400, "MailFromDomainNotVerifiedException", "failed", "sender-not-ready"],
    [400, "AccountSuspendedException", "failed", "sender-not-ready"],
    [400, "SendingPausedException", "failed", "sender-not-ready"],
    [403, "AccessDeniedException", "failed", "sender-not-ready"],
    [400, "BadRequestException", "rejected", "rejected"],
    [404, "NotFoundException", "failed", "sender-not-ready"],
    [403, "InvalidSignatureException", "failed", "sender-not-ready"],
    [403, "SomethingNewException", "failed", "sender-not-ready"],
    [500, "InternalServiceErrorException", "unknown", "connection"],
    [503, undefined, "unknown", "connection"],
  ] as const)("%d %s is %s: %s", async (status, type, outcome, error) => {
    behave = { status, ...(type !== undefined && { type }) };
    const result = await send(mail);
    // Of a refusal that an operator must do something about its type is kept, which says what.
    expect(result).toEqual({ outcome, error, status, ...(error === "sender-not-ready" && { response: type }) });
    // The SDK must not repeat: a mail that may have been sent is our decision.
    expect(requests).toBe(1);
    expect(JSON.stringify(result)).not.toContain(mail.to);
  });

  it("may have been sent when the connection is cut", async () => {
    behave = "hang up";
    expect(await send(mail)).toEqual({ outcome: "unknown", error: "connection" });
    expect(requests).toBe(1);
  });

  it("may have been sent when what comes back is no JSON", async () => {
    behave = { status: 200, body: "<html>" };
    expect(await send(mail)).toMatchObject({ outcome: "unknown", error: "connection" });
    expect(requests).toBe(1);
  });

  it("may have been sent when nothing comes back in time", async () => {
    behave = "say nothing";
    expect(await sesMailer("alerts@vigia.example", "vigia", 300)(mail)).toEqual({ outcome: "unknown", error: "timeout" });
  });

  it("was not sent when nobody answers there", async () => {
    await new Promise((resolve) => front.close(resolve));
    expect(await send(mail)).toEqual({ outcome: "failed", error: "connection" });
  });
});
