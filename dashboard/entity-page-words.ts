import type { Lang } from "./words.ts";

const number = (n: number, locale: string): string => n.toLocaleString(locale);

const en = {
  allMatches: "All stories",
  timeline: "In the news",
  span: "Over",
  spans: { "30": "a month", "90": "three months" },
  chart: (name: string) => `How many stories named ${name}, and how far the time was heard`,
  summary: (stories: number, heard: number) =>
    `${number(stories, "en-US")} ${stories === 1 ? "story" : "stories"}; ${heard} % of the time was heard.`,
  unheard: "Shaded: less than 80 % heard, so nothing there means little.",
  changes: "Lines: what changed of feeds, watchlist or matcher.",
  stories: "Stories",
  heard: "Heard",
  from: "From",
  asTable: "The figures as a table",
  together: "Named in the same stories",
  nobody: "Nobody else, in the last 30 days.",
  inStories: (n: number) => `${number(n, "en-US")} ${n === 1 ? "story" : "stories"}`,
  outlets: (n: number) => `Who wrote of it (the last ${number(n, "en-US")} matches)`,
  offices: "Offices",
  holders: "Who held it",
  term: (from: string, to: string | undefined) => (to === undefined ? `since ${from}` : `${from} to ${to}`),
  unverified: (day: string) => `last verified on ${day}`,
  source: (text: string) => `Source: ${text}`,
  returns: "Returns after 30 days or more",
  noReturns: "None that we know of.",
};

/** The words of an entity's page, in one language. A string missing in Spanish is an error of the compiler. */
export type EntityPageWords = typeof en;

const es: EntityPageWords = {
  allMatches: "Todas las noticias",
  timeline: "En las noticias",
  span: "Durante",
  spans: { "30": "un mes", "90": "tres meses" },
  chart: (name) => `Cuántas noticias mencionaron a ${name}, y cuánto de ese tiempo se escuchó`,
  summary: (stories, heard) =>
    `${number(stories, "es-MX")} ${stories === 1 ? "noticia" : "noticias"}; se escuchó el ${heard} % del tiempo.`,
  unheard: "Sombreado: se escuchó menos del 80 %, así que su ausencia ahí dice poco.",
  changes: "Líneas: lo que cambió de las fuentes, la lista o el reconocimiento.",
  stories: "Noticias",
  heard: "Escuchado",
  from: "Desde",
  asTable: "Las cifras como tabla",
  together: "Mencionados en las mismas noticias",
  nobody: "Nadie más, en los últimos 30 días.",
  inStories: (n) => `${number(n, "es-MX")} ${n === 1 ? "noticia" : "noticias"}`,
  outlets: (n) => `Quién escribió (las últimas ${number(n, "es-MX")} coincidencias)`,
  offices: "Cargos",
  holders: "Quién lo ocupó",
  term: (from, to) => (to === undefined ? `desde el ${from}` : `del ${from} al ${to}`),
  unverified: (day) => `verificado por última vez el ${day}`,
  source: (text) => `Fuente: ${text}`,
  returns: "Regresos tras 30 días o más",
  noReturns: "Ninguno que sepamos.",
};

export const entityPageWords: Readonly<Record<Lang, EntityPageWords>> = { en, es };
