import fc from "fast-check";
import { expect, it } from "vitest";
import { AddressNotAllowed, guarded } from "../../lambdas/adapters/guard.ts";
import { fetchFeed, sendWebhook } from "../../lambdas/adapters/http.ts";
import { isLoopbackHost, judgeHop, judgeUrl, refusals } from "../../lambdas/core/address.ts";
import { hostileUrls } from "../fixtures/hostile-urls.ts";
import { startServer } from "../fixtures/loopback-server.ts";
import { pretendInternet } from "../fixtures/pretend-internet.ts";
import { isSpecial } from "../fixtures/special-addresses.ts";

const SEED = 4_2026;
const open = ["93.184.216.34", "8.8.4.4", "2606:4700:4700::1111"];
const address = fc.oneof(
  fc.constantFrom(...open, "127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "fe80::1%1", "?", ""),
  fc.ipV4(),
  fc.ipV6(),
);
const trick = fc.constantFrom(...hostileUrls.map(({ url }) => url));
/** A trick with something cut out, put in, or at its end. */
const mutated = fc
  .tuple(trick, trick, fc.nat(40), fc.nat(6), fc.string({ unit: "binary", maxLength: 3 }))
  .map(([url, other, at, cut, put]) => url.slice(0, at) + put + (cut === 6 ? other : url.slice(at + cut)));
const hostile = fc.oneof(
  trick,
  mutated,
  fc.webUrl({ withQueryParameters: true }),
  fc.string({ unit: "binary" }),
  address.map((ip) => `http://${ip.includes(":") ? `[${ip}]` : ip}/`),
);

it("the rules for URLs answer whatever they are asked, with a verdict (T6)", () => {
  fc.assert(
    fc.property(hostile, hostile, fc.constantFrom("feed", "webhook"), fc.boolean(), (url, location, purpose, loopback) => {
      const answered = URL.parse(url) ?? new URL("https://a.example/");
      for (const verdict of [judgeUrl(url, purpose, loopback), judgeHop(url, answered, location, loopback)])
        expect(verdict.allowed ? verdict.url.protocol : refusals[verdict.reason]).toMatch(/^https?:$|.{10}/);
    }),
    { numRuns: 5000, seed: SEED },
  );
});

/** What a name server says: often what it should, so that more than the first door is tried. */
const answer = fc.oneof(fc.shuffledSubarray(open, { minLength: 1 }), fc.array(address, { maxLength: 4 }));
const place = fc.oneof(fc.constant("http://news.example/"), hostile);

/** A server of the outside that sends everyone on to `next.location`. */
const outside = async (next: { location: string }) =>
  startServer((_, response) => {
    const location = Buffer.from(next.location)
      .toString("latin1")
      .replace(/[\u0000-\u001f\u007f]/g, ""); // eslint-disable-line no-control-regex -- Node would not send them
    response.writeHead(302, { Location: location, Connection: "close" }).end();
  });

it("whatever the URL, the name server and the redirects say, nothing in here is dialled, and the outcome has a name (T6)", async () => {
  const next = { location: "" };
  await using server = await outside(next);
  const everywhere = new Proxy<Record<string, number>>({}, { get: (_, place) => (isOpen(String(place)) ? server.port : undefined) });
  using internet = pretendInternet(everywhere);
  await fc.assert(
    fc.asyncProperty(place, hostile, answer, fc.boolean(), async (url, location, answers, loopback) => {
      internet.dialled.length = 0;
      next.location = location;
      const resolve = async () => answers.map((ip) => ({ address: ip, family: ip.includes(":") ? 6 : 4 }));
      const read = await fetchFeed({ userAgent: "x", loopback }, { resolve })(url, {});
      const sent = await sendWebhook({ userAgent: "x", loopback, clock: () => 0 }, { resolve })(url, "{}", {});
      expect(read.kind).toMatch(/^(error|status|body)$/);
      expect(sent.outcome).toMatch(/^(failed|rejected)$/);
      const inside = internet.dialled.map(hostOf).filter(isSpecial);
      // Where this machine is exempt, whoever began there may stay there; nobody comes there from outside.
      const exempt = loopback && isLoopbackHost(URL.parse(url)?.hostname ?? "");
      expect(inside.filter((ip) => !exempt || !/^(127\.|::1$|::ffff:(127\.|7f))/.test(ip))).toEqual([]);
    }),
    { numRuns: 1500, seed: SEED },
  );
  expect(server.requests.length).toBeGreaterThan(300);
});

it("the guard alone refuses with its own error, or fails as connections do", async () => {
  using internet = pretendInternet({});
  await fc.assert(
    fc.asyncProperty(place, answer, async (text, answers) => {
      internet.dialled.length = 0;
      const url = URL.parse(text);
      // What the rules for URLs keep from it: other schemes, and names before the host.
      if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") return;
      const send = guarded(false, async () => answers.map((ip) => ({ address: ip, family: ip.includes(":") ? 6 : 4 })));
      const fault: unknown = await send(url, { method: "GET", headers: {}, signal: AbortSignal.timeout(5000) }).catch(
        (error: unknown) => error,
      );
      const said = fault instanceof AddressNotAllowed ? fault.message : (fault as NodeJS.ErrnoException).code;
      expect(said).toMatch(/^(address not allowed|ENOTFOUND|ENETUNREACH)$/);
      expect(internet.dialled.map(hostOf).filter(isSpecial)).toEqual([]);
    }),
    { numRuns: 1500, seed: SEED },
  );
});

function hostOf(place: string): string {
  return place.slice(0, place.lastIndexOf(":"));
}
function isOpen(place: string): boolean {
  return open.includes(hostOf(place));
}
