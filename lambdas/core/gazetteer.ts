/**
 * Places that tell where a story plays, by country (ISO 3166 alpha-2): names, demonyms, capitals, states and cities of
 * the US and Mexico. `=` marks a name whose case counts (`US` is not `us`); `es:`/`en:` one of a single language (`EU` is the
 * United States in Spanish only). Names that are as often something else (Jordan, Georgia, Chad, Granada) are left out.
 */
const NAMES: Readonly<Record<string, string>> = {
  US: `=US|=USA|es:=EU|=EUA|=EEUU|=EE UU|United States|Estados Unidos|American|Americans|estadounidense|estadounidenses|estadunidense|estadunidenses|norteamericano|norteamericana|norteamericanos
|Washington|White House|Casa Blanca|Pentagon|Capitol Hill|Congress|Trump|Kamala Harris|Senate Republicans|House Republicans|Supreme Court|FBI|CNN|=DEA|=DHS|=ICE|Border Patrol|Patrulla Fronteriza
|Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi
|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|Nuevo México|New York|Nueva York|North Carolina|Carolina del Norte|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Pensilvania|Rhode Island
|South Carolina|Carolina del Sur|South Dakota|Tennessee|Texas|Tejas|Utah|Vermont|Virginia|West Virginia|Wisconsin|Wyoming|Los Angeles|Los Ángeles|Chicago|Houston|Dallas|El Paso|San Diego|Miami|Phoenix|Tucson
|San Antonio|Rio Grande Valley|Eagle Pass|Laredo|Brownsville|McAllen|Nogales Arizona|Boston|Baltimore|Philadelphia|Filadelfia|Seattle|Atlanta|Detroit|San Francisco`,
  MX: `Mexico|México|Mexican|Mexicans|mexicano|mexicana|mexicanos|mexicanas|Ciudad de México|Mexico City|CDMX|Palacio Nacional|National Palace|Baja California|Sonora|Chihuahua|Coahuila|Nuevo León|Tamaulipas|Sinaloa
|Durango|Zacatecas|San Luis Potosí|Jalisco|Guanajuato|Michoacán|Guerrero|Oaxaca|Chiapas|Tabasco|Veracruz|Puebla|Tlaxcala|Morelos|Querétaro|Nayarit|Colima|Aguascalientes|Campeche|Yucatán|Quintana Roo|Tijuana|Ciudad Juárez
|Monterrey|Guadalajara|Culiacán|Reynosa|Matamoros|Nuevo Laredo|Cancún|Tapachula|Mazatlán|Ayotzinapa|Iguala|AMLO|López Obrador|Sheinbaum|Peña Nieto|Morena|Pemex`,
  CA: "Canada|Canadá|Canadian|canadiense|Ottawa|Toronto|Trudeau",
  GT: "Guatemala|Guatemalan|guatemalteco|guatemalteca|guatemaltecos",
  HN: "Honduras|Honduran|hondureño|hondureña|hondureños|Tegucigalpa",
  SV: "El Salvador|Salvadoran|salvadoreño|salvadoreña|salvadoreños|Bukele|San Salvador|=PNC|Policía Nacional Civil|FMLN",
  NI: "Nicaragua|Nicaraguan|nicaragüense|Managua",
  CR: "Costa Rica|costarricense",
  PA: "Panama|Panamá|panameño|Darién|Darien Gap",
  CU: "Cuba|Cuban|Cubans|cubano|cubana|cubanos|La Habana|Havana",
  HT: "Haiti|Haití|Haitian|Haitians|haitiano|haitianos",
  DO: "Dominican Republic|República Dominicana|dominicano|dominicana|Santo Domingo",
  CO: "Colombia|Colombian|colombiano|colombiana|colombianos|Bogotá|Medellín|Antioquia",
  VE: "Venezuela|Venezuelan|Venezuelans|venezolano|venezolana|venezolanos|Caracas|Maduro",
  EC: "Ecuador|Ecuadorian|ecuatoriano|ecuatoriana|Quito|Guayaquil",
  PE: "Peru|Perú|Peruvian|peruano|peruana",
  BO: "Bolivia|Bolivian|boliviano",
  CL: "Chile|Chilean|chileno|chilena|Kast|Boric",
  AR: "Argentina|argentino|argentinos|Buenos Aires|Milei",
  BR: "Brazil|Brasil|Brazilian|brasileño|Brasilia|Bolsonaro|Lula",
  UY: "Uruguay|uruguayo",
  PY: "Paraguay|paraguayo|Asunción",
  ES: "Spain|España|Spanish government|español|española|españoles|Madrid|Barcelona|Sevilla|Andalucía|Ceuta|Melilla|PSOE",
  PT: "Portugal|Portuguese|portugués|Lisbon|Lisboa",
  GB: "Britain|British|UK|United Kingdom|Reino Unido|Great Britain|England|Scotland|Wales|London|Londres|Northern Ireland|Irlanda del Norte|Belfast|Ulster",
  IE: "Ireland|Irish|Irlanda|irlandés|Dublin|Sinn Féin",
  FR: "France|Francia|French|francés|francesa|Paris|París|Macron",
  DE: "Germany|Alemania|German|Germans|alemán|alemana|alemanes|Berlin|Berlín|East Germany|RDA",
  IT: "Italy|Italia|Italian|italiano|italiana|Rome|Lampedusa",
  GR: "Greece|Grecia|Greek|Athens",
  PL: "Poland|Polonia|Polish|polaco|polaca",
  HU: "Hungary|Hungría|Hungarian|Orban|Orbán",
  UA: "Ukraine|Ucrania|Ukrainian|ucraniano|Kyiv|Kiev|Zelensky",
  RU: "Russia|Rusia|Russian|ruso|rusa|Moscow|Moscú|Putin|Kremlin",
  BY: "Belarus|Bielorrusia|Belarusian",
  TR: "=Turkey|Turquía|Turkish|turco|Erdogan",
  IL: "Israel|Israeli|israelí|Jerusalem|Jerusalén|Netanyahu",
  PS: "Gaza|Palestine|Palestina|Palestinian|Palestinians|palestino|West Bank|Cisjordania|Hamas",
  SY: "Syria|Siria|Syrian",
  IQ: "Iraq|Irak|Iraqi",
  IR: "Iran|Irán|Iranian|iraní|Tehran",
  SA: "Saudi Arabia|Saudi|Arabia Saudita",
  YE: "Yemen|Houthi",
  LB: "Lebanon|Líbano|Hezbollah",
  AF: "Afghanistan|Afganistán|Afghan|Kabul|Taliban",
  PK: "Pakistan|Pakistán|Pakistani",
  IN: "India|Indian|New Delhi|Modi",
  CN: "China|Chinese|chino|china|Beijing|Pekín|Xi Jinping|Hong Kong",
  TW: "Taiwan|Taiwán|Taipei",
  JP: "Japan|Japón|Japanese|japonés|Tokyo|Tokio",
  KR: "South Korea|Corea del Sur|Seoul",
  KP: "North Korea|Corea del Norte|Pyongyang",
  MM: "Myanmar|Burma",
  TH: "Thailand|Tailandia|Thai|Bangkok",
  VN: "Vietnam",
  PH: "Philippines|Filipinas|Philippine|Duterte|Manila",
  ID: "Indonesia|Indonesian",
  MY: "Malaysia|Malasia",
  SG: "Singapore|Singapur",
  AU: "Australia|Australian|Canberra|Sydney|Melbourne|Albanese",
  NZ: "New Zealand|Nueva Zelanda|Zealanders",
  ZA: "South Africa|Sudáfrica|South African",
  NG: "Nigeria|Nigerian",
  ET: "Ethiopia|Etiopía",
  SO: "Somalia|Somali",
  SD: "Sudan|Sudán|Sudanese|South Sudan",
  LY: "Libya|Libia|Libyan",
  EG: "Egypt|Egipto|Egyptian|Cairo",
  MA: "Morocco|Marruecos|marroquí",
  TN: "Tunisia|Túnez",
  RW: "Rwanda|Ruanda",
  KE: "Kenya|Kenia|Kenyan",
  SE: "Sweden|Suecia|Swedish",
  NO: "Norway|Noruega",
  FI: "Finland|Finlandia",
  DK: "Denmark|Dinamarca|Danish",
  NL: "Netherlands|Países Bajos|Dutch",
  BE: "Belgium|Bélgica|Brussels|Bruselas",
  CH: "Switzerland|Suiza",
  AT: "Austria",
  CZ: "Czech",
  RS: "Serbia|Serbian",
  RO: "Romania|Rumania",
  BG: "Bulgaria",
  LT: "Lithuania|Lituania",
  LV: "Latvia|Letonia",
  EE: "Estonia",
  VA: "Vatican|Vaticano",
};

/** A way to write a place, as listed. */
interface Place {
  readonly country: string;
  readonly text: string;
  readonly lang?: "en" | "es";
  readonly cased?: true;
}

/** Every known place name. */
export const places: readonly Place[] = Object.entries(NAMES).flatMap(([country, names]) =>
  names.split("|").map((written) => {
    const [, lang, cased, text] = /^(?:(en|es):)?(=)?([^]*)$/.exec(written.trim()) ?? [];
    return {
      country,
      text: text ?? "",
      ...(lang === "en" || lang === "es" ? { lang } : {}),
      ...(cased === "=" ? { cased: true as const } : {}),
    };
  }),
);
