/** A part of a line, and whether it is what was looked for. */
interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

const before = 40;
const most = 180;
const word = /[\p{L}\p{N}]+/gu;

/** The part of a line around what was looked for. */
export function excerptOf(text: string, query: string): Piece[] {
  const words = [...new Set(query.match(word) ?? [])].toSorted((a, b) => b.length - a.length);
  if (words.length === 0) return [{ text: text.slice(0, most), hit: false }];
  // Letters and digits only: nothing in them means anything to an expression.
  const hits = new RegExp(words.join('|'), 'giu');
  const from = Math.max(0, text.search(hits) - before);
  const shown = text.slice(from, from + most);
  const pieces: Piece[] = from > 0 ? [{ text: '… ', hit: false }] : [];
  let end = 0;
  for (const { 0: found, index } of shown.matchAll(hits)) {
    if (index > end) pieces.push({ text: shown.slice(end, index), hit: false });
    pieces.push({ text: found, hit: true });
    end = index + found.length;
  }
  pieces.push({ text: shown.slice(end) + (from + most < text.length ? ' …' : ''), hit: false });
  return pieces.filter((piece) => piece.text !== '');
}
