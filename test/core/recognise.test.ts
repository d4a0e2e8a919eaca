import { describe, expect, it } from "vitest";
import { itemId } from "../../lambdas/core/item.ts";
import type { Recognisable } from "../../lambdas/core/recognise.ts";
import { marksOf, recognise } from "../../lambdas/core/recognise.ts";

const item = (n: number, change: Partial<Recognisable> = {}): Recognisable => {
  const entry = { guid: `g${n}`, link: `https://o.example/${n}`, title: `What happened at port ${n}`, ...change };
  return { id: itemId("feed", entry), ...entry };
};
const many = (count: number, change: (n: number) => Partial<Recognisable> = () => ({})): Recognisable[] =>
  Array.from({ length: count }, (_, n) => item(n, change(n)));
const remembered = (items: readonly Recognisable[]) => ({ itemIds: items.map(({ id }) => id), marks: marksOf(items) });
/** How many of the items are recognised after the others. */
const known = (before: readonly Recognisable[], now: readonly Recognisable[]): number =>
  recognise(remembered(now), remembered(before)).size;

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
    expect(recognise(remembered(many(10)), { ...remembered(many(10)), itemIds: [] }).size).toBe(10);
    const bare = many(10, () => ({ guid: undefined as never })).map(({ guid: _, ...rest }) => rest);
    expect(recognise(remembered(bare), { ...remembered(bare), itemIds: [] }).size).toBe(10);
  });

  it("knows nothing where nothing was remembered", () => {
    expect(recognise(remembered(many(3)), { itemIds: [] }).size).toBe(0);
  });

  it("remembers 2,000 items in 32 kB, and does not mistake one for another", () => {
    const items = many(2000);
    expect(marksOf(items)).toHaveLength(32_000);
    expect(
      known(
        items,
        many(2000).map((_, n) => item(5000 + n)),
      ),
    ).toBe(0);
    expect(known(items, many(2000, moved))).toBe(2000);
  });
});
