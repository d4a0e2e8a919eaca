import * as fc from "fast-check";
import { Webhook as Standard } from "standardwebhooks";
import { Webhook as Svix } from "svix";
import { describe, expect, it } from "vitest";
import type { CommandIo } from "../../local/command-io.ts";
import { signCommand, verifyCommand } from "../../local/commands/sign.ts";
import { newSecret } from "../../lambdas/core/webhook.ts";

const run = async (command: typeof signCommand, args: readonly string[], body: Uint8Array | string = "{}") => {
  let [out, err] = ["", ""];
  const io: CommandIo = {
    stdin: (async function* chunks() {
      yield body;
    })(),
    out: (text) => void (out += text),
    err: (text) => void (err += text),
  };
  return { code: await command(args, io), out, err };
};

const secret = newSecret(new Uint8Array(32).fill(5));
const seconds = () => Math.floor(Date.now() / 1000);
const headersOf = (out: string) =>
  Object.fromEntries(
    out
      .trim()
      .split("\n")
      .map((line) => line.split(": ")),
  ) as Record<string, string>;
const asArgs = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers).flatMap(([name, value]) => ["--header", `${name}: ${value}`]);
const verify = async (headers: Readonly<Record<string, string>>, body: Uint8Array | string = "{}", more: readonly string[] = []) => {
  const { code, out } = await run(verifyCommand, ["--secret", secret, ...asArgs(headers), ...more], body);
  return [code, out.split("\t")[0]?.trim()];
};

describe("vigia sign", () => {
  it("prints the headers of the official vector", async () => {
    const args = [
      "--secret",
      "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
      "--id",
      "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "--timestamp",
      "1614265330",
    ];
    expect((await run(signCommand, args, '{"test": 2432232314}')).out).toBe(
      "webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek\nwebhook-timestamp: 1614265330\nwebhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=\n",
    );
  });

  it("signs what both public libraries and vigia verify take, whatever the body; verify takes what they sign", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
        const body = JSON.stringify({ text });
        const headers = headersOf((await run(signCommand, ["--secret", secret], body)).out);
        for (const library of [new Standard(secret), new Svix(secret)]) expect(library.verify(body, headers)).toEqual(JSON.parse(body));
        expect(await verify(headers, body)).toEqual([0, "verified"]);
        const theirs = new Svix(secret).sign("msg_x", new Date(), body);
        expect(await verify({ ...headers, "webhook-id": "msg_x", "webhook-signature": theirs }, body)).toEqual([0, "verified"]);
      }),
      { numRuns: 40 },
    );
  });

  it("signs bytes that are no text", async () => {
    const bytes = Uint8Array.of(0xff, 0xfe, 0x00);
    const headers = headersOf((await run(signCommand, ["--secret", secret], bytes)).out);
    expect(await verify(headers, bytes)).toEqual([0, "verified"]);
    expect(await verify(headers, new TextDecoder().decode(bytes))).toEqual([1, "no-matching-signature"]);
  });

  it.each([
    [],
    ["--secret", "whsec_short"],
    ["--secret", secret, "--id", "a.b"],
    ["--secret", secret, "--timestamp", "now"],
    ["--nonsense"],
  ])("says how it is called when it is called wrongly (%j), and prints no secret", async (...args) => {
    const { code, out, err } = await run(signCommand, args);
    expect([code, out, err.includes("Usage"), err.includes(secret)]).toEqual([2, "", true, false]);
  });
});

describe("vigia verify", () => {
  const good = async (at = seconds(), body: Uint8Array | string = "{}") =>
    headersOf((await run(signCommand, ["--secret", secret, "--id", "msg_a", "--timestamp", String(at)], body)).out);

  // reliability-vectors.json, webhook.verifyMustFail and verifyMustPass
  it("refuses each of the vectors, with its reason", async () => {
    const headers = await good();
    const [signature = ""] = [headers["webhook-signature"]];
    const without = (name: string) => Object.fromEntries(Object.entries(headers).filter(([one]) => one !== name));
    for (const name of Object.keys(headers)) expect(await verify(without(name))).toEqual([1, "missing-header"]);
    expect(await verify({ ...headers, "webhook-timestamp": "hello" })).toEqual([1, "invalid-timestamp"]);
    expect(await verify(await good(seconds() - 302))).toEqual([1, "too-old"]);
    expect(await verify(await good(seconds() + 302))).toEqual([1, "too-new"]);
    expect(await verify({ ...headers, "webhook-timestamp": String(Date.now()) })).toEqual([1, "too-new"]);
    expect(await verify({ ...headers, "webhook-signature": "v1," })).toEqual([1, "no-signature"]);
    expect(await verify({ ...headers, "webhook-signature": signature.slice(0, 8) })).toEqual([1, "no-matching-signature"]);
    expect(await verify({ ...headers, "webhook-signature": signature.replace("v1", "v2") })).toEqual([1, "no-signature"]);
    expect(await verify({ ...headers, "webhook-signature": `${signature},${signature}` })).toEqual([1, "no-signature"]);
    expect(await verify(await good(seconds(), '{"a": 1}'), '{"a":1}')).toEqual([1, "no-matching-signature"]);
    expect(await verify(headers, "{]")).toEqual([1, "no-matching-signature"]);
    expect(await verify({ ...headers, "webhook-id": "msg_b" })).toEqual([1, "no-matching-signature"]);
    expect(await verify({ ...headers, "webhook-id": "a.b" })).toEqual([1, "invalid-id"]);
  });

  it("takes what is five minutes old, names in any case, and the right signature among wrong ones", async () => {
    const at = seconds();
    const headers = await good(at - 300);
    expect(await verify(headers, "{}", ["--at", String(at)])).toEqual([0, "verified"]);
    expect(
      await verify(Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value])), "{}", [
        "--at",
        String(at),
      ]),
    ).toEqual([0, "verified"]);
    const bad = `v1,${Buffer.alloc(32).toString("base64")}`;
    expect(
      await verify({ ...headers, "webhook-signature": `${bad} v2,x ${headers["webhook-signature"]} ${bad}` }, "{}", ["--at", String(at)]),
    ).toEqual([0, "verified"]);
  });
});
