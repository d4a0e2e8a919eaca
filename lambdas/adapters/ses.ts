import { SendEmailCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { NO_SENDER } from "../core/sender-advice.ts";
import type { SendResult } from "../pipeline/ports.ts";
import type { Mailer } from "../pipeline/deliver-ports.ts";

/**
 * Sends mails from the address through SES. Without one (webhooks only) every mail fails as `sender-not-ready`.
 * The SDK does not repeat: it could not know whether the first was sent, and whoever reads the result can (reliability E10).
 * A request may take `timeoutMs`, less than the function may run.
 * `configurationSet` names the set whose events tell of bounces and complaints.
 */
export const sesMailer = (from: string, configurationSet: string, timeoutMs = 10_000): Mailer => {
  if (from === "") return async () => ({ outcome: "failed", error: "sender-not-ready", response: NO_SENDER });
  const ses = new SESv2Client({
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: 2000,
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
      // A kept connection that died while the function was frozen fails like one that was cut in the middle of a mail.
      httpAgent: { keepAlive: false },
      httpsAgent: { keepAlive: false },
    },
  });
  return async ({ to, subject, text, html, headers }) => {
    const command = new SendEmailCommand({
      FromEmailAddress: from,
      ConfigurationSetName: configurationSet,
      Destination: { ToAddresses: [to] },
      Content: {
        Simple: {
          Subject: part(subject),
          Body: { Text: part(text), Html: part(html) },
          Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
        },
      },
    });
    try {
      const { MessageId } = await ses.send(command);
      return { outcome: "sent", ...(MessageId !== undefined && { messageId: MessageId }) };
    } catch (error) {
      return resultOf(error as Refusal);
    }
  };
};

const part = (Data: string) => ({ Data, Charset: "UTF-8" });

/** The parts of an SDK or network error that say what happened; its message may hold the address and is not read. */
interface Refusal {
  readonly name: string;
  readonly code?: string;
  /** What the machine was doing when the network failed. */
  readonly syscall?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const resultOf = ({ name, code, syscall, $metadata }: Refusal): SendResult => {
  const status = $metadata?.httpStatusCode;
  const known = REFUSALS[name];
  if (known !== undefined) return { ...known, ...(status !== undefined && { status }), ...(known === notReady && { response: name }) };
  // Who asks is not allowed to: no receiver is to blame.
  if (status === 401 || status === 403) return { ...notReady, status, response: name };
  if (status === 429) return { outcome: "failed", error: "throttled", status };
  if (status !== undefined && status >= 400 && status < 500) return { outcome: "failed", error: "http-status", status };
  // Never reaching the server is the one failure after which it was surely not sent. The SDK's own time-out while connecting
  // bears no code, the one of a whole request bears ETIMEDOUT; it calls a cut connection (ECONNRESET) a TimeoutError, too.
  const timedOut = code === "ETIMEDOUT" || (name === "TimeoutError" && code === undefined);
  const error = timedOut ? "timeout" : "connection";
  if (syscall === "connect" || syscall === "getaddrinfo" || (timedOut && code === undefined)) return { outcome: "failed", error };
  return { outcome: "unknown", error, ...(status !== undefined && { status }) };
};

const throttled = { outcome: "failed", error: "throttled" } as const;
/** A person must act: verify the domain, leave the sandbox, talk to AWS ({@link NO_SENDER}'s file says what). Retries then find it done. */
const notReady = { outcome: "failed", error: "sender-not-ready" } as const;

/** SESv2 SendEmail's exceptions by name. */
const REFUSALS: Readonly<Record<string, SendResult & { readonly outcome: "failed" | "rejected" }>> = {
  TooManyRequestsException: throttled,
  ThrottlingException: throttled,
  LimitExceededException: throttled,
  MessageRejected: notReady,
  MailFromDomainNotVerifiedException: notReady,
  AccountSuspendedException: notReady,
  SendingPausedException: notReady,
  AccessDeniedException: notReady,
  NotFoundException: notReady,
  BadRequestException: { outcome: "rejected", error: "rejected" },
};
