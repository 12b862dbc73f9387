// Linear: one character class after the other, nothing repeated within a repetition. Chinese marks end an address.
const address =
  /https?:\/\/(?:\[[\da-f:.]+\]|[^\s<>"'[\]，。；：！？）】」』、《》])[^\s<>"'[\]，。；：！？）】」』、《》]*/iy;
const labelled = /\]\((https?:\/\/[^\s<>()"']+)\)/iy;
// What ends an address ends the sentence around it, or what the sentence is dressed in.
const trailing = new Set('.,;:!?)}*~_');

/** An address that was found, and how much of the text it takes. */
interface Found {
  readonly href: string;
  readonly length: number;
  /** How much was looked at. */
  readonly seen: number;
}

/** The address that begins here; with an empty `href` for what only looks like one. */
export function addressAt(text: string, at: number): Found | null {
  address.lastIndex = at;
  const found = address.exec(text)?.[0];
  if (found === undefined) return null;
  const href = found.slice(0, endOf(found));
  const good = URL.canParse(href);
  return { href: good ? href : '', length: good ? href.length : found.length, seen: found.length };
}

/** The `](address)` that begins here. */
export function labelledAt(text: string, at: number): Found | null {
  labelled.lastIndex = at;
  const found = labelled.exec(text);
  if (!found?.[1] || !URL.canParse(found[1])) return null;
  return { href: found[1], length: found[0].length, seen: found[0].length };
}

/**
 * Where an address leads, if what is read does not say so: behind other words, before an `@`, in letters of another
 * script that look like these. Null where both are the same.
 */
export function hostBehind(words: string, href: string): string | null {
  const { host } = new URL(href);
  const written = /^https?:\/\/([^/?#\\]*)/i.exec(words)?.[1]?.toLowerCase();
  return words === href && written === host ? null : host;
}

function endOf(found: string): number {
  let open = 0;
  for (const character of found) {
    if (character === '(') open++;
    else if (character === ')') open--;
  }
  let end = found.length;
  while (end > 0 && trailing.has(found[end - 1] ?? '')) {
    // A bracket that was opened within belongs to the address.
    if (found[end - 1] === ')' && open++ >= 0) break;
    end--;
  }
  return end;
}
