/** What a route of the runner's own answers. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const answer = (status: number, type: string, body: string, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { "content-type": type, "x-content-type-options": "nosniff", "cache-control": "no-cache", ...headers },
  body,
});

export const json = (value: unknown, status = 200): Answer =>
  answer(status, "application/json; charset=utf-8", `${JSON.stringify(value, null, 2)}\n`);

/** `policy` is the page's Content-Security-Policy. */
export const html = (body: string, policy: string): Answer =>
  answer(200, "text/html; charset=utf-8", body, { "content-security-policy": policy, "referrer-policy": "no-referrer" });

export const plain = (status: number, sentence: string): Answer => answer(status, "text/plain; charset=utf-8", `${sentence}\n`);

export const notFound = (sentence: string): Answer => plain(404, sentence);
