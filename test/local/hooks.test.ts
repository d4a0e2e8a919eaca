import { appendFileSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { beforeEach, describe, expect, it } from "vitest";
import { hooksPage, openHooks } from "../../local/hooks.ts";

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const body = JSON.stringify({ type: "match.found", data: { story: { title: "<script>" } } });
const secretsOf = async (name: string) => (name === "mine" ? [`whsec_${Buffer.alloc(32, 9).toString("base64")}`, secret] : []);

const signed = (id: string, at = new Date()) => ({
  "webhook-id": id,
  "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
  "webhook-signature": new Webhook(secret).sign(id, at, body),
});

let file: string;
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), "vigia-hooks-")), "hooks.jsonl");
});

describe("the receiver of webhooks", () => {
  it("verifies with any secret of the address, and keeps the entry between starts", async () => {
    const answer = await openHooks(file, secretsOf).receive("mine", signed("msg_1"), body);
    expect(answer.status).toBe(200);
    expect(openHooks(file, secretsOf).entries()).toEqual([
      expect.objectContaining({ name: "mine", "webhook-id": "msg_1", verified: true, type: "match.found", attempts: 1 }),
    ]);
  });

  it.each<[string, string, Record<string, string>, RegExp]>([
    ["a forged signature", "mine", { ...signed("msg_1"), "webhook-signature": "v1,AAAA" }, /signature/i],
    ["an old one", "mine", signed("msg_1", new Date(Date.now() - 3_600_000)), /timestamp/i],
    ["no signature", "mine", {}, /header/i],
    ["an address nobody subscribed", "yours", signed("msg_1"), /no secret/],
  ])("refuses %s with the reason, and shows it", async (_, name, headers, reason) => {
    const hooks = openHooks(file, secretsOf);
    expect((await hooks.receive(name, headers, body)).status).toBe(401);
    expect(hooks.entries()).toEqual([expect.objectContaining({ verified: false, reason: expect.stringMatching(reason) })]);
  });

  it("counts attempts with one webhook-id as one, also over a torn line", async () => {
    const hooks = openHooks(file, secretsOf);
    await hooks.receive("mine", { ...signed("msg_1"), "webhook-signature": "v1,AAAA" }, body);
    await hooks.receive("mine", signed("msg_1"), body);
    appendFileSync(file, '{"name":"mine","webh');
    expect(openHooks(file, secretsOf).entries()).toEqual([expect.objectContaining({ verified: true, attempts: 2 })]);
  });

  it("refuses what a page of another site sends, and what is larger than any alert, and keeps nothing of it", async () => {
    const hooks = openHooks(file, secretsOf);
    expect((await hooks.receive("mine", { ...signed("msg_1"), "sec-fetch-site": "cross-site" }, body)).status).toBe(403);
    expect((await hooks.receive("mine", signed("msg_1"), "x".repeat(256 * 1024 + 1))).status).toBe(413);
    expect((await hooks.receive("mine", signed("msg_1"), "é".repeat(128 * 1024 + 1))).status).toBe(413);
    expect([hooks.entries(), readFileSync(file, "utf8")]).toEqual([[], ""]);
  });

  it("keeps the newest fifty of what does not verify, the beginning of each, and never at the cost of what does", async () => {
    const hooks = openHooks(file, secretsOf);
    await hooks.receive("mine", signed("msg_1"), body);
    for (let n = 0; n < 2100; n++) await hooks.receive("mine", { "webhook-id": `forged-${n}${"x".repeat(9000)}` }, "y".repeat(20_000));
    expect(statSync(file).size).toBeLessThan(4_000_000);
    for (const { length, [length - 1]: oldest, 0: newest, 1: second } of [hooks.entries(), openHooks(file, secretsOf).entries()]) {
      expect(length).toBe(51);
      expect(oldest).toMatchObject({ verified: true, "webhook-id": "msg_1" });
      expect([newest?.["webhook-id"], second?.["webhook-id"]]).toEqual([
        expect.stringMatching(/^forged-2099x{1,200}$/),
        expect.stringMatching(/^forged-2098x{1,200}$/),
      ]);
      expect(String(newest?.payload)).toBe("y".repeat(1000));
    }
  });

  it("survives a payload whose type is no text", async () => {
    const hooks = openHooks(file, secretsOf);
    expect((await hooks.receive("mine", {}, '{"type":{"toString":1}}')).status).toBe(401);
    expect(hooksPage("/hooks", hooks)?.body).toContain("no type");
  });

  it.each(["null", "{}", "[]", '"x"', '{"name":1,"webhook-id":"a"}', "\u0000", "{"])("skips the line %j when it starts", async (line) => {
    await openHooks(file, secretsOf).receive("mine", signed("msg_1"), body);
    writeFileSync(file, `${line}\n${readFileSync(file, "utf8")}${line}\n`);
    const hooks = openHooks(file, secretsOf);
    expect(hooks.entries()).toEqual([expect.objectContaining({ "webhook-id": "msg_1" })]);
    expect(hooksPage("/hooks", hooks)?.status).toBe(200);
  });

  it("shows foreign text as text", async () => {
    const hooks = openHooks(file, secretsOf);
    await hooks.receive("mine", signed("msg_1"), body);
    const shown = hooksPage("/hooks", hooks);
    expect(shown?.body).toContain("match.found: &lt;script&gt;<br>");
    expect(shown?.body).not.toContain("<script>");
    expect(JSON.parse(String(hooksPage("/hooks.json", hooks)?.body))).toHaveLength(1);
    expect(hooksPage("/hooksy", hooks)).toBeUndefined();
  });
});
