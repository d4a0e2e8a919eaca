/**
 * Common given names of English and Spanish, folded. A surname that follows one of them belongs to whoever that is:
 * `Judy Garland`, `Bertha Alcalde`, `Federico Gertz`. Names that are also places or everyday words in either language
 * are left out, or "desde la Casa Blanca Biden …" would speak of a Blanca Biden.
 */
const COMMON = `
aaron abel abigail abraham ada adam adan adela adolfo adrian adriana agustin aida aileen aitor alan albert alberto alejandra alejandro alex
alexander alexandra alexis alfonso alfred alfredo alice alicia allison alonso alvaro amanda amelia amy ana andrea andres andrew andy angela
angelica angelina ann anna anne annie anthony antonia antonio araceli ariel armando arthur arturo ashley augusto aurelia aurora barbara
beatriz beau becky belen ben benito benjamin bernardo bernie bertha beth betty beverly billy bob bobby brad bradley brandon brenda brett
brian bruce bruno bryan caitlin camila carl carla carlos carmen carol caroline catherine cecilia cesar charles charlie charlotte chris
christina christine christopher cindy claire clara clarence claudia clemente cody colin connor courtney craig cristian cristina cristobal
curtis cynthia dan dana daniel daniela danny dave david deborah debra delfina denise dennis derek devin diana diane diego dominic donald
donna dora doris dorothy doug douglas dylan ed eddie edgar edith eduardo edward edwin eileen elaine eleanor elena elias elisa eliza ella
ellen elsa emilia emiliano emilio emily emma enrique eric erica erik erika ernesto esteban esther ethan eugene eugenia eugenio eva evan
evelyn fabian fatima federico felicia felipe felix fernanda fernando fidel frances francis francisca francisco fred frederick gabriel
gabriela gail gary gavin genaro george gerald gerardo gilbert gilberto gina giovanni gisela gladys glenn gonzalo gordon greg gregorio
gregory guillermo gustavo hallie hannah harold harry hector heidi helen henry herbert heriberto hilda horacio howard hugh hugo hunter ian
ignacio ines ingrid ira irene iris irma isaac isabel isabella ismael ivan jack jacob jacqueline jaime jake james jamie jane janet janice
jared jason javier jean jeff jeffrey jennifer jenny jeremy jerry jesse jessica jesus jill jim jimmy joan joaquin joel john johnny jon
jonathan jorge jose josefina joseph josefa joshua juan juana juanita judith judy julia julian juliana julie julio justin karen karina karl
karla kate katherine kathleen kathryn katie kelly kenneth kevin kim kimberly kristen kristi kurt kyle larry latoya laura lauren lawrence
leah leonardo leonel leopoldo leslie leticia lewis lidia lilia liliana lillian linda lisa lisandro lorenzo lorraine louis louise lucas lucia
luciano lucy luis luisa luke lynn madeline magdalena manuel manuela marc marcela marcelo marco marcos margaret margarita maria mariana
mariano maribel marilyn mario marisol marta martha martin mary mateo mathew matias matthew maureen mauricio maximiliano megan melba melanie
melissa michael michelle miguel mike mildred miriam mitch moises molly monica monserrat nancy naomi natalia natalie nathan neil nestor
nicholas nick nicolas nicole nina noah noemi nora norma octavio odette olga oliver olivia omar oscar otto pablo pamela paola patricia
patricio patrick paul paula pedro peggy penelope peter phil philip phillip phyllis rachel rafael ralph ramiro ramon randy raquel raul
raymond rebeca rebecca regina renata rene rex reynaldo ricardo richard rick rita robert roberta roberto rodolfo rodney rodrigo roger rogelio
roland rolando roman ron ronald ronnie rosa rosalia roy ruben rudy russell ruth ryan sam samantha samuel sandra sara sarah scott sean
sebastian selena sergio seth sharon shawn sheila sherry shirley silvia simon sofia sonia sophia sophie stacy stan stanley stella stephanie
stephen steve steven stuart susan susana suzanne sylvia tamara tania ted teodoro teresa terry theodore theresa thomas tiffany tim timothy
tina tito todd tom tomas tommy tony tracy travis tyler tyre ulises valentin valentina valeria vanessa veronica vicente victor victoria
vincent viviana walter wanda warren wayne wendy wesley wilfredo william willie ximena yolanda yvonne zachary zoe
`;

/** Is the folded word a common given name? */
export const isGivenName = (word: string): boolean => NAMES.has(word);

const NAMES: ReadonlySet<string> = new Set(COMMON.trim().split(/\s+/));
