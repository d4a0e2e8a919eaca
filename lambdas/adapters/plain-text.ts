import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";

/**
 * HTML to the text a person reads: no tags, references decoded, scripts, styles and drawings dropped (a drawing or an object that nobody
 * closed hides nothing), white space collapsed, at most `max` UTF-16 units (cut between words where possible). Linear in the input,
 * which the caller bounds; never throws.
 */
export const plainText = (html: string, max: number): string => {
  if (!/[<&]/.test(html)) return tidy(html, max);
  const parts: string[] = [];
  let hidden: string | undefined; // The element whose content is no text.
  let hides = false; // The tag that is being read began it.
  let behind = 0; // Where the parts of it begin.
  const text = (value: string) => void parts.push(value);
  const open = (from: number, to: number) => {
    const name = html.slice(from, to).toLowerCase();
    hides = hidden === undefined && unread.has(name);
    if (hides) [hidden, behind] = [name, parts.length];
    else if (block.has(name)) text(" ");
  };
  const end = () => {
    hidden = undefined;
    parts.length = behind;
  };
  const tokenizer = new Tokenizer(htmlMode, {
    ...silent,
    ontext: (from, to) => text(html.slice(from, to)),
    ontextentity: (point) => text(String.fromCodePoint(point)),
    oncdata: (from, to, endOffset) => text(html.slice(from, to - endOffset)),
    onopentagname: open,
    onselfclosingtag: () => {
      if (hides) end();
    },
    onclosetag: (from, to) => {
      const name = html.slice(from, to).toLowerCase();
      if (name === hidden) end();
      else if (block.has(name)) text(" ");
    },
  });
  tokenizer.write(html);
  tokenizer.end();
  if (hidden === "script" || hidden === "style") end();
  return tidy(parts.join(""), max);
};

/**
 * Text that may or may not be HTML, as HTML: what stands in angle brackets but is no tag of HTML with attributes that have values
 * (`<El Mayo>`, `<Del Mazo>`, `a <b c`) is text. References stay what they are. Linear.
 */
export const escapeFalseTags = (text: string): string => {
  if (!text.includes("<")) return text;
  return text.replace(/<(?![!?])(\/?[a-z][^<>]*(?:>|$))?/gi, (found, tag?: string) => {
    const [, name = "", rest = ""] = /^\/?([a-z][a-z0-9]*)(?![^\s/>])(.*)/is.exec(tag ?? "") ?? [];
    return htmlTags.has(name.toLowerCase()) && (rest.includes("=") || /^[\s/]*>$/.test(rest)) ? found : `&lt;${tag ?? ""}`;
  });
};

/** Decodes one reference such as `&eacute;` or `&#146;`; returns it unchanged if nobody knows it. Named ones are HTML 5's. */
export const decodeReference = (reference: string): string => {
  const known = references.get(reference);
  if (known !== undefined) return known;
  let decoded = "";
  const tokenizer = new Tokenizer(htmlMode, {
    ...silent,
    ontext: (from, to) => {
      decoded += reference.slice(from, to);
    },
    ontextentity: (point) => {
      decoded += String.fromCodePoint(point);
    },
  });
  tokenizer.write(reference);
  tokenizer.end();
  // Feeds reuse a few dozen names; a hostile one must neither grow this without bound nor shut the others out.
  if (references.size >= 3000) references.clear();
  references.set(reference, decoded);
  return decoded;
};

// Feeds are written by machines that close empty elements as in XML.
const htmlMode = { xmlMode: false, decodeEntities: true, recognizeSelfClosing: true };
const nothing = (): void => undefined;

/** Hears every token and does nothing with it; readers of tokens override what they want. */
export const silent: TokenizerCallbacks = {
  onattribdata: nothing,
  onattribentity: nothing,
  onattribend: nothing,
  onattribname: nothing,
  oncdata: nothing,
  onclosetag: nothing,
  oncomment: nothing,
  ondeclaration: nothing,
  onend: nothing,
  onopentagend: nothing,
  onopentagname: nothing,
  onprocessinginstruction: nothing,
  onselfclosingtag: nothing,
  ontext: nothing,
  ontextentity: nothing,
};

const references = new Map<string, string>();
const unread = new Set(["script", "style", "template", "svg", "math", "object"]);
const block = new Set(
  "address article aside blockquote br caption dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tbody td th tr ul".split(
    " ",
  ),
);

/** Every tag of HTML, those of old included. */
export const htmlTags = new Set([
  ...block,
  ...unread,
  ..."a abbr acronym applet area audio b base basefont bdi bdo big blink body button canvas center cite code col colgroup".split(" "),
  ..."data datalist del details dfn dialog dir em embed fieldset font form frame frameset head hgroup html i iframe img input ins".split(
    " ",
  ),
  ..."kbd label legend link map mark marquee menu meta meter nav nobr noembed noframes noscript optgroup option output param".split(" "),
  ..."picture plaintext progress q rp rt ruby s samp search select slot small source span strike strong sub summary sup".split(" "),
  ..."textarea tfoot thead time title track tt u var video wbr xmp".split(" "),
]);

/** White space and control characters. */
const blank = /[\u0000-\u0020\u007F-\u00A0\u2028\u2029\uFEFF]+/g; // eslint-disable-line no-control-regex -- they are what is removed

const tidy = (raw: string, max: number): string => {
  const text = raw.replace(blank, " ").trim().toWellFormed();
  if (text.length <= max) return text;
  const cut = text.lastIndexOf(" ", max - 1);
  return `${text.slice(0, cut > max * 0.8 ? cut : max - 1).trimEnd()}…`.toWellFormed();
};
