import type { Lang } from "../core/entity.ts";

/** An invented outlet of the sample. Its names say that it is one, wherever they are shown. */
export interface SampleOutlet {
  /** Name of its document and, after `sample-`, id of its feed. */
  readonly id: string;
  readonly outlet: string;
  readonly title: string;
  readonly lang: Lang;
  readonly country: string;
  readonly timezone: string;
  readonly format: "rss" | "atom";
  /** Host of its links: `.example` can never exist (RFC 2606). */
  readonly host: string;
}

/** Five outlets, two languages, both feed formats. */
export const sampleOutlets = [
  {
    id: "ledger",
    outlet: "The Sample Ledger (sample)",
    title: "The Sample Ledger (sample): latest",
    lang: "en",
    country: "US",
    timezone: "America/Chicago",
    format: "rss",
    host: "sample-ledger.example",
  },
  {
    id: "wire",
    outlet: "Border Example Wire (sample)",
    title: "Border Example Wire (sample)",
    lang: "en",
    country: "US",
    timezone: "America/New_York",
    format: "atom",
    host: "border-wire.example",
  },
  {
    id: "frontera",
    outlet: "Frontera Ejemplo (muestra)",
    title: "Frontera Ejemplo (muestra): portada",
    lang: "es",
    country: "MX",
    timezone: "America/Tijuana",
    format: "rss",
    host: "frontera-ejemplo.example",
  },
  {
    id: "diario",
    outlet: "Diario Ficticio (muestra)",
    title: "Diario Ficticio (muestra): últimas noticias",
    lang: "es",
    country: "MX",
    timezone: "America/Mexico_City",
    format: "rss",
    host: "diario-ficticio.example",
  },
  {
    id: "agencia",
    outlet: "Agencia Ejemplo (muestra)",
    title: "Agencia Ejemplo (muestra): cables",
    lang: "es",
    country: "MX",
    timezone: "America/Mexico_City",
    format: "rss",
    host: "agencia-ejemplo.example",
  },
] as const satisfies readonly SampleOutlet[];

/** One invented entry. Nothing in it happened. */
export interface SampleItem {
  readonly outlet: (typeof sampleOutlets)[number]["id"];
  /** Unique; the GUID and, unless `path` says otherwise, the path of its link. */
  readonly slug: string;
  /** Published so long before the sample's now, in hours. */
  readonly hours: number;
  readonly title: string;
  readonly summary: string;
  /** Path of the link, where it is not the slug's. */
  readonly path?: string;
}
