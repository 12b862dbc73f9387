import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupMessages } from '../../../client/components/chat/groupMessages.ts';
import { piecesOf } from '../../../client/components/chat/richText.ts';
import type { ChatMessage } from '../../../protocol/chat.ts';

const noon = new Date(2026, 10, 21, 12).getTime();
const minute = 60_000;

function said(seq: number, who: string, at: number): ChatMessage {
  return {
    id: `message-number-${seq}` as never,
    seq,
    author: { id: `user-of-the-name-${who}` as never, name: who, avatar: 'a' },
    revision: seq,
    text: `line ${seq}`,
    sentAt: at,
    editedAt: null,
    deleted: false,
    answers: null,
    reactions: [],
    clientMessageId: `message-number-${seq}` as never,
  };
}
const kinds = (messages: ChatMessage[], unreadAfter: number | null = null) =>
  groupMessages(messages, unreadAfter).map((entry) =>
    entry.kind === 'group' ? entry.messages.map(({ seq }) => seq) : entry.kind,
  );

test('lines of one person within five minutes stand together', () => {
  const messages = [
    said(1, 'Ann', noon),
    said(2, 'Ann', noon + minute),
    said(3, 'Bob', noon + 2 * minute),
    said(4, 'Ann', noon + 3 * minute),
    said(5, 'Ann', noon + 9 * minute),
  ];
  expect(kinds(messages)).toEqual(['day', [1, 2], [3], [4], [5]]);
});

test('each day has a line, and the unread begin at one', () => {
  const messages = [
    said(1, 'Ann', noon),
    said(2, 'Ann', noon + minute),
    said(3, 'Ann', noon + 24 * 60 * minute),
  ];
  expect(kinds(messages, 1)).toEqual(['day', [1], 'unread', [2], 'day', [3]]);
  expect(groupMessages(messages, 1).find(({ kind }) => kind === 'unread')).toMatchObject({ count: 2 });
  expect(kinds(messages, 3)).not.toContain('unread');
});

test('every line stands in exactly one place, in order, and every key is another', () => {
  const lines = fc.array(fc.tuple(fc.constantFrom('Ann', 'Bob'), fc.nat({ max: 600 })), { maxLength: 40 });
  fc.assert(
    fc.property(lines, fc.nat({ max: 40 }), (list, unread) => {
      let at = noon;
      const messages = list.map(([who, minutes], index) => {
        at += minutes * minute;
        return said(index + 1, who, at);
      });
      const entries = groupMessages(messages, unread);
      const shown = entries.flatMap((entry) => (entry.kind === 'group' ? entry.messages : []));
      expect(shown).toEqual(messages);
      expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
    }),
  );
});

test('an address becomes one to follow, without the sentence around it', () => {
  expect(piecesOf('See https://hobnob.example/r/a?b=1. (or http://x.example)!')).toEqual([
    { text: 'See ' },
    { text: 'https://hobnob.example/r/a?b=1', href: 'https://hobnob.example/r/a?b=1' },
    { text: '. (or ' },
    { text: 'http://x.example', href: 'http://x.example' },
    { text: ')!' },
  ]);
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'HTTPS',
  'https://',
  'ftp://files.example',
  '<img src=x onerror=alert(1)>',
])('%s is words', (text) => {
  expect(piecesOf(text)).toEqual([{ text }]);
});

test('nothing of what was written is lost, and only http leads anywhere', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      'https://',
      'http://a.example',
      ' ',
      '\n',
      '.',
      ')',
      'javascript:',
      '"',
      '<b>',
      'https://[::1',
    ),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      const text = parts.join('');
      const pieces = piecesOf(text);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      for (const { href } of pieces)
        if (href !== undefined) expect(new URL(href).protocol).toMatch(/^https?:$/);
    }),
  );
});

test.each([
  ['addresses without an end', 'https://'.repeat(2_000)],
  ['one address of dots', `https://a${'.'.repeat(16_000)}`],
  ['brackets', `https://a.example/${'('.repeat(8_000)}${')'.repeat(8_000)}x`],
  ['marks at every end', 'https://a.example/.,;:!?'.repeat(700)],
  ['letters', 'h'.repeat(16_000)],
])('%s by the thousand take no time', (_name, text) => {
  const began = performance.now();
  piecesOf(text);
  expect(performance.now() - began).toBeLessThan(500);
});
