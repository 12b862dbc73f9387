const code = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g;
// As the page reads addresses: Chinese marks end one.
const address = /\bhttps?:\/\/[^\s<>"'`\\^{|}[\]，。；：！？）】」』、《》]+/i;
// What ends a sentence is not part of the address in it.
const ending = /[.,;:!?…*~_]+$/u;
const longest = 2_000;

/** The first web address in a line, code apart; null where there is none. */
export function firstLink(text: string): string | null {
  const found = address.exec(text.replaceAll(code, ' '))?.[0].replace(ending, '');
  if (!found) return null;
  const opened = (found.match(/\(/g) ?? []).length;
  const closed = (found.match(/\)/g) ?? []).length;
  const link = closed > opened ? found.replace(/\)[^)]*$/, '') : found;
  return link.length <= longest && URL.canParse(link) ? link : null;
}
