import { QuoteType, Tokenizer } from "htmlparser2";
import { decodeReference, silent } from "./plain-text.ts";

/** What a reader of a document is told. Names are as written; texts are decoded. Attribute names are in lower case. */
export interface XmlReader {
  open(name: string, attributes: Map<string, string>, selfClosing: boolean): void;
  close(name: string): void;
  text(value: string): void;
  /** Something was not well-formed and was read all the same; `reason` says what. */
  repaired(reason: string): void;
}

/**
 * Tells `reader` every element and text of a document, well-formed or not, in one linear pass; `stop` ends it. Comments,
 * processing instructions and DTDs are passed over, so no entity of a DTD is ever expanded. Never throws of itself.
 *
 * The tokenizer runs in HTML mode, told that it is inside foreign content: so `<![CDATA[` works as in XML, no element is
 * special, and a `<` before a digit or a space is text, which XML mode would take for a tag that swallows the end of its field.
 */
export const readXml = (text: string, connect: (stop: () => void) => XmlReader): void => {
  let name = "";
  let attributes = new Map<string, string>();
  let attribute = "";
  let value = "";
  const slice = (from: number, to: number, max: number) => text.slice(from, Math.min(to, from + max));
  const reader = connect(() => tokenizer.pause());
  const decoded = (raw: string) => withoutControls(raw.includes("&") ? decodeReferences(raw, reader) : raw, reader);
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: false, recognizeSelfClosing: true },
    {
      ...silent,
      isInForeignContext: () => true,
      ontext: (from, to) => reader.text(decoded(text.slice(from, to))),
      oncdata: (from, to, endOffset) => reader.text(withoutControls(text.slice(from, to - endOffset), reader)),
      onopentagname: (from, to) => {
        name = slice(from, to, MAX_NAME);
        if (attributes.size > 0) attributes = new Map();
      },
      onattribname: (from, to) => {
        attribute = slice(from, to, MAX_NAME).toLowerCase();
        value = "";
      },
      onattribdata: (from, to) => {
        value = slice(from, to, MAX_VALUE);
      },
      onattribend: (quote) => {
        if (quote === QuoteType.Unquoted) reader.repaired("an attribute had no quotes");
        if (attributes.has(attribute)) reader.repaired("an attribute was given twice");
        else if (attributes.size < MAX_ATTRIBUTES) attributes.set(attribute, decoded(value).trim());
      },
      onopentagend: () => reader.open(name, attributes, false),
      onselfclosingtag: () => reader.open(name, attributes, true),
      onclosetag: (from, to) => reader.close(slice(from, to, MAX_NAME)),
    },
  );
  tokenizer.write(text);
  tokenizer.end();
};

/** Text as XML, safe in an element and in a quoted attribute. */
export const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (c) => escapes[c]!);

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const MAX_NAME = 200;
const MAX_VALUE = 8192;
const MAX_ATTRIBUTES = 64;

/** What XML 1.0 does not allow in a document. */
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/; // eslint-disable-line no-control-regex -- they are what is looked for
const controls = new RegExp(control.source, "g");

const withoutControls = (text: string, reader: XmlReader): string => {
  if (!text.isWellFormed()) return withoutControls(text.toWellFormed(), reader);
  if (!control.test(text)) return text;
  reader.repaired("control characters were removed");
  return text.replace(controls, "");
};

const xmlNames = new Set(["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"]);

const decodeReferences = (text: string, reader: XmlReader): string => {
  if (bare.test(text)) reader.repaired("an ampersand was not escaped");
  return text.replace(/&(?:#x?[0-9a-f]{1,8}|[a-z][a-z0-9]{1,31});/gi, (reference) => {
    if (!reference.startsWith("&#") && !xmlNames.has(reference)) reader.repaired(`the reference ${reference} is not XML`);
    return decodeReference(reference);
  });
};

/** An ampersand with which no reference begins. */
const bare = /&(?!(?:#x?[0-9a-f]{1,8}|[a-z][a-z0-9]{1,31});)/i;
