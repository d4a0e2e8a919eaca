/**
 * How rare a pair of neighbouring words is in the news. A pair is known by its hash alone, so a table tells nothing of the
 * texts it was counted in.
 */
export interface Rarity {
  /** Changes with the meaning of hashes or weights: what was made by another version is not compared. */
  readonly version: number;
  /** Hashes of the frequent pairs (their upper 24 bits), sorted. */
  readonly hashes: Int32Array;
  /** The weight of each, 1..8. */
  readonly weights: Uint8Array;
}

/** Weight of a pair that the table does not hold: it is rare. Weights are ln(documents / documents with the pair), rounded. */
export const RARE = 11;

/** The most that one entry can be apart from the one before it; a wider gap is bridged by entries of weight 0. */
const STEP = 0x1fff;

/** The table from its text: base64 of 16-bit numbers, 13 bits of distance from the entry before and 3 of weight − 1. */
export const rarityFrom = (version: number, base64: string): Rarity => {
  const bytes = Buffer.from(base64, "base64");
  const hashes = new Int32Array(bytes.length / 2);
  const weights = new Uint8Array(bytes.length / 2);
  let count = 0;
  let at = 0;
  for (let n = 0; n < bytes.length; n += 2) {
    const entry = bytes.readUInt16LE(n);
    at += entry >>> 3;
    if (entry >>> 3 === STEP) continue;
    hashes[count] = at;
    weights[count++] = (entry & 7) + 1;
  }
  return { version, hashes: hashes.slice(0, count), weights: weights.slice(0, count) };
};

/** The text of a table, of hashes (24 bits) with their weights (1..8): what {@link rarityFrom} reads. */
export const rarityText = (weights: ReadonlyMap<number, number>): string => {
  const entries: number[] = [];
  let at = 0;
  for (const [hash, weight] of [...weights].toSorted(([a], [b]) => a - b)) {
    for (; hash - at >= STEP; at += STEP) entries.push(STEP << 3);
    entries.push(((hash - at) << 3) | (weight - 1));
    at = hash;
  }
  const bytes = Buffer.alloc(2 * entries.length);
  for (const [n, entry] of entries.entries()) bytes.writeUInt16LE(entry, 2 * n);
  return bytes.toString("base64");
};

/** The weight of a pair by its hash (32 bits). */
export const weightOf = ({ hashes, weights }: Rarity, hash: number): number => {
  const wanted = hash >>> 8;
  let [low, high] = [0, hashes.length - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = hashes[middle] ?? 0;
    if (found === wanted) return weights[middle] ?? RARE;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return RARE;
};
