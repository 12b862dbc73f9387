import { expect, test } from 'vitest';
import type { ChatMessage } from '../../../protocol/chat.ts';
import { RecentMessages } from '../../../server/rooms/RecentMessages.ts';

const message = (seq: number) => ({ seq }) as ChatMessage;
const seqs = (recent: RecentMessages) => recent.page.messages.map(({ seq }) => seq);

test('the latest lines are kept in the order of the store', () => {
  const recent = new RecentMessages({ messages: [message(1)], more: false }, 10);
  for (const seq of [3, 2, 4]) recent.add(message(seq));
  expect(seqs(recent)).toEqual([1, 2, 3, 4]);
  expect(recent.page.more).toBe(false);
});

test('older lines make room, and there is more then', () => {
  const recent = new RecentMessages({ messages: [message(1), message(2)], more: false }, 2);
  recent.add(message(3));
  expect(seqs(recent)).toEqual([2, 3]);
  expect(recent.page.more).toBe(true);
});
