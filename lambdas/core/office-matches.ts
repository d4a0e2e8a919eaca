import type { Entity } from "./entity.ts";
import type { Believed, TitleOccurrence } from "./evidence.ts";
import { beside, confidenceOf } from "./evidence.ts";
import type { Recorder } from "./explanation.ts";
import { SIGHTING_CONFIDENCE } from "./match.ts";
import { held, holderAt, mayStillHold } from "./offices.ts";
import type { Page } from "./page.ts";
import { abroad, countriesOf } from "./page.ts";
import { isNamed, otherOffice } from "./titles.ts";

/**
 * Adds what offices tell to what names told. An office is named by a title that says which country's it is, or by whoever
 * holds it at the item's date, named in the item. Such a title without a name beside it points to the holder at that
 * date, with evidence `office`; when nobody is known to have held it then, to nobody.
 */
export const addOffices = (page: Page, believed: Map<number, Believed[]>, recorder: Pick<Recorder, "refuse">): void => {
  const titlesOf = Map.groupBy(page.titles, (title) => title.role.entity);
  const heldByBelieved = [...believed.keys()].flatMap((person) => page.patterns.entities[person]?.offices ?? []);
  for (const index of [...new Set([...titlesOf.keys(), ...heldByBelieved])].toSorted((a, b) => a - b)) {
    const entity = page.patterns.entities[index]?.entity;
    if (entity?.kind !== "office") continue;
    const titles = titlesOf.get(index) ?? [];
    const own = ownTitles(page, entity, titles, recorder);
    const reasons = [...own.map((occurrence): Believed => ({ occurrence, evidence: "name" })), ...byHolder(page, entity, titles, believed)];
    const alone = own.length === 0 ? undefined : titlesAlone(own, holderAt(entity, page.date), page, recorder);
    if (alone !== undefined) believed.set(alone.holder, [...(believed.get(alone.holder) ?? []), ...alone.reasons]);
    if (reasons.length > 0) believed.set(index, [...(believed.get(index) ?? []), ...reasons]);
  }
};

/** The titles that say which country's office it is, and mean it. */
const ownTitles = (
  page: Page,
  office: Entity,
  titles: readonly TitleOccurrence[],
  { refuse }: Pick<Recorder, "refuse">,
): TitleOccurrence[] => {
  const strong = titles.filter((t) => t.role.alias.weak !== true);
  if (strong.length === 0) return [];
  const elsewhere = abroad(office.countries, page);
  return strong.filter((title) => {
    const other = otherOffice(title);
    if (other !== undefined) refuse(title, "other-office", other);
    else if (elsewhere) refuse(title, "abroad", countriesOf(page));
    return other === undefined && !elsewhere;
  });
};

/** What titles without a name beside them say of the office's holder, if one is known who is on the watchlist. */
const titlesAlone = (
  own: readonly TitleOccurrence[],
  holder: string | undefined,
  page: Page,
  { refuse }: Pick<Recorder, "refuse">,
): { readonly holder: number; readonly reasons: readonly Believed[] } | undefined => {
  const index = page.patterns.indexOf.get(holder ?? "");
  const alone = own.filter((title) => {
    const named = isNamed(title);
    if (named && index !== undefined) refuse(title, "named", undefined, holder);
    else if (!named && index === undefined) refuse(title, "no-holder", holder);
    return !named;
  });
  if (index === undefined || alone.length === 0) return undefined;
  return { holder: index, reasons: alone.map((occurrence): Believed => ({ occurrence, evidence: "office" })) };
};

const byHolder = (
  page: Page,
  office: Entity,
  titles: readonly TitleOccurrence[],
  believed: ReadonlyMap<number, Believed[]>,
): Believed[] => {
  return [...new Set((office.tenures ?? []).map((t) => t.holder))].flatMap((id) => {
    const named = (believed.get(page.patterns.indexOf.get(id) ?? -1) ?? []).filter((b) => b.evidence !== "office");
    if (named.length === 0 || confidenceOf(named) < SIGHTING_CONFIDENCE) return [];
    // Past what is verified, the last known holder still holds it if the item itself says so: "Secretary of State Marco Rubio".
    const titled =
      mayStillHold(office, id, page.date) &&
      named.some(({ occurrence }) => titles.some((t) => beside(t, occurrence) && otherOffice(t) === undefined));
    return held(office, id, page.date) || titled ? named.map(({ occurrence }): Believed => ({ occurrence, evidence: "holder" })) : [];
  });
};
