import { expect, test } from 'vitest';
import type { ChatMessage } from '../../../protocol/chat.ts';
import { quote } from '../../../protocol/lines.ts';
import { RecentMessages } from '../../../server/rooms/RecentMessages.ts';

const message = (seq: number, change: Partial<ChatMessage> = {}) =>
  ({ seq, revision: seq, answers: null, text: '', author: { name: 'Ann' }, ...change }) as ChatMessage;
const begin = (messages: ChatMessage[], most = 10) =>
  new RecentMessages({ messages, more: false, revision: messages.length }, [], most);
const seqs = (recent: RecentMessages) => recent.page.messages.map(({ seq }) => seq);

test('the latest lines are kept in the order of the store', () => {
  const recent = begin([message(1)]);
  for (const seq of [3, 2, 4]) recent.add(message(seq));
  expect(seqs(recent)).toEqual([1, 2, 3, 4]);
  expect(recent.page.more).toBe(false);
});

test('the page says up to which revision nothing is missing in it', () => {
  const recent = begin([message(1)]);
  recent.add(message(3));
  expect(recent.page.revision).toBe(1);
  recent.add(message(2));
  expect(recent.page.revision).toBe(3);
});

test('what becomes of a line takes its place, also where that is answered, and is new only once', () => {
  const answer = message(2, { answers: quote(message(1)) });
  const recent = begin([message(1), answer]);
  const later = message(1, { revision: 3, text: 'Later', deleted: false });
  expect([recent.change(later), recent.change(later)]).toEqual([true, false]);
  expect(recent.page.messages).toMatchObject([{ text: 'Later' }, { answers: { text: 'Later' } }]);
  expect(recent.page.revision).toBe(3);
});

test('what becomes of a line that is not in the page any more counts all the same', () => {
  const recent = begin([message(1), message(2)], 2);
  recent.add(message(3));
  expect(recent.change(message(1, { revision: 4 }))).toBe(true);
  expect([seqs(recent), recent.page.revision]).toEqual([[2, 3], 4]);
});

test('older lines make room, and there is more then', () => {
  const recent = begin([message(1), message(2)], 2);
  recent.add(message(3));
  expect(seqs(recent)).toEqual([2, 3]);
  expect(recent.page.more).toBe(true);
});

test('what is pinned is known as it is by now, however far up it is', () => {
  const recent = new RecentMessages(
    { messages: [message(5)], more: true, revision: 5 },
    [message(1, { pinned: true })],
    1,
  );
  recent.change(message(2, { revision: 6, pinned: true }));
  recent.change(message(1, { revision: 8, pinned: false }));
  // Stored before, told after.
  recent.change(message(1, { revision: 7, pinned: true, text: 'Earlier' }));
  expect(recent.pins.map(({ seq }) => seq)).toEqual([2]);
});
