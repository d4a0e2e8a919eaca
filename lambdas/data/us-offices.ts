import type { Entity } from "../core/entity.ts";
import { EN, ES, WEAK, say } from "./aliases.ts";
import { american, ofUnitedStates, office, tenure } from "./office.ts";

const STATE_HISTORY = "U.S. Department of State, Office of the Historian (history.state.gov)";
const DHS_HISTORY = "Department of Homeland Security (dhs.gov/secretary-homeland-security)";
const INAUGURATION = "Inauguration; U.S. Constitution, 20th amendment";

/** The U.S. offices of the article. A day without a tenure has no known holder, and then the office stands alone. */
export const usOffices: readonly Entity[] = [
  office({
    id: "us-president",
    name: { en: "President of the United States", es: "Presidente de Estados Unidos" },
    country: "US",
    qualified: [
      ...say(`${american("President")}|U.S. leader|head of the White House|POTUS|leader of the United States`, EN),
      ...say(`${ofUnitedStates("presidente")}|${ofUnitedStates("mandatario")}|inquilino de la Casa Blanca|jefe de la Casa Blanca`, ES),
    ],
    short: say("President|presidente", WEAK),
    tenures: [
      tenure("barack-obama", "2009-01-20", "2017-01-20", "2017-01-20", INAUGURATION),
      tenure("donald-trump", "2017-01-20", "2021-01-20", "2021-01-20", INAUGURATION),
      tenure("joe-biden", "2021-01-20", "2025-01-20", "2025-01-20", INAUGURATION),
      tenure("donald-trump", "2025-01-20", null, "2026-06-25", `${INAUGURATION}; in office on 25 June 2026, House Appropriations hearing`),
    ],
  }),
  office({
    id: "us-secretary-of-state",
    name: { en: "U.S. Secretary of State", es: "Secretario de Estado de EE. UU." },
    country: "US",
    qualified: [
      ...say(
        `${american("Secretary of State")}|Secretary of the State Department|top U.S. diplomat|U.S. top diplomat|America's top diplomat|U.S. chief diplomat`,
        EN,
      ),
      ...say(
        `${ofUnitedStates("secretario de Estado")}|${ofUnitedStates("secretaria de Estado")}|secretario del Estado de Estados Unidos|jefe de la diplomacia estadounidense|jefe de la diplomacia de Estados Unidos|titular del Departamento de Estado|secretario del Departamento de Estado|jefe del Departamento de Estado`,
        ES,
      ),
    ],
    short: say("Secretary|Secretario|Secretary of State|secretario de Estado|secretaria de Estado|jefe de la diplomacia", WEAK),
    tenures: [
      tenure("rex-tillerson", "2017-02-01", "2018-03-31", "2018-03-31", STATE_HISTORY),
      tenure("mike-pompeo", "2018-04-26", "2021-01-20", "2021-01-20", STATE_HISTORY),
      tenure("antony-blinken", "2021-01-26", "2025-01-20", "2025-01-20", STATE_HISTORY),
      tenure(
        "marco-rubio",
        "2025-01-21",
        null,
        "2025-12-21",
        `${STATE_HISTORY}; year-end press conference reported 21 Dec 2025 (catholiccritique.com)`,
      ),
    ],
  }),
  office({
    id: "us-attorney-general",
    name: { en: "U.S. Attorney General", es: "Fiscal general de EE. UU." },
    country: "US",
    qualified: [
      ...say(american("Attorney General"), EN),
      ...say(
        `${ofUnitedStates("fiscal general")}|${ofUnitedStates("procurador general")}|${ofUnitedStates("secretario de Justicia")}|${ofUnitedStates("fiscal")}|titular del Departamento de Justicia`,
        ES,
      ),
    ],
    short: say("Attorney General|A.G.|AG|fiscal general|procurador general|secretario de Justicia|fiscal", WEAK),
    tenures: [
      tenure("jeff-sessions", "2017-02-09", "2018-11-07", "2018-11-07", "Department of Justice (justice.gov/ag/historical-bios)"),
      tenure("william-barr", "2019-02-14", "2020-12-23", "2020-12-23", "Department of Justice (justice.gov/ag/historical-bios)"),
      tenure("merrick-garland", "2021-03-11", "2025-01-20", "2025-01-20", "Department of Justice (justice.gov/ag/historical-bios)"),
      tenure(
        "pam-bondi",
        "2025-02-05",
        "2026-04-02",
        "2026-04-02",
        "Sworn in 5 Feb 2025; dismissed on Thursday 2 April 2026 (press reports to 8 April 2026)",
      ),
      tenure("todd-blanche", "2026-04-02", null, "2026-06-02", "Acting; in office on 2 June 2026 (The Guardian)"),
    ],
  }),
  office({
    id: "us-homeland-security-secretary",
    name: { en: "U.S. Secretary of Homeland Security", es: "Secretario de Seguridad Nacional de EE. UU." },
    country: "US",
    qualified: [
      ...say(
        "Homeland Security Secretary|Secretary of Homeland Security|Secretary for Homeland Security|DHS Secretary|DHS chief|Homeland Security chief|Secretary of the Department of Homeland Security",
        EN,
      ),
      ...say(
        `secretario de Seguridad Nacional|secretaria de Seguridad Nacional|secretario de Seguridad Interior|${ofUnitedStates("secretario de Seguridad Interior")}|secretario de Seguridad Interna|titular de Seguridad Nacional|titular del Departamento de Seguridad Nacional|titular del DHS`,
        ES,
      ),
    ],
    short: say("Secretary|Secretario|Secretaria", WEAK),
    tenures: [
      tenure("john-kelly", "2017-01-20", "2017-07-31", "2017-07-31", DHS_HISTORY),
      tenure("kirstjen-nielsen", "2017-12-06", "2019-04-10", "2019-04-10", DHS_HISTORY),
      tenure("alejandro-mayorkas", "2021-02-02", "2025-01-20", "2025-01-20", DHS_HISTORY),
      tenure("kristi-noem", "2025-01-25", "2026-03-23", "2026-03-23", "Sworn in 25 Jan 2025; successor confirmed 23 March 2026"),
      tenure("markwayne-mullin", "2026-03-24", null, "2026-06-25", "Senate vote of 23 March 2026; testified on 25 June 2026 (USA Today)"),
    ],
  }),
  office({
    id: "white-house-homeland-security-advisor",
    name: { en: "White House Homeland Security Advisor", es: "Asesor de Seguridad Nacional de la Casa Blanca" },
    country: "US",
    qualified: [
      ...say(
        "White House Homeland Security Adviser|White House Homeland Security Advisor|Homeland Security Adviser|Homeland Security Advisor|Assistant to the President for Homeland Security|Biden's Homeland Security Adviser",
        EN,
      ),
      ...say(
        "asesora de Seguridad de la Casa Blanca|asesora de Seguridad Interior de la Casa Blanca|asesora de Seguridad Nacional de la Casa Blanca|asesora de Seguridad Interna de la Casa Blanca",
        ES,
      ),
    ],
    short: say(
      "asesora de Seguridad Nacional|asesora de Seguridad Interior|asesora presidencial|Presidential Adviser|National Security Advisor",
      WEAK,
    ),
    tenures: [
      tenure(
        "liz-sherwood-randall",
        "2021-01-20",
        "2025-01-20",
        "2025-01-20",
        "White House releases 2021–2025 (bidenwhitehouse.archives.gov)",
      ),
    ],
  }),
  office({
    id: "us-ambassador-to-mexico",
    name: { en: "U.S. Ambassador to Mexico", es: "Embajador de EE. UU. en México" },
    country: "US",
    qualified: [
      ...say(
        "U.S. Ambassador to Mexico|American Ambassador to Mexico|United States Ambassador to Mexico|Ambassador of the United States to Mexico|Washington's ambassador to Mexico|U.S. envoy to Mexico|U.S. Ambassador in Mexico",
        EN,
      ),
      ...say(
        ["Estados Unidos", "los Estados Unidos", "EU", "EE.UU.", "EE UU", "EEUU", "EUA"]
          .map((us) => `embajador de ${us} en México|embajadora de ${us} en México`)
          .join("|") +
          "|embajador estadounidense en México|embajador norteamericano en México|embajador estadounidense en nuestro país|embajador de Estados Unidos en nuestro país|titular de la embajada de Estados Unidos en México",
        ES,
      ),
    ],
    short: say(`Ambassador to Mexico|Ambassador|U.S. Ambassador|embajador|embajador en México|${ofUnitedStates("embajador")}`, WEAK),
    tenures: [
      tenure("roberta-jacobson", "2016-06-20", "2018-05-05", "2018-05-05", STATE_HISTORY),
      tenure("christopher-landau", "2019-08-26", "2021-01-20", "2021-01-20", STATE_HISTORY),
      tenure("ken-salazar", "2021-09-14", "2025-01-07", "2025-01-07", `${STATE_HISTORY}; Sept 2021 to Jan 2025 (mexiconewsdaily.com)`),
      tenure(
        "ronald-johnson",
        "2025-05-19",
        null,
        "2026-02-25",
        "Credentials 19 May 2025 (local10.com); in office on 25 Feb 2026 (fernandafamiliar.soy)",
      ),
    ],
  }),
  office({
    id: "us-assistant-secretary-western-hemisphere",
    name: {
      en: "U.S. Assistant Secretary of State for Western Hemisphere Affairs",
      es: "Secretario de Estado adjunto de EE. UU. para el Hemisferio Occidental",
    },
    country: "US",
    qualified: [
      ...say(
        "Assistant Secretary of State for Western Hemisphere Affairs|Assistant Secretary for Western Hemisphere Affairs|Assistant Secretary for the Western Hemisphere|Assistant Secretary of State for the Western Hemisphere|Assistant Secretary of State for Latin America|head of the State Department for Latin America|State Department's head for Latin America|top U.S. diplomat for Latin America|top U.S. diplomat for the Western Hemisphere",
        EN,
      ),
      ...say(
        "subsecretario de Estado para Asuntos del Hemisferio Occidental|secretario de Estado adjunto para Asuntos del Hemisferio Occidental|secretario adjunto para Asuntos del Hemisferio Occidental|subsecretario para Asuntos del Hemisferio Occidental|subsecretario de Estado para América Latina|subsecretario de Estado para Latinoamérica|subsecretario de Estado para el Hemisferio Occidental|jefe de la diplomacia estadounidense para América Latina|jefe de la diplomacia de Estados Unidos para América Latina|jefe de la diplomacia estadounidense para Latinoamérica|responsable del Departamento de Estado para América Latina|responsable para América Latina del Departamento de Estado",
        ES,
      ),
    ],
    short: say(
      "Assistant Secretary of State|Assistant Secretary|subsecretario de Estado|secretario de Estado adjunto|secretario adjunto|subsecretario|representante del Departamento de Estado para América Latina|jefe de la diplomacia para América Latina",
      WEAK,
    ),
    tenures: [
      tenure("kimberly-breier", "2018-10-15", "2019-08-08", "2019-08-08", STATE_HISTORY),
      tenure("brian-nichols", "2021-09-15", "2024-12-31", "2024-12-31", STATE_HISTORY),
    ],
  }),
];
