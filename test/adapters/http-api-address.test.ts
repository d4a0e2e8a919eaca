import { describe, expect, it } from "vitest";
import { makeToken } from "../../lambdas/core/token.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import type { Mail } from "../../lambdas/pipeline/deliver-ports.ts";
import { aSubscription } from "../contracts/rows.ts";
import { servedApi } from "../fixtures/served-api.ts";

const HOURS = 3_600_000;

/** A confirmed subscription to ana@; `ask` presses the page's button, `mails` is what deliver sent for it. */
const opened = async () => {
  const served = await servedApi();
  const { app, desk, sent } = served;
  await desk.store.createSubscription(aSubscription("sub-1"), { channel: "email", address: "ana@example.org" });
  const path = `/manage/sub-1/${makeToken(await desk.store.appSecret(), "manage", "sub-1")}`;
  const mails: Mail[] = [];
  const ask = async (address: string) => {
    const answer = await app.request(path, { method: "POST", body: new URLSearchParams({ do: "address", address }) });
    for (const message of sent.splice(0))
      await deliver(message, {
        store: desk.store,
        clock: () => desk.now,
        publicUrl: "https://vigia.example",
        mail: async (mail) => (mails.push(mail), { outcome: "sent" }),
        webhook: async () => ({ outcome: "sent" }),
      });
    return answer.text();
  };
  const linkOf = (mail?: Mail) => /https:\/\/vigia\.example(\/address\/\S+)/.exec(mail?.text ?? "")?.[1] ?? "";
  const press = async (link: string) => (await app.request(link, { method: "POST" })).status;
  return { ...served, mails, ask, press, linkOf, contact: async () => (await desk.store.contact("sub-1")) as { address: string } };
};

describe("a new address", () => {
  it("is asked first, by a mail of its own, and the old one stays until the button is pressed", async () => {
    const { app, ask, contact, linkOf, mails, press } = await opened();
    expect(await ask(" bea@example.org ")).toContain("asked to confirm");
    expect(mails.map(({ to }) => to)).toEqual(["bea@example.org"]);
    const link = linkOf(mails[0]);
    expect(link).not.toMatch(/bea|%40/);
    for (const method of ["GET", "HEAD", "OPTIONS"]) await app.request(link, { method });
    expect(await (await app.request(link)).text()).toContain("from now on. Press the button if it was you");
    expect((await contact()).address).toBe("ana@example.org");
    for (const _ of [1, 2]) expect(await press(link)).toBe(200);
    expect((await contact()).address).toBe("bea@example.org");
  });

  it("that another one follows is no longer good, nor is one after 48 hours", async () => {
    const { desk, ask, contact, linkOf, mails, press } = await opened();
    await ask("bea@example.org");
    await ask("cleo@example.org");
    expect(await press(linkOf(mails[0]))).toBe(410);
    desk.now += 48 * HOURS;
    expect(await press(linkOf(mails[1]))).toBe(410);
    expect((await contact()).address).toBe("ana@example.org");
  });

  it("is asked three times a day, whoever asks, and the answer is the same (E13)", async () => {
    const { ask, linkOf, mails, press } = await opened();
    const answers = new Set<string>();
    for (let n = 0; n < 5; n++) answers.add(await ask("bea@example.org"));
    expect([answers.size, mails.length]).toEqual([1, 3]);
    // The link of the last mail holds, however often somebody pressed after it.
    expect(await press(linkOf(mails[2]))).toBe(200);
  });

  it.each(["", "bea", "a@b\r\nBcc:c@d.example", "a@b.example,c@d.example"])("%j is none, which the page says", async (address) => {
    const { ask, mails } = await opened();
    expect(await ask(address)).toContain("Mail cannot go to that address");
    expect(mails).toEqual([]);
  });

  it("does nothing for who has left, before or after it was asked", async () => {
    const { ask, contact, desk, linkOf, mails, press } = await opened();
    await ask("bea@example.org");
    await desk.store.endSubscription("sub-1");
    expect(await press(linkOf(mails[0]))).toBe(410);
    expect(await ask("cleo@example.org")).toContain("You are unsubscribed");
    // Nothing goes there any more, so that it is not kept either.
    expect([mails.length, await contact()]).toEqual([1, undefined]);
  });

  it("takes no link that we never made", async () => {
    const { ask, contact, desk, linkOf, mails, press } = await opened();
    await ask("bea@example.org");
    const [, , , token = ""] = linkOf(mails[0]).split("/");
    const confirm = makeToken(await desk.store.appSecret(), "confirm", "sub-1");
    for (const link of [`/address/nobody/${token}`, `/address/sub-1/x.${token}`, `/address/sub-1/${token.split(".")[0]}.${confirm}`])
      expect(await press(link)).toBe(404);
    expect((await contact()).address).toBe("ana@example.org");
  });
});
