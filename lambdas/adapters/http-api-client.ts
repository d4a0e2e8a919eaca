import type { Context } from "hono";

/**
 * The address a request came from, as API Gateway saw the connection; empty outside of it. Never what a header says: whoever asks
 * writes those (`X-Forwarded-For`).
 */
export const clientOf = (c: Context): string => (c.env as LambdaBindings | undefined)?.requestContext?.http?.sourceIp ?? "";

/** What Lambda's log calls this request; a new number outside of it. */
export const requestId = (c: Context): string => (c.env as LambdaBindings | undefined)?.requestContext?.requestId ?? crypto.randomUUID();

/** What hono/aws-lambda hands in beside the request. */
interface LambdaBindings {
  readonly requestContext?: { readonly requestId?: string; readonly http?: { readonly sourceIp?: string } };
}
