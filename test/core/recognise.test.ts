import { describe, expect, it } from "vitest";
import { hashId } from "../../lambdas/core/hash.ts";
import { itemId } from "../../lambdas/core/item.ts";
import type { Recognisable } from "../../lambdas/core/recognise.ts";
import { marksOf, recognise, titleWords } from "../../lambdas/core/recognise.ts";

const item = (n: number, change: Partial<Recognisable> = {}): Recognisable => {
  const entry = { guid: `g${n}`, link: `https://o.example/${n}`, title: `What happened at port ${n}`, ...change };
  return { id: itemId("feed", entry), feedId: "feed", ...entry };
};
const many = (count: number, change: (n: number) => Partial<Recognisable> = () => ({})): Recognisable[] =>
  Array.from({ length: count }, (_, n) => item(n, change(n)));
const remembered = (items: readonly Recognisable[]) => ({ itemIds: items.map(({ id }) => id), marks: marksOf(items) });
/** How many of the items are recognised after the others. */
const known = (before: readonly Recognisable[], now: readonly Recognisable[]): number => recognise(now, remembered(before)).known.size;

const moved = (n: number) => ({ guid: `new-${n}`, link: `https://o.example/new/${n}` });

describe("recognise", () => {
  it.each<[string, (n: number) => Partial<Recognisable>]>([
    ["nothing changed", () => ({})],
    ["another GUID", (n) => ({ guid: `new-${n}` })],
    ["another title", () => ({ title: "Edited" })],
    ["http and tracking", (n) => ({ link: `http://o.example/${n}?utm_source=x` })],
    ["another page under the same GUID", (n) => ({ link: `https://o.example/new/${n}` })],
    ["another page, and the title in capitals", (n) => ({ link: `https://o.example/new/${n}`, title: `WHAT HAPPENED AT “PORT” ${n}` })],
  ])("knows a single item again: %s", (_, change) => {
    expect(known(many(10), [item(0, change(0)), item(77)])).toBe(1);
  });

  it("takes one GUID with another page and another title for another item (F28)", () => {
    expect(known(many(10), [item(0, { link: "https://o.example/x", title: "Something else" })])).toBe(0);
  });

  it("knows all that moved house, if they are more than half of the document", () => {
    expect(known(many(10), many(10, moved))).toBe(10);
    expect(known(many(10), [...many(6, moved), ...many(5).map((_, n) => item(50 + n))])).toBe(6);
    expect(known(many(10), [...many(5, moved), ...many(5).map((_, n) => item(50 + n))])).toBe(0);
  });

  it("does not take a page of columns for one that moved: few items, or titles that stand there twice", () => {
    expect(known(many(4), many(4, moved))).toBe(0);
    const column = (n: number) => ({ title: `Opinion ${n % 4}` });
    expect(
      known(
        many(10, column),
        many(10, (n) => ({ ...moved(n), ...column(n) })),
      ),
    ).toBe(0);
  });

  it("still knows what stood there before an empty document", () => {
    expect(recognise(many(10), { ...remembered(many(10)), itemIds: [] }).known.size).toBe(10);
    const bare = many(10, () => ({ guid: undefined as never })).map(({ guid: _, ...rest }) => rest);
    expect(recognise(bare, { ...remembered(bare), itemIds: [] }).known.size).toBe(10);
  });

  it("knows nothing where nothing was remembered", () => {
    expect(recognise(many(3), { itemIds: [] }).known.size).toBe(0);
  });

  it("remembers 2,000 items in 46 kB, and does not mistake one for another", () => {
    const items = many(2000);
    expect(marksOf(items)).toHaveLength(46_001);
    expect(
      known(
        items,
        many(2000).map((_, n) => item(5000 + n)),
      ),
    ).toBe(0);
    expect(known(items, many(2000, moved))).toBe(2000);
  });

  it("bounds what it remembers by the longest document of late, and by 30 items at least", () => {
    const after = (...documents: readonly (readonly Recognisable[])[]) =>
      documents.reduce((marks, some) => recognise(some, { itemIds: [], marks }).marks, "");
    const length = (count: number) => marksOf(many(count)).length;
    expect(after(many(50), many(3))).toHaveLength(length(50));
    expect(after(many(3), [item(7)])).toHaveLength(length(4));
    const one = Array.from({ length: 40 }, (_, n) => [item(n)]);
    expect(after(...one)).toHaveLength(length(30));
    expect(after(many(2000), ...one)).toHaveLength(length(2000));
  });
});

/** Marks were written so until 2026-11: GUID and title in one mark, the title in another, eight characters each. */
describe("marks of before", () => {
  const before = (items: readonly Recognisable[]) => ({
    itemIds: items.map(({ id }) => id),
    marks: items
      .map(({ guid = "", title }) =>
        ["named", "title"].map((kind) => hashId("mark", kind, ...(kind === "named" ? [guid] : []), titleWords(title))),
      )
      .map(([named, title]) => named!.slice(0, 8) + title!.slice(0, 8))
      .join(""),
  });

  it("still know their items, and those that moved house", () => {
    expect(recognise(many(10), before(many(10))).known.size).toBe(10);
    expect(recognise(many(10, moved), before(many(10))).known.size).toBe(10);
    expect(recognise([item(77), ...many(3)], before(many(10))).known.size).toBe(3);
  });

  it("still know what was cut off or empty when the new ones came", () => {
    const { marks } = recognise([], { ...before(many(10)), itemIds: [] });
    expect(recognise(many(10), { itemIds: [], marks }).known.size).toBe(10);
    const cut = recognise(many(2), before(many(10)));
    expect(recognise(many(10), { itemIds: [], marks: cut.marks }).known.size).toBe(10);
  });

  it("know under its old id what only a fragment tells apart", () => {
    const live = many(10, (n) => ({ link: `https://o.example/#/${n}`, guid: `https://o.example/#/${n}` }));
    const old = { ...before(live), itemIds: [hashId("item", "feed", "guid", "https://o.example")] };
    const { known, marks } = recognise(live, old);
    expect(known.size).toBe(10);
    const next = item(11, { link: "https://o.example/#/11", guid: "https://o.example/#/11" });
    expect(recognise([next, ...live], { itemIds: [], marks }).known.has(next.id)).toBe(false);
  });
});
