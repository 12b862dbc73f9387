import { toSvg } from '../../../art/drawing.ts';
import { mark } from '../../../art/mark.ts';
import { arch, type RoomView } from './arch.ts';
import { openTypeface } from './fonts.ts';
import { drawable, letters, linesOf, type Style, widthOf } from './letters.ts';

/** A link picture: words on the left, a room on the right. */
export interface Card extends RoomView {
  readonly title: string;
  /** Stands for a title that has no character we can draw. */
  readonly otherTitle: string;
  readonly text: string;
  /** In the lit pill; undefined when nobody is there. */
  readonly live: string | undefined;
  readonly step: string;
  /** In the pill instead, for what is to come. */
  readonly when?: string;
}

const ground = '#17110d';
const paper = '#faf5ec';
const soft = '#d3cac0';
const lamp = '#fdb033';
const onLamp = '#2e1b08';

const display = openTypeface(['kalnia', 500], ['noto-sans-sc', 700]);
const plain = openTypeface(['hanken-grotesk', 400], ['noto-sans-sc', 400]);
const bold = openTypeface(['hanken-grotesk', 600], ['noto-sans-sc', 700]);

const left = 72;
const width = 504;
const longestPill = 340;
const microphone = 'M12 19v3M19 10v2a7 7 0 0 1-14 0v-2M12 2a3 3 0 0 1 3 3v7a3 3 0 0 1-6 0V5a3 3 0 0 1 3-3Z';

/** Draws a link picture of 1200 by 630 as SVG, all letters as outlines. */
export function drawCard(card: Card): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630">
    <rect width="1200" height="630" fill="${ground}"/>
    ${toSvg(mark, { attributes: { x: left, y: 64, width: 46, height: 46, color: paper }, variables: { '--lamp': lamp } })}
    ${letters('hobnob', { typeface: display, size: 40, colour: paper }, 127, 101)}
    ${words(card)}
    ${bottom(card)}
    ${arch(card)}
  </svg>`;
}

/** Title and text, together in the middle between the mark above and the pill below. */
function words(card: Card): string {
  const title = drawable(card.title, display) || drawable(card.otherTitle, display);
  const { style, lines } = titleLines(title);
  const textStyle: Style = { typeface: plain, size: 28, colour: soft };
  const text = linesOf(drawable(card.text, plain), textStyle, width, 3).lines.filter((line) => line !== '');
  const lineHeight = style.size * 1.04;
  const textHeight = 38;
  const titleEnd =
    312 + (lines.length * lineHeight - (text.length > 0 ? 20 + text.length * textHeight : 0)) / 2;
  const titleBegin = titleEnd - lines.length * lineHeight;
  return [
    ...lines.map((line, index) => {
      const y = titleBegin + (index + 1) * lineHeight - style.size * 0.2;
      return letters(line, style, left, y);
    }),
    ...text.map((line, index) =>
      letters(line, textStyle, left, titleEnd + 20 + (index + 1) * textHeight - 8),
    ),
  ].join('');
}

const titleSettings = [
  [82, 2],
  [72, 2],
  [60, 3],
  [50, 4],
] as const;

/** The largest setting in which a title is whole, or the smallest. */
function titleLines(title: string): { style: Style; lines: readonly string[] } {
  let set: { style: Style; lines: readonly string[] } = { style: titleStyle(0), lines: [] };
  for (const [size, count] of titleSettings) {
    const style = titleStyle(size);
    const { lines, whole } = linesOf(title, style, width, count);
    set = { style, lines };
    if (whole) break;
  }
  return set;
}

function titleStyle(size: number): Style {
  return { typeface: display, size, colour: paper, spacing: -0.02 };
}

function bottom({ live, step, when }: Card): string {
  const style: Style = { typeface: bold, size: 26, colour: onLamp };
  if (when !== undefined) {
    const text = drawable(when, bold);
    const pill = widthOf(text, style) + 40;
    // Beside a long one is no place left.
    const said = pill < longestPill ? letters(step, { ...style, colour: paper }, left + pill + 18, 552) : '';
    return `
      <rect x="${left}" y="517" width="${pill}" height="53" rx="26.5" fill="${lamp}"/>
      ${letters(text, style, left + 20, 552)}
      ${said}`;
  }
  if (live === undefined) return letters(step, { ...style, colour: paper }, left, 552);
  const pill = widthOf(live, style) + 84;
  return `
    <rect x="${left}" y="517" width="${pill}" height="53" rx="26.5" fill="${lamp}"/>
    <g transform="translate(92 528) scale(1.25)" fill="none" stroke="${onLamp}" stroke-width="2" stroke-linecap="round"><path d="${microphone}"/></g>
    ${letters(live, style, left + 65, 552)}
    ${letters(step, { ...style, colour: paper }, left + pill + 18, 552)}`;
}
