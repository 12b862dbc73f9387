import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupMessages } from '../../../client/components/chat/groupMessages.ts';
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
    mentions: [],
    pinned: false,
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
