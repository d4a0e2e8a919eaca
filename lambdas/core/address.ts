/** Where an IP address leads. Only `public` may be connected to; `loopback` too, where the emulators of this machine run. */
type Reach = "public" | "loopback" | "private";

/** Why an address of a feed or webhook is refused. Code decides by it; {@link refusals} says it to people. */
export type Refused =
  | "invalid-url"
  | "control-or-space"
  | "scheme"
  | "downgrade"
  | "userinfo"
  | "port"
  | "single-label"
  | "blocked-name"
  | "blocked-ip";

/** A verdict that needs no network: names are judged again, by their addresses, when they are connected to. */
export type Verdict = { readonly allowed: true; readonly url: URL } | { readonly allowed: false; readonly reason: Refused };

/** Each refusal in words, for people. None of them tells what an address resolves to (reliability S7). */
export const refusals: Readonly<Record<Refused, string>> = {
  "invalid-url": "this is no complete URL",
  "control-or-space": "a URL may not contain spaces or control characters",
  scheme: "only https is allowed, for feeds also http",
  downgrade: "what began as https does not go on as http",
  userinfo: "a URL may not carry a user name or password",
  port: "only the usual ports are allowed: 443, for feeds also 80, 8080 and 8443",
  "single-label": "a name without a dot belongs to a private network",
  "blocked-name": "this name belongs to a private network",
  "blocked-ip": "this address belongs to a private or reserved network",
};

/**
 * May Vigía be sent to this URL at all (reliability S2)? WHATWG parsing first, so that every spelling of an address
 * (decimal, octal, short, full-width) is judged as what it means. `loopbackAllowed` exempts addresses that are literally
 * this machine's own (`localhost`, 127.0.0.0/8, `::1`) from scheme and port rules, and nothing else.
 */
export const judgeUrl = (raw: string, purpose: "feed" | "webhook", loopbackAllowed: boolean): Verdict => {
  if (/[\u0000-\u0020\u007F-\u00A0]/.test(raw)) return refuse("control-or-space"); // eslint-disable-line no-control-regex -- refused
  const url = URL.parse(raw);
  if (url === null) return refuse("invalid-url");
  if (url.protocol !== "https:" && url.protocol !== "http:") return refuse("scheme");
  if (url.username !== "" || url.password !== "") return refuse("userinfo");
  const host = url.hostname.replace(/\.$/, ""); // The root's own dot: `example.com.` is `example.com`.
  if (loopbackAllowed && isLoopbackHost(host)) return { allowed: true, url };
  if (purpose === "webhook" && url.protocol !== "https:") return refuse("scheme");
  const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
  if (!ports[purpose].includes(port)) return refuse("port");
  const ip = host.startsWith("[") ? host.slice(1, -1) : /^[\d.]+$/.test(host) ? host : undefined;
  if (ip !== undefined) return judgeAddress(ip) === "public" ? { allowed: true, url } : refuse("blocked-ip");
  if (!name.test(host)) return refuse("invalid-url");
  if (privateName.test(host)) return refuse("blocked-name");
  return host.includes(".") ? { allowed: true, url } : refuse("single-label");
};

/**
 * May a feed's redirect be followed? `location` is judged like any address, against the one that answered; and a feed that
 * was added as https (`began`) stays with it, whatever a captive portal says (F16). A hop that is refused is never stored (S9).
 */
export const judgeHop = (began: string, answered: URL, location: string, loopbackAllowed: boolean): Verdict => {
  const next = URL.parse(location, answered);
  if (next === null) return refuse("invalid-url");
  if (began.toLowerCase().startsWith("https:") && next.protocol === "http:") return refuse("downgrade");
  // Only what was added as this machine may stay on it: no page out there sends us to a port in here.
  return judgeUrl(next.href, "feed", loopbackAllowed && isLoopbackHost(URL.parse(began)?.hostname ?? ""));
};

/** Is this host name literally this machine? (`localhost`, an address of 127.0.0.0/8, `[::1]`.) */
export const isLoopbackHost = (hostname: string): boolean =>
  /^localhost\.?$/.test(hostname) || judgeAddress(hostname.replace(/^\[|\]$/g, "")) === "loopback";

/**
 * Where an address in text form leads. IPv6 is public only inside 2000::/3 and outside every block that tunnels, documents
 * or tests (finding 5); IPv4-mapped addresses are judged as the IPv4 they carry. What cannot be read is private.
 */
export const judgeAddress = (ip: string): Reach => {
  const v4 = parseIpv4(ip);
  if (v4 !== undefined) return judgeIpv4(v4);
  const v6 = parseIpv6(ip);
  if (v6 === undefined) return "private";
  if (v6 >> 32n === 0xffffn) return judgeIpv4(Number(v6 & 0xffff_ffffn));
  if (v6 === 1n) return "loopback";
  if (v6 >> 125n !== 1n) return "private"; // Outside 2000::/3.
  return closedIpv6.some(([start, bits]) => v6 >> BigInt(128 - bits) === start >> BigInt(128 - bits)) ? "private" : "public";
};

/** Whose an address in text form is: itself of IPv4 (also mapped into IPv6), its /64 of IPv6; empty for what is no address. */
export const networkOf = (ip: string): string => {
  const v4 = parseIpv4(ip);
  if (v4 !== undefined) return `${v4}/32`;
  const v6 = parseIpv6(ip);
  if (v6 === undefined) return "";
  return v6 >> 32n === 0xffffn ? `${v6 & 0xffff_ffffn}/32` : `${v6 >> 64n}/64`;
};

const refuse = (reason: Refused): Verdict => ({ allowed: false, reason });

const ports = { webhook: ["443"], feed: ["80", "443", "8080", "8443"] };

/** Labels with something in them, of the characters that names have (and underscores, which some do). */
const name = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/;

const privateName = /(^|\.)(localhost|localdomain|local|internal|intranet|lan|home|corp|private|onion|home\.arpa)$/;

const parseIpv4 = (text: string): number | undefined => {
  const bytes = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (bytes === undefined || bytes.some((byte) => byte > 255)) return undefined;
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
};

/** Eight groups, `::` once, perhaps a dotted quad at the end; no zone. */
const parseIpv6 = (text: string): bigint | undefined => {
  if (!/^[0-9a-f:.]{2,45}$/i.test(text)) return undefined;
  const quad = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const tail = quad === null ? undefined : parseIpv4(quad[2]!);
  if (text.includes(".") && tail === undefined) return undefined;
  const hex = quad === null ? text : `${quad[1]}${(tail! >>> 16).toString(16)}:${(tail! & 0xffff).toString(16)}`;
  const halves = hex.split("::");
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array<string>(missing).fill("0"), ...right];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(parseInt(group, 16)), 0n);
};

/** IANA special-purpose blocks, multicast, reserved, and Azure's platform address. */
const closedIpv4 = (
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 " +
  "192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 " +
  "224.0.0.0/4 240.0.0.0/4"
)
  .split(" ")
  .map((block) => block.split("/") as [string, string])
  .map(([start, bits]) => [parseIpv4(start)!, 2 ** (32 - Number(bits))] as const);

/** Inside 2000::/3: protocol assignments with Teredo, documentation, 6to4, AS112, documentation again. */
const closedIpv6 = ["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"]
  .map((block) => block.split("/") as [string, string])
  .map(([start, bits]) => [parseIpv6(start)!, Number(bits)] as const);

const judgeIpv4 = (ip: number): Reach => {
  if (Math.floor(ip / 2 ** 24) === 127) return "loopback";
  return closedIpv4.some(([start, size]) => ip >= start && ip < start + size) ? "private" : "public";
};
