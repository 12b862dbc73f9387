import { z } from 'zod';

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The length of a text as people count it: an emoji with its joiners is one. */
function graphemeCount(text: string): number {
  let count = 0;
  for (const _ of graphemes.segment(text)) count++;
  return count;
}

// Control characters but tab and newline; marks that turn the writing direction around; zero-width
// characters except the joiners that emoji and Indic scripts need; non-characters.
const unwanted = /[[\p{Cc}--[\t\n]]\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/gv;

// A letter rarely carries more than three marks; towers of them run over the lines above.
const towers = /(\p{M}{4})\p{M}+/gu;

function clean(text: string): string {
  return text.normalize('NFC').replaceAll(unwanted, '').replaceAll(towers, '$1');
}

function bounded(min: number, max: number, tidy: (text: string) => string) {
  return (
    z
      .string()
      // A grapheme of honest text takes few code units; the bound keeps the segmenter's work small.
      .max(max * 8)
      .refine((text) => text.isWellFormed(), 'is not well-formed Unicode')
      .overwrite(tidy)
      .refine((text) => graphemeCount(text) <= max, `has more than ${max} characters`)
      .refine((text) => text.length >= min, 'is empty')
  );
}

/** One line of text: normalised to NFC, free of control and direction marks, spaces folded. Counted in graphemes. */
export function line(min: number, max: number) {
  return bounded(min, max, (text) => clean(text).replaceAll(/\s+/gu, ' ').trim());
}

/** Text that may have several lines: as `line`, but newlines stay, at most two in a row. */
export function paragraph(min: number, max: number) {
  return bounded(min, max, (text) =>
    clean(text.replaceAll(/\r\n?/g, '\n'))
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim(),
  );
}
