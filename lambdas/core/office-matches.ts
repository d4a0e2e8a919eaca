import type { Entity } from "./entity.ts";
import type { Believed } from "./evidence.ts";
import { confidenceOf } from "./evidence.ts";
import { SIGHTING_CONFIDENCE } from "./match.ts";
import { held, holderAt } from "./offices.ts";
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
    const reasons = [...own.map((occurrence): Believed => ({ occurrence, evidence: "name" })), ...byHolder(page, entity, believed)];
    const holder = page.patterns.indexOf.get(holderAt(entity, page.date) ?? "");
    const alone = own.filter((t) => !isNamed(t)).map((occurrence): Believed => ({ occurrence, evidence: "office" }));
    if (holder !== undefined && alone.length > 0) believed.set(holder, [...(believed.get(holder) ?? []), ...alone]);
    if (reasons.length > 0) believed.set(index, [...(believed.get(index) ?? []), ...reasons]);
  }
};

const byHolder = (page: Page, office: Entity, believed: ReadonlyMap<number, Believed[]>): Believed[] =>
  [...new Set((office.tenures ?? []).map((t) => t.holder))].flatMap((id) => {
    const named = (believed.get(page.patterns.indexOf.get(id) ?? -1) ?? []).filter((b) => b.evidence !== "office");
    if (named.length === 0 || confidenceOf(named) < SIGHTING_CONFIDENCE || !held(office, id, page.date)) return [];
    return named.map(({ occurrence }): Believed => ({ occurrence, evidence: "holder" }));
  });
