import type { Bilingual } from "./entity.ts";
import { addressOf, type Feed, type FeedState } from "./feed.ts";
import { isStale } from "./spacing.ts";

/**
 * How a feed is doing. It answers: `ok` (its last document was read), `unchanged` (the same document, or 304), `moved` (it is
 * asked at another address than was given), `undated` (items without a usable date), `empty` (readable, no items), `stale`
 * (silent far longer than is usual). It does not: `failing` (no answer, or an error of the server), `blocked` (the publisher
 * refuses us), `not-allowed` (the guard does), `not-a-feed`, `too-large`, `gone` (410: never asked again until somebody enables
 * it anew). Or it is `new`.
 */
export const healths = [
  "new",
  "ok",
  "unchanged",
  "moved",
  "undated",
  "empty",
  "stale",
  "failing",
  "not-a-feed",
  "too-large",
  "blocked",
  "not-allowed",
  "gone",
] as const;
export type Health = (typeof healths)[number];

/** What a check ran into: an HTTP status, a class of network failure, or what the parser said. */
export type Fault =
  | `http-${number}`
  | "timeout"
  | "connection"
  | "tls"
  | "dns"
  | "redirect"
  | "address-not-allowed"
  | "too-large"
  | "empty-body"
  | "not-a-feed"
  | "too-deep"
  | "no-items-parsed"
  /** Its robots.txt names us. */
  | "robots"
  /** Vigía's own. */
  | "internal";

/** The health that follows from a fault. */
export const healthOf = (fault: Fault): Health => {
  if (fault === "http-410") return "gone";
  if (fault === "http-401" || fault === "http-403" || fault === "http-451" || fault === "robots") return "blocked";
  if (fault === "address-not-allowed") return "not-allowed";
  if (fault === "too-large") return "too-large";
  return fault === "not-a-feed" || fault === "empty-body" || fault === "too-deep" || fault === "no-items-parsed" ? "not-a-feed" : "failing";
};

/** Did a document come that could not be read? */
export const isUnreadable = (fault: Fault): boolean => {
  const health = healthOf(fault);
  return health === "not-a-feed" || health === "too-large" || fault === "internal";
};

/** How a feed is doing, given when it was last heard (epoch ms): what its state says, and what follows from the time since. */
export const shownHealth = (feed: Pick<Feed, "url" | "pinned">, state: FeedState | undefined, heardAt = 0): Health => {
  if (state === undefined) return "new";
  if (state.health !== "ok") return state.health;
  if (isStale(state, heardAt)) return "stale";
  if (addressOf(feed, state) !== feed.url) return "moved";
  return heardAt > (state.readAt ?? 0) ? "unchanged" : "ok";
};

/** What a feed's health means, and why it is not well where it is not, in both languages. */
export const reasonOf = (health: Health, { fault, unread }: Pick<FeedState, "fault" | "unread"> = {}): Bilingual => {
  if (fault === undefined) return meanings[health];
  const { en, es } = faultSentence(fault);
  return unread === true ? { en: `${en} ${ONLY_UNCHANGED.en}`, es: `${es} ${ONLY_UNCHANGED.es}` } : { en, es };
};

const ONLY_UNCHANGED: Bilingual = {
  en: "It answers again, but only that nothing has changed: it is well once a document was read.",
  es: "Responde otra vez, pero solo que nada ha cambiado: estará bien cuando se lea un documento.",
};

const meanings: Readonly<Record<Health, Bilingual>> = {
  new: { en: "It was not asked yet.", es: "Aún no se consulta." },
  ok: { en: "Its last document was read.", es: "Se leyó su último documento." },
  unchanged: {
    en: "It answers that nothing is new since its last document was read.",
    es: "Responde que no hay nada nuevo desde que se leyó su último documento.",
  },
  moved: {
    en: "It moved for good, and is asked at its new address.",
    es: "Se mudó de forma permanente y se consulta en su nueva dirección.",
  },
  undated: {
    en: "Its items carry no date that can be used: they count from when they are first seen.",
    es: "Sus elementos no traen una fecha útil: cuentan desde que se ven por primera vez.",
  },
  empty: { en: "The feed can be read but has no items.", es: "La fuente se puede leer, pero no tiene elementos." },
  stale: {
    en: "It answers, but brought nothing new for more than five times its usual spacing: perhaps it is frozen.",
    es: "Responde, pero no trae nada nuevo desde hace más de cinco veces lo habitual: quizá está congelada.",
  },
  failing: { en: "It does not answer as it should.", es: "No responde como debe." },
  "not-a-feed": { en: "It answers with something that is no feed.", es: "Responde con algo que no es una fuente." },
  "too-large": { en: "Its document is too large.", es: "Su documento es demasiado grande." },
  blocked: { en: "The publisher refuses our requests.", es: "El medio rechaza nuestras peticiones." },
  "not-allowed": { en: "Its address is not allowed.", es: "Su dirección no está permitida." },
  gone: { en: "It is gone for good and is not asked any more.", es: "Desapareció para siempre y ya no se consulta." },
};

/** A fault as a sentence for people, in both languages. */
export const faultSentence = (fault: Fault): Bilingual => {
  if (fault in sentences) return sentences[fault as keyof typeof sentences];
  const status = fault.slice(5);
  return { en: `The server answered with the error ${status}.`, es: `El servidor respondió con el error ${status}.` };
};

const sentences = {
  "http-304": {
    en: "The server says that nothing has changed (304) though it was asked for the whole document.",
    es: "El servidor dice que nada ha cambiado (304) aunque se le pidió el documento completo.",
  },
  "http-401": { en: "The publisher asks for a password.", es: "El medio pide una contraseña." },
  "http-403": { en: "The publisher refuses our requests (403).", es: "El medio rechaza nuestras peticiones (403)." },
  "http-404": { en: "The address does not exist any more (404).", es: "La dirección ya no existe (404)." },
  "http-410": {
    en: "The publisher says that this feed is gone for good (410). It is not asked again.",
    es: "El medio dice que esta fuente desapareció para siempre (410). No se consulta más.",
  },
  "http-429": { en: "The publisher asks us to come less often (429).", es: "El medio pide que consultemos menos (429)." },
  "http-451": { en: "The publisher may not show this to us (451).", es: "El medio no puede mostrarnos esto (451)." },
  "http-503": { en: "The server is overloaded or under repair (503).", es: "El servidor está saturado o en mantenimiento (503)." },
  timeout: { en: "The server took too long to answer.", es: "El servidor tardó demasiado en responder." },
  connection: { en: "The connection to the server failed.", es: "Falló la conexión con el servidor." },
  tls: { en: "The server's certificate or encryption is not valid.", es: "El certificado o el cifrado del servidor no es válido." },
  dns: { en: "The server's name was not found.", es: "No se encontró el nombre del servidor." },
  redirect: { en: "The address redirects in a way that we do not follow.", es: "La dirección redirige de una manera que no seguimos." },
  "address-not-allowed": {
    en: "This address, or one that it leads to, is not allowed.",
    es: "Esta dirección, o una a la que lleva, no está permitida.",
  },
  "too-large": { en: "The document is larger than 5 MB.", es: "El documento supera los 5 MB." },
  "empty-body": { en: "The server answered without any content.", es: "El servidor respondió sin contenido." },
  "not-a-feed": {
    en: "The server answered with something that is no feed, such as a web page.",
    es: "El servidor respondió con algo que no es una fuente, como una página web.",
  },
  "too-deep": { en: "The document is nested too deeply to be read.", es: "El documento está anidado con demasiada profundidad." },
  robots: {
    en: "The publisher's robots.txt asks Vigía by name not to read this. It is looked at once a week.",
    es: "El robots.txt del medio pide a Vigía, por su nombre, que no lea esto. Se consulta una vez por semana.",
  },
  internal: {
    en: "Vigía could not read the document because of an error of its own; its log says which.",
    es: "Vigía no pudo leer el documento por un error propio; su registro dice cuál.",
  },
  "no-items-parsed": {
    en: "The document has items, but none of them could be read.",
    es: "El documento tiene elementos, pero no se pudo leer ninguno.",
  },
} satisfies Record<string, Bilingual>;
