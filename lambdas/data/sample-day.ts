import type { SampleItem } from "./sample-outlets.ts";

/**
 * The news day of the sample, written for this project: invented outlets, invented and harmless events. It shows what the
 * matcher must find (every entity of the article, in both languages), what it must not (names and words that look alike),
 * one event told by several outlets, one page re-issued, a retrospective, and people back after a long silence.
 */
export const sampleDay: readonly SampleItem[] = [
  // One event, four tellings: two at one address, two nearly alike at different ones, in two languages.
  {
    outlet: "ledger",
    slug: "nichols-forum",
    hours: 1.2,
    title: "Brian Nichols to moderate an open forum on US-Mexico trade ties",
    summary:
      "Brian Nichols, who headed the State Department bureau for the Western Hemisphere, will moderate a public forum on economic cooperation between the United States and Mexico next month, the organizers said.",
  },
  {
    outlet: "ledger",
    slug: "nichols-forum-update",
    path: "/nichols-forum?utm_source=feed",
    hours: 0.6,
    title: "Update: Brian Nichols to moderate an open forum on US-Mexico trade ties",
    summary:
      "The forum that the retired diplomat Brian Nichols moderates will be streamed, the organizers added. Registration opens on Monday.",
  },
  {
    outlet: "diario",
    slug: "nichols-foro",
    hours: 1,
    title: "Brian Nichols moderará un foro sobre cooperación económica entre México y Estados Unidos",
    summary:
      "El foro del exencargado de América Latina en el Departamento de Estado tendrá lugar el mes próximo, informaron los organizadores. La entrada será gratuita.",
  },
  {
    outlet: "agencia",
    slug: "cable-0417",
    hours: 0.9,
    title: "Brian Nichols moderará foro sobre cooperación económica entre México y Estados Unidos",
    summary:
      "El foro del exencargado de América Latina en el Departamento de Estado tendrá lugar el próximo mes, informaron sus organizadores. La entrada será libre.",
  },
  // The White House adviser on homeland security does not belong to the department of that name.
  {
    outlet: "wire",
    slug: "sherwood-randall-panel",
    hours: 2,
    title: "Liz Sherwood-Randall joins a panel on emergency planning",
    summary:
      "Liz Sherwood-Randall, a former White House homeland security adviser, will speak about emergency planning at a university in Washington.",
  },
  {
    outlet: "frontera",
    slug: "sherwood-randall-panel-universitario",
    hours: 1.8,
    title: "Liz Sherwood Randall hablará de protección civil en Washington",
    summary: "La exasesora de la Casa Blanca Liz Sherwood Randall participará en un panel universitario abierto al público.",
  },
  {
    outlet: "agencia",
    slug: "gertz-seminario",
    hours: 2.9,
    title: "Alejandro Gertz Manero asiste a un seminario de historia del derecho",
    summary: "El exfiscal general participó como oyente en una universidad de la Ciudad de México.",
  },
  // One event in two languages; what is trafficked is coordinated.
  {
    outlet: "wire",
    slug: "dialogue-preparation",
    hours: 2.6,
    title: "US and Mexico prepare the next High-Level Security Dialogue",
    summary:
      "Delegations of both countries met in Mexico City to prepare the High-Level Security Dialogue. Drug trafficking, arms trafficking and migration are on the agenda.",
  },
  {
    outlet: "frontera",
    slug: "dialogo-preparacion",
    hours: 2.4,
    title: "México y Estados Unidos preparan el Diálogo de Alto Nivel sobre Seguridad",
    summary:
      "Delegaciones de ambos países se reunieron en la Ciudad de México. El tráfico de drogas y armas y la migración están en la agenda.",
  },
  {
    outlet: "ledger",
    slug: "overdose-quarter",
    hours: 3.5,
    title: "Overdose deaths fall for a third quarter as treatment widens",
    summary:
      "Texas and Arizona counted fewer overdose deaths, and more people entered addiction treatment, according to a sample report on fentanyl.",
  },
  {
    outlet: "wire",
    slug: "blinken-book",
    hours: 3,
    title: "Anthony Blinken to present a book on diplomacy in Mexico City",
    summary: "Blinken will talk with readers at a book fair and answer questions from students.",
  },
  {
    outlet: "wire",
    slug: "mayorkas-lecture",
    hours: 4,
    title: "Alejandro N. Mayorkas lectures on how agencies share data",
    summary: "The former head of the Department of Homeland Security (DHS) took questions from law students in Miami.",
  },
  {
    outlet: "wire",
    slug: "scanners",
    hours: 5.5,
    title: "Border security: two ports of entry between Texas and Mexico get new scanners",
    summary:
      "Inspectors said that methamphetamine and other synthetic drugs would be easier to trace. No part of the work touches the border wall.",
  },
  {
    outlet: "wire",
    slug: "garland-talk",
    hours: 9.5,
    title: "Merrick Garland gives a talk on courts and the press",
    summary: "The former attorney general spoke at a law school in Chicago.",
  },
  {
    outlet: "ledger",
    slug: "biden-greeting",
    hours: 8,
    title: "Joe Biden sends a greeting to a new reading room",
    summary: "The former president wrote two pages about the libraries of his youth in Delaware.",
  },
  {
    outlet: "ledger",
    slug: "water-debate",
    hours: 10,
    title: "Both parties agree on a date for a debate on water",
    summary: "The Republican Party and the Democratic Party will hold a joint debate on water in El Paso, Texas.",
  },
  {
    outlet: "frontera",
    slug: "archivo-digital",
    hours: 3.2,
    title: "Rosa Icela Rodríguez inaugura un archivo digital de la Secretaría de Gobernación",
    summary: "La titular de la Segob dijo que el archivo estará abierto al público.",
  },
  {
    outlet: "frontera",
    slug: "mapa-auxilio",
    hours: 4.4,
    title: "La SSPC presenta un mapa público de estaciones de auxilio",
    summary:
      "La Secretaría de Seguridad y Protección Ciudadana (SSPC) informó que el mapa se actualizará cada semana en Tijuana y Mexicali.",
  },
  {
    outlet: "frontera",
    slug: "revision-sonora",
    hours: 7.3,
    title: "Aseguran metanfetamina y fentanilo en un puesto de revisión en Sonora",
    summary: "Las drogas sintéticas quedaron a disposición de la FGR, informaron las autoridades.",
  },
  {
    outlet: "diario",
    slug: "biblioteca-palenque",
    hours: 4.8,
    title: "López Obrador dona libros a una biblioteca de Palenque",
    summary: "El expresidente Andrés Manuel López Obrador entregó dos cajas de libros de historia, informó la biblioteca.",
  },
  {
    outlet: "diario",
    slug: "estudio-puertos",
    hours: 6.1,
    title: "Académicos publican un estudio sobre el crimen organizado en los puertos",
    summary: "El estudio compara las políticas contra la delincuencia organizada en México y en Estados Unidos.",
  },
  {
    outlet: "agencia",
    slug: "libros-de-texto",
    hours: 5.2,
    title: "Luisa María Alcalde presenta una colección de libros de texto",
    summary: "Alcalde Luján agradeció a las maestras que revisaron los textos.",
  },
  {
    outlet: "agencia",
    slug: "talleres-tapachula",
    hours: 6.8,
    title: "Ofrecen talleres de oficios a personas migrantes en Tapachula",
    summary: "El programa sobre migración y empleo durará seis meses y lo llevan organizaciones civiles.",
  },
  // A retrospective neither ends a silence nor alerts.
  {
    outlet: "ledger",
    slug: "year-ago-bridge",
    hours: 7,
    title: "A year ago today: Ken Salazar at the opening of a binational bridge",
    summary:
      "From our archive. On this day last year Ken Salazar attended the opening of a footbridge between Sample Springs and Ciudad Ejemplo.",
  },
  // What looks alike and is something or somebody else.
  {
    outlet: "ledger",
    slug: "garland-library",
    hours: 5,
    title: "Garland, Texas, opens a new public library",
    summary: "The city of Garland, near Dallas, opened a library with a reading room for children.",
  },
  {
    outlet: "ledger",
    slug: "school-bus",
    hours: 6,
    title: "State department of education publishes its school bus calendar",
    summary: "The California State Department of Education posted the calendar for the winter term.",
  },
  {
    outlet: "ledger",
    slug: "book-fair",
    hours: 9,
    title: "Jill Biden reads to pupils at a book fair",
    summary: "Dr. Biden read two chapters and signed a poster.",
  },
  {
    outlet: "ledger",
    slug: "film-week",
    hours: 11,
    title: "Casablanca returns to the screen at a film week",
    summary: "The film of 1942 opens a week of restored classics in San Antonio.",
  },
  {
    outlet: "wire",
    slug: "cranes",
    hours: 6.5,
    title: "Bird migration: thousands of cranes rest on the Rio Grande",
    summary: "The migration of sandhill cranes reached its peak, a club of bird watchers in New Mexico said.",
  },
  {
    outlet: "wire",
    slug: "maps",
    hours: 8.5,
    title: "The U.S. ambassador to Mexico opens an exhibition of maps",
    summary: "The ambassador thanked the museum in Puebla for lending its maps.",
  },
  {
    outlet: "frontera",
    slug: "ciclovia",
    hours: 9.2,
    title: "Alcalde de Toluca abre una ciclovía",
    summary: "El alcalde dijo que la obra tiene tres kilómetros.",
  },
  {
    outlet: "diario",
    slug: "feria-miami",
    hours: 7.8,
    title: "María Elvira Salazar visita una feria de libros en Miami",
    summary: "La congresista Salazar recorrió los puestos y saludó a los libreros.",
  },
  {
    outlet: "diario",
    slug: "muro-de-contencion",
    hours: 8.1,
    title: "Terminan la reparación del muro de contención de un río en Veracruz",
    summary: "El muro protege un barrio de las crecidas, informó el municipio.",
  },
  {
    outlet: "diario",
    slug: "videojuegos",
    hours: 9.9,
    title: "Taller gratuito sobre la adicción a los videojuegos",
    summary: "Una escuela de Guadalajara ofrece el taller a las familias.",
  },
  {
    outlet: "diario",
    slug: "congreso-chile",
    hours: 10.4,
    title: "El Partido Republicano de Chile elige la sede de su congreso",
    summary: "La reunión será en Valparaíso, informó el partido.",
  },
  {
    outlet: "agencia",
    slug: "pagina-san-salvador",
    hours: 10.7,
    title: "La Fiscalía General de la República de El Salvador estrena página de internet",
    summary: "La institución salvadoreña publicará en ella sus convocatorias.",
  },
  {
    outlet: "agencia",
    slug: "lluvia",
    hours: 11.3,
    title: "Lluvia ligera en el valle de Ciudad Ejemplo",
    summary: "El servicio local espera cielo despejado desde mañana por la tarde.",
  },
];
