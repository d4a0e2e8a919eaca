import type { Entity } from "../core/entity.ts";
import { CASED, WEAK, phrases, say } from "./aliases.ts";

const both = (name: string) => ({ en: name, es: name });

/** The eleven people of the article. Their aliases are made from their names; only what cannot be made is listed. */
export const officials: readonly Entity[] = [
  {
    id: "andres-manuel-lopez-obrador",
    kind: "official",
    everyday: true,
    name: both("Andrés Manuel López Obrador"),
    lists: ["article"],
    person: { given: ["Andrés Manuel", "Andrés", "Manuel"], surname: "López Obrador", distinctive: true },
    aliases: [
      ...say("AMLO|lopezobrador_"),
      ...say("Obrador|Andrés Manuel|Andrés Manuel López", { ...WEAK, ...CASED }),
      ...say("el Peje|presidente AMLO"),
    ],
    // His sons share his given names and paternal surname, so those alone are never his.
    negatives: phrases("Andrés Manuel López Beltrán|Andrés Manuel López Jr|Pío López Obrador|Felipa Obrador|Pedro Obrador"),
    context: phrases(
      "Mexico's president|president of Mexico|presidente de México|Mexican president|presidente mexicano|Palacio Nacional|National Palace|Morena|mañanera|AMLO|leftist|izquierdista|Peña Nieto|Sheinbaum|Mexico|México|Mexican",
    ),
    titles: say(
      "President|Mexico's President|presidente|expresidente|ex president|former president|President-elect|presidente electo|mandatario|candidate|candidato|Mr",
      WEAK,
    ),
  },
  {
    id: "antony-blinken",
    kind: "official",
    name: both("Antony Blinken"),
    lists: ["article"],
    // Papers write Anthony about as often as Antony.
    person: { given: ["Antony", "Anthony"], nicknames: ["Tony"], middle: ["John"], surname: "Blinken", distinctive: true },
    aliases: say("SecBlinken|ABlinken"),
    negatives: phrases("Blinken OSA|Donald Blinken|Alan Blinken|Vera Blinken|Meir Blinken"),
    context: phrases("State Department|secretary of state|diplomat|Departamento de Estado|secretario de Estado"),
    titles: say("Secretary|Sec|Secretario|Mr|señor|top diplomat|canciller", WEAK),
  },
  {
    id: "liz-sherwood-randall",
    kind: "official",
    name: { en: "Liz Sherwood-Randall", es: "Liz Sherwood-Randall" },
    lists: ["article"],
    person: { given: ["Elizabeth", "Liz"], middle: ["D"], surname: "Sherwood-Randall", distinctive: true },
    aliases: [...say("Sherwood Randal|Liz Randall"), ...say("Liz Sherwood|Elizabeth Sherwood", WEAK)],
    negatives: [],
    context: phrases("White House|Casa Blanca|Homeland Security Adviser|Homeland Security Advisor|asesora"),
    titles: say("Dr|Adviser|Advisor|asesora|doctora", WEAK),
  },
  {
    id: "ken-salazar",
    kind: "official",
    name: both("Ken Salazar"),
    lists: ["article"],
    person: { given: ["Ken", "Kenneth"], middle: ["Lee"], surname: "Salazar" },
    aliases: say("USAmbMex|Kenneth Lee Salazar"),
    negatives: phrases("María Elvira Salazar|Maria Elvira Salazar"),
    context: phrases(
      "US ambassador|Embassy in Mexico|embajador de Estados Unidos|embajador estadounidense|embajada de Estados Unidos|embajada estadounidense|embajador de EU|embajador de EE.UU.",
    ),
    titles: say("Ambassador|Amb|embajador|exembajador|diplomático|Interior Secretary|embajador estadounidense", WEAK),
  },
  {
    id: "alejandro-mayorkas",
    kind: "official",
    name: both("Alejandro Mayorkas"),
    lists: ["article"],
    person: { given: ["Alejandro"], nicknames: ["Ali"], middle: ["Nicholas", "N"], surname: "Mayorkas", distinctive: true },
    aliases: say("SecMayorkas|Mayorcas|Alejandro Mallorcas|Alejandro Mallorkas"),
    negatives: [],
    context: phrases("Homeland Security|DHS|Seguridad Nacional|border|frontera"),
    titles: say("Secretary|Sec|Secretario|Mr", WEAK),
  },
  {
    id: "merrick-garland",
    kind: "official",
    name: both("Merrick Garland"),
    lists: ["article"],
    person: { given: ["Merrick"], middle: ["Brian"], surname: "Garland", word: true },
    aliases: [],
    negatives: phrases(
      "Judy Garland|Garland Texas|Garland County|Beverly Garland|Alex Garland|Hank Garland|Red Garland|Garland Independent",
    ),
    context: phrases("Attorney General|Justice Department|Department of Justice|fiscal general|Departamento de Justicia"),
    titles: say(
      "Attorney General|AG|A.G.|fiscal general|fiscal|procurador|procurador general|secretario de Justicia|Judge|Supreme Court nominee|juez|Mr|Chief Judge",
      WEAK,
    ),
  },
  {
    id: "brian-nichols",
    kind: "official",
    name: both("Brian Nichols"),
    lists: ["article"],
    // An actor, a convict and an athlete bear the same full name.
    person: { given: ["Brian"], middle: ["Andrew"], surname: "Nichols", shared: true },
    aliases: say("WHAAsstSecty"),
    negatives: phrases("Tyre Nichols|Mike Nichols|Terry Nichols|Nichelle Nichols"),
    context: phrases(
      "State Department|Department of State|Departamento de Estado|Western Hemisphere|Hemisferio Occidental|Assistant Secretary|subsecretario|secretario adjunto|secretario de Estado adjunto|para América Latina|for Latin America|ambassador|embajador|Blinken|Asuntos del Hemisferio|diplomático|diplomat|Latinoamérica",
    ),
    titles: say(
      "Assistant Secretary|Assistant Secretary of State|Asst Sec|Under Secretary|subsecretario|subsecretario de Estado|secretario adjunto|secretario de Estado adjunto|Ambassador|embajador|diplomático",
      WEAK,
    ),
  },
  {
    id: "rosa-icela-rodriguez",
    kind: "official",
    name: both("Rosa Icela Rodríguez"),
    lists: ["article"],
    person: { given: ["Rosa Icela"], surname: "Rodríguez", maternal: "Velázquez" },
    aliases: say("rosaicela_|Rosa Isela Rodríguez|Rosa Icela Rodríguez Velásquez"),
    negatives: [],
    context: phrases(
      "SSPC|Segob|Secretaría de Seguridad|secretaria de Seguridad|Secretary of Security|Security and Citizen Protection|secretaria de Gobernación|Secretaría de Gobernación|Gobernación|Palacio Nacional|AMLO|López Obrador|Sheinbaum|Security Secretary|Interior Secretary|Interior Minister",
    ),
    titles: say(
      "secretaria de Seguridad|secretaria de Seguridad y Protección Ciudadana|titular de la SSPC|titular de Seguridad|secretaria de Gobernación|titular de Gobernación|titular de la Segob|Security Secretary|Secretary of Security|Secretary of Security and Citizen Protection|Secretary of Security and Civilian Protection|Public Security Secretary|Security Minister|Interior Secretary|Secretary of the Interior|Interior Minister",
      WEAK,
    ),
  },
  {
    id: "alejandro-gertz-manero",
    kind: "official",
    name: both("Alejandro Gertz Manero"),
    lists: ["article"],
    person: { given: ["Alejandro"], surname: "Gertz", maternal: "Manero", distinctive: true },
    aliases: say("Alejandro Gertz-Manero"),
    negatives: phrases("Jochen Gertz|Gertz Welch|Gertz v. Robert Welch"),
    context: phrases("FGR|Fiscalía|fiscal general|Attorney General|fiscal|México|Mexico"),
    titles: say(
      "fiscal|fiscal general|exfiscal|exfiscal general|fiscal general de la República|titular de la FGR|Attorney General|Attorney General of the Republic|AG|Prosecutor General|Prosecutor|procurador|doctor|Dr",
      WEAK,
    ),
  },
  {
    id: "luisa-maria-alcalde",
    kind: "official",
    name: both("Luisa María Alcalde"),
    lists: ["article"],
    // The surname is the Spanish word for mayor, and machines translate it as such.
    person: { given: ["Luisa María", "Luisa"], surname: "Alcalde", maternal: "Luján", word: true },
    aliases: [...say("LuisaAlcalde|M_LuisaAlcalde|Luisa María Mayor|Luisa Maria Mayor Lujan|Maria Luisa Alcalde|Luisa Alcalde Luján")],
    negatives: [],
    context: phrases(
      "Segob|Secretaría de Gobernación|secretaria de Gobernación|Gobernación|Morena|secretaria del Trabajo|Labor Secretary|Secretary of Labor|Interior Secretary|Secretary of the Interior|Interior Minister|AMLO|López Obrador|Sheinbaum|Bertha Alcalde",
    ),
    titles: say(
      "secretaria|secretaria de Gobernación|titular de Gobernación|titular de la Segob|secretaria del Trabajo|Secretary|Interior Secretary|Secretary of the Interior|Secretary of Governance|Interior Minister|Labor Secretary|Secretary of Labor|Morena president|presidenta de Morena|dirigente de Morena|dirigente nacional de Morena|lideresa de Morena|presidenta nacional de Morena|ministra",
      WEAK,
    ),
  },
  {
    id: "joe-biden",
    kind: "official",
    everyday: true,
    name: both("Joe Biden"),
    lists: ["article"],
    person: { given: ["Joe", "Joseph"], middle: ["Robinette", "R"], surname: "Biden", distinctive: true },
    aliases: [
      ...say(
        "Bidenomics|JoeBiden|Biden administration|administración Biden|Biden-Harris|Biden-Kamala|Gobierno de Biden|Biden White House|Biden campaign|Biden presidency|Joe R. Biden|Bidens administration",
      ),
      ...say("Sleepy Joe", CASED),
    ],
    negatives: phrases("First Lady Biden|primera dama Biden|Biden family|familia Biden"),
    context: phrases("White House|Casa Blanca|president|presidente|Democrat|demócrata"),
    titles: say(
      "President|Vice President|President-elect|Senator|Sen|former President|Presidente|presidente electo|vicepresidente|expresidente|mandatario|Democrat|demócrata|Democratic nominee|nominee|candidate|candidato|POTUS",
      WEAK,
    ),
    wikidata: "Q6279",
  },
];
