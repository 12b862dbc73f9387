const wordOrRun = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|[\p{L}\p{N}]+/gu;
const begin = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const accents = /\p{M}+/gu;

/**
 * Cuts a text into what it can be found by: words without case and accents; Chinese, which has no spaces, into
 * overlapping pairs and single characters.
 */
export function termsOf(text: string): string[] {
  return runsOf(text).flatMap((run) => (isHan(run) ? [...pairsOf(run), ...run] : [run]));
}

/** As `termsOf`, for what somebody types: a Chinese character counts by itself only when it stands alone. */
export function queryTermsOf(text: string): string[] {
  return runsOf(text).flatMap((run) => (isHan(run) && [...run].length > 1 ? pairsOf(run) : [run]));
}

/** Says whether a term is Chinese or Japanese, where one other character makes another word. */
export function isHan(term: string): boolean {
  return begin.test(term);
}

/** A text without case and accents, as texts are compared that people type. */
export function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(accents, '').toLowerCase();
}

function runsOf(text: string): string[] {
  return folded(text).match(wordOrRun) ?? [];
}

function pairsOf(run: string): string[] {
  const characters = [...run];
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
