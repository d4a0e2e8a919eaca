import { describe, expect, it } from "vitest";
import { escapeFalseTags, plainText } from "../../lambdas/adapters/plain-text.ts";

describe("what an element hides", () => {
  it.each([
    ["a drawing", "<svg><text>x</text></svg> Detienen a Ovidio", "Detienen a Ovidio"],
    ["an empty drawing", '<p><svg width="1"/> Detienen a Ovidio</p>', "Detienen a Ovidio"],
    ["an empty script", '<script src="a.js"/> Detienen a Ovidio', "Detienen a Ovidio"],
    ["an object and what stands for it", "<object data=x>no hay reproductor</object> Detienen", "Detienen"],
    ["an object that nobody closed", '<object data="a.swf"> Detienen a Ovidio', "Detienen a Ovidio"],
    ["a drawing that nobody closed", "Video <svg><path d='x'/> Detienen a Ovidio", "Video Detienen a Ovidio"],
    ["a drawing in another", "<svg>x<svg/>y</svg> Detienen", "Detienen"],
    ["an empty element in a drawing", "<svg><path/>x</svg> Detienen", "Detienen"],
    ["a script that nobody closed", "Detienen <script>alert(1)", "Detienen"],
    ["a style that nobody closed", "Detienen <style>p { color: red }", "Detienen"],
  ])("%s", (_, html, text) => {
    expect(plainText(html, 100)).toBe(text);
  });
});

describe("text in angle brackets", () => {
  const read = (text: string) => plainText(escapeFalseTags(text), 200);
  it.each([
    ["Detienen a <El Mayo Zambada> en EU"],
    ["Capturan a <<El Ovidio>> en Culiacán"],
    ["Habla <Del Mazo>"],
    ["a <b c"],
    ["a <b"],
    ["3 < 5 y <5"],
    ["a <no-es-html> b"],
    ["<data sheet>"],
  ])("%j is what it says", (text) => {
    expect(read(text)).toBe(text);
  });

  it.each([
    ["<b>Detienen</b> a <i class='x'>Ovidio</i>", "Detienen a Ovidio"],
    ["Detienen<br/>a Ovidio<br />", "Detienen a Ovidio"],
    ['<a href="https://ejemplo.example/">Detienen</a> a Ovidio', "Detienen a Ovidio"],
    ['Detienen a Ovidio <a href="https://ejem', "Detienen a Ovidio"],
    ["Detienen <!-- nota --> a Ovidio", "Detienen a Ovidio"],
    ["AT&amp;T &ldquo;x&rdquo;", "AT&T “x”"],
    ["&lt;El Mayo&gt;", "<El Mayo>"],
  ])("%j is markup of HTML", (text, said) => {
    expect(read(text)).toBe(said);
  });

  it("is looked at in linear time", () => {
    for (const unit of ["<", "<a", "<a ", "<El ", "<a>", "</a", "<a=", "<!"]) {
      const started = performance.now();
      escapeFalseTags(unit.repeat(300_000));
      expect(performance.now() - started).toBeLessThan(2000);
    }
    const started = performance.now();
    escapeFalseTags(`<${"a".repeat(1_000_000)}`);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
