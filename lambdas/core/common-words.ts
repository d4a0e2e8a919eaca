/**
 * Everyday words of English and Spanish, folded, that are also names of people, places or things: as the only word of a strong
 * alias they would fire in any newspaper. A small list of our own, for checking a watchlist; the matcher itself does not read it.
 */
const ENGLISH = `
about above account action after again age agency agreement air all also always american answer any area arm army art ask attack away
bank bar barber base bay bear bell best big bill bird bishop black block blue board boat body bond book border boss bound box boy branch bread bridge
bright brook brown budget build bush business but call camp can cap car card care carpenter case cash center chair chance change check chief child church city
clay clean clear close coast cold college come common company cook cool corn cost council country county court crane cross crown crystal cup current
dark data date dawn day deal dean death deep deer defense dialogue dollar door down draft drew drive drug early earth east easy economic edge end energy english every
face fact fair faith fall family farm fast field fight file fire first fish fisher flag flat floor flower food foot force ford forest form fort forward 
fox free french friend front fund future game gang garden garland gate general gift girl glass goal gold good government grace grant gray great green ground group grow guard guest gun
hall hand hard harbor hay head health heart heat help hero high hill history home honor hope horn horse hospital house human hunt hunter ice idea in industry is island it
job joint judge jump justice just keep key kid king kitchen knight lake land lane large last late law lead leader learn leave left letter level life light
line list little live local long lord loss love low major make man march mark market marsh mason mayor meal measure media meet member message mile mill mind minister
minor mission money month moon morning mother mount mountain music name nation national nature navy neck need new news next night noble north note number
ocean offer office oil old open opera order our out own page paint paper park part party past path peace people phone piece place plan plant play point police policy poor
pope port post pound power press price priest prince prison public race rain reach read red reform region rest rice rich right ring rise river road rock room root rose
round rule run safe sail sale salt sand save school sea season secretary security senate senator service sharp ship shore short show side sign silver single site size sky small
snow social soldier son song south space speech spring staff stage star start state station steel step stone storm story street strong summer sun support table talk
task tax team term test thing time today told top town trade train travel treaty tree trial trip troop truck true trust turn turner union unit us value view village violence visit
voice vote walk walker wall war ward watch water wave way weaver well west white wild will win wind window winter wise wolf wolves woman wood word work world worth year yes young youth zone
`;
const SPANISH = `
abierto accion acuerdo adios agente agosto agua ahora aire alcalde alcaldesa alegria alma alto amigo amor ancho angel animal ano apoyo arbol arena arma arte asesor asi asunto ayer ayuda
azul baile bajo banco banda bandera barba barco barrio base blanca blanco boca bolsa bosque bravo brazo bueno buscar caballero caballo cabeza cable cadena caja calle calor cama cambio camino campo campos canal
canto capital cara caravana carga cargo carro carta cartel casa caso castillo causa centro cerca cerro cielo cine cinta cita ciudad clase clave cliente cobre color comercio comida comision como
compra conde congreso consejo control copa corazon cordero corona correo corte cosa costa crimen cristal cruz cuenta cuerpo cultura cura dato defensa delgado delito derecho desierto dia
dialogo dinero dios director domingo droga duda dueno duro economia edad ejercito embajada embajador empresa enero entre equipo escuela espacio espejo estado estrella estudio
exito familia favor fe feria fiel fiesta fin fiscal fiscalia flor flores foro frente frio frontera fuego fuente fuerte fuerza futuro gallo garza gato gente gobierno gobernacion golpe gracia gran grande
grupo guardia guerra guerrero gusto habla hermano hermoso hierro hijo historia hogar hoja hombre honor hora hoy huella idea iglesia isla izquierda jardin jefe joven juego jueves juez jugo junta justicia justo
labor lago lado largo leal leche leon ley leyes libertad libre libro lider linea llano llave lluvia lobo lugar luna lunes luz madre maestro mal mano manzano mapa mar marcha marco mariposa marron marzo mas masa mayo mayor
medio mejor menor mercado mesa metro mexicano miedo miel migracion militar mina ministro moreno monte montes muerte muerto mujer mundo muro museo musica nacion nacional nada negro nieve nieto nino noche nombre norte nuevo numero
obra obrador obrero oficina ojo onda opinion orden oro otro padre pago pais palabra palacio pan papel paredes parte partido paso pastor patria paz pena perro persona pescador peso pie piedra piel pinto piso plan planta plata
playa plaza pobre poder policia politica polvo pozo precio prensa presidente presidenta primavera primero prieto programa pueblo puente puerta puerto punta punto que queso ramos rayo razon red reforma regalo region rey reyes rico riesgo rio rios riqueza rivera roble
rojas rojo romero ropa rosa rueda ruta sala salud sangre santo santos secretaria secretario seguridad semana senado senador senal senor sierra siglo sitio sol soldado solo sueno suerte suelo sur tabla tarde tema tiempo
tienda tierra toma torre torres toro trabajo trafico tren tribunal trono union vaca valle valor vela verano verdad verde via viaje vida viejo viento villa vino visita vista voz vuelo vuelta zona
`;

const WORDS: ReadonlySet<string> = new Set(`${ENGLISH} ${SPANISH}`.trim().split(/\s+/));

/** Is the folded word an everyday one in either language? */
export const isCommonWord = (word: string): boolean => WORDS.has(word);
