import { DomUtils, parseDocument } from "htmlparser2";
import { HtmlValidate } from "html-validate";
import { describe, expect, it } from "vitest";
import { en } from "../../lambdas/core/words-en.ts";
import { es } from "../../lambdas/core/words-es.ts";
import { everyMail } from "../fixtures/every-mail.ts";

/** All that html-validate recommends, but for styles that stand inline: mail programs drop the others. */
const validator = new HtmlValidate({ root: true, extends: ["html-validate:recommended"], rules: { "no-inline-style": "off" } });

/** Texts that stand in a table of words, whole. */
const textsOf = (table: object): readonly string[] =>
  Object.values(table).flatMap((value: unknown) =>
    typeof value === "string" ? [value] : typeof value === "object" && value !== null ? textsOf(value) : [],
  );
const spanish = new Set(textsOf(es));
const onlyEnglish = textsOf(en).filter((text) => text.length > 3 && !spanish.has(text));

/** Sentences of a mail by themselves; addresses are nobody's language. */
const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.replace(/https?:\/\/\S+/g, "").trim())
    .filter((line) => /\p{L}{2}/u.test(line));

const elements = (html: string) => DomUtils.getElementsByTagName("*", parseDocument(html), true);

describe.each(everyMail.map((one) => [`${one.name} (${one.lang})`, one] as const))("%s", (_, { lang, mail }) => {
  it("is valid HTML", () => {
    const faults = validator.validateStringSync(mail.html).results.flatMap(({ messages }) => messages);
    expect(faults.map(({ ruleId, message, line, column }) => `${ruleId} at ${line}:${column}: ${message}`)).toEqual([]);
  });

  it("loads nothing, runs nothing, and follows only links that people press", () => {
    for (const element of elements(mail.html)) {
      expect(["img", "script", "link", "iframe", "object", "embed", "video", "audio", "form", "input", "base"]).not.toContain(element.name);
      for (const [attribute, value] of Object.entries(element.attribs)) {
        expect(attribute).not.toMatch(/^(src|srcset|background|poster|action|on.*)$/);
        expect(/:\/\//.test(value) ? `${element.name} ${attribute}` : "a href").toBe("a href");
      }
    }
    const css =
      [...mail.html.matchAll(/<style[^>]*>(.*?)<\/style>/gs)].map(([, text]) => text).join("") +
      elements(mail.html)
        .map(({ attribs }) => attribs.style ?? "")
        .join("");
    expect(css).not.toMatch(/url\(|@import|@font-face|expression\(/i);
  });

  it("says which language it is in, and has a colour for the dark wherever it has one for the light", () => {
    expect(mail.html).toContain(`<html lang="${lang}">`);
    const dark = new Set(
      [...(/prefers-color-scheme: dark\)(.*)<\/style>/s.exec(mail.html)?.[1] ?? "").matchAll(/\.([a-z]+)/g)].map(([, one]) => one),
    );
    for (const { name: tag, attribs } of elements(mail.html)) {
      const style = attribs.style ?? "";
      if (!/(^|;)(color|background):/.test(style)) continue;
      expect(
        (attribs.class ?? "").split(" ").some((one) => dark.has(one)),
        `<${tag} style="${style}">`,
      ).toBe(true);
    }
  });

  it("has a subject and a text that say the same", () => {
    expect(mail.subject.length).toBeGreaterThan(10);
    expect(linesOf(mail.text).length).toBeGreaterThan(4);
    const shown = DomUtils.textContent(parseDocument(mail.html)).replace(/\s+/g, "");
    const missing = linesOf(mail.text).filter((line) => !shown.toLowerCase().includes(line.replace(/^- |\*|:$|\s+/g, "").toLowerCase()));
    // Quotation marks, brackets and labels of addresses are the text's own.
    expect(missing.filter((line) => !/[“”«»]|^[^:]+:$|--|\(https?/.test(line))).toEqual([]);
  });
});

it.each(everyMail.filter(({ lang }) => lang === "es").map((one) => [one.name, one.mail] as const))(
  "%s has no English of Vigía's own",
  (name, mail) => {
    const shown = `${mail.subject}\n${mail.text}\n${DomUtils.textContent(parseDocument(mail.html))}`;
    expect(onlyEnglish.filter((text) => shown.includes(text))).toEqual([]);
    const english = everyMail.find((one) => one.name === name && one.lang === "en")!.mail;
    const data =
      /^(- )?(brian nichols|“?Headline \d|THE SAMPLE LEDGER|“|(Frontera|Border) Example?|A forum|Nichols|Vigía$|--|Frontera Ejemplo: |Border Example: )/i;
    expect(linesOf(english.text).filter((line) => linesOf(mail.text).includes(line) && !data.test(line))).toEqual([]);
  },
);

it("knows every text of its own: the table of words has both languages' whole", () => {
  expect(onlyEnglish.length).toBeGreaterThan(40);
});

it("finds what it looks for", () => {
  const { html } = everyMail[0]!.mail;
  const faults = (text: string) =>
    validator.validateStringSync(text).results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));
  expect(faults(html.replace("</h1>", "</h2>"))).toContain("close-order");
  expect(faults(html.replace("<h1", '<img src="https://pixel.example/"><h1'))).toContain("wcag/h37");
});
