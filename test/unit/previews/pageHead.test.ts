import { expect, test } from 'vitest';
import { readHead } from '../../../server/previews/pageHead.ts';

const url = new URL('https://www.example.org/blog/post');
const read = (html: string, type = 'text/html; charset=utf-8') => readHead(Buffer.from(html), type, url);

test('a page says its title, what it is about, where it is, and its picture', () => {
  const html = `<!doctype html><html><head><title>Plain</title>
    <meta property="og:title" content="Crows &amp; ravens"><meta name="description" content="All about   them.">
    <meta property="og:site_name" content="Birds"><meta property="og:image" content="/crow.png"></head>`;
  expect(read(html)).toEqual({
    title: 'Crows & ravens',
    description: 'All about them.',
    site: 'Birds',
    picture: new URL('https://www.example.org/crow.png'),
  });
});

test('of a page with nothing but a title, that and its host are told', () => {
  expect(read('<title>\n Only \n this</title><svg><title>not this</title></svg>')).toEqual({
    title: 'Only this',
    description: '',
    site: 'www.example.org',
    picture: null,
  });
  expect(read('<p>No title at all</p>')).toBeNull();
  expect(read('')).toBeNull();
});

test('nothing of it is longer than a card, turns the writing around, or is more than text', () => {
  const head = read(
    `<title>${'x'.repeat(200_000)}</title><meta name=description content="\u202e<script>alert(1)</script>">`,
  );
  expect(head?.title).toHaveLength(120);
  expect(head?.description).toBe('<script>alert(1)</script>');
  expect(read(`<title>a</title>${'<div>'.repeat(40_000)}`)?.title).toBe('a');
  expect(read(`<title>${'👩‍👩‍👧'.repeat(100)}</title>`)?.title.length).toBeGreaterThan(50);
});

test('a page in other characters than UTF-8 is read as it was written', () => {
  const gbk = Buffer.concat([
    Buffer.from('<title>'),
    Buffer.from('c4e3bac3', 'hex'),
    Buffer.from('</title>'),
  ]);
  expect(readHead(gbk, 'text/html; charset=GBK', url)?.title).toBe('你好');
  const latin = Buffer.concat([
    Buffer.from('<meta charset="iso-8859-1"><title>caf'),
    Buffer.from([0xe9]),
    Buffer.from('</title>'),
  ]);
  expect(readHead(latin, 'text/html', url)?.title).toBe('café');
  expect(read('<title>fine</title>', 'text/html; charset=nonsense')?.title).toBe('fine');
});
