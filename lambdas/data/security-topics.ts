import type { Entity } from "../core/entity.ts";
import { CASED, EN, ES, WEAK, phrases, say } from "./aliases.ts";
import { DRUG_CONTEXT } from "./drug-topics.ts";

/** The Americas: the scope of the border and trade topics. */
const AMERICAS = "US MX CA GT HN SV NI CR PA CU HT DO CO VE EC PE BO CL AR BR UY PY".split(" ");
const NORTH = ["US", "MX"];

/** Topics of the article about borders, people and weapons on the move, crime and the two countries' cooperation. */
export const securityTopics: readonly Entity[] = [
  {
    id: "high-level-security-dialogue",
    kind: "topic",
    name: { en: "U.S.–Mexico High-Level Security Dialogue", es: "Diálogo de Alto Nivel sobre Seguridad México–EE. UU." },
    lists: ["article"],
    aliases: [
      ...say(
        "High-Level Security Dialogue|High-Level Dialogue on Security|HLSD|U.S.-Mexico Security Dialogue|High-Level Security Dialog|Security High-Level Dialogue|High-Level Security Talks|Bicentennial Framework",
        EN,
      ),
      ...say("High-Level Dialogue", { ...EN, ...WEAK }),
      ...say(
        "Diálogo de Alto Nivel sobre Seguridad|Diálogo de Alto Nivel de Seguridad|Diálogo de Alto Nivel en Seguridad|Diálogo de Alto Nivel en materia de Seguridad|Diálogo de Seguridad de Alto Nivel|Diálogo sobre Seguridad de Alto Nivel|Diálogo Alto Nivel de Seguridad|Diálogo de Alto Nivel para la Seguridad|reunión de Alto Nivel en Seguridad|reunión de Alto Nivel de Seguridad|reunión de Alto Nivel sobre Seguridad|Reunión de Seguridad de Alto Nivel|Entendimiento Bicentenario|Marco Bicentenario|High-Level Security Dialogue|diálogo de seguridad México-Estados Unidos|Grupo de Alto Nivel de Seguridad|Diálogo de Alto Nivel México-Estados Unidos sobre Seguridad",
        ES,
      ),
      ...say("DANS", CASED),
      ...say("Diálogo de Alto Nivel|reunión de Alto Nivel|diálogos de alto nivel", { ...ES, ...WEAK }),
    ],
    negatives: phrases(
      "High-Level Economic Dialogue|High-Level Strategic Security Dialogue|Economic Dialogue|Diálogo Económico|Diálogo Económico de Alto Nivel|Diálogo de Alto Nivel Económico|Diálogo Estratégico|Diálogo de Alto Nivel sobre Economía|Diálogo de Alto Nivel UE|Diálogo de Alto Nivel sobre Migración|Diálogo de Alto Nivel sobre Clima|High-Level Dialogue on Climate|High-Level Dialogue on Migration|High-Level Dialogue on Energy",
    ),
    context: phrases("seguridad|security|Blinken|fentanilo|fentanyl|Mayorkas"),
    titles: [],
    countries: NORTH,
  },
  {
    id: "border-wall",
    kind: "topic",
    name: { en: "Border wall", es: "Muro fronterizo" },
    lists: ["article"],
    aliases: [
      ...say(
        "border wall|border walls|wall funding|wall money|build the wall|building the wall|build a wall|building a wall|built the wall|Build That Wall|wall on the border|wall along the border|wall at the border|wall on the southern border|wall on the US-Mexico border|wall along the US-Mexico border|wall between the US and Mexico|wall with Mexico|border barrier|border barriers|border fence|border fencing|Trump's wall|Trump wall|bollard wall|wall construction|construction of the wall|wall on the Mexican border|wall at the Mexican border|wall along the Mexican border|miles of wall|wall prototypes|border-wall|wall system",
        EN,
      ),
      ...say("wall|walls", { ...EN, ...WEAK }),
      ...say(
        "muro fronterizo|muros fronterizos|muro en la frontera|muro de Trump|muro de la frontera|construcción del muro|construir el muro|construir un muro|muro entre México y Estados Unidos|muro con México|valla fronteriza|barrera fronteriza|barda fronteriza|levantar un muro|muro antimigrantes|muro divisorio|muro de acero|levantar el muro|kilómetros de muro|millas de muro|muro en Texas",
        ES,
      ),
      ...say("muro|el muro", { ...ES, ...WEAK }),
    ],
    negatives: phrases(
      "Wall Street|off the wall|fly on the wall|wall-to-wall|wall to wall|Berlin Wall|Great Wall|Western Wall|Wailing Wall|Hadrian's Wall|fire wall|blue wall|wall of silence|back to the wall|backs to the wall|sea wall|Wall of Fame|wall of honor|on the wall|writing on the wall|off-the-wall|through the wall|hit a wall|stone wall|retaining wall|brick wall|chest wall|Muro de Berlín|muro de Adriano|Muro de los Lamentos|muro de contención|muro de silencio|muro perimetral|muro perimetral de|muro de la prisión|muro en Polonia|Gran Muro|muro de Facebook|un muro de|muro de Israel|barda perimetral|Muro Conmemorativo|muro de la memoria|memorial wall|muro de piedra|muro de la vergüenza|contra un muro|contra el muro de|apartheid wall|wall of",
    ),
    context: phrases(
      "border|frontera|fronteriza|fronterizo|Rio Grande|río Bravo|US-Mexico border|migrants|migrantes|migración|immigration|immigrants|Build the wall",
    ),
    titles: [],
    countries: AMERICAS,
  },
  {
    id: "border-security",
    kind: "topic",
    name: { en: "Border security", es: "Seguridad fronteriza" },
    lists: ["article"],
    aliases: [
      ...say(
        "border security|Border Patrol|border policy|border policies|securing the border|secure the border|secure our border|secure our borders|secure borders|border enforcement|border protection|border control|border controls|border agents|border agent|border crackdown|border crisis|border emergency|border troops|troops to the border|Customs and Border Protection|National Guard to the border|Operation Lone Star|Title 42|border officials|border bill|border deal|close the border|closing the border|seal the border|border closure|border shutdown|open borders|open border|border and port security|security of the border|security at the border|border crossings|border czar|border laws",
        EN,
      ),
      ...say("southern border|southwest border|southern US border|US-Mexico border|Mexico border|border with Mexico", { ...EN, ...WEAK }),
      ...say("frontera|fronteras|fronterizo|fronteriza|fronterizos|fronterizas", { ...ES, ...WEAK }),
      ...say("CBP", CASED),
      ...say(
        "seguridad fronteriza|seguridad de la frontera|seguridad en la frontera|Patrulla Fronteriza|patrullas fronterizas|reforzar la frontera|reforzar las fronteras|blindar la frontera|sellar la frontera|cerrar la frontera|cierre de la frontera|control fronterizo|controles fronterizos|proteger la frontera|proteger las fronteras|vigilancia fronteriza|vigilancia en la frontera|agentes fronterizos|agente fronterizo|política fronteriza|políticas fronterizas|crisis en la frontera|crisis fronteriza|frontera segura|fronteras seguras|asegurar la frontera|militarizar la frontera|militarización de la frontera|Título 42|Aduanas y Protección Fronteriza|zar de la frontera|zar fronterizo|Guardia Nacional en la frontera|seguridad en las fronteras|seguridad de las fronteras|leyes fronterizas|ley fronteriza|medidas fronterizas|gestión fronteriza|crisis de la frontera|elementos a la frontera|Guardia Nacional a la frontera|tropas a la frontera|soldados a la frontera|militares a la frontera|despliegue en la frontera|cierra la frontera|cierran la frontera|cierre fronterizo|reforzar frontera|seguridad fronteriza y aduanal|invertir en la frontera|seguridad fronteriza y portuaria",
        ES,
      ),
    ],
    negatives: phrases(
      "EU border scheme|EU border|Polish border guard|European Border|Indian Border Security Force|Border Security Force|UK Border Force|UK border control|Frontex",
    ),
    context: phrases(
      "border security|Border Patrol|troops|National Guard|migrants crossing|border agents|illegal crossings|seguridad fronteriza|Patrulla Fronteriza|Guardia Nacional|agentes fronterizos|entrada irregular|cruces irregulares|cruces ilegales|fortalecer la seguridad|fortalece la seguridad|blindar|militarizar|patrullaje|seguridad compartida|aduanas",
    ),
    titles: [],
    countries: AMERICAS,
  },
  {
    id: "arms-trafficking",
    kind: "topic",
    name: { en: "Arms trafficking", es: "Tráfico de armas" },
    lists: ["article"],
    aliases: [
      ...say(
        "arms trafficking|arms trafficker|arms traffickers|arms smuggling|weapons trafficking|weapons smuggling|weapons traffickers|weapon trafficking|gun trafficking|gun traffickers|gun trafficker|gun smuggling|gun runners|gun running|gunrunning|firearms trafficking|firearm trafficking|firearms traffickers|firearms smuggling|illegal arms trade|trafficking of arms|trafficking of weapons|trafficking of firearms|trafficking of guns|trafficking in arms|trafficking in weapons|trafficking in firearms|trafficking weapons|trafficking firearms|trafficking guns|smuggling of weapons|smuggling of arms|smuggling of firearms|smuggling of guns|smuggling weapons|smuggling guns|smuggling firearms|smuggled weapons|smuggled guns|smuggled firearms|weapons smuggled|guns smuggled|firearms smuggled|weapons trafficked|guns trafficked|firearms trafficked|straw purchase of firearms|straw purchases of firearms|Operation Fast and Furious|weapons into Mexico|guns into Mexico|guns flowing|weapons flowing|gun makers sued by Mexico|ghost gun trafficking",
        EN,
      ),
      ...say(
        "tráfico de armas|tráfico de armamento|trafico de armas|traficante de armas|traficantes de armas|contrabando de armas|contrabando de armamento|trasiego de armas|flujo de armas|flujo de armamento|comercio ilegal de armas|armas contrabandeadas|armas de fuego contrabandeadas|armas traficadas|armas de contrabando|introducción de armas|ingreso de armas|entrada de armas|venta de armas a México|fabricantes de armas|Rápido y Furioso|armas ilegales de Estados Unidos|armas provenientes de Estados Unidos|armas procedentes de Estados Unidos",
        ES,
      ),
      ...say(
        "flow of weapons|flow of guns|flow of firearms|flow of arms|flows of weapons|illegal weapons|illegal guns|illegal firearms|gun shipments|American guns|U.S. guns",
        { ...EN, ...WEAK },
      ),
      ...say("armas confiscadas|armas decomisadas|armas aseguradas|armas incautadas|armas y municiones|arsenal", { ...ES, ...WEAK }),
    ],
    negatives: phrases("Rápido y Furioso 10|Fast and Furious franchise"),
    context: phrases(
      "smuggling|smuggled|trafficking|cartels|into Mexico|contrabando|tráfico|traficadas|crimen organizado|fabricantes de armas|cárteles|cárteles mexicanos",
    ),
    titles: [],
    countries: AMERICAS,
  },
  {
    id: "migration",
    kind: "topic",
    name: { en: "Migration", es: "Migración" },
    lists: ["article"],
    aliases: [
      ...say(
        "migrant|migrants|migration|immigration|immigrant|immigrants|emigration|emigrants|immigrate|asylum|asylum seeker|asylum seekers|asylum-seeker|asylum-seekers|refugee|refugees|illegal alien|illegal aliens|undocumented|deportation|deportations|deported|deportees|deport|Remain in Mexico|Migrant Protection Protocols|DACA|Dreamers|border crossers|illegal crossings|illegal border crossings|border crossings|unauthorized crossings|migrant caravan|unaccompanied minors|unaccompanied children|mass deportations|naturalization|migratory flow|migratory flows|sanctuary cities|family separation|family separations",
        EN,
      ),
      ...say("caravan|caravans", { ...EN, ...WEAK }),
      ...say(
        "migración|migraciones|migrante|migrantes|inmigración|inmigrante|inmigrantes|emigración|emigrante|emigrantes|migratorio|migratoria|migratorios|migratorias|inmigratoria|inmigratorio|indocumentado|indocumentados|indocumentada|indocumentadas|solicitante de asilo|solicitantes de asilo|peticiones de asilo|derecho de asilo|refugiado|refugiados|deportación|deportaciones|deportado|deportados|deportar|Quédate en México|caravana migrante|caravanas migrantes|tráfico de migrantes|cruces ilegales|cruces fronterizos|Instituto Nacional de Migración|coyotes migrantes|polleros",
        ES,
      ),
    ],
    negatives: phrases(
      "bird migration|species of birds|especies de aves|aves acuáticas|aves playeras|equipo de refugiados|Refugee Olympic Team|equipo olímpico de refugiados|migrating birds|migratory birds|migratory bird|cloud migration|data migration|aves migratorias|aves migrantes|especies migratorias|migración de aves|migración de datos|migración a la nube|migración cloud|migración de las aves|migración de la mariposa|mariposa monarca|migración digital|migración de sistemas|rutas migratorias de aves|animal migration|wildebeest migration|whale migration|migration of birds",
    ),
    context: phrases("migrants|migrant|Honduran|Central American|border|asylum|Guatemala"),
    titles: [],
  },
  {
    id: "organized-crime",
    kind: "topic",
    name: { en: "Organized crime", es: "Crimen organizado" },
    lists: ["article"],
    aliases: [
      ...say(
        "organized crime|organised crime|transnational crime|transnational criminal|criminal organization|criminal organizations|criminal organisation|criminal organisations|criminal group|criminal groups|criminal network|criminal networks|criminal gang|criminal gangs|criminal syndicate|criminal syndicates|crime syndicate|crime syndicates|crime gang|crime gangs|crime group|crime groups|crime family|crime boss|crime bosses|drug cartel|drug cartels|drug gang|drug gangs|drug lord|drug mafia|drug ring|Sinaloa cartel|Jalisco cartel|Jalisco New Generation|Gulf Cartel|Juarez cartel|Juárez cartel|Cartel de los Soles|Cartel del Noreste|Mexican cartel|Mexican cartels|cartel violence|cartel operators|cartel gunmen|cartel operatives|cartel hitmen|international cartels|organized cartels|mafia|mafias|mafia boss|mob boss|mobster|mobsters|Tren de Aragua|MS-13|Mara Salvatrucha|Los Zetas|Zetas cartel|CJNG|Los Chapitos|Barrio 18|Guerreros Unidos|Unión Tepito|Clan del Golfo|Gulf Clan|Chapitos|El Chapo|El Mayo|Cosa Nostra|Camorra|'Ndrangheta|yakuza|Medellin cartel|Cali cartel|Pablo Escobar|drug trafficking organizations|drug trafficking organization|trafficking organizations|kidnapping gangs|street gangs|cartel hitman|street gang|prison gang|armed gangs|gang violence|gang members|drug kingpin|drug kingpins|designated cartels|designations of cartels|drug networks",
        EN,
      ),
      ...say("cartel|cartel leader|cartel leaders|cartel boss|cartel bosses|cartel member|cartel members|gang|gangs", { ...EN, ...WEAK }),
      ...say(
        "crimen organizado|crimen trasnacional|crimen transnacional|delincuencia organizada|delincuencia trasnacional|delincuencia transnacional|organización criminal|organizaciones criminales|organización delictiva|organizaciones delictivas|organización delincuencial|grupo criminal|grupos criminales|grupo delictivo|grupos delictivos|grupos de la delincuencia|estructura criminal|estructuras criminales|red criminal|redes criminales|banda criminal|bandas criminales|banda delictiva|bandas delictivas|células criminales|célula criminal|célula delictiva|objetivos criminales|carteles mexicanos|carteles de la droga|Cártel de Sinaloa|Cartel de Sinaloa|Cártel Jalisco|Cartel Jalisco|Cártel de Jalisco|Cártel del Golfo|Cártel de Juárez|Cártel del Noreste|cárteles mexicanos|cárteles de la droga|cártel mexicano|cartel mexicano|cártel de la droga|Cártel del Pacífico|cártel de los Soles|Cartel de los Soles|CJNG|Los Chapitos|Barrio 18|Guerreros Unidos|Unión Tepito|Clan del Golfo|Gulf Clan|Chapitos|El Chapo|El Mayo Zambada|Ovidio Guzmán|Joaquín Guzmán|Nemesio Oseguera|El Mencho|mafia|mafias|pandilla|pandillas|pandillero|pandilleros|maras|MS13|MS-13|Mara Salvatrucha|Tren de Aragua|Los Zetas|narcoterroristas|organizaciones de narcotraficantes|crimen organizado trasnacional|líder criminal|La Familia Michoacana|Caballeros Templarios",
        ES,
      ),
      ...say("cártel|cárteles", { ...ES, accented: true }),
      ...say("cartel|carteles", { ...ES, ...WEAK }),
      ...say("cartels", EN),
      ...say("delincuencia", { ...ES, ...WEAK }),
    ],
    negatives: phrases(
      "OPEC|OPEP|oil cartel|OPEC cartel|price cartel|cartel of oil|cartel anunciador|cartel de la feria|cartel de la Feria Real|cartel de fiestas|cartel taurino|carteles publicitarios|cartel de la película|cartel oficial|price-fixing cartel|cartel pricing|concurso del cartel|cartel del festival|chain gang|Kool and the Gang|gang of eight|Gang of Six|gang of four|cabeza de cartel|cartel de feria|cartel de las fiestas",
    ),
    context: [
      ...DRUG_CONTEXT,
      ...phrases(
        "Mexican|Sinaloa|Jalisco|extortion|kidnapping|MS-13|violencia|asesinato|sicarios|extorsión|secuestro|murder|killed|shooting",
      ),
    ],
    titles: [],
  },
  {
    id: "economic-cooperation",
    kind: "topic",
    name: { en: "Economic cooperation and trade", es: "Cooperación económica y comercio" },
    lists: ["article"],
    aliases: [
      ...say(
        "High-Level Economic Dialogue|Economic Dialogue|North American trade pact|North American Free Trade Agreement|US-Mexico-Canada Agreement|United States-Mexico-Canada Agreement|Mexico-Canada trade deal|trade deal with Mexico|trade deal with Canada|nearshoring|trade with Mexico|Alliance for Prosperity|cross-border economic|cross-border trade|USMCA deal|expand economic opportunities|Mexico trade deal",
        EN,
      ),
      ...say(
        "economic cooperation|bilateral trade|economic partnership|economic integration|trade relations|economic ties|trade ties|trade pact|free trade agreement|trade talks|trade deal|trade agreement",
        { ...EN, ...WEAK },
      ),
      ...say("USMCA|NAFTA|CUSMA|T-MEC|TMEC|TLCAN"),
      ...say("DEAN", CASED),
      ...say(
        "cooperación económica|Diálogo Económico de Alto Nivel|Diálogo Económico|Diálogo de Alto Nivel Económico|Tratado de Libre Comercio|tratado comercial|acuerdo comercial|relación comercial|relaciones comerciales|relación económica|relaciones económicas|integración económica|comercio bilateral|relocalización de empresas|socio comercial|socios comerciales|cooperación comercial|intercambio comercial|libre comercio|Alianza para la Prosperidad|vínculos económicos|lazos económicos|alianza económica",
        ES,
      ),
    ],
    negatives: phrases(
      "Asia-Pacific Economic Cooperation|Organisation for Economic Cooperation|Organization for Economic Cooperation|Organización para la Cooperación|Shanghai Cooperation|Trans-Pacific|James Dean|Dean of|EU trade deal|Brexit trade deal|EU-UK trade|China trade deal|trade deal with China|trade deal with Japan|trade deal with the EU|Cooperación Económica Asia|Cooperación Económica y el Desarrollo|Cooperación Económica y Desarrollo|Central American Free Trade",
    ),
    context: phrases("Mexico|México|Mexican|Canada|Latin America|América Latina|Central America|Mercosur|López Obrador|Sheinbaum|Ebrard"),
    titles: [],
    countries: AMERICAS,
  },
];
