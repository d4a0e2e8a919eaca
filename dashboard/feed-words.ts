import type { Lang } from "./words.ts";

const count = (n: number, one: string, many: string, locale: string): string => `${n.toLocaleString(locale)} ${n === 1 ? one : many}`;

/** Never 100 where something was missed. */
const percent = (share: number): number => Math.floor(share * 100);

const en = {
  since: (day: string) => `followed since ${day}`,
  heard: (share: number, days: number) => `${percent(share)} % of ${count(days, "day", "days", "en-US")} heard`,
  moved: "It could be followed here:",
  accept: (address: string) => `Follow it at ${address}`,
  archive: (pages: number, items: number) =>
    `archive: ${count(pages, "page", "pages", "en-US")} read, ${count(items, "item", "items", "en-US")}`,
  archiveEnds: { running: "going on", complete: "complete", enough: "far enough back", unreadable: "given up" },

  add: "Follow another feed",
  address: "Address of a feed or of a website",
  look: "Look",
  looking: "Asking the server…",
  late: "There is no answer yet. Try again in a minute.",
  found: (title: string, items: number) => `${title}: a feed with ${count(items, "item", "items", "en-US")}.`,
  untitled: "Without a title",
  newest: (when: string) => `The newest is from ${when}.`,
  choose: (address: string) => `Look at ${address}`,
  outlet: "Outlet",
  language: "Language",
  country: "Country (two letters)",
  kind: "Kind",
  timezone: "Time zone of dates without one",
  follow: "Follow it",
  following: "Asking for its first items…",
  followed: (outlet: string) => `${outlet} is followed. What it holds now is stored, not alerted.`,

  files: "Feeds as a file",
  asOpml: "As OPML, for feed readers",
  asCsv: "As a table (CSV)",
  importLabel: "Follow the feeds of an OPML, CSV or JSON file",
  imported: (added: number, before: number, refused: number) => `${added} added, ${before} followed before, ${refused} refused.`,
  entry: (n: number) => `Entry ${n}`,
};

/** The words of the feeds page, in one language. A string missing in Spanish is an error of the compiler. */
export type FeedWords = typeof en;

const es: FeedWords = {
  since: (day) => `seguida desde el ${day}`,
  heard: (share, days) => `escuchado el ${percent(share)} % de ${count(days, "día", "días", "es-MX")}`,
  moved: "Se podría seguir aquí:",
  accept: (address) => `Seguirla en ${address}`,
  archive: (pages, items) =>
    `archivo: ${count(pages, "página leída", "páginas leídas", "es-MX")}, ${count(items, "elemento", "elementos", "es-MX")}`,
  archiveEnds: { running: "en curso", complete: "completo", enough: "suficiente", unreadable: "abandonado" },

  add: "Seguir otra fuente",
  address: "Dirección de una fuente o de un sitio web",
  look: "Buscar",
  looking: "Consultando al servidor…",
  late: "Todavía no hay respuesta. Inténtelo de nuevo en un minuto.",
  found: (title, items) => `${title}: una fuente con ${count(items, "elemento", "elementos", "es-MX")}.`,
  untitled: "Sin título",
  newest: (when) => `El más reciente es de ${when}.`,
  choose: (address) => `Buscar en ${address}`,
  outlet: "Medio",
  language: "Idioma",
  country: "País (dos letras)",
  kind: "Tipo",
  timezone: "Zona horaria de las fechas que no la traen",
  follow: "Seguirla",
  following: "Pidiendo sus primeros elementos…",
  followed: (outlet) => `Se sigue a ${outlet}. Lo que contiene ahora se guarda, no se avisa.`,

  files: "Las fuentes como archivo",
  asOpml: "En OPML, para lectores de noticias",
  asCsv: "Como tabla (CSV)",
  importLabel: "Seguir las fuentes de un archivo OPML, CSV o JSON",
  imported: (added, before, refused) => `${added} añadidas, ${before} ya seguidas, ${refused} rechazadas.`,
  entry: (n) => `Entrada ${n}`,
};

/** The feeds page's words, by language. */
export const feedWords: Record<Lang, FeedWords> = { en, es };
