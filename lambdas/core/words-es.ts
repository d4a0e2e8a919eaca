import type { Evidence } from "./match.ts";
import type { HeardTime, Silence, Words } from "./wording.ts";
import { whole } from "./words-text.ts";

const days = (n: number): string => `${whole(n)} ${n === 1 ? "día" : "días"}`;

const heardOf = ({ percent, ofDays, asked }: HeardTime): string => {
  const recent = (n: number) => (n === 1 ? "del último día" : `de los últimos ${days(n)}`);
  const before = asked === undefined ? "" : `el ${asked.percent} % ${recent(asked.days)} y `;
  return `escuchamos ${before}el ${percent} % ${ofDays === undefined ? "de ese tiempo" : recent(ofDays)}`;
};

const lastKnown = ({ days: n, last }: Exclude<Silence, { kind: "watched" }>): string =>
  last === undefined
    ? "no se conoce ninguna aparición anterior"
    : `última aparición conocida: ${last}${n === undefined ? "" : `, ${days(n)} antes`}`;

const ofPerson: Readonly<Record<Evidence, string>> = {
  name: "nombre completo",
  surname: "apellido, con el nombre completo en la misma nota",
  title: "cargo junto al nombre",
  context: "nombre, respaldado por las palabras que lo rodean",
  office: "solo se menciona el cargo, que ocupaba esta persona en esa fecha",
  holder: "por la persona que ocupaba el cargo en esa fecha",
};
const ofOther: Readonly<Record<Evidence, string>> = {
  ...ofPerson,
  name: "su propio nombre",
  surname: "forma breve, con el nombre completo en la misma nota",
};

const lists: ReadonlyMap<string, string> = new Map([
  ["article", "todo lo que nombra el artículo del 5 oct 2023"],
  ["successors", "quienes hoy ocupan esos cargos"],
  ["former-holders", "quienes ocuparon antes esos cargos, desde 2019"],
]);

/** Lo que leen quienes leen en español. */
export const es: Words = {
  sampleMark: "[Muestra]",
  sampleNote: "Esta es una muestra escrita para Vigía. Sus medios no existen y nada de lo que cuenta ocurrió.",
  tagline: "Vigía observa las noticias de seguridad entre México y Estados Unidos y avisa quién y qué vuelve a aparecer.",
  subject: {
    returned: (name, kind, silence) => {
      const topic = kind === "topic";
      if (silence.kind === "watched")
        return topic
          ? `De vuelta en las noticias tras ${days(silence.days)}: ${name}`
          : `${name} vuelve a las noticias tras ${days(silence.days)}`;
      if (silence.days === undefined)
        return topic ? `Por primera vez desde que Vigía observa: ${name}` : `${name} aparece por primera vez desde que Vigía observa`;
      return topic
        ? `De vuelta en las noticias: ${name} (última vez conocida: hace ${days(silence.days)})`
        : `${name} vuelve a las noticias; última vez conocida: hace ${days(silence.days)}`;
    },
    returnedMany: (names, n) =>
      n === undefined || n.length !== 2
        ? `${names} vuelven a las noticias`
        : `${names} vuelven a las noticias tras ${n.map(whole).join(" y ")} días`,
    together: (one, other, silence) =>
      silence.days === undefined
        ? `${one} con ${other}, por primera vez desde que Vigía observa`
        : silence.kind === "watched"
          ? `${one} con ${other}, por primera vez en ${days(silence.days)}`
          : `${one} con ${other}; última vez conocida juntos hace ${days(silence.days)}`,
    matched: (names, headline) => `${names}: ${headline}`,
    confirm: "Confirme sus avisos de Vigía",
  },
  more: (n) => `${whole(n)} más`,
  inTheNews: (names) => `En las noticias: ${names}`,
  reportedBy: (outlet, moment) => `${outlet} · ${moment}`,
  silence: (silence, beside) => {
    const together = beside === undefined ? "" : `Junto con ${beside}. `;
    if (silence.kind === "watched")
      return `${together}De vuelta tras ${days(silence.days)} (última aparición: ${silence.last}; ${heardOf(silence.heard)}).`;
    if (silence.kind === "partly")
      return `${together}Sin aparecer en ${silence.watchedDays === 1 ? "el" : "los"} ${days(silence.watchedDays)} que llevamos escuchando (${heardOf(silence.heard)}); ${lastKnown(silence)}.`;
    return `${together}Primera aparición desde que Vigía empezó a observar el ${silence.since}; ${lastKnown(silence)}; silencio no observado.`;
  },
  lastSeen: "Aparición anterior",
  certainty: { certain: "Seguro", probable: "Probable", possible: "Posible" },
  evidence: (evidence, kind) => (kind === "official" ? ofPerson : ofOther)[evidence],
  prominence: { headline: "en el titular", lead: "en la primera frase", passing: "más abajo en el texto" },
  quote: (text) => `«${text}»`,
  otherOutlets: "Otros medios",
  alsoNamed: "También en esta noticia",
  moreNamed: (n) => `y ${whole(n)} más`,
  othersNamed: (n) => `${whole(n)} ${n === 1 ? "entrada más" : "entradas más"} de la lista de seguimiento`,
  storyLang: { en: "en inglés", es: "en español" },
  why: {
    heading: "Por qué recibe este aviso",
    subscription: (name) => (name === undefined ? "Su seguimiento abarca" : `Su seguimiento «${name}» abarca`),
    chosen: (n) => `${whole(n)} ${n === 1 ? "entrada elegida por usted" : "entradas elegidas por usted"}`,
    list: (id) => lists.get(id) ?? `la lista «${id}»`,
    kinds: {
      official: "todos los funcionarios",
      office: "todos los cargos",
      organization: "todas las organizaciones",
      topic: "todos los temas",
    },
    every: "Avisa de cada noticia que menciona a alguien o algo de esto.",
    reappearance: (n) => `Avisa cuando alguien o algo de esto vuelve a aparecer tras ${days(n)} o más de silencio.`,
    prominent: "Solo cuentan los titulares y las primeras frases.",
    together: "dos entradas elegidas por usted, cuando una noticia menciona a ambas",
    prominentFormer: "De quienes dejaron el cargo solo cuentan los titulares y las primeras frases.",
  },
  correction: {
    subject: (name, headline) => `Corrección: «${headline}» no se refiere a ${name}`,
    wrong: (name, day, asReturn) =>
      `El ${day} le avisamos que esta noticia se refería a ${name}${asReturn ? ", como reaparición" : ""}. Fue un error: una persona lo revisó y lo rechazó.`,
    counts:
      "Ya no cuenta en el registro, las estadísticas ni los silencios. Si ocultaba una reaparición verdadera de las últimas dos semanas, le avisamos de ella.",
  },
  digest: {
    returned: (n, names) => (n === 1 ? `De vuelta en las noticias: ${names}` : `${whole(n)} reapariciones: ${names}`),
    stories: (n, names) => `${n === 1 ? "Una noticia" : `${whole(n)} noticias`}: ${names}`,
    more: (n) => `${n === 1 ? "Una noticia más" : `${whole(n)} noticias más`}: véalas en Vigía.`,
  },
  welcome: {
    subject: "Bienvenida: sus avisos de Vigía están activos",
    listening: (since, feeds, heard) =>
      `Observamos desde el ${since} y escuchamos ${whole(feeds)} ${feeds === 1 ? "fuente" : "fuentes"}${heard === undefined ? "" : `; ${heard.days === 1 ? "del último día" : `de los últimos ${days(heard.days)}`} escuchamos el ${heard.percent} %`}.`,
    cadence: {
      now: () => "Cada aviso llega de inmediato.",
      daily: (at, _, timezone) => `Sus avisos llegan en un solo correo al día, a las ${at}:00 (${timezone}), si los hay.`,
      weekly: (at, weekday, timezone) =>
        `Sus avisos llegan en un solo correo a la semana, el ${weekday} a las ${at}:00 (${timezone}), si los hay.`,
    },
    weekdays: {
      monday: "lunes",
      tuesday: "martes",
      wednesday: "miércoles",
      thursday: "jueves",
      friday: "viernes",
      saturday: "sábado",
      sunday: "domingo",
    },
    quiet: (from, to) => `De ${from}:00 a ${to}:00 no llega ningún correo; lo que ocurra entonces se avisa cuando terminan.`,
    followed: "A quién y qué sigue",
    lastSeen: (day, outlet) => `última aparición: ${day}, ${outlet}`,
    never: "aún no se conoce ninguna aparición",
  },
  watching: {
    subject: "Seguimos atentos: esta semana no hubo nada que avisarle",
    nothing: "Desde hace una semana no hubo nada que avisarle. Vigía sigue observando por usted.",
    held: "Sin avisar",
    because: (at, percent, n) =>
      `apareció el ${at}; de los ${days(n)} anteriores solo escuchamos el ${percent} %, muy poco para llamarlo un regreso`,
  },
  endpoint: {
    which: (name, id) => (name === undefined ? `Es el seguimiento ${id}.` : `Es el seguimiento «${name}» (${id}).`),
    failing: {
      subject: "Su webhook está fallando",
      happened: (since) => `Desde el ${since} han fallado todos los intentos de llegar a la dirección de su webhook.`,
      next: "Vigía sigue intentando, con pausas cada vez más largas. Tras cinco días sin lograrlo dejará de hacerlo. La lista de entregas dice qué falló.",
    },
    disabled: {
      subject: "Su webhook fue desactivado",
      happened: (since) =>
        `Desde el ${since} han fallado todos los intentos de llegar a la dirección de su webhook, y Vigía dejó de enviarle.`,
      next: "Cuando vuelva a funcionar, reactive el seguimiento; lo que faltó se puede enviar de nuevo.",
    },
    gone: {
      subject: "Su webhook fue desactivado",
      happened: () => "La dirección de su webhook respondió que ya no existe, y Vigía dejó de enviarle.",
      next: "Si fue un error, reactive el seguimiento; lo que faltó se puede enviar de nuevo.",
    },
    whyYou:
      "Recibe este correo porque el webhook indica esta dirección como la de su responsable. Al darse de baja terminan los avisos a esta dirección y también estos correos.",
  },
  unsubscribe: "Darse de baja",
  manage: "Cambiar o pausar",
  notThis: "¿Se trata de alguien o algo distinto?",
  snooze: { label: "Sin avisos por", days },
  open: "Abrir Vigía",
  confirm: {
    heading: "Falta un paso",
    asked: "Alguien, esperamos que usted, pidió a Vigía enviar avisos a esta dirección.",
    wants: "Lo que se pidió",
    press: "Abra la página y pulse su botón antes de 48 horas. Hasta entonces no se envía nada más.",
    button: "Ir a la página de confirmación",
    notYou: "Si no fue usted, no haga nada: no recibirá más correos y la solicitud se borra.",
  },
};
