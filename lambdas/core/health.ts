import type { Bilingual } from "./entity.ts";

/**
 * How a feed is doing. `ok`, `empty` (readable, but without items) and `new` are well; the others say what is wrong:
 * `failing` (no answer, or an error of the server), `blocked` (the publisher refuses us), `not-allowed` (the guard does),
 * `not-a-feed`, `too-large`, `gone` (410: never asked again until somebody enables it anew).
 */
export type Health = "new" | "ok" | "empty" | "failing" | "not-a-feed" | "blocked" | "not-allowed" | "gone" | "too-large";

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
  /** Vigía's own. */
  | "internal";

/** The health that follows from a fault. */
export const healthOf = (fault: Fault): Health => {
  if (fault === "http-410") return "gone";
  if (fault === "http-401" || fault === "http-403" || fault === "http-451") return "blocked";
  if (fault === "address-not-allowed") return "not-allowed";
  if (fault === "too-large") return "too-large";
  return fault === "not-a-feed" || fault === "empty-body" || fault === "too-deep" || fault === "no-items-parsed" ? "not-a-feed" : "failing";
};

/** Why a feed is not well, in both languages; undefined where nothing is to be said. */
export const reasonOf = ({ health, fault }: { readonly health: Health; readonly fault?: Fault }): Bilingual | undefined => {
  if (fault !== undefined) return faultSentence(fault);
  return health === "empty"
    ? { en: "The feed can be read but has no items.", es: "La fuente se puede leer, pero no tiene elementos." }
    : undefined;
};

/** A fault as a sentence for people, in both languages. */
export const faultSentence = (fault: Fault): Bilingual => {
  if (fault in sentences) return sentences[fault as keyof typeof sentences];
  const status = fault.slice(5);
  return { en: `The server answered with the error ${status}.`, es: `El servidor respondió con el error ${status}.` };
};

const sentences = {
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
    en: "The address is not allowed: it belongs to a private network.",
    es: "La dirección no está permitida: pertenece a una red privada.",
  },
  "too-large": { en: "The document is larger than 5 MB.", es: "El documento supera los 5 MB." },
  "empty-body": { en: "The server answered without any content.", es: "El servidor respondió sin contenido." },
  "not-a-feed": {
    en: "The server answered with something that is no feed, such as a web page.",
    es: "El servidor respondió con algo que no es una fuente, como una página web.",
  },
  "too-deep": { en: "The document is nested too deeply to be read.", es: "El documento está anidado con demasiada profundidad." },
  internal: {
    en: "Vigía could not read the document because of an error of its own; its log says which.",
    es: "Vigía no pudo leer el documento por un error propio; su registro dice cuál.",
  },
  "no-items-parsed": {
    en: "The document has items, but none of them could be read.",
    es: "El documento tiene elementos, pero no se pudo leer ninguno.",
  },
} satisfies Record<string, Bilingual>;
