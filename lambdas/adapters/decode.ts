import { constants, gunzipSync } from "node:zlib";
import { ParseError } from "../pipeline/fetch-ports.ts";

/** Largest document that is read, in bytes after decompression (reliability F20). */
export const MAX_DOCUMENT_BYTES = 5_000_000;

/**
 * Bytes to text, by what the bytes are before what anybody says they are: byte order mark, UTF-16/32 pattern, valid UTF-8,
 * nearly UTF-8, XML declaration, HTTP charset; else UTF-8 in which each stray byte is read as windows-1252. A gzip file that was served
 * as the body is unpacked first. Throws ParseError `too-large` and nothing else.
 */
export const decode = (input: Uint8Array, contentType?: string): string => {
  if (input.byteLength > MAX_DOCUMENT_BYTES) throw tooLarge();
  const bytes = input[0] === 0x1f && input[1] === 0x8b ? unpack(input) : input;
  const wide = wideEncoding(bytes);
  if (wide === "utf-32le" || wide === "utf-32be") return decodeUtf32(bytes, wide === "utf-32le");
  if (wide !== undefined) return new TextDecoder(wide).decode(bytes);
  const strict = tryDecode("utf-8", bytes);
  if (strict !== undefined) return strict;
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const labels = marked || isMostlyUtf8(bytes) ? [] : [declared(bytes), /charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(contentType ?? "")?.[1]];
  for (const label of labels) {
    // It was meant to be UTF-8, and nearly is: a label that follows would spoil all of it for the sake of some bytes.
    if (label !== undefined && /^utf-?8$/i.test(label)) break;
    // A wide encoding would have shown its pattern.
    if (label === undefined || /^(utf|ucs|us-?ascii$|ascii$)/i.test(label)) continue;
    const text = tryDecode(label, bytes);
    if (text !== undefined) return text;
  }
  return decodeHybrid(bytes);
};

/** Repairs text that was UTF-8, read as windows-1252 and encoded again (`MÃ©xico`). Returns the input if that is not what happened. */
export const unmangle = (text: string): string => {
  if (!/[ÂÃâ][\u0080-\u00BF\u0152-\u2122]/.test(text)) return text;
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const byte = unit < 0x80 || (unit > 0x9f && unit < 0x100) ? unit : cp1252.indexOf(unit) + 0x80;
    if (byte < 0x80 && unit >= 0x80) return text;
    bytes[i] = byte;
  }
  return tryDecode("utf-8", bytes) ?? text;
};

const tooLarge = () => new ParseError("too-large", `The document is larger than ${MAX_DOCUMENT_BYTES / 1_000_000} MB.`);

const unpack = (bytes: Uint8Array): Uint8Array => {
  try {
    // What breaks off is read as far as it goes.
    return gunzipSync(bytes, { maxOutputLength: MAX_DOCUMENT_BYTES, finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge();
    return bytes; // No gzip after all: whatever it is will be named by the parser.
  }
};

/** By mark, or by the zero bytes that an ASCII `<` or `{` or line end has beside it. Some zero bytes in front of other text are no pattern. */
const wideEncoding = (b: Uint8Array): "utf-32le" | "utf-32be" | "utf-16le" | "utf-16be" | undefined => {
  const [a = 1, c = 1, d = 1, e = 1, next = 1] = b;
  if (a === 0xff && c === 0xfe) return d === 0 && e === 0 ? "utf-32le" : "utf-16le";
  if (a === 0xfe && c === 0xff) return "utf-16be";
  if (a === 0 && c === 0) return (d === 0xfe && e === 0xff) || (d === 0 && e !== 0 && next === 0) ? "utf-32be" : undefined;
  if (c === 0 && e === 0) return d === 0 ? "utf-32le" : "utf-16le";
  return a === 0 && d === 0 ? "utf-16be" : undefined;
};

const decodeUtf32 = (bytes: Uint8Array, little: boolean): string => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength - (bytes.byteLength % 4));
  const parts: string[] = [];
  for (let i = 0; i < view.byteLength; i += 4) {
    const point = view.getUint32(i, little);
    if (point !== 0xfeff || i > 0) parts.push(point > 0x10_ff_ff ? "\uFFFD" : String.fromCodePoint(point));
  }
  return parts.join("");
};

const tryDecode = (label: string, bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined; // Unknown label, or bytes that it cannot hold.
  }
};

/** The encoding that the XML declaration names. Declarations are ASCII in all encodings that get here. */
const declared = (bytes: Uint8Array): string | undefined =>
  /<\?xml\s[^>]{0,200}?encoding\s*=\s*["']?([\w.:-]{1,40})/i.exec(Buffer.from(bytes.subarray(0, 1000)).toString("latin1"))?.[1];

/** Windows-1252, 0x80 to 0x9F; the five bytes it leaves open map to themselves, as the Encoding Standard has it. */
const upperHalf = new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i));
const cp1252 = Array.from({ length: 32 }, (_, i) => upperHalf.charCodeAt(i));

/** Length of the UTF-8 sequence that starts at `i`, or 0 if none does. */
const sequenceLength = (b: Uint8Array, i: number): number => {
  const lead = b[i]!;
  if (lead < 0x80) return 1;
  const length = lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  for (let k = 1; k < length; k++) if (((b[i + k] ?? 0) & 0xc0) !== 0x80) return 0;
  const next = b[i + 1] ?? 0;
  const overlong = (lead === 0xe0 && next < 0xa0) || (lead === 0xf0 && next < 0x90);
  const outside = (lead === 0xed && next > 0x9f) || (lead === 0xf4 && next > 0x8f);
  return overlong || outside ? 0 : length;
};

/**
 * Is it UTF-8 with some bytes that are none, whatever a label says? A one-byte encoding makes a sequence of UTF-8 by accident only
 * (`Ó»`), while each of its letters beyond ASCII is a stray byte, so more than two sequences to each of them are no accident.
 */
const isMostlyUtf8 = (bytes: Uint8Array): boolean => {
  let [sequences, strays] = [0, 0];
  for (let i = 0; i < bytes.length;) {
    const length = sequenceLength(bytes, i);
    if (length > 1) sequences++;
    else if (length === 0) strays++;
    i += Math.max(length, 1);
  }
  return sequences > 2 * strays;
};

/** UTF-8 in which each byte that belongs to no sequence is read as windows-1252. */
const decodeHybrid = (bytes: Uint8Array): string => {
  const utf16 = Buffer.allocUnsafe(2 * bytes.length);
  let end = 0;
  for (let i = 0; i < bytes.length;) {
    const length = sequenceLength(bytes, i);
    const lead = bytes[i]!;
    let point = length === 0 && lead < 0xa0 ? cp1252[lead - 0x80]! : length > 1 ? lead & (0x7f >> length) : lead;
    for (let k = 1; k < length; k++) point = (point << 6) | (bytes[i + k]! & 0x3f);
    if (point > 0xff_ff) end = utf16.writeUInt16LE(0xd7c0 + (point >> 10), end);
    end = utf16.writeUInt16LE(point > 0xff_ff ? 0xdc00 | (point & 0x3ff) : point, end);
    i += Math.max(length, 1);
  }
  return utf16.toString("utf16le", 0, end).replace(/^\uFEFF/, "");
};
