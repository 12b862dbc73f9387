import { Inlines } from './Inlines.ts';
import type { Block, Count, Named } from './nodes.ts';

const fence = /^ {0,3}(`{3,})([\w+#.-]{0,30}) *$/;
// Not what a face begins with: >_<
const quote = /^ {0,3}>(?=[ >]|$) ?/;
const item = /^ {0,3}(?:[-*+]|(\d{1,9})[.)]) +(?=\S)/;
const blank = /^\s*$/;
const depth = 4;

/** Reads a line of chat as Markdown: what it says, as nodes and never as HTML, in one go over its characters. */
export function blocksOf(text: string, named: readonly Named[] = [], count: Count = () => {}): Block[] {
  return new Blocks(named, count).read(text.split('\n'), 0);
}

class Blocks {
  readonly #named: readonly Named[];
  readonly #count: Count;

  constructor(named: readonly Named[], count: Count) {
    this.#named = named;
    this.#count = count;
  }

  read(lines: readonly string[], level: number): Block[] {
    const blocks: Block[] = [];
    let at = 0;
    while (at < lines.length) {
      const begin = at;
      const block = this.#blockAt(lines, at, level);
      at = block ? block.end : this.#endOfParagraph(lines, at, level);
      const looked = lines.slice(begin, at);
      this.#count(looked.reduce((sum, line) => sum + line.length + 1, 0));
      if (block) blocks.push(block.node);
      else if (looked.some((line) => !blank.test(line))) blocks.push(this.#paragraph(looked));
    }
    return blocks;
  }

  #blockAt(lines: readonly string[], at: number, level: number): { node: Block; end: number } | null {
    const line = lines[at] ?? '';
    const fenced = fence.exec(line);
    if (fenced) return this.#code(lines, at, fenced);
    if (level >= depth) return null;
    if (quote.test(line)) return this.#quote(lines, at, level);
    return item.test(line) ? this.#list(lines, at, level) : null;
  }

  #code(lines: readonly string[], at: number, [, ticks = '', language = '']: RegExpExecArray) {
    const rest = lines.slice(at + 1);
    const closing = rest.findIndex((line) => {
      const found = fence.exec(line);
      return found?.[2] === '' && (found[1]?.length ?? 0) >= ticks.length;
    });
    const inside = closing < 0 ? rest : rest.slice(0, closing);
    const text = inside.join('\n');
    if (blank.test(text)) return null;
    const end = at + 1 + inside.length + (closing < 0 ? 0 : 1);
    return { node: { kind: 'code', language, text } as const, end };
  }

  #quote(lines: readonly string[], at: number, level: number) {
    const end = endOf(lines, at, (line) => quote.test(line));
    const inside = lines.slice(at, end).map((line) => line.replace(quote, ''));
    if (inside.every((line) => blank.test(line))) return null;
    return { node: { kind: 'quote', children: this.read(inside, level + 1) } as const, end };
  }

  #list(lines: readonly string[], at: number, level: number) {
    const number = item.exec(lines[at] ?? '')?.[1];
    const items: Block[][] = [];
    let next = at;
    while (next < lines.length && continues(lines[next] ?? '', number !== undefined)) {
      const [mark = ''] = item.exec(lines[next] ?? '') ?? [];
      const end = endOf(lines, next + 1, (line) => /^ {2}/.test(line));
      const indented = lines.slice(next + 1, end).map((line) => withoutIndent(line, mark.length));
      items.push(this.read([(lines[next] ?? '').slice(mark.length), ...indented], level + 1));
      // One empty line between two items keeps them together.
      const after = blank.test(lines[end] ?? '') ? end + 1 : end;
      next = continues(lines[after] ?? '', number !== undefined) ? after : end;
    }
    const start = number === undefined ? null : Number(number);
    return { node: { kind: 'list', start, items } as const, end: next };
  }

  #paragraph(lines: readonly string[]): Block {
    const text = lines.join('\n').trim();
    return { kind: 'paragraph', children: new Inlines(text, this.#named, this.#count).read() };
  }

  #endOfParagraph(lines: readonly string[], at: number, level: number): number {
    const goesOn = (line: string) =>
      !(blank.test(line) || fence.test(line) || (level < depth && (quote.test(line) || item.test(line))));
    return endOf(lines, at + 1, goesOn);
  }
}

function endOf(lines: readonly string[], from: number, goesOn: (line: string) => boolean): number {
  let end = from;
  while (end < lines.length && goesOn(lines[end] ?? '')) end++;
  return end;
}

function continues(line: string, numbered: boolean): boolean {
  const found = item.exec(line);
  return found !== null && (found[1] !== undefined) === numbered;
}

function withoutIndent(line: string, most: number): string {
  const indent = /^ */.exec(line)?.[0].length ?? 0;
  return line.slice(Math.min(indent, most));
}
