/** A piece of a line: words, or an address to follow. */
export type Piece = { readonly text: string; readonly href?: string };

// Linear: one character class, no nested repetition.
const address = /https?:\/\/[^\s<>"']+/g;
// A dot or bracket at the end belongs to the sentence and not to the address.
const trailing = /[.,;:!?)\]}'"，。；：！？）】」』]+$/;

/** Cuts a line into words and addresses. Nothing of it ever becomes HTML. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    const found = match[0].replace(trailing, '');
    if (!URL.canParse(found)) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    pieces.push({ text: found, href: found });
    end = match.index + found.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}
