import type { Item } from "./item.ts";

/**
 * What an item says itself: title, line feed, summary, without what the outlet puts around it (its name behind the title, the
 * dateline of the agency, "Leer más"). For comparing with other outlets' copies; people read the whole.
 */
export const ownWords = ({ title, summary, outlet }: Pick<Item, "title" | "summary" | "outlet">): string =>
  `${withoutName(title, outlet)}\n${withoutFooter(summary.replace(DATELINE, ""))}`;

/** `MEXICO CITY (AP) —`, `Ciudad de México, 5 oct (EFE).-`, `CIUDAD JUÁREZ, Chih._`: a place at the start, and the dash that ends it. */
const DATELINE =
  /^\s*(?:\p{Lu}[\p{L}.'’]*(?: (?:de|del|la|los|las|of)\b| \p{Lu}[\p{L}.'’]*){0,5}(?:, [\p{L}\d. ]{2,24}){0,3})?(?:[ /]*\([^()\n]{2,40}\))?[ .]*(?:[—–_]|-{1,2}(?=\s))[_ ]*\s*/u;

/** Behind a bar stands the site, whatever it is called; behind a dash only the outlet's own name is taken for one. */
const withoutName = (title: string, outlet: string): string => {
  const at = Math.max(...[" | ", " - ", " – ", " — "].map((separator) => title.lastIndexOf(separator)));
  if (at <= 0) return title;
  const name = title.slice(at + 3).trim();
  const isName = title[at + 1] === "|" ? name.split(" ").length <= LONGEST_NAME : name.toLowerCase() === outlet.toLowerCase();
  return isName ? title.slice(0, at) : title;
};

/** Words. */
const LONGEST_NAME = 5;

const FOOTER =
  /(?:\b(?:Leer más|Leer mas|Lee más|Lee también|Lea también|Te puede interesar|Seguir leyendo|Sigue leyendo|Continuar leyendo|Ver más|Read more|Read also|Read the full story|Continue reading|Keep reading)\b|\b(?:The post|La entrada|El post)\b[^\n]*\b(?:appeared first on|se publicó primero en|apareció primero en|aparece primero en)\b)/gi;

/** How far from the end a footer may begin (UTF-16 units): in the middle of a text the same words belong to it. */
const FOOTER_WITHIN = 220;

const withoutFooter = (summary: string): string => {
  const first = [...summary.matchAll(FOOTER)].find(({ index }) => index >= summary.length - FOOTER_WITHIN);
  return first === undefined ? summary : summary.slice(0, first.index);
};
