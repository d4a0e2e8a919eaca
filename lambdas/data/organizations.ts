import type { Entity } from "../core/entity.ts";
import { CASED, EN, ES, WEAK, phrases, say } from "./aliases.ts";

const STATES =
  "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming|Puerto Rico";
const MEXICAN_STATES =
  "Aguascalientes|Baja California|Baja California Sur|Campeche|Chiapas|Chihuahua|Coahuila|Colima|Durango|Guanajuato|Guerrero|Hidalgo|Jalisco|Michoacán|Morelos|Nayarit|Nuevo León|Oaxaca|Puebla|Querétaro|Quintana Roo|San Luis Potosí|Sinaloa|Sonora|Tabasco|Tamaulipas|Tlaxcala|Veracruz|Yucatán|Zacatecas|Tijuana|Juárez|Monterrey|Mérida|CDMX|la Ciudad de México";

/** One phrase for each state: the same institution of a state is another institution. */
const each = (states: string, phrase: (state: string) => readonly string[]): string[] => states.split("|").flatMap(phrase);

/**
 * The seven organizations of the article. All are in the news every day, and ministries besides come with their ministers: the
 * two are one hint, not two.
 */
export const organizations: readonly Entity[] = [
  {
    id: "us-state-department",
    kind: "organization",
    everyday: true,
    name: { en: "U.S. Department of State", es: "Departamento de Estado de EE. UU." },
    lists: ["article"],
    aliases: [
      ...say(
        "State Department|Department of State|US Department of State|State Dept|State Department's|Departments of State|State Departments|Foggy Bottom|Dept of State",
        { ...CASED },
      ),
      ...say("Departamento de Estado|departamentos de Estado|Departamento del Estado|StateDept", ES),
      ...say("statedept|StateDeptSpox"),
    ],
    negatives: [
      ...each(STATES, (s) => [
        `${s} State Department`,
        `${s} Department of State`,
        `Departamento de Estado de ${s}`,
        `${s}'s Department of State`,
      ]),
      ...phrases(
        "State Department of Education|State Department of Health|State Department of Public|State Department of Corrections|State Department of Transportation|State Department of Environmental|State Department of Labor|State Department of Financial|State Department of Social|State Department of Agriculture|State Department of Natural|State Department of Revenue|State Department of Motor|State Department of Justice|State Department of Children|State Department of Commerce|State Department of Human|State Department of Mental|State Department of Emergency|State Department of Forestry|State Department of Taxation|Department of State Police|Department of State Hospitals|Department of State Health|Department of State Lands|Department of State Parks|Department of State Roads|Departamento de Estado Mayor|Departamento de Estado Civil",
      ),
    ],
    context: phrases("State Department|secretary of state|Pompeo|Blinken|Rubio"),
    titles: [],
    wikidata: "Q789915",
  },
  {
    id: "white-house",
    kind: "organization",
    everyday: true,
    name: { en: "White House", es: "Casa Blanca" },
    lists: ["article"],
    aliases: [...say("White House|The White House|Casa Blanca", CASED), ...say("WhiteHouse", { ...CASED, ...WEAK })],
    negatives: phrases(
      "Sheldon Whitehouse|Sen. Whitehouse|Senator Whitehouse|Mary Whitehouse|Mr Whitehouse|White House Farm|White House Station|Paul Whitehouse|Casa Blanca de Peña Nieto|Casa Blanca de Enrique Peña|Casa Blanca de Angélica Rivera|Casa Blanca de la Gaviota|escándalo de la Casa Blanca|caso Casa Blanca|caso de la Casa Blanca|reportaje de la Casa Blanca|una casa blanca|Hotel Casa Blanca|restaurante Casa Blanca|colonia Casa Blanca|barrio Casa Blanca|Baños de la Casa Blanca",
    ),
    context: phrases("Washington|Biden|Trump|Estados Unidos|EE.UU.|president|administration|Obama"),
    titles: [],
    wikidata: "Q35525",
  },
  {
    id: "us-homeland-security",
    kind: "organization",
    everyday: true,
    name: { en: "U.S. Department of Homeland Security", es: "Departamento de Seguridad Nacional de EE. UU." },
    lists: ["article"],
    aliases: [
      ...say(
        "Department of Homeland Security|Departments of Homeland Security|Homeland Security Department|Homeland Security Secretary|Secretary of Homeland Security|Secretary for Homeland Security|Dept of Homeland Security|Homeland Security chief|Department for Homeland Security",
      ),
      ...say("Homeland Security|Homeland Security Investigations|Homeland Security officials", { ...CASED, ...WEAK }),
      ...say("Secretary of National Security|National Security Secretary|Department of National Security", { ...EN, ...WEAK }),
      ...say("DHS|HSI", CASED),
      ...say("DHSgov"),
      ...say(
        "Departamento de Seguridad Nacional|departamentos de Seguridad Nacional|Departamento de Seguridad Interior|Departamento de Seguridad Interna|Departamento de Seguridad del Territorio Nacional|Departamento de Seguridad de la Patria|secretario de Seguridad Nacional de Estados Unidos|secretaria de Seguridad Nacional de Estados Unidos|secretario de Seguridad Nacional estadounidense",
        ES,
      ),
      ...say("Seguridad Nacional", { ...ES, ...WEAK, ...CASED }),
    ],
    negatives: phrases(
      "White House Homeland Security|Homeland Security Advisor|Homeland Security Adviser|Homeland Security Advisors|Homeland Security Council|Homeland Security Committee|Homeland Security Subcommittee|Homeland Security and Governmental Affairs|House Homeland Security|Senate Homeland Security|Homeland Security committees|Homeland Security panel|Homeland Security hearing|Committee on Homeland Security|Texas Homeland Security|Assistant for Homeland Security|President for Homeland Security|Advisor for Homeland Security|Adviser for Homeland Security|Homeland Security Advisory|Office of Homeland Security|Israel Homeland Security|Homeland Security Affairs|Homeland Security ranking member|Homeland Security Grant|Consejo de Seguridad Nacional|Consejero de Seguridad Nacional|Consejera de Seguridad Nacional|asesor de Seguridad Nacional|asesora de Seguridad Nacional|Ley de Seguridad Nacional|Agencia de Seguridad Nacional|Estrategia de Seguridad Nacional|Asesora Adjunta de Seguridad Nacional|Centro Nacional de Seguridad|asesor adjunto de Seguridad Nacional|Comité de Seguridad Nacional|Comisión de Seguridad Nacional|doctrina de Seguridad Nacional|policía de Seguridad Nacional|Centro de Investigación y Seguridad Nacional|asesora de Seguridad Nacional de la Casa Blanca|Dirección de Seguridad Nacional|Fiscalía de Seguridad Nacional|Oficina de Seguridad Nacional|División de Seguridad Nacional|Secretaría de Seguridad y Defensa|Department of Human Services|Department of Health Services",
    ),
    context: phrases(
      "Mayorkas|DHS|Noem|Nielsen|Wolf|Kelly|John Kelly|Jeh Johnson|FBI|border|Border Patrol|ICE|CBP|Secret Service|immigration|terrorism|TSA|FEMA|secretary",
    ),
    titles: [],
    wikidata: "Q11231",
  },
  {
    id: "republican-party",
    kind: "organization",
    everyday: true,
    name: { en: "Republican Party", es: "Partido Republicano" },
    lists: ["article"],
    aliases: [
      ...say(
        "Republican Party|Republican National Committee|Republican National Convention|Republican primary|Republican presidential nominee|Grand Old Party",
      ),
      ...say("Republican|Republicans", { ...EN, ...CASED }),
      ...say("GOP|RNC", CASED),
      ...say("Partido Republicano|Comité Nacional Republicano|Convención Nacional Republicana", ES),
      ...say("republicano|republicanos|republicana|republicanas", { ...ES, ...WEAK }),
    ],
    negatives: phrases(
      "Republican Guard|Irish Republican|Irish republicans|Republican Movement|Republican Army|Provisional Republican|dissident republican|dissident republicans|Republican Sinn Féin|Spanish Republican|Spanish Republicans|Republican Spain|French Republican|French Republicans|The Republicans party|Les Republicains|Republican People's Party|Turkish Republican|Republican era|Australian Republican|Republican calendar|Republican forces|Republican side|Northern Ireland Republicans|anti-monarchy|Guardia Republicana|Segunda República|bando republicano|ejército republicano|España republicana|exilio republicano|Izquierda Republicana|Esquerra Republicana|Partido Republicano de Chile|Partido Republicano chileno|Partido Republicano de José Antonio Kast|Partido Republicano Radical|Movimiento Republicano|periodo republicano|época republicana|era republicana|historia republicana|vida republicana|institucionalidad republicana|valores republicanos|austeridad republicana|legalidad republicana|Asociación Republicana|Republican palace",
    ),
    context: phrases(
      "Estados Unidos|EE.UU.|EEUU|Congreso|Senado|Trump|Biden|demócrata|demócratas|Casa Blanca|Washington|Texas|Florida|Arizona|legisladores|senador|senadores|congresista|congresistas|Cámara de Representantes|gobernador|votantes|primarias|DeSantis|Abbott|Greg Abbott|estadounidense",
    ),
    titles: [],
    countries: ["US"],
    wikidata: "Q29468",
  },
  {
    id: "mexico-sspc",
    kind: "organization",
    everyday: true,
    name: { en: "Secretariat of Security and Citizen Protection", es: "Secretaría de Seguridad y Protección Ciudadana" },
    lists: ["article"],
    aliases: [
      ...say("SSPC", CASED),
      ...say("SSPCMexico"),
      ...say(
        "Secretaría de Seguridad y Protección Ciudadana|Secretaría de Seguridad Federal|Secretaría Federal de Seguridad|Secretaría de Seguridad de México",
        { ...ES, accented: true },
      ),
      ...say("Seguridad y Protección Ciudadana", { ...ES }),
      ...say(
        "Security and Citizen Protection|Security and Civilian Protection|Security and Citizens Protection|Security and Civil Protection Secretariat|Secretariat of Security|Secretariat of Public Security|Mexican Security Ministry|Mexico's Security Ministry|Security and Citizens' Protection|Secretariat of Citizen Security|Ministry of Security and Citizen Protection",
        EN,
      ),
      ...say("SSP|Secretaría de Seguridad", { ...ES, ...WEAK, ...CASED }),
    ],
    negatives: [
      ...each(MEXICAN_STATES, (s) => [
        `SSPC de ${s}`,
        `Seguridad y Protección Ciudadana SSPC de ${s}`,
        `SSPC ${s}`,
        `Secretaría de Seguridad y Protección Ciudadana de ${s}`,
        `Secretaría de Seguridad y Protección Ciudadana del Estado de ${s}`,
        `Seguridad y Protección Ciudadana de ${s}`,
        `Seguridad y Protección Ciudadana del Estado de ${s}`,
        `SSPC del Estado de ${s}`,
        `SSP de ${s}`,
        `Secretaría de Seguridad de ${s}`,
      ]),
      ...phrases(
        "SSPC del Estado|SSPC de la entidad|Seguridad y Protección Ciudadana SSPC de la entidad|Seguridad y Protección Ciudadana SSPC del Estado|Seguridad y Protección Ciudadana de la entidad|SSPC estatal|SSPC municipal|Seguridad y Protección Ciudadana Municipal|Seguridad y Protección Ciudadana del Estado|Seguridad y Protección Ciudadana del municipio|Seguridad y Protección Ciudadana estatal|Dirección de Seguridad y Protección Ciudadana|Comisaría de Seguridad y Protección Ciudadana|secretario de Seguridad y Protección Ciudadana municipal|Ministerio de Seguridad y Protección Ciudadana",
      ),
    ],
    context: phrases(
      "Rosa Icela Rodríguez|García Harfuch|Omar García Harfuch|Alfonso Durazo|Durazo|Gobierno de México|gabinete de seguridad|Secretaría de Seguridad y Protección Ciudadana|Gobierno federal",
    ),
    titles: [],
    countries: ["MX"],
  },
  {
    id: "mexico-segob",
    kind: "organization",
    everyday: true,
    name: { en: "Secretariat of the Interior of Mexico", es: "Secretaría de Gobernación" },
    lists: ["article"],
    aliases: [
      ...say("Segob|SEGOB_mx"),
      ...say("Secretaría de Gobernación|Secretaria de Gobernacion federal", { ...ES, accented: true }),
      ...say(
        "Secretariat of the Interior|Secretariat of Governance|Mexican Interior Ministry|Mexico's Interior Ministry|Mexican Ministry of the Interior|Ministry of the Interior of Mexico|Interior Ministry of Mexico|Mexican Interior Department|Ministry of Governance|Secretariat of Government",
        EN,
      ),
      ...say("Interior Ministry|Interior Secretariat|Ministry of the Interior|Gobernacion", { ...EN, ...WEAK, ...CASED }),
      ...say("Gobernación|Palacio de Cobián|Bucareli", { ...ES, ...WEAK, ...CASED }),
    ],
    negatives: [
      ...each(MEXICAN_STATES, (s) => [`Secretaría de Gobernación de ${s}`, `Secretaría de Gobernación del Estado de ${s}`]),
      ...each(
        "Spanish|French|German|Italian|Russian|Ukrainian|Turkish|Israeli|Saudi|Iraqi|Iranian|Egyptian|Guatemalan|Honduran|Salvadoran|Colombian|Venezuelan|Ecuadorian|Peruvian|Bolivian|Chilean|Argentine|Cuban",
        (nation) => [`${nation} Interior Ministry`, `${nation} Ministry of the Interior`],
      ),
      ...phrases(
        "Interior Ministry of Spain|Secretaría de Gobernación del Estado|Secretaría de Gobernación estatal|Secretaría de Gobernación municipal|Secretaría de Gobernación departamental|Ministerio de Gobernación|ministro de Gobernación|ministra de Gobernación|Comisión de Gobernación|Secretaría de Gobernación de Antioquia|Dirección de Gobernación|Comisión de Puntos Constitucionales y Gobernación|Gobernación de Antioquia|Gobernación de Cundinamarca|Gobernación del Valle|Gobernación de Santa Cruz|Gobernación de La Paz|Gobernación del Cesar|Gobernación de Santander|Gobernación del Atlántico|avenida Bucareli|calle Bucareli|Cartera de Gobernación",
      ),
    ],
    context: phrases(
      "México|Mexico|López Obrador|AMLO|Segob|Sheinbaum|Adán Augusto|Alcalde Luján|Luisa María Alcalde|Olga Sánchez Cordero|Osorio Chong|Peña Nieto|Rosa Icela Rodríguez|Secretaría de Gobernación",
    ),
    titles: [],
    countries: ["MX"],
  },
  {
    id: "mexico-fgr",
    kind: "organization",
    everyday: true,
    name: { en: "Attorney General's Office of Mexico", es: "Fiscalía General de la República" },
    lists: ["article"],
    aliases: [
      ...say("FGR", CASED),
      ...say("FGRMexico|FGR México"),
      ...say("Fiscalía General de la República", ES),
      ...say(
        "Mexican Attorney General's Office|Mexico's Attorney General's Office|Attorney General's Office of Mexico|Attorney General's Office of the Republic|Mexican Attorney General’s Office|Mexico's Federal Prosecutor's Office|Mexican Federal Attorney General's Office|Federal Attorney General's Office|Office of the Attorney General of Mexico|Fiscalía General de la Republica",
        EN,
      ),
      ...say("Fiscalía|Fiscalía General", { ...ES, ...WEAK, ...CASED }),
    ],
    negatives: phrases(
      "Fiscalía General de la República de El Salvador|FGR de El Salvador|FGR salvadoreña|Fiscalía General del Estado|Fiscalía de Justicia|Fiscalía del Estado|Fiscalía General de la Nación|Fiscalía de Nueva York|Fiscalía Provincial|Fiscalía Regional|Fiscalía General de Justicia",
    ),
    context: phrases("Gertz Manero|Gertz|FGR|Fiscalía General de la República|Ernestina Godoy"),
    titles: [],
    countries: ["MX"],
  },
];
