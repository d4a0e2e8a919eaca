/** The receivers of `events/receivers` as they are run, and what they take. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendWebhook } from "../../lambdas/adapters/http.ts";
import { alertPayload, newSecret, webhookHeaders } from "../../lambdas/core/webhook.ts";
import { aMember, anAlert, aSubscription } from "../fixtures/alert.ts";

const folder = join(import.meta.dirname, "../../events/receivers");
const python = spawnSync("python3", ["--version"]).status === 0;
if (!python) console.warn("test/receivers: the Python receiver is skipped, python3 is not there");

const secret = newSecret(new Uint8Array(32).fill(7));
const title = "López Obrador recibió a Blinken — “Diálogo” 🇲🇽";
const body = alertPayload(anAlert({ story: { ...anAlert().story, title } }), [aMember()], aSubscription(), "https://vigia.example");
const seconds = () => Math.floor(Date.now() / 1000);
const post = sendWebhook({ userAgent: "Vigia/0.1", loopback: true, clock: Date.now });

describe.each([
  { name: "Node", command: process.execPath, file: "receiver.mjs", there: true },
  { name: "Python", command: "python3", file: "receiver.py", there: python },
])("the receiver for $name", ({ command, file, there }) => {
  const env = { ...process.env, WEBHOOK_SECRET: secret, PORT: "0", PYTHONIOENCODING: "utf-8" };
  let child: ChildProcess | undefined;
  let lines: AsyncIterator<string>;
  let url = "";

  beforeAll(async () => {
    if (!there) return;
    child = spawn(command, [join(folder, file)], { env, stdio: ["ignore", "pipe", "inherit"] });
    lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
    const { value } = (await lines.next()) as { value: string };
    url = `http://127.0.0.1:${value.split(" ")[1]}/hook`;
  });
  afterAll(async () => {
    if (child === undefined) return;
    child.kill();
    await once(child, "exit");
  });

  const send = async (sent: string, headers: Readonly<Record<string, string>>) => (await post(url, sent, headers)).status;

  it.skipIf(!there)("takes what was signed, non-ASCII bytes and all, and tells it once", async () => {
    expect(await send(body, webhookHeaders([secret], "msg_one", seconds(), body))).toBe(204);
    expect(JSON.parse(((await lines.next()) as { value: string }).value)).toEqual({ type: "entity.reappeared", title });
    expect(await send(body, webhookHeaders([secret], "msg_one", seconds(), body))).toBe(204);
    const test = JSON.stringify({ type: "webhook.test", data: { message: "second" } });
    expect(await send(test, webhookHeaders([secret], "msg_two", seconds(), test))).toBe(204);
    expect(JSON.parse(((await lines.next()) as { value: string }).value)).toEqual({ type: "webhook.test", title: "second" });
  });

  it.skipIf(!there).each(["", "whsec_", "whsec_c2hvcnQ="])("does not start with the secret %j, by which anybody could sign", (wrong) => {
    const { status, stderr } = spawnSync(command, [join(folder, file)], {
      env: { ...env, WEBHOOK_SECRET: wrong },
      encoding: "utf8",
      timeout: 10_000,
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining("WEBHOOK_SECRET")]);
  });

  it.skipIf(!there)("takes either secret's signature while they rotate", async () => {
    const other = newSecret(new Uint8Array(32).fill(8));
    for (const secrets of [
      [other, secret],
      [secret, other],
    ])
      expect(await send(body, webhookHeaders(secrets, "msg_one", seconds(), body))).toBe(204);
    expect(await send(body, webhookHeaders([other], "msg_one", seconds(), body))).toBe(401);
  });

  it.skipIf(!there)("refuses changed bytes, another id, an old and a future time, and what is not signed", async () => {
    const headers = webhookHeaders([secret], "msg_three", seconds(), body);
    expect(await send(`${body} `, headers)).toBe(401);
    expect(await send(JSON.stringify(JSON.parse(body), null, 1), headers)).toBe(401);
    expect(await send(body, { ...headers, "webhook-id": "msg_four" })).toBe(401);
    for (const off of [-301, 302]) expect(await send(body, webhookHeaders([secret], "msg_three", seconds() + off, body))).toBe(401);
    expect(await send(body, { ...headers, "webhook-timestamp": "hello" })).toBe(401);
    expect(await send(body, { ...headers, "webhook-signature": "v1," })).toBe(401);
    expect(await send(body, {})).toBe(401);
  });
});
