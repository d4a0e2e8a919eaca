import type { Bilingual } from "./entity.ts";
import type { Finding } from "./lint.ts";

/** What a finding of `lint` says, without the name of the entity it is about. */
export const doubtIn = (finding: Finding): Bilingual => said[finding.problem](finding);

const said: Readonly<Record<Finding["problem"], (finding: Finding) => Bilingual>> = {
  collision: ({ text, other }) => ({ en: `"${text}" is ${other}, too.`, es: `«${text}» es también ${other}.` }),
  short: ({ text }) => ({
    en: `"${text}" has so few letters that it stands in any text; ask for capitals (cased) or evidence (weak).`,
    es: `«${text}» tiene tan pocas letras que aparece en cualquier texto; pida mayúsculas (cased) o indicios (weak).`,
  }),
  "common-word": ({ text }) => ({
    en: `"${text}" is an everyday word; ask for capitals (cased) or evidence (weak; for a surname, word).`,
    es: `«${text}» es una palabra común; pida mayúsculas (cased) o indicios (weak; para un apellido, word).`,
  }),
  unreachable: ({ text }) => ({ en: `no text can match "${text}".`, es: `ningún texto puede coincidir con «${text}».` }),
  vetoed: ({ text }) => ({
    en: `a negative excludes "${text}" wherever it stands.`,
    es: `una exclusión descarta «${text}» dondequiera que aparezca.`,
  }),
  "vetoed-whole": () => ({ en: "nothing is left by which it could be found.", es: "no queda nada por lo que se pueda encontrar." }),
  "idle-negative": ({ text }) => ({
    en: `the negative "${text}" touches no alias and no title.`,
    es: `la exclusión «${text}» no toca ningún nombre ni cargo.`,
  }),
  "broad-negative": ({ text }) => ({
    en: `the negative "${text}" is an everyday word; where it stands, weak aliases and single words do not count.`,
    es: `la exclusión «${text}» es una palabra común; donde aparece no cuentan los nombres débiles ni las palabras sueltas.`,
  }),
  unbacked: ({ text }) => ({
    en: `"${text}" wants evidence, and there is neither a title nor a context term.`,
    es: `«${text}» pide indicios, y no hay ni un cargo ni un término de contexto.`,
  }),
};
