import { addressAt, hostBehind, labelledAt } from './address.ts';
import { longestFirst, nameAt } from './names.ts';
import type { Count, Inline, Named } from './nodes.ts';

type Mark = '*' | '**' | '_' | '~~' | '[';

interface Frame {
  readonly mark: Mark | null;
  readonly children: Inline[];
}

const dress = { '*': 'em', _: 'em', '**': 'strong', '~~': 'gone' } as const;
// Deeper than anybody means it; it also bounds how often a node is moved.
const depth = 8;
const wordBefore = /[\p{Script=Latin}\p{N}\\/]$/u;
const wordAfter = /^[\p{Script=Latin}\p{N}]/u;
const space = /^\s?$/;

/** Reads what stands within one paragraph, from its beginning to its end and never back. */
export class Inlines {
  readonly #text: string;
  readonly #named: readonly Named[];
  readonly #count: Count;
  readonly #open: Frame[] = [{ mark: null, children: [] }];
  /** Where runs of backticks begin, by how many there are. */
  readonly #ticks = new Map<number, number[]>();
  #at = 0;
  /** Where the words begin that are not in a node yet. */
  #from = 0;

  constructor(text: string, named: readonly Named[], count: Count) {
    this.#text = text;
    this.#named = longestFirst(named);
    this.#count = count;
    for (const { 0: run, index } of text.matchAll(/`+/g)) {
      const places = this.#ticks.get(run.length);
      if (places) places.push(index);
      else this.#ticks.set(run.length, [index]);
    }
    // Taken from the end.
    for (const places of this.#ticks.values()) places.reverse();
  }

  read(): Inline[] {
    while (this.#at < this.#text.length) {
      this.#count(1);
      if (!this.#step(this.#text[this.#at] ?? '')) this.#at++;
    }
    this.#flush();
    this.#unwindTo(0);
    return this.#top.children;
  }

  get #top(): Frame {
    // The outermost one is never closed.
    return this.#open.at(-1) as Frame;
  }

  /** Says whether it went on by itself. */
  #step(character: string): boolean {
    switch (character) {
      case '*':
      case '_':
      case '~':
        return this.#marks(character);
      case '`':
        return this.#code();
      case '[':
        return this.#begin('[');
      case ']':
        return this.#endLabel();
      case '@':
        return this.#mention();
      case 'h':
      case 'H':
        return this.#address();
      default:
        return false;
    }
  }

  #marks(character: '*' | '_' | '~'): boolean {
    const begin = this.#at;
    let end = begin;
    while (this.#text[end] === character) end++;
    this.#count(end - begin);
    const length = end - begin;
    const most = character === '*' ? 3 : character === '~' ? 2 : 1;
    const before = this.#text.slice(Math.max(0, begin - 2), begin);
    const after = this.#text.slice(end, end + 2);
    // A single one within a word or a sum is none.
    const alone = length === 1;
    const opens = !space.test(after.slice(0, 1)) && !(alone && wordBefore.test(before));
    const closes = !space.test(before.slice(-1)) && !(alone && wordAfter.test(after));
    if (length > most || (character === '~' && length < 2) || !(opens || closes)) {
      this.#at = end;
      return true;
    }
    while (this.#at < end) {
      const mark = markOf(character, end - this.#at, this.#top.mark);
      if (!(closes && this.#close(mark)) && !(opens && this.#begin(mark))) this.#at += mark.length;
    }
    return true;
  }

  #begin(mark: Mark): boolean {
    if (this.#open.length > depth) return false;
    this.#take(mark.length);
    this.#open.push({ mark, children: [] });
    return true;
  }

  #close(mark: Exclude<Mark, '['>): boolean {
    const place = this.#open.findLastIndex((frame) => frame.mark === mark);
    if (place < 0) return false;
    this.#take(mark.length);
    this.#unwindTo(place);
    const children = this.#open.pop()?.children ?? [];
    this.#push({ kind: dress[mark], children });
    return true;
  }

  #endLabel(): boolean {
    const place = this.#open.findLastIndex(({ mark }) => mark === '[');
    if (place < 0) return false;
    const found = labelledAt(this.#text, this.#at);
    this.#count(found?.seen ?? 1);
    this.#flush();
    const inside = this.#open.slice(place).some(({ children }) => children.length > 0);
    if (!found || !inside) {
      this.#loosen(place);
      return false;
    }
    this.#unwindTo(place);
    const children = this.#withoutLinks(this.#open.pop()?.children ?? []);
    this.#push({ kind: 'link', href: found.href, host: hostBehind(wordsOf(children), found.href), children });
    this.#at += found.length;
    this.#from = this.#at;
    return true;
  }

  #address(): boolean {
    const found = addressAt(this.#text, this.#at);
    if (!found) return false;
    this.#count(found.seen);
    if (found.href === '') {
      this.#at += found.length;
      return true;
    }
    this.#take(found.length);
    const { href } = found;
    this.#push({
      kind: 'link',
      href,
      host: hostBehind(href, href),
      children: [{ kind: 'text', text: href }],
    });
    return true;
  }

  #mention(): boolean {
    this.#count(this.#named.length);
    const found = nameAt(this.#text, this.#at, this.#named);
    if (!found) return false;
    this.#take(1 + found.name.length);
    this.#push({ kind: 'mention', text: `@${found.name}`, id: found.id });
    return true;
  }

  #code(): boolean {
    const begin = this.#at;
    let length = 0;
    while (this.#text[begin + length] === '`') length++;
    this.#count(length);
    const places = this.#ticks.get(length) ?? [];
    while ((places.at(-1) ?? Number.POSITIVE_INFINITY) <= begin) places.pop();
    const end = places.at(-1);
    if (end === undefined) {
      this.#at += length;
      return true;
    }
    this.#take(end + length - begin);
    const inside = this.#text.slice(begin + length, end);
    // A space at both ends makes room for a backtick within.
    const padded = inside.startsWith(' ') && inside.endsWith(' ') && inside.trim() !== '';
    const text = padded ? inside.slice(1, -1) : inside;
    this.#count(inside.length);
    this.#push({ kind: 'code', text });
    return true;
  }

  /** Takes this much of the text; what stands before it are words. */
  #take(length: number): void {
    this.#flush();
    this.#at += length;
    this.#from = this.#at;
  }

  #flush(): void {
    if (this.#at > this.#from) this.#push({ kind: 'text', text: this.#text.slice(this.#from, this.#at) });
    this.#from = this.#at;
  }

  #push(node: Inline, onto = this.#top.children): void {
    this.#count(1);
    const last = onto.at(-1);
    if (node.kind !== 'text' || last?.kind !== 'text') onto.push(node);
    else onto[onto.length - 1] = { kind: 'text', text: last.text + node.text };
  }

  /** What was opened after this one and not closed was no mark. */
  #unwindTo(place: number): void {
    while (this.#open.length - 1 > place) this.#loosen(this.#open.length - 1);
  }

  #loosen(place: number): void {
    const [frame] = this.#open.splice(place, 1);
    const below = this.#open[place - 1]?.children;
    if (!frame?.mark || !below) return;
    this.#push({ kind: 'text', text: frame.mark }, below);
    for (const node of frame.children) this.#push(node, below);
  }

  /** A link within a link leads nowhere by itself. */
  #withoutLinks(nodes: readonly Inline[]): Inline[] {
    this.#count(nodes.length);
    return nodes.flatMap((node) => {
      if ('text' in node) return [node];
      const children = this.#withoutLinks(node.children);
      return node.kind === 'link' ? children : [{ ...node, children }];
    });
  }
}

function markOf(character: '*' | '_' | '~', left: number, open: Mark | null): Exclude<Mark, '['> {
  if (character === '~') return '~~';
  if (character === '_') return '_';
  if (left === 3) return open === '*' ? '*' : '**';
  return left === 2 ? '**' : '*';
}

function wordsOf(nodes: readonly Inline[]): string {
  return nodes.map((node) => ('text' in node ? node.text : wordsOf(node.children))).join('');
}
