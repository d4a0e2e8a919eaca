import type { Entity } from "../core/entity.ts";
import { EN, ES, WEAK, phrases, say } from "./aliases.ts";
import { mexican, office, tenure } from "./office.ts";

const DOF = "Diario Oficial de la Federación; gob.mx";

/** The Mexican offices of the article. */
export const mexicoOffices: readonly Entity[] = [
  office({
    id: "mexico-president",
    name: { en: "President of Mexico", es: "Presidencia de México" },
    country: "MX",
    qualified: [
      ...say(`${mexican("President")}|${mexican("leader")}|President of the United Mexican States|Mexican head of state`, EN),
      ...say(
        "presidente de México|presidenta de México|presidente mexicano|presidenta mexicana|mandatario mexicano|mandataria mexicana|jefe del Ejecutivo federal|titular del Ejecutivo federal|jefa del Ejecutivo federal|presidente de los Estados Unidos Mexicanos|jefe del Ejecutivo mexicano",
        ES,
      ),
    ],
    short: say("President|presidente|presidenta|mandatario|mandataria", WEAK),
    tenures: [
      tenure("enrique-pena-nieto", "2012-12-01", "2018-12-01", "2018-12-01", DOF),
      tenure("andres-manuel-lopez-obrador", "2018-12-01", "2024-10-01", "2024-10-01", DOF),
      tenure("claudia-sheinbaum", "2024-10-01", null, "2026-02-24", `${DOF}; in office on 24 Feb 2026 (sdpnoticias.com)`),
    ],
  }),
  office({
    id: "mexico-sspc-secretary",
    name: { en: "Secretary of Security and Citizen Protection of Mexico", es: "Titular de la SSPC" },
    country: "MX",
    qualified: [
      ...say(
        `Secretary of Security and Citizen Protection|Secretary of Security and Civilian Protection|Security and Citizen Protection Secretary|${mexican("Security Secretary")}|${mexican("Security Minister")}|${mexican("Public Security Secretary")}|${mexican("Secretary of Security")}|head of the SSPC`,
        EN,
      ),
      ...say(
        "titular de la SSPC|secretaria de Seguridad y Protección Ciudadana|secretario de Seguridad y Protección Ciudadana|titular de la Secretaría de Seguridad y Protección Ciudadana|titular de Seguridad y Protección Ciudadana|secretaria de Seguridad de México|secretario de Seguridad de México|secretaria federal de Seguridad|secretario federal de Seguridad",
        ES,
      ),
    ],
    short: say(
      "Security Secretary|Secretary of Security|Public Security Secretary|Security Minister|secretaria de Seguridad|secretario de Seguridad|titular de Seguridad|titular de la Secretaría de Seguridad",
      WEAK,
    ),
    negatives: phrases(
      "secretario de Seguridad del Estado|secretaria de Seguridad del Estado|titular de Seguridad del Estado|titular de la Secretaría de Seguridad del Estado|secretario de Seguridad y Protección Ciudadana municipal|secretaria de Seguridad y Protección Ciudadana municipal|secretario de Seguridad y Protección Ciudadana del Estado|secretaria de Seguridad y Protección Ciudadana del Estado",
    ),
    tenures: [
      tenure("alfonso-durazo", "2018-12-01", "2020-11-01", "2020-11-01", DOF),
      tenure("rosa-icela-rodriguez", "2020-11-03", "2024-10-01", "2024-10-01", DOF),
      tenure("omar-garcia-harfuch", "2024-10-01", null, "2026-03-05", `${DOF}; in office on 5 March 2026 (razon.com.mx)`),
    ],
  }),
  office({
    id: "mexico-attorney-general",
    name: { en: "Attorney General of Mexico", es: "Fiscal general de la República" },
    country: "MX",
    qualified: [
      ...say(
        `${mexican("Attorney General")}|Attorney General of the Republic|${mexican("Prosecutor General")}|${mexican("Federal Attorney General")}`,
        EN,
      ),
      ...say(
        "fiscal general de la República|fiscal general de México|fiscal general mexicano|titular de la FGR|titular de la Fiscalía General de la República",
        ES,
      ),
    ],
    short: say("Attorney General|A.G.|AG|fiscal general|fiscal|Prosecutor General", WEAK),
    negatives: phrases("fiscal general de la República de El Salvador|fiscal general de la República de Honduras"),
    tenures: [
      tenure(
        "alejandro-gertz-manero",
        "2019-01-18",
        "2025-11-28",
        "2025-11-28",
        "Senate vote of 18 Jan 2019; resignation of 27 Nov 2025 (adn40.mx)",
      ),
      tenure(
        "ernestina-godoy",
        "2025-11-28",
        null,
        "2026-02-25",
        "Acting from 28 Nov 2025, elected 3 Dec 2025 (24horaspuebla.com); in office on 25 Feb 2026 (fernandafamiliar.soy)",
      ),
    ],
  }),
  office({
    id: "mexico-interior-secretary",
    name: { en: "Secretary of the Interior of Mexico", es: "Titular de Gobernación" },
    country: "MX",
    qualified: [
      ...say(
        `${mexican("Interior Secretary")}|${mexican("Interior Minister")}|${mexican("Secretary of the Interior")}|Secretary of Governance`,
        EN,
      ),
      ...say(
        "secretaria de Gobernación|secretario de Gobernación|titular de Gobernación|titular de la Segob|titular de la Secretaría de Gobernación",
        ES,
      ),
    ],
    short: say("Interior Secretary|Secretary of the Interior|Interior Minister", WEAK),
    negatives: phrases(
      "secretario de Gobernación del Estado|secretaria de Gobernación del Estado|secretario de Gobernación de Puebla|secretaria de Gobernación de Puebla",
    ),
    tenures: [
      tenure("olga-sanchez-cordero", "2018-12-01", "2021-08-26", "2021-08-26", DOF),
      tenure("adan-augusto-lopez", "2021-08-26", "2023-06-16", "2023-06-16", DOF),
      tenure("luisa-maria-alcalde", "2023-06-19", "2024-10-01", "2024-10-01", DOF),
      tenure("rosa-icela-rodriguez", "2024-10-01", null, "2026-03-05", `${DOF}; in office on 5 March 2026 (razon.com.mx)`),
    ],
  }),
];
