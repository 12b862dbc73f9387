import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blocksOf } from '../../../client/components/chat/words/blocksOf.ts';
import { type Block, type Inline, plainOf } from '../../../client/components/chat/words/nodes.ts';

const ann = { id: 'user-of-the-name-ann' as never, name: 'Ann' };
const annLi = { id: 'user-of-the-name-anli' as never, name: 'Ann Li' };

/** Written shortly: what is dressed as tags, what is not as words. */
const short = (text: string) => blocksOf(text, [ann, annLi]).map(shortBlock).join('');
function shortBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${shortInline(block.children)}</p>`;
    case 'code':
      return `<pre ${block.language}>${block.text}</pre>`;
    case 'quote':
      return `<q>${block.children.map(shortBlock).join('')}</q>`;
    case 'list':
      return `<list ${block.start}>${block.items.map((item) => `<li>${item.map(shortBlock).join('')}`).join('')}</list>`;
  }
}
function shortInline(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      if (node.kind === 'text') return node.text;
      if ('text' in node) return `<${node.kind}>${node.text}</${node.kind}>`;
      const to = node.kind === 'link' ? ` ${node.href}${node.host === null ? '' : ` at ${node.host}`}` : '';
      return `<${node.kind}${to}>${shortInline(node.children)}</${node.kind}>`;
    })
    .join('');
}

describe('within a paragraph', () => {
  test.each([
    ['**bold** and *slanted*, _too_', '<strong>bold</strong> and <em>slanted</em>, <em>too</em>'],
    ['***both***', '<strong><em>both</em></strong>'],
    ['~~gone~~ but ~this~ is not', '<gone>gone</gone> but ~this~ is not'],
    ['**bold *and* more**', '<strong>bold <em>and</em> more</strong>'],
    ['**never closed', '**never closed'],
    ['*a **b* c**', '<em>a **b</em> c**'],
    ['**重点**在这里', '<strong>重点</strong>在这里'],
    ['2 * 3 * 4 and 2*3*4', '2 * 3 * 4 and 2*3*4'],
    ['snake_case_name', 'snake_case_name'],
    ['¯\\_(ツ)_/¯', '¯\\_(ツ)_/¯'],
    ['f**** and *****', 'f**** and *****'],
    ['`a*b*` and `` ` ``', '<code>a*b*</code> and <code>`</code>'],
    ['`never closed', '`never closed'],
    ['<b onclick=x>&amp;', '<b onclick=x>&amp;'],
    [
      '@Ann Li and @Ann, not @Anna or x@y',
      '<mention>@Ann Li</mention> and <mention>@Ann</mention>, not @Anna or x@y',
    ],
    ['one\ntwo', 'one\ntwo'],
  ])('%s', (text, expected) => {
    expect(short(text)).toBe(`<p>${expected}</p>`);
  });
});

describe('addresses', () => {
  const link = (href: string, words = href, host = '') =>
    `<link ${href}${host && ` at ${host}`}>${words}</link>`;
  test.each([
    [
      'See https://hobnob.example/r/a?b=1. (or http://x.example)!',
      `See ${link('https://hobnob.example/r/a?b=1')}. (or ${link('http://x.example')})!`,
    ],
    ['https://en.example/wiki/Rye_(grain)', link('https://en.example/wiki/Rye_(grain)')],
    ['看https://a.example/x，很好', `看${link('https://a.example/x')}，很好`],
    ['**https://a.example**', `<strong>${link('https://a.example')}</strong>`],
    ['[the *bread*](https://a.example/b)', link('https://a.example/b', 'the <em>bread</em>', 'a.example')],
    ['[https://a.example](https://b.example)', link('https://b.example', 'https://a.example', 'b.example')],
    [
      'https://bank.example@evil.example/',
      link('https://bank.example@evil.example/', undefined, 'evil.example'),
    ],
    ['https://аpple.example/', link('https://аpple.example/', undefined, 'xn--pple-43d.example')],
    ['[x](javascript:alert(1))', '[x](javascript:alert(1))'],
    ['[x](//a.example) [](https://a.example)', `[x](//a.example) [](${link('https://a.example')})`],
    ['https:// and HTTPS and ftp://a.example', 'https:// and HTTPS and ftp://a.example'],
    ['javascript:alert(1) data:text/html,x', 'javascript:alert(1) data:text/html,x'],
  ])('%s', (text, expected) => {
    expect(short(text)).toBe(`<p>${expected}</p>`);
  });
});

describe('blocks', () => {
  test.each([
    ['```ts\nlet a = `1`;\n\n  a **b**\n```\nafter', '<pre ts>let a = `1`;\n\n  a **b**</pre><p>after</p>'],
    ['before\n````\n```\n````', '<p>before</p><pre >```</pre>'],
    ['```\nnever closed', '<pre >never closed</pre>'],
    ['```\n```', '<p>```</p><p>```</p>'],
    ['> one\n> two\n>> three\nfour', '<q><p>one\ntwo</p><q><p>three</p></q></q><p>four</p>'],
    ['>_< and >:(', '<p>>_< and >:(</p>'],
    [
      '- rye\n- wheat\n  - spelt\nand salt',
      '<list null><li><p>rye</p><li><p>wheat</p><list null><li><p>spelt</p></list></list><p>and salt</p>',
    ],
    ['3. mix\n4. knead\n\n5. wait', '<list 3><li><p>mix</p><li><p>knead</p><li><p>wait</p></list>'],
    ['-5 degrees\n*really*', '<p>-5 degrees\n<em>really</em></p>'],
    ['one\n\ntwo', '<p>one</p><p>two</p>'],
  ])('%s', (text, expected) => {
    expect(short(text)).toBe(expected);
  });
});

// What the words are dressed in, and nothing else, is not among the words.
const dress = /[\s*_~`[\]()>+\-.\d]/gu;
const bare = (text: string) => text.replaceAll(dress, '');

const part = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '**',
    '*',
    '_',
    '~~',
    '`',
    '```',
    '```ts\n',
    '\n',
    '\n\n',
    '> ',
    '- ',
    '1. ',
    '  ',
    '[',
    ']',
  ),
  fc.constantFrom(
    '@Ann',
    '@',
    'https://a.example/',
    'http://',
    '[x](https://a.example)',
    'javascript:',
    '<b>',
    '中文',
  ),
);
const texts = fc.array(part, { maxLength: 40 }).map((parts) => parts.join(''));

function everyLink(blocks: readonly Block[]): string[] {
  const inline = (nodes: readonly Inline[]): string[] =>
    nodes.flatMap((node) => {
      if ('text' in node) return [];
      return [...(node.kind === 'link' ? [node.href] : []), ...inline(node.children)];
    });
  return blocks.flatMap((block) => {
    if (block.kind === 'paragraph') return inline(block.children);
    if (block.kind === 'quote') return everyLink(block.children);
    return block.kind === 'list' ? block.items.flatMap(everyLink) : [];
  });
}

test('whatever is written is read, no visible character of it is lost, and only http leads anywhere', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const blocks = blocksOf(text, [ann]);
      const links = everyLink(blocks);
      for (const href of links) expect(new URL(href).protocol).toMatch(/^https?:$/);
      // Where words lead that do not say so, and which language code is in, are read beside them.
      if (!/\]\(http|```t/i.test(text)) expect(bare(plainOf(blocks))).toBe(bare(text));
    }),
    { numRuns: 500 },
  );
});

function depthOf(nodes: readonly unknown[]): number {
  const below = nodes.flatMap((node) => Object.values(node as object).filter(Array.isArray) as unknown[][]);
  return nodes.length === 0
    ? 0
    : 1 +
        Math.max(
          0,
          ...below.map((children) => depthOf(Array.isArray(children[0]) ? children.flat() : children)),
        );
}

const nasty: [string, string][] = [
  ['quotations', '> '],
  ['lists', '- '],
  ['numbered lists', '1. '],
  ['lines of lists', '  - x\n'],
  ['brackets', '['],
  ['links that are none', '[x]('],
  ['addresses in brackets', '](https://a'],
  ['stars', '*a'],
  ['pairs of stars', '**a '],
  ['emphasis in emphasis', '*a **b _c ~~d '],
  ['closing marks', 'a* b** '],
  ['ticks of growing length', '` `` ``` ```` '],
  ['fences', '```a\n'],
  ['empty fences', '```\n\n'],
  ['names', '@Ann @'],
  ['addresses without an end', 'https://'],
  ['addresses of brackets', 'https://a.example/(('],
  ['marks after an address', 'https://a.example/.,;:!?)))'],
  ['letters', 'h'],
];

test.each(nasty)(
  '%s by the thousand are work that grows with the length alone, and nest no deeper than that',
  (_name, unit) => {
    const stepsFor = (length: number) => {
      let steps = 0;
      const blocks = blocksOf(unit.repeat(Math.ceil(length / unit.length)), [ann, annLi], (more) => {
        steps += more;
      });
      expect(depthOf(blocks)).toBeLessThan(24);
      return steps;
    };
    expect(stepsFor(4_000)).toBeLessThan(40 * 4_000);
    expect(stepsFor(32_000) / stepsFor(4_000)).toBeLessThan(9);
  },
);
