import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeAddress, judgeHop, judgeUrl } from "../../lambdas/core/address.ts";
import { hostileUrls } from "../fixtures/hostile-urls.ts";
import { isSpecial } from "../fixtures/special-addresses.ts";

const verdict = (url: string, purpose: "feed" | "webhook" = "webhook", loopback = false) => {
  const found = judgeUrl(url, purpose, loopback);
  return found.allowed ? "ok" : found.reason;
};

describe("judgeAddress", () => {
  it.each([
    ["127.0.0.1", "loopback"],
    ["127.255.255.255", "loopback"],
    ["::1", "loopback"],
    ["0:0:0:0:0:0:0:1", "loopback"],
    ["::ffff:127.0.0.1", "loopback"],
    // Every block, at its edges.
    ...["0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "168.63.129.16"].map(closed),
    ...["169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.1", "192.0.2.7", "192.31.196.1", "192.52.193.1"].map(closed),
    ...["192.88.99.1", "192.168.0.0", "192.168.255.255", "192.175.48.1", "198.18.0.0", "198.19.255.255"].map(closed),
    ...["198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.0", "255.255.255.255"].map(closed),
    ...["9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255"].map(open),
    ...["172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255"].map(open),
    // IPv6: only 2000::/3, and not all of it (finding 5: a library calls most of the rest unicast).
    ...["::", "::2", "::7f00:1", "::a9fe:a9fe", "::ffff:10.0.0.1", "::ffff:0:7f00:1", "64:ff9b::808:808", "64:ff9b:1::1"].map(closed),
    ...["100::1", "1::1", "1fff:ffff::1", "2001::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:1ff:ffff::1"].map(closed),
    ...["2001:db8::1", "2002:7f00:1::", "2620:4f:8000::1", "3fff::1", "3fff:fff::1", "4000::1", "5f00::1"].map(closed),
    ...["fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "e000::1"].map(closed),
    ...["2000::1", "2001:200::1", "2001:4860:4860::8888", "2606:4700:4700::1111", "2a00::1", "3ffe::1", "::ffff:8.8.8.8"].map(open),
    // What nobody can read.
    ...["", "localhost", "1.2.3", "1.2.3.256", "1.2.3.4.5", "fe80::1%eth0", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3"].map(closed),
    ...["2001:4860:4860::88888", "::ffff:1.2.3.999", "2001:4860:::1", "2606:4700:4700::1.1.1"].map(closed),
  ])("%s is %s", (ip, reach) => {
    expect(judgeAddress(ip)).toBe(reach);
  });

  it("judges every spelling of an IPv6 address alike", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 }), (groups) => {
        const full = groups.map((group) => group.toString(16).padStart(4, "0")).join(":");
        const short = new URL(`http://[${full}]/`).hostname.slice(1, -1);
        const dotted = `${full.slice(0, 30)}${groups
          .slice(6)
          .map((g) => `${g >> 8}.${g & 255}`)
          .join(".")}`;
        expect(judgeAddress(short)).toBe(judgeAddress(full));
        expect(judgeAddress(dotted)).toBe(judgeAddress(full));
        expect(judgeAddress(full.toUpperCase())).toBe(judgeAddress(full));
      }),
      { numRuns: 2000 },
    );
  });

  it("agrees with Node's own reading of addresses, at the edges of every block and between them", () => {
    const edges = [0, 1, 0x64, 0x100, 0x1ff, 0x200, 0xdb8, 0xfff, 0x1000, 0x2000, 0x2001, 0x2002, 0x2620, 0x3ffe, 0x3fff, 0x4000, 0x4f];
    const group = fc.oneof(
      fc.constantFrom(...edges, 0x5f00, 0x7f00, 0x8000, 0xfc00, 0xfe80, 0xff00, 0xff9b, 0xfffe, 0xffff),
      fc.nat(0xffff),
    );
    const ipv6 = fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => groups.map((each) => each.toString(16)).join(":"));
    const mapped = fc.ipV4().map((ip) => `::ffff:${ip}`);
    fc.assert(
      fc.property(fc.oneof(ipv6, mapped, fc.ipV4(), fc.ipV6()), (ip) => {
        expect([ip, judgeAddress(ip) !== "public"]).toEqual([ip, isSpecial(ip)]);
      }),
      { numRuns: 5000 },
    );
  });
});

describe("judgeUrl", () => {
  it("judges an address in decimal, octal, hexadecimal and short form as what it means", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (number) => {
        const bytes = [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255];
        const quad = bytes.join(".");
        const wanted = judgeAddress(quad) === "public" ? "ok" : "blocked-ip";
        const spellings = [
          quad,
          String(number),
          `0x${number.toString(16)}`,
          `0${number.toString(8)}`,
          bytes.map((byte) => `0${byte.toString(8)}`).join("."),
          bytes.map((byte) => `0x${byte.toString(16)}`).join("."),
          `${bytes[0]}.${number % 2 ** 24}`,
          `${bytes[0]}.0x${bytes[1]?.toString(16)}.${number % 2 ** 16}`,
          `${quad}.`,
          `[::ffff:${quad}]`,
        ];
        for (const spelling of spellings) expect([spelling, verdict(`https://${spelling}/`)]).toEqual([spelling, wanted]);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(hostileUrls)("$trick: $url", ({ url, webhook, feed }) => {
    expect([verdict(url, "webhook"), verdict(url, "feed")]).toEqual([webhook, feed]);
  });

  it("exempts this machine where it may, and nothing else", () => {
    for (const purpose of ["feed", "webhook"] as const) {
      for (const url of ["http://127.0.0.1:4321/x", "http://localhost:1/", "https://[::1]:9/", "http://127.9.9.9/"])
        expect(verdict(url, purpose, true)).toBe("ok");
      for (const url of ["http://10.0.0.1:4321/", "http://192.168.0.2/", "http://[fe80::1]/", "http://0.0.0.0:80/", "http://a.localhost/"])
        expect(verdict(url, purpose, true)).not.toBe("ok");
      expect(verdict("http://user@127.0.0.1/", purpose, true)).toBe("userinfo");
      expect(verdict("file://localhost/etc/passwd", purpose, true)).toBe("scheme");
    }
    expect(verdict("http://example.com:4321/", "feed", true)).toBe("port");
  });
});

describe("judgeHop", () => {
  it("lets only what was added as this machine stay on it, even where loopback is allowed", () => {
    const hop = (began: string) => judgeHop(began, new URL(began), "http://127.0.0.1:4321/inbox.json", true).allowed;
    expect(hop("http://127.0.0.1:8080/feed")).toBe(true);
    expect(hop("http://news.example/feed")).toBe(false);
  });
  const hop = (began: string, location: string) => {
    const found = judgeHop(began, new URL("https://a.example/feed"), location, false);
    return found.allowed ? found.url.href : found.reason;
  };
  it.each([
    ["https://a.example/feed", "/other", "https://a.example/other"],
    ["https://a.example/feed", "https://b.example/", "https://b.example/"],
    ["https://a.example/feed", "http://a.example/feed", "downgrade"],
    ["HTTPS://a.example/feed", "http://b.example/", "downgrade"],
    ["http://a.example/feed", "http://b.example/", "http://b.example/"], // was added as http
    ["http://a.example/feed", "http://127.0.0.1:9001/2018-06-01/runtime/invocation/next", "port"],
    ["http://a.example/feed", "//169.254.169.254/latest", "blocked-ip"],
    ["https://a.example/feed", "file:///etc/passwd", "scheme"],
    ["https://a.example/feed", "data:text/xml,<rss/>", "scheme"],
    ["https://a.example/feed", "https://u:p@b.example/", "userinfo"],
    ["https://a.example/feed", "https://b.example:6379/", "port"],
    ["https://a.example/feed", "https://[", "invalid-url"],
  ])("%s sends to %s: %s", (began, location, wanted) => {
    expect(hop(began, location)).toBe(wanted);
  });
});

function closed(ip: string): [string, string] {
  return [ip, "private"];
}
function open(ip: string): [string, string] {
  return [ip, "public"];
}
