import type { Entity, PersonName } from "../core/entity.ts";
import { phrases, say } from "./aliases.ts";

interface Successor {
  readonly id: string;
  readonly name: string;
  readonly person: PersonName;
  readonly aliases?: string;
  readonly negatives?: string;
  readonly context?: string;
  readonly wikidata?: string;
}

const successor = ({ id, name, person, aliases, negatives, context, wikidata }: Successor): Entity => ({
  id,
  kind: "official",
  name: { en: name, es: name },
  lists: ["successors"],
  person,
  aliases: say(aliases ?? ""),
  negatives: phrases(negatives ?? ""),
  context: phrases(context ?? ""),
  titles: [],
  ...(wikidata === undefined ? {} : { wikidata }),
});

/**
 * Who holds the article's offices now, as far as dated public sources tell (see the tenures in `offices.ts`).
 * Rosa Icela Rodríguez, who went from Security to the Interior, is in the article's own list.
 */
export const successors: readonly Entity[] = [
  successor({
    id: "donald-trump",
    name: "Donald Trump",
    person: { given: ["Donald"], middle: ["John", "J"], surname: "Trump", distinctive: true },
    negatives:
      "Donald Trump Jr|Donald Trump Junior|Donald J. Trump Jr|Melania Trump|Ivanka Trump|Eric Trump|Lara Trump|Barron Trump|Tiffany Trump|Mary Trump|Fred Trump|Trump Tower|Trump Organization|Trump National|Trump International|First Lady Trump",
    wikidata: "Q22686",
  }),
  successor({
    id: "claudia-sheinbaum",
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
