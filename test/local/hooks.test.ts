import { appendFileSync, mkdtempSync } from "node:fs";
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
