// A receiver of Vigía's webhooks (Standard Webhooks) with nothing but Node:
//   WEBHOOK_SECRET=whsec_… PORT=8080 node receiver.mjs
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const key = Buffer.from((process.env.WEBHOOK_SECRET ?? "").replace(/^whsec_/, ""), "base64");
// Without a secret anybody could sign.
if (key.length < 24) throw new Error("WEBHOOK_SECRET must be the secret that subscribing gave: whsec_…");
const TOLERANCE_SECONDS = 300;
const LIMIT_BYTES = 64 * 1024;

/** Does one of the signatures belong to these very bytes, and is the message fresh? */
const verifies = (headers, body) => {
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures } = headers;
  if (!id || !/^\d+$/.test(timestamp ?? "") || !signatures) return false;
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  // The body as bytes: read as JSON and written again it would be another text.
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
  return signatures.split(" ").some((one) => {
    const given = one.startsWith("v1,") ? Buffer.from(one.slice(3), "base64") : Buffer.alloc(0);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
};

const seen = new Set(); // The same webhook-id may come again. Keep them where they survive a restart.

const server = createServer((request, response) => {
  const chunks = [];
  let size = 0;
  request.on("data", (chunk) => {
    size += chunk.length;
    if (size > LIMIT_BYTES) request.destroy();
    else chunks.push(chunk);
  });
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    const fine = request.method === "POST" && verifies(request.headers, body);
    response.writeHead(fine ? 204 : 401).end(); // Answer at once, work later: Vigía waits 15 seconds.
    const id = request.headers["webhook-id"];
    if (!fine || seen.has(id)) return;
    seen.add(id);
    const { type, data } = JSON.parse(body.toString("utf8"));
    process.stdout.write(`${JSON.stringify({ type, title: data.story?.title ?? data.message })}\n`);
  });
});
server.listen(Number(process.env.PORT ?? 8080), "127.0.0.1", () => process.stdout.write(`listening ${server.address().port}\n`));
