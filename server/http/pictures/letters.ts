import type { Font } from 'fontkit';
import type { Typeface } from './fonts.ts';

/** How a text is set. */
export interface Style {
  readonly typeface: Typeface;
  readonly size: number;
  readonly colour: string;
  /** Between letters, in parts of the size. */
  readonly spacing?: number;
}

/** A text as outlines, since the renderer has no fonts: it begins at `x` and stands on `y`. */
export function letters(
  text: string,
  { typeface, size, colour, spacing = 0 }: Style,
  x: number,
  y: number,
): string {
  let path = '';
  let left = x;
  for (const { font, characters } of runsOf(text, typeface)) {
    const scale = size / font.unitsPerEm;
    const { glyphs, positions } = font.layout(characters);
    for (const [index, glyph] of glyphs.entries()) {
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
      const shift = { x: left + xOffset * scale, y: y - yOffset * scale };
      path += glyph.path.scale(scale, -scale).translate(shift.x, shift.y).toSVG();
      left += xAdvance * scale + spacing * size;
    }
  }
  return `<path fill="${colour}" d="${path}"/>`;
}

/** How wide a text is. */
export function widthOf(text: string, { typeface, size, spacing = 0 }: Style): number {
  let width = [...text].length * spacing * size;
  for (const { font, characters } of runsOf(text, typeface)) {
    width += (font.layout(characters).advanceWidth * size) / font.unitsPerEm;
  }
  return width;
}

/** The part of a text that can be drawn: emoji and rare scripts fall away. */
export function drawable(text: string, typeface: Typeface): string {
  const kept = [...text].filter((character) => typeface.fontFor(character.codePointAt(0) ?? 0));
  return kept.join('').replaceAll(/\s+/g, ' ').trim();
}

const wordsOf = new Intl.Segmenter('und', { granularity: 'word' });
const closing = /^[\p{Pe}\p{Pf}\p{Po}]+$/u;

/** A text broken into lines. */
interface Lines {
  readonly lines: readonly string[];
  /** Whether everything fits, without a word broken. */
  readonly whole: boolean;
}

/** Breaks a text into lines no wider than `width`. What does not fit into `count` lines ends in an ellipsis. */
export function linesOf(text: string, style: Style, width: number, count: number): Lines {
  const lines: string[] = [''];
  let whole = true;
  for (const piece of piecesOf(text)) {
    const line = lines.at(-1) ?? '';
    if (widthOf(line + piece.trimEnd(), style) <= width) lines[lines.length - 1] = line + piece;
    else if (widthOf(piece.trim(), style) <= width) lines.push(piece.trimStart());
    else {
      breakInside(piece, lines, style, width);
      whole = false;
    }
    if (lines.length > count) break;
  }
  const kept = lines.slice(0, count).map((line) => line.trim());
  if (lines.length <= count) return { lines: kept, whole };
  return { lines: [...kept.slice(0, -1), shortened(kept.at(-1) ?? '', style, width)], whole: false };
}

/** Words with the spaces before them; punctuation stays with the word it closes. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (const { segment } of wordsOf.segment(text)) {
    const last = pieces.at(-1);
    if (last !== undefined && (closing.test(segment) || last.trim() === '')) {
      pieces[pieces.length - 1] = last + segment;
    } else pieces.push(segment);
  }
  return pieces;
}

function breakInside(piece: string, lines: string[], style: Style, width: number): void {
  for (const character of piece) {
    const line = lines.at(-1) ?? '';
    if (line && widthOf(line + character, style) > width) lines.push(character.trim());
    else lines[lines.length - 1] = line + character;
  }
}

function shortened(line: string, style: Style, width: number): string {
  const characters = [...line];
  while (characters.length > 0 && widthOf(`${characters.join('')}…`, style) > width) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

/** Stretches of text that one font has. */
function runsOf(text: string, typeface: Typeface): { font: Font; characters: string }[] {
  const runs: { font: Font; characters: string }[] = [];
  for (const character of text) {
    const font = typeface.fontFor(character.codePointAt(0) ?? 0);
    if (!font) continue;
    const last = runs.at(-1);
    if (last?.font === font) last.characters += character;
    else runs.push({ font, characters: character });
  }
  return runs;
}
