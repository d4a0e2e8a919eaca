import type { Item } from "../core/item.ts";

/**
 * Sighting zero: the article that the watchlist is drawn from, as an ordinary old item. The summary is ours; it names every
 * entity of the article, so that each has a first known sighting. The time of day is not known and set to the afternoon in Mexico City.
 */
export const seedArticle: Item = {
  id: "seed-article",
  feedId: "seed-article",
  outlet: "teleSUR English",
  lang: "en",
  title: "Mexican President Receives US Delegation for Security Talks",
  summary: [
    "At the National Palace, President Andrés Manuel López Obrador met the U.S. delegation that came to Mexico for the High-Level Security Dialogue, led by Secretary of State Antony Blinken.",
    "With him were White House Homeland Security Advisor Liz Sherwood-Randall, U.S. Ambassador to Mexico Ken Salazar, Secretary of Homeland Security Alejandro Mayorkas, Attorney General Merrick Garland and Brian Nichols, who is in charge of Latin America at the State Department.",
    "For Mexico the talks were led by Rosa Icela Rodríguez of the Secretariat of Security and Citizen Protection (SSPC), with Alejandro Gertz Manero of the Attorney General's Office of the Republic (FGR) and Luisa María Alcalde of the Secretariat of the Interior (Segob).",
    "On the agenda were migration, border security, economic cooperation, drug trafficking, arms trafficking and the networks of organized crime in both countries.",
    "The two sides spoke of fentanyl, methamphetamine and other synthetic drugs, of overdose deaths, and of drug addiction and its treatment.",
    "López Obrador criticised the order of President Joe Biden to extend the border wall in Texas, and said that the White House was under pressure from the Republican Party.",
  ].join(" "),
  published: "2023-10-05T21:00:00.000Z",
  seenAt: "2023-10-05T21:00:00.000Z",
  baseline: true,
};
