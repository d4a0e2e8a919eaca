import * as fc from "fast-check";
import { parseDocument } from "htmlparser2";
import { describe, expect, it } from "vitest";
import type { Html } from "../../lambdas/core/html.ts";
import { documentText, el, httpLink, leaf, linked } from "../../lambdas/core/html.ts";
import { plain } from "../../lambdas/core/words-text.ts";

interface Node {
  readonly type: string;
  readonly name?: string;
  readonly data?: string;
  readonly attribs?: Readonly<Record<string, string>>;
  readonly children?: readonly Node[];
}
/** The nodes inside the one root element, as an HTML parser reads them. */
const read = (piece: Html): readonly Node[] => {
  const document = parseDocument(documentText(piece)) as unknown as Node;
  return document.children!.find((n) => n.name === "p")!.children!;
};
const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom("<", ">", "&", '"', "'", "amp;", "lt;", "script", "<!--", "-->", "/", " ", "\0", "\r", "\ud800", "]]>", "\n"),
  }),
);

describe("el", () => {
  it("gives one text node equal to the input, whatever the text (T8)", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(documentText(el("p", {}, text)).isWellFormed()).toBe(true);
        const nodes = read(el("p", {}, text));
        expect(nodes.map((n) => n.type)).toEqual(plain(text) === "" ? [] : ["text"]);
        expect(nodes[0]?.data ?? "").toBe(plain(text));
      }),
      { numRuns: 2000 },
    );
  });

  it("gives one attribute equal to the input, whatever the value", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const [node] = read(el("p", {}, el("span", { title: value })));
        expect(node?.attribs).toEqual({ title: plain(value) });
        expect(node?.children).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it("leaves ordinary text of both languages alone", () => {
    expect(plain("López Obrador — “Diálogo de Alto Nivel” 🇲🇽\tfin")).toBe("López Obrador — “Diálogo de Alto Nivel” 🇲🇽\tfin");
  });

  it("takes no markup from outside: neither a look-alike nor a stored piece", () => {
    const forged = JSON.parse("{}") as Html;
    expect(() => documentText(forged)).toThrow(TypeError);
    // @ts-expect-error a script is not on the list of elements
    el("script", {});
    // @ts-expect-error nor is an event handler on that of attributes
    el("p", { onclick: "x" });
  });

  it.each([
    ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
    ['"><img src=x onerror=alert(1)>', "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;"],
  ])("escapes %s", (text, escaped) => {
    expect(documentText(el("p", {}, text))).toContain(`<p>${escaped}</p>`);
  });
});

describe("links", () => {
  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "\tjavascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>1</script>",
  ])("drops %j", (href) => {
    expect(httpLink(href)).toBeUndefined();
    expect(documentText(linked(href, {}, "x"))).toContain("<span>x</span>");
    expect(documentText(el("a", { href }, "x"))).toContain("<a>x</a>");
    expect(documentText(el("form", { action: href }))).toContain("<form></form>");
  });

  it.each(["//evil.example/x", "/\\evil.example", "/\t/evil.example", "vbscript:x", "file:///etc/passwd", "mailto:a@b.example", ""])(
    "does not lead to %j",
    (href) => expect(documentText(el("a", { href }, "x"))).toContain("<a>x</a>"),
  );

  it("keeps a quote inside the attribute", () => {
    const [node] = read(el("p", {}, linked('https://x.example/"onmouseover=alert(1)', {}, "x")));
    expect(node?.attribs).toEqual({ href: "https://x.example/%22onmouseover=alert(1)", rel: "noopener noreferrer nofollow" });
  });

  it("keeps addresses and paths of this site", () => {
    expect(documentText(el("a", { href: "https://example.org/a?b=c&d=é" }))).toContain('href="https://example.org/a?b=c&amp;d=%C3%A9"');
    expect(documentText(el("form", { action: "/confirm" }, leaf("br")))).toContain('<form action="/confirm"><br></form>');
    expect(httpLink(`https://example.org/${"x".repeat(2000)}`)).toBeUndefined();
  });

  it("never yields an address that is not http(s), whatever the text", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.string().map((s) => `javascript:${s}`),
        ),
        (raw) => {
          const link = httpLink(raw);
          expect(link === undefined || /^https?:\/\/[^/]/.test(link)).toBe(true);
        },
      ),
    );
  });
});
