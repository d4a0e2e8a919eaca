import type { Entity, PersonName } from "../core/entity.ts";
import { phrases, say } from "./aliases.ts";

/** Someone who holds or held an office of the article. The titles are the office's. */
interface Holder {
  readonly id: string;
  readonly name: string;
  readonly person: PersonName;
  readonly aliases?: string;
  readonly negatives?: string;
  readonly context?: string;
  readonly wikidata?: string;
  readonly everyday?: true;
}

const holder = (list: string, { id, name, person, aliases, negatives, context, wikidata, everyday }: Holder): Entity => ({
  id,
  kind: "official",
  name: { en: name, es: name },
  lists: [list],
  person,
  aliases: say(aliases ?? ""),
  negatives: phrases(negatives ?? ""),
  context: phrases(context ?? ""),
  titles: [],
  ...(wikidata === undefined ? {} : { wikidata }),
  ...(everyday === undefined ? {} : { everyday }),
});

const successor = (about: Holder): Entity => holder("successors", about);
const formerHolder = (about: Holder): Entity => holder("former-holders", about);

/**
 * Who holds the article's offices now, as far as dated public sources tell (see the tenures in `offices.ts`).
 * Rosa Icela Rodríguez, who went from Security to the Interior, is in the article's own list.
 */
export const successors: readonly Entity[] = [
  successor({
    id: "donald-trump",
    everyday: true,
    name: "Donald Trump",
    person: { given: ["Donald"], middle: ["John", "J"], surname: "Trump", distinctive: true },
    negatives:
      "Donald Trump Jr|Donald Trump Junior|Donald J. Trump Jr|Melania Trump|Ivanka Trump|Eric Trump|Lara Trump|Barron Trump|Tiffany Trump|Mary Trump|Fred Trump|Trump Tower|Trump Organization|Trump National|Trump International|First Lady Trump",
    wikidata: "Q22686",
  }),
  successor({
    id: "claudia-sheinbaum",
    everyday: true,
    name: "Claudia Sheinbaum",
    person: { given: ["Claudia"], surname: "Sheinbaum", maternal: "Pardo", distinctive: true },
    aliases: "ClaudiaShein",
  }),
  successor({
    id: "marco-rubio",
    name: "Marco Rubio",
    person: { given: ["Marco"], middle: ["Antonio"], surname: "Rubio" },
    aliases: "SecRubio|marcorubio",
    context: "State Department|Departamento de Estado|Florida senator",
  }),
  successor({
    id: "todd-blanche",
    name: "Todd Blanche",
    person: { given: ["Todd"], surname: "Blanche" },
    context: "Justice Department|Department of Justice|Departamento de Justicia",
    negatives: "Blanche DuBois",
  }),
  successor({
    id: "markwayne-mullin",
    name: "Markwayne Mullin",
    person: { given: ["Markwayne"], surname: "Mullin" },
    context: "Homeland Security|DHS|Seguridad Nacional",
  }),
  successor({
    id: "ronald-johnson",
    name: "Ronald Johnson",
    // The senator from Wisconsin and many others share the name.
    person: { given: ["Ronald", "Ron"], middle: ["Douglas", "D"], surname: "Johnson", shared: true, word: true },
    context:
      "ambassador to Mexico|embajador de Estados Unidos|embajador estadounidense|embajador de EU|embajada de Estados Unidos|U.S. Embassy in Mexico",
    negatives: "Sen. Ron Johnson|Senator Ron Johnson|Ron Johnson of Wisconsin",
  }),
  successor({
    id: "omar-garcia-harfuch",
    name: "Omar García Harfuch",
    person: { given: ["Omar"], middle: ["Hamid"], surname: "García Harfuch", distinctive: true },
    aliases: "Omar Harfuch|Harfuch|OHarfuch",
    negatives: "Marcelino García Harfuch",
  }),
  successor({
    id: "ernestina-godoy",
    name: "Ernestina Godoy",
    person: { given: ["Ernestina"], surname: "Godoy", maternal: "Ramos" },
    context: "FGR|Fiscalía General de la República|fiscalía",
  }),
];

/**
 * Who else has held the article's offices since 2019 (dates and sources stand with the tenures): a title of that time points to
 * them, and their names, during their terms, to the office. They are a list of their own, since they hold these offices no more.
 */
export const formerHolders: readonly Entity[] = [
  formerHolder({
    id: "mike-pompeo",
    name: "Mike Pompeo",
    person: { given: ["Mike", "Michael"], middle: ["Richard"], surname: "Pompeo", distinctive: true },
    negatives: "Susan Pompeo|Ellen Pompeo",
  }),
  formerHolder({
    id: "william-barr",
    name: "William Barr",
    person: { given: ["William", "Bill"], middle: ["Pelham"], surname: "Barr" },
    context: "Justice Department|Department of Justice|Departamento de Justicia|Mueller",
    negatives: "Roseanne Barr|Andy Barr|Barr Pharmaceuticals",
  }),
  formerHolder({
    id: "kirstjen-nielsen",
    name: "Kirstjen Nielsen",
    person: { given: ["Kirstjen"], middle: ["Michele"], surname: "Nielsen" },
    context: "Homeland Security|DHS|Seguridad Nacional",
    negatives: "Leslie Nielsen|Nielsen ratings|according to Nielsen|según Nielsen",
  }),
  formerHolder({
    id: "christopher-landau",
    name: "Christopher Landau",
    person: { given: ["Christopher", "Chris"], surname: "Landau" },
    context: "U.S. Embassy in Mexico|embajada de Estados Unidos|State Department|Departamento de Estado",
    negatives: "Martin Landau|Jon Landau",
  }),
  formerHolder({
    id: "kimberly-breier",
    name: "Kimberly Breier",
    person: { given: ["Kimberly", "Kim"], surname: "Breier" },
    context: "Western Hemisphere|Hemisferio Occidental|State Department|Departamento de Estado",
  }),
  formerHolder({
    id: "pam-bondi",
    name: "Pam Bondi",
    person: { given: ["Pam", "Pamela"], middle: ["Jo"], surname: "Bondi" },
    context: "Justice Department|Department of Justice|Departamento de Justicia",
    negatives: "Bondi Beach|Bondi Junction",
  }),
  formerHolder({
    id: "kristi-noem",
    name: "Kristi Noem",
    person: { given: ["Kristi"], middle: ["Lynn"], surname: "Noem", distinctive: true },
    aliases: "Sec_Noem",
    negatives: "Bryon Noem",
  }),
  formerHolder({
    id: "alfonso-durazo",
    name: "Alfonso Durazo",
    person: { given: ["Alfonso"], surname: "Durazo", maternal: "Montaño" },
    context: "SSPC|Secretaría de Seguridad|gobernador de Sonora|Sonora",
    negatives: "Arturo Durazo|Negro Durazo",
  }),
  formerHolder({
    id: "olga-sanchez-cordero",
    name: "Olga Sánchez Cordero",
    person: { given: ["Olga", "Olga María"], surname: "Sánchez Cordero", maternal: "Dávila", distinctive: true },
  }),
  formerHolder({
    id: "adan-augusto-lopez",
    name: "Adán Augusto López",
    person: { given: ["Adán Augusto"], surname: "López", maternal: "Hernández" },
    context: "Segob|Gobernación|Senado|Morena|Tabasco",
  }),
];
