/** A part of a text, in UTF-16 units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A text with parts of it marked. Ranges may overlap or touch; those outside the text are cut. */
export const Marked = ({ text, ranges }: { text: string; ranges: readonly Range[] }) => (
  <>{pieces(text, ranges).map((piece, index) => (piece.marked ? <mark key={index}>{piece.text}</mark> : piece.text))}</>
);

/** The text cut into marked and plain pieces; together they are the text. */
export const pieces = (text: string, ranges: readonly Range[]): readonly { text: string; marked: boolean }[] => {
  const out: { text: string; marked: boolean }[] = [];
  let at = 0;
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const from = Math.max(at, start);
    const to = Math.min(end, text.length);
    if (to <= from) continue;
    const last = out.at(-1);
    if (from > at) out.push({ text: text.slice(at, from), marked: false });
    else if (last?.marked === true) {
      out.pop();
      out.push({ text: last.text + text.slice(from, to), marked: true });
      at = to;
      continue;
    }
    out.push({ text: text.slice(from, to), marked: true });
    at = to;
  }
  if (at < text.length) out.push({ text: text.slice(at), marked: false });
  return out;
};
