import type { Believed } from "./evidence.ts";
import { beside, confidenceOf } from "./evidence.ts";
import { SIGHTING_CONFIDENCE } from "./match.ts";
import { held, holderAt, mayStillHold } from "./offices.ts";
import type { Page } from "./page.ts";
import { abroad } from "./page.ts";
import { isNamed, meansOffice } from "./titles.ts";

/**
 * Adds what offices tell to what names told. An office is named by a title that says which country's it is, or by whoever
 * holds it at the item's date, named in the item. Such a title without a name beside it points to the holder at that
 * date, with evidence `office`; when nobody is known to have held it then, to nobody.
 */
export const addOffices = (page: Page, believed: Map<number, Believed[]>): void => {
  for (const [index, { entity }] of page.patterns.entities.entries()) {
    if (entity.kind !== "office") continue;
    const titles = page.titles.filter((t) => t.role.entity === index && t.role.alias.weak !== true && meansOffice(t));
    const own = abroad(entity.countries, page) ? [] : titles;
    const reasons = [...own.map((occurrence): Believed => ({ occurrence, evidence: "name" })), ...byHolder(page, index, believed)];
    const holder = page.patterns.indexOf.get(holderAt(entity, page.date) ?? "");
    const alone = own.filter((t) => !isNamed(t)).map((occurrence): Believed => ({ occurrence, evidence: "office" }));
    if (holder !== undefined && alone.length > 0) believed.set(holder, [...(believed.get(holder) ?? []), ...alone]);
    if (reasons.length > 0) believed.set(index, [...(believed.get(index) ?? []), ...reasons]);
  }
};

const byHolder = (page: Page, index: number, believed: ReadonlyMap<number, Believed[]>): Believed[] => {
  const office = page.patterns.entities[index]?.entity;
  if (office === undefined) return [];
  const titles = page.titles.filter((t) => t.role.entity === index && meansOffice(t));
  return [...new Set((office.tenures ?? []).map((t) => t.holder))].flatMap((id) => {
    const named = (believed.get(page.patterns.indexOf.get(id) ?? -1) ?? []).filter((b) => b.evidence !== "office");
    if (named.length === 0 || confidenceOf(named) < SIGHTING_CONFIDENCE) return [];
    // Past what is verified, the last known holder still holds it if the item itself says so: "Secretary of State Marco Rubio".
    const titled = mayStillHold(office, id, page.date) && named.some(({ occurrence }) => titles.some((t) => beside(t, occurrence)));
    return held(office, id, page.date) || titled ? named.map(({ occurrence }): Believed => ({ occurrence, evidence: "holder" })) : [];
  });
};
