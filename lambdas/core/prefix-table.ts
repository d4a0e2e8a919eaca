/**
 * The hash table of an automaton's prefixes, as one array: pairs of (hash of a prefix, what is known of it), where 0 known is a free
 * slot. What is known: bit 0 that a longer phrase begins so, from bit 1 the number of a phrase that ends here, plus one.
 */

/** A longer phrase begins with the prefix. */
export const LONGER = 1;

/** A table that grows. */
export interface Table {
  slots: Int32Array;
  used: number;
}

/** An empty table with room for so many prefixes before it grows. */
export const newTable = (size: number): Table => ({ slots: new Int32Array(2 * size), used: 0 });

/** Adds what is known of a prefix; tells what was known before. A phrase that is known stays the head of its chain. */
export const addPrefix = (table: Table, hash: number, known: number): number => {
  if (table.used * 5 > table.slots.length * 2) rehash(table, Math.ceil(table.slots.length * 0.75));
  const { slots } = table;
  const at = slotOf(slots, hash);
  const before = slots[at + 1] ?? 0;
  if (before === 0) table.used++;
  slots[at] = hash;
  slots[at + 1] = before < 2 ? before | known : before | (known & LONGER);
  return before;
};

const rehash = (table: Table, size: number): void => {
  const { slots } = table;
  table.slots = new Int32Array(2 * size);
  for (let at = 0; at < slots.length; at += 2) {
    if (slots[at + 1] === 0) continue;
    const to = slotOf(table.slots, slots[at] ?? 0);
    table.slots[to] = slots[at] ?? 0;
    table.slots[to + 1] = slots[at + 1] ?? 0;
  }
};

/** At most a third of the slots stays free, more would be memory for nothing. */
export const compact = (table: Table): Int32Array => {
  if (table.used * 3 < table.slots.length) rehash(table, Math.ceil(table.used * 1.4) + 1);
  return table.slots;
};

/** The slot (an even index) of a prefix, or the free one where it would be. */
export const slotOf = (slots: Int32Array, hash: number): number => {
  let at = 2 * Math.trunc((hash >>> 0) * (slots.length / 8_589_934_592));
  while (slots[at + 1] !== 0 && slots[at] !== hash) {
    at += 2;
    if (at === slots.length) at = 0;
  }
  return at;
};
