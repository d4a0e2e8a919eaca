import type { Lang } from "./words.ts";

const number = (n: number, locale: string): string => n.toLocaleString(locale);

const en = {
  add: "Watch somebody or something else",
  kind: "What",
  given: "Given names",
  givenHint: "Rosa Icela; several ways divided by commas: Elizabeth, Liz",
  surname: "Surname",
  maternal: "Second surname",
  office: "Office",
  noOffice: "None on the watchlist",
  since: "In office since",
  name: "Name in English",
  nameEs: "Name in Spanish",
  aliases: "Ways to write it, one a line",
  titles: "Titles by which it is called, one a line",
  checking: "Looking at the entry…",
  sound: "Nothing is doubtful in this entry.",
  doubts: "Look at this",
  taken: (id: string) => `“${id}” is on the watchlist already.`,
  try: "What would it have matched?",
  trying: (items: number) => `${number(items, "en-US")} stored items read…`,
  tried: (stories: number, items: number, since: string) =>
    `${number(stories, "en-US")} ${stories === 1 ? "story" : "stories"} of ${number(items, "en-US")} items stored since ${since} would match.`,
  stop: "Stop",
  watch: "Watch it",
  watched: (name: string) =>
    `${name} is watched, in force within a minute. The stored items of ninety days are looked through; nothing of them alerts.`,
  succession: "Somebody took an office",
  successor: "Who took it",
  from: "On which day",
  source: "Where it was announced (optional)",
  enter: "Enter it",
  entered: (office: string, holder: string) => `${office}: ${holder}. Whoever held it until then left it on that day.`,
  files: "The watchlist as a file",
  asCsv: "As a table (CSV)",
  asJson: "As JSON, with all there is",
  importLabel: "Add and change the entries of a CSV or JSON file",
  imported: (added: number, changed: number, same: number, refused: number) =>
    `${added} added, ${changed} changed, ${same} as they were, ${refused} refused.`,
  entry: (n: number) => `Entry ${n}`,
};

/** The words of the forms that change the watchlist, in one language. A string missing in Spanish is an error of the compiler. */
export type EntityWords = typeof en;

const es: EntityWords = {
  add: "Observar a alguien o algo más",
  kind: "Qué",
  given: "Nombres de pila",
  givenHint: "Rosa Icela; varias formas separadas por comas: Elizabeth, Liz",
  surname: "Apellido",
  maternal: "Segundo apellido",
  office: "Cargo",
  noOffice: "Ninguno de la lista",
  since: "En el cargo desde",
  name: "Nombre en inglés",
  nameEs: "Nombre en español",
  aliases: "Formas de escribirlo, una por línea",
  titles: "Títulos con que se le llama, uno por línea",
  checking: "Revisando la entrada…",
  sound: "No hay nada dudoso en esta entrada.",
  doubts: "Revise esto",
  taken: (id) => `«${id}» ya está en la lista.`,
  try: "¿Con qué habría coincidido?",
  trying: (items) => `${number(items, "es-MX")} elementos guardados leídos…`,
  tried: (stories, items, since) =>
    `${number(stories, "es-MX")} ${stories === 1 ? "noticia coincidiría" : "noticias coincidirían"}, de ${number(items, "es-MX")} elementos guardados desde el ${since}.`,
  stop: "Detener",
  watch: "Observar",
  watched: (name) =>
    `Se observa a ${name}, a más tardar dentro de un minuto. Se revisan los elementos guardados de noventa días; no se avisa de ninguno.`,
  succession: "Alguien asumió un cargo",
  successor: "Quién lo asumió",
  from: "Qué día",
  source: "Dónde se anunció (opcional)",
  enter: "Registrarlo",
  entered: (office, holder) => `${office}: ${holder}. Quien lo ocupaba hasta entonces lo dejó ese día.`,
  files: "La lista como archivo",
  asCsv: "Como tabla (CSV)",
  asJson: "Como JSON, con todo lo que hay",
  importLabel: "Agregar y cambiar las entradas de un archivo CSV o JSON",
  imported: (added, changed, same, refused) => `${added} agregadas, ${changed} cambiadas, ${same} como estaban, ${refused} rechazadas.`,
  entry: (n) => `Entrada ${n}`,
};

export const entityWords: Readonly<Record<Lang, EntityWords>> = { en, es };
