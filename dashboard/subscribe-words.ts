import type { Lang } from "./words.ts";

const count = (n: number, one: string, many: string, locale: string): string => `${n.toLocaleString(locale)} ${n === 1 ? one : many}`;

/** Never 100 where something was missed. */
const percent = (share: number): number => Math.floor(share * 100);

const en = {
  who: "Tell me when this comes back",
  choose: "Choose…",
  together: "Only together with",
  alone: "nobody in particular",
  days: "After so many days of silence",
  email: "Your email address",
  subscribe: "Subscribe",
  looking: "Looking back…",
  told: (times: number, days: number, heard: number) =>
    `In the last ${count(days, "day", "days", "en-US")} it would have written ${count(times, "time", "times", "en-US")}; ${percent(heard)} % of that time was heard.`,
  nothing: (days: number, heard: number) =>
    `In what was heard of the last ${count(days, "day", "days", "en-US")} (${percent(heard)} %) there was nothing to write about.`,
  young: "Vigía has just begun to watch: there is nothing to look back on yet.",
  heldBack: (n: number) =>
    `${count(n, "return", "returns", "en-US")} would have been held back, since too little of the silence was heard.`,
  often: (name: string, named: number, of: number) =>
    `${name} was named on ${named} of the last ${count(of, "day", "days", "en-US")}: that can hardly ever come back.`,
  heardDays: (n: number) => `(${count(n, "day", "days", "en-US")} of them heard.)`,
  pair: (name: string, other: string) => `Follow ${name} together with ${other}`,
  pairTold: (times: number) => `The two would have come back together ${count(times, "time", "times", "en-US")}.`,
  done: "A mail with a button to confirm is on its way. Nothing else is sent before it is pressed; it is good for 48 hours.",
};

type SubscribeWords = typeof en;

const es: SubscribeWords = {
  who: "Avisarme cuando vuelva",
  choose: "Elija…",
  together: "Solo junto con",
  alone: "nadie en particular",
  days: "Tras estos días de silencio",
  email: "Su dirección de correo",
  subscribe: "Suscribirse",
  looking: "Mirando atrás…",
  told: (times, days, heard) =>
    `En los últimos ${count(days, "día", "días", "es-MX")} le habría escrito ${count(times, "vez", "veces", "es-MX")}; se escuchó el ${percent(heard)} % de ese tiempo.`,
  nothing: (days, heard) =>
    `En lo que se escuchó de los últimos ${count(days, "día", "días", "es-MX")} (${percent(heard)} %) no hubo nada que avisar.`,
  young: "Vigía acaba de empezar a escuchar: todavía no hay nada que mirar.",
  heldBack: (n) =>
    `${count(n, "reaparición no se habría avisado", "reapariciones no se habrían avisado", "es-MX")}, porque se escuchó muy poco de ese silencio.`,
  often: (name, named, of) =>
    `Se mencionó «${name}» en ${named} de los últimos ${count(of, "día", "días", "es-MX")}: así casi nunca puede volver.`,
  heardDays: (n) => `(De ellos se ${n === 1 ? "escuchó" : "escucharon"} ${n}.)`,
  pair: (name, other) => `Seguir «${name}» junto con «${other}»`,
  pairTold: (times) => `Juntos habrían vuelto ${count(times, "vez", "veces", "es-MX")}.`,
  done: "Va en camino un correo con un botón para confirmar. No se envía nada más antes de que lo presione; vale 48 horas.",
};

/** The words of the form to subscribe, by language. */
export const subscribeWords: Record<Lang, SubscribeWords> = { en, es };
