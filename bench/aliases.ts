import { watchlist } from "../lambdas/data/watchlist.ts";
import { nameAliases } from "../lambdas/core/names.ts";
import { fold } from "../lambdas/core/text.ts";

const GIVEN =
  "José María Ana Juan Luis Carlos Jorge Rosa Elena Laura Marta Diego Pablo Andrés Raúl Óscar Iván Lucía Inés Tomás James Mary John Linda Robert Susan Michael Karen David Nancy Paul Helen Mark Ruth Peter Alice Henry Grace Walter Emma".split(
    " ",
  );
const SURNAMES =
  "García Hernández Martínez López González Pérez Rodríguez Sánchez Ramírez Cruz Flores Gómez Morales Vázquez Reyes Jiménez Torres Díaz Gutiérrez Ruiz Mendoza Aguilar Ortiz Castillo Moreno Romero Álvarez Chávez Rivera Juárez Domínguez Ramos Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Thomas Moore Jackson Martin Thompson White Clark Lewis Walker Hall Allen Young King Wright Hill Scott Green Baker Adams Nelson Carter Mitchell Roberts".split(
    " ",
  );

/** Distinct ways to write names, as many as asked for: the watchlist's own first, then made names of two and three words. */
export const aliasesFor = (count: number): string[] => {
  const known = new Map<string, string>();
  const add = (text: string) => {
    const folded = fold(text);
    if (folded.length > 2 && !known.has(folded)) known.set(folded, text);
  };
  for (const { aliases, person } of watchlist.entities) {
    for (const { text } of aliases) add(text);
    if (person !== undefined) for (const { text } of nameAliases(person)) add(text);
  }
  // A step that shares no factor with the number of names, so that the first thousand are not one family's.
  const total = GIVEN.length * SURNAMES.length * (SURNAMES.length + 1);
  for (let i = 0; known.size < count; i++) add(madeName((i * 7919) % total));
  return [...known.values()].slice(0, count);
};

const madeName = (index: number): string => {
  const given = GIVEN[index % GIVEN.length] ?? "";
  const rest = Math.floor(index / GIVEN.length);
  const surname = SURNAMES[rest % SURNAMES.length] ?? "";
  const second = SURNAMES[Math.floor(rest / SURNAMES.length)];
  return second === undefined ? `${given} ${surname}` : `${given} ${surname} ${second}`;
};
