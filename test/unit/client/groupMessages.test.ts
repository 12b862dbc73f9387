import { expect, test } from 'vitest';
import { groupMessages } from '../../../client/components/chat/groupMessages.ts';
import type { ChatMessage } from '../../../protocol/chat.ts';
import { line } from './chatScene.ts';

const noon = new Date(2026, 10, 22, 12).getTime();

const lines = (what: string): ChatMessage[] =>
  [...what].map((letter, index) => ({
    ...line(index + 1),
    sentAt: noon + index * 1_000,
    deleted: letter === 'x',
  }));

const shape = (what: string, unreadAfter: number | null = null) =>
  groupMessages(lines(what), unreadAfter).map((entry) => {
    if (entry.kind === 'group') return entry.messages.map(({ deleted }) => (deleted ? 'x' : 'o')).join('');
    return entry.kind === 'gone' ? `${entry.count} gone` : entry.kind;
  });

test('one or two lines that were taken away are seen in their places', () => {
  expect(shape('oxxo')).toEqual(['day', 'oxxo']);
});

test('more of them are one, and what comes after begins anew', () => {
  expect(shape('oxxxxo')).toEqual(['day', 'o', '4 gone', 'o']);
  expect(shape('xxx')).toEqual(['day', '3 gone']);
});

test('where reading stopped is found among them', () => {
  expect(shape('oxxxxo', 3)).toEqual(['day', 'o', '2 gone', 'unread', '2 gone', 'o']);
});
