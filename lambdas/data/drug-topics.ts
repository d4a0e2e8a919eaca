import type { Entity } from "../core/entity.ts";
import { EN, ES, WEAK, phrases, say } from "./aliases.ts";

/** Words that make a text one about drugs: they back the ambiguous terms below. */
export const DRUG_CONTEXT = phrases(
  "fentanyl|fentanilo|cocaine|cocaína|heroin|heroína|methamphetamine|metanfetamina|metanfetaminas|meth|opioid|opioids|opioide|opioides|narcotics|narcóticos|drug trafficking|narcotráfico|drug cartel|drug cartels|droga|drogas|drugs|overdose|overdoses|sobredosis|marihuana|marijuana|estupefacientes|narcomenudeo",
);

/** Topics of the article that are about substances and their trade. "Trafficking" in its own words and in the words of reports. */
export const drugTopics: readonly Entity[] = [
  {
    id: "fentanyl",
    kind: "topic",
    name: { en: "Fentanyl", es: "Fentanilo" },
    lists: ["article"],
    aliases: say("fentanyl|fentanilo|fentanil|fentanyls|carfentanil|carfentanyl|fentanylo|fentanyl-laced|M30 pills|pastillas M30"),
    negatives: [],
    context: [],
    titles: [],
    wikidata: "Q407541",
  },
  {
    id: "methamphetamine",
    kind: "topic",
    name: { en: "Methamphetamine", es: "Metanfetamina" },
    lists: ["article"],
    aliases: [
      ...say(
        "methamphetamine|methamphetamines|crystal meth|meth|meth lab|meth labs|meth deal|liquid meth|metanfetamina|metanfetaminas|metaanfetamina|metanfetaminico|droga cristal|cristal meth",
      ),
      ...say("cristal", { ...ES, ...WEAK }),
      ...say("crystal|ice drug", { ...EN, ...WEAK }),
    ],
    negatives: phrases(
      "bola de cristal|copas de cristal|vaso de cristal|vasos de cristal|puerta de cristal|ventana de cristal|techo de cristal|crystal clear|crystal ball|Crystal River|Billy Crystal|Crystal Palace|cristal templado|cristal de la|el cristal del|cristal trasero|cristal blindado",
    ),
    context: phrases(
      "metanfetamina|metanfetaminas|narcomenudeo|dosis|kilos de|gramos de|adicciones|cocaína|marihuana|fentanilo|droga|drogas|fentanyl|cocaine|heroin",
    ),
    titles: [],
    wikidata: "Q191924",
  },
  {
    id: "synthetic-drugs",
    kind: "topic",
    name: { en: "Synthetic drugs", es: "Drogas sintéticas" },
    lists: ["article"],
    aliases: [
      ...say(
        "synthetic drug|synthetic drugs|synthetic opioid|synthetic opioids|synthetic narcotics|synthetic narcotic|synthetic cannabinoids|designer drugs|designer drug|synthetic illicit drugs|synthetic illegal drugs|synthetic substances|synthetic opiate|synthetic opiates|man-made opioid",
        EN,
      ),
      ...say(
        "droga sintética|drogas sintéticas|opioide sintético|opioides sintéticos|droga de síntesis|drogas de síntesis|estupefacientes sintéticos|narcóticos sintéticos|droga de diseño|drogas de diseño|opiáceo sintético|opiáceos sintéticos|opiode sintético|opiodes sintéticos|sustancias sintéticas|laboratorios de drogas sintéticas",
        ES,
      ),
    ],
    negatives: [],
    context: [],
    titles: [],
  },
  {
    id: "drug-trafficking",
    kind: "topic",
    name: { en: "Drug trafficking", es: "Narcotráfico" },
    lists: ["article"],
    aliases: [
      ...say(
        "drug trafficking|drugs trafficking|drug-trafficking|drug smuggling|drug smuggler|drug smugglers|drug trafficker|drug traffickers|drug trade|drugs trade|narcotics trade|narco-trafficking|narco trafficking|narcotrafficking|narco-trafficker|narco-traffickers|narcotraffickers|narcotics trafficking|narcotics trafficker|narcotics traffickers|narcotics smuggling|cocaine trafficking|cocaine smuggling|cocaine trade|heroin trafficking|heroin trade|heroin smuggling|meth trafficking|opioid trafficking|opioid traffickers|fentanyl trafficking|fentanyl traffickers|fentanyl trafficker|fentanyl trade|fentanyl smuggling|fentanyl smugglers|fentanyl supply chain|fentanyl supply chains|fentanyl production|drug production|drug manufacturing|drug running|drug runner|drug runners|drug lord|drug lords|drug kingpin|drug kingpins|drug baron|drug barons|drug boss|drug cartel|drug cartels|drug mafia|drug gang|drug gangs|drug ring|drug rings|drug network|drug networks|drug dealer|drug dealers|drug dealing|drug mule|drug mules|drug boats|drug boat|drug shipment|drug shipments|drug seizure|drug seizures|drug bust|drug busts|drug lab|drug labs|drug laboratories|drug traffic|drug crimes|drug-related|drug war|war on drugs|counternarcotics|counter-narcotics|anti-narcotics|narco|narcos|narco-terrorism|narco-terrorist|narcoterrorism|narco-state|narco state|narco boats|narcotics|chemical trafficking",
        EN,
      ),
      ...say(
        "trafficking of drugs|trafficking of narcotics|trafficking of fentanyl|trafficking of cocaine|trafficking of synthetic drugs|trafficking in drugs|trafficking in narcotics|trafficking in fentanyl|trafficking drugs|trafficking fentanyl|trafficking cocaine|trafficking narcotics|traffic drugs|traffic fentanyl|trafficked cocaine|trafficked drugs|trafficked fentanyl|trafficked narcotics|trafficking precursor chemicals|fentanyl being trafficked|drugs being trafficked|smuggling drugs|smuggling fentanyl|smuggling cocaine|smuggling of drugs|smuggling of fentanyl|smuggling narcotics|smuggle drugs|smuggle fentanyl|smuggled drugs|smuggled fentanyl|flow of drugs|flow of fentanyl|flow of narcotics|flow of synthetic drugs|flow of cocaine|flows of fentanyl|flows of drugs|importation of drugs|importation of cocaine|importation of fentanyl|production of fentanyl|production of drugs|manufacturing of fentanyl|drugs smuggled|fentanyl smuggled|seized drugs|drugs seized|seizures of fentanyl|seizures of drugs|kilograms of cocaine|kilos of cocaine|pounds of fentanyl|drugs flowing|fentanyl flowing|fentanyl pouring|drugs pouring|drug supply chains",
        EN,
      ),
      ...say(
        "traffickers|trafficking networks|smuggling operations|trafficking organizations|trafficking|clandestine labs|clandestine laboratories|precursor chemicals|cartel|cartels",
        { ...EN, ...WEAK },
      ),
      ...say(
        "narcotráfico|narcotraficante|narcotraficantes|narcotraficar|narco|narcos|antinarco|antinarcos|antinarcótico|antinarcóticos|antinarcóticas|antidrogas|narcotransportista|narcotransportistas|narcoterrorista|narcoterroristas|narcoterrorismo|narcolaboratorio|narcolaboratorios|narcomenudeo|narcomenudista|narcomenudistas|narcolanchas|narcolancha|narcocultura|narcoestado|narcoviolencia|narcocorridos|capo de la droga|capos de la droga|barón de la droga|tráfico de drogas|tráfico de droga|tráfico de estupefacientes|tráfico de narcóticos|tráfico de fentanilo|tráfico de cocaína|tráfico de heroína|tráfico de metanfetamina|tráfico de metanfetaminas|tráfico de opioides|tráfico de precursores|tráfico de marihuana|tráfico de sustancias|tráfico de esa droga|trafico de drogas|trasiego de drogas|trasiego de droga|trasiego de fentanilo|trasiego de cocaína|contrabando de drogas|contrabando de fentanilo|contrabando de cocaína|traficante de drogas|traficantes de drogas|traficantes de fentanilo|traficante de fentanilo|traficar drogas|traficar droga|traficar fentanilo|traficar cocaína|traficar con drogas|trafican drogas|trafican fentanilo|traficó drogas|traficaba drogas|flujo de drogas|flujo de droga|flujo de fentanilo|flujos de drogas|flujos de fentanilo|flujos de precursores|flujo de precursores|flujo de estupefacientes|cárteles de la droga|cárteles del narcotráfico|cártel de la droga|cárteles de drogas|cárteles de las drogas|venta de drogas|venta de droga|distribución de drogas|distribución de droga|distribución de fentanilo|producción de fentanilo|producción de drogas|producción de drogas sintéticas|producción de metanfetamina|fabricación de fentanilo|fabricación de drogas|elaboración de drogas|fabrican fentanilo|fabrica fentanilo|produce fentanilo|producir fentanilo|fabricar fentanilo|droga decomisada|drogas decomisadas|decomiso de drogas|decomiso de droga|decomisos de droga|decomisos de drogas|decomiso de fentanilo|decomiso de cocaína|decomisos de fentanilo|incautación de drogas|incautación de droga|incautación de fentanilo|incautaciones de drogas|incautaciones de fentanilo|drogas incautadas|droga incautada|droga asegurada|drogas aseguradas|aseguramiento de drogas|aseguramiento de droga|cargamento de droga|cargamento de drogas|cargamentos de droga|cargamentos de drogas|cargamento de cocaína|cargamentos de cocaína|cargamento de fentanilo|entregar la droga|introducir drogas|introducir droga|introducir estupefacientes|movimiento de drogas|movimiento de droga|laboratorio de drogas|laboratorios de drogas|laboratorio de fentanilo|laboratorios de fentanilo|laboratorio de metanfetamina|laboratorios de metanfetamina|laboratorios de metanfetaminas|exportación de drogas|exportación de fentanilo|exportación de cocaína|importación de drogas|guerra contra las drogas|lucha contra las drogas|combate a las drogas|combate al fentanilo|delitos contra la salud|mercado de drogas|ruta de la droga|comercio de drogas|comercio de fentanilo|kilos de cocaína|kilogramos de cocaína|toneladas de cocaína|kilos de droga|toneladas de droga|toneladas de drogas|kilogramos de droga|gramos de droga|dosis de cocaína|dosis de droga|dosis de marihuana|dosis de metanfetamina|kilos de fentanilo|ventas de droga",
        ES,
      ),
      ...say(
        "traficantes|traficante|narcóticos|estupefacientes|laboratorio clandestino|laboratorios clandestinos|decomisaron|precursores químicos|tráfico ilícito|su tráfico|el tráfico y|y el tráfico",
        { ...ES, ...WEAK },
      ),
    ],
    negatives: phrases(
      "International Narcotics and Law|human traffickers|human trafficking|sex trafficking|sex traffickers|arms traffickers|people traffickers|migrant traffickers|wildlife trafficking|wildlife traffickers|child trafficking|gun traffickers|gun trafficking|firearms traffickers|firearms trafficking|arms trafficking|weapons trafficking|trafficking in persons|trafficking of persons|trafficking victims|traficantes de personas|traficante de personas|traficantes de migrantes|traficantes de armas|traficantes de especies|traficante de armas|oil cartel",
    ),
    context: DRUG_CONTEXT,
    titles: [],
  },
  {
    id: "addiction-treatment",
    kind: "topic",
    name: { en: "Addiction and its treatment", es: "Adicciones y su tratamiento" },
    lists: ["article"],
    aliases: [
      ...say(
        "drug addiction|drug addict|drug addicts|substance addiction|opioid addiction|heroin addiction|fentanyl addiction|addiction to fentanyl|addiction to opioids|addiction to drugs|addicted to fentanyl|addicted to opioids|addicted to heroin|addicted to drugs|substance use disorder|substance use disorders|opioid use disorder|substance abuse treatment|substance abuse|drug treatment|drug rehabilitation|drug rehab|addiction treatment|treatment for addiction|addiction recovery|addiction services|addiction specialists|rehab center|rehab centers|rehabilitation centers|drug users|methadone|buprenorphine|suboxone|recovering addict|recovering addicts|drug abuse|prevention and treatment efforts|opioid addicts|people with addiction|addiction difficulties|drug dependence|drug dependency",
        EN,
      ),
      ...say("addiction|addictions|addict|addicts|rehab", { ...EN, ...WEAK }),
      ...say(
        "drogadicción|drogadicto|drogadictos|farmacodependencia|farmacodependiente|farmacodependientes|toxicomanía|toxicómano|toxicómanos|adicción a las drogas|adicción a la droga|adictos a las drogas|adicto a las drogas|adicción al fentanilo|adictos al fentanilo|adicción a los opioides|adictos a opioides|adicción a sustancias|centro de rehabilitación|centros de rehabilitación|centros para adictos|centro para adictos|centros de adicciones|centro de adicciones|prevención de adicciones|prevención de las adicciones|tratamiento de adicciones|tratamiento de las adicciones|consumo de drogas|consumo de estupefacientes|consumo de sustancias|consumidores de drogas|trastorno por consumo|problemas de adicción|personas con adicciones|metadona|Comisión Nacional contra las Adicciones|Conadic|combate a las adicciones|adicción|adicciones|adicto|adictos|adictas|salud mental y adicciones",
        ES,
      ),
      ...say("rehabilitación", { ...ES, ...WEAK }),
    ],
    negatives: phrases(
      "video game addicts|gaming addiction|gaming addicts|video gaming addicts|gambling addiction|gambling addicts|internet addiction|social media addiction|phone addiction|sex addiction|sex addict|shopping addiction|addicted to love|adicción al celular|adicción al teléfono|adicción a las pantallas|adicción a las apuestas|adicción a la pornografía|adicción a las compras|ludopatía|videojuegos|gambling|gaming|adicción a las redes|adicción al juego|adicción a los videojuegos|adicción al trabajo|adicto al trabajo|adictos al trabajo|adicción al móvil|adicción al sexo|adicción a internet|alcohol addiction|adictos a las redes|news addict|food addiction|sugar addiction|rehabilitación de calles|rehabilitación física|rehabilitación urbana|rehabilitación de la|rehabilitación del",
    ),
    context: phrases(
      "fentanyl|fentanilo|opioid|opioids|opioide|opioides|heroin|heroína|cocaine|cocaína|meth|metanfetamina|metanfetaminas|drug|drugs|droga|drogas|overdose|overdoses|sobredosis|cristal|narcotráfico|substance|sustancias|narcotics",
    ),
    titles: [],
  },
  {
    id: "overdose-deaths",
    kind: "topic",
    name: { en: "Overdose deaths", es: "Muertes por sobredosis" },
    lists: ["article"],
    aliases: [
      ...say(
        "overdose|overdoses|overdosed|overdosing|overdose death|overdose deaths|overdose crisis|overdose epidemic|fatal overdose|fatal overdoses|drug deaths|opioid deaths|fentanyl deaths|fentanyl death|opioid-related deaths|deaths from fentanyl|deaths caused by fentanyl|deaths due to fentanyl|deaths from opioids|deaths from drugs|died from fentanyl|die from fentanyl|die of fentanyl|died of fentanyl|killed by fentanyl|fentanyl kills|fentanyl killed|fentanyl poisoning|fentanyl poisonings|drug poisoning|drug poisonings",
        EN,
      ),
      ...say(
        "sobredosis|muertes por fentanilo|muertes por sobredosis|muertos por sobredosis|muertos por fentanilo|muerte por sobredosis|muerte por fentanilo|fallecimientos por sobredosis|decesos por sobredosis|decesos por fentanilo|muertes por drogas|muertes por opioides|muertes relacionadas con el fentanilo|murieron por fentanilo|mueren por fentanilo|mueren por sobredosis|murieron por sobredosis|mueren por consumo de fentanilo|muertes causadas por el fentanilo|muertes provocadas por el fentanilo|víctimas del fentanilo|intoxicación por fentanilo|envenenamiento por fentanilo|principal causa de muerte",
        ES,
      ),
    ],
    negatives: phrases("overdose of news|sobredosis de azúcar|sobredosis de información|sobredosis de televisión|sobredosis informativa"),
    context: [],
    titles: [],
  },
];
