import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { addressHash, judgeEmailAddress } from "../../lambdas/core/email-address.ts";

describe("judgeEmailAddress", () => {
  it.each(["ana@example.org", "ana.lopez+vigia@mail.example.mx", "o'brien@example.co", "a@xn--espaa-rta.example", "1@2.example"])(
    "takes %s",
    (address) => expect(judgeEmailAddress(address)).toBeUndefined(),
  );

  it.each([
    ["", "exactly one @"],
    ["ana", "exactly one @"],
    ["a@b@example.org", "exactly one @"],
    ["ana@example", "domain name"],
    ["ana@127.0.0.1", "domain name"],
    ["ana@[127.0.0.1]", "no list"],
    ["ana@-x.example", "domain name"],
    ["ana@example.org.", "domain name"],
    [".ana@example.org", "before the @"],
    ["a..b@example.org", "before the @"],
    [`${"a".repeat(65)}@example.org`, "before the @"],
    [`ana@${"a".repeat(250)}.org`, "at most 254"],
    ["ana@example.org\r\nBcc: eve@example.org", "ASCII"],
    ["aña@example.org", "ASCII"],
    ["Ana <ana@example.org>", "no name"],
    ["ana@example.org,eve@example.org", "no list"],
    ["ana@example.org ", "no list"],
  ])("refuses %j and says why", (address, reason) => expect(judgeEmailAddress(address)).toContain(reason));

  const file = "../shared/requirements/reliability-vectors.json";
  it.skipIf(!existsSync(file))("refuses every vector of E7 (skipped where the shared vectors are absent)", () => {
    const vectors = JSON.parse(readFileSync(file, "utf8")) as { email: { addressReject: string[] } };
    expect(vectors.email.addressReject.filter((address) => judgeEmailAddress(address) === undefined)).toEqual([]);
  });
});

describe("the hash of an address", () => {
  const hash = addressHash("secret", "ana@example.org");
  it("is the same for spellings that reach the same person", () => {
    for (const address of ["Ana@Example.ORG", "ana+news@example.org", "ana+a+b@example.org"])
      expect(addressHash("secret", address)).toBe(hash);
  });

  it("differs for others, and with another secret; it holds nothing of the address", () => {
    for (const address of ["ana@example.com", "an@example.org", "ana.b@example.org"]) expect(addressHash("secret", address)).not.toBe(hash);
    expect(addressHash("other", "ana@example.org")).not.toBe(hash);
    expect(hash).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});
