import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { ChatLog } from '../../../client/session/ChatLog.svelte.ts';
import type { ChatMessage } from '../../../protocol/chat.ts';
import { RoomId, UserId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import { FakeSignaling } from './FakeSignaling.ts';

const me = UserId.parse('me-me-me-me-me-me');
const other = UserId.parse('other-other-other');

function line(seq: number, author = other): ChatMessage {
  const id = `line-number-${String(seq).padStart(6, '0')}`;
  return {
    id: id as never,
    seq,
    author: { id: author, name: 'Somebody', avatar: 'a' },
    text: `line ${seq}`,
    sentAt: seq,
    clientMessageId: id as never,
  };
}
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => line(from + n));

let signaling: FakeSignaling;
let chat: ChatLog;
let written: ChatMessage[];
beforeEach(() => {
  signaling = new FakeSignaling();
  written = [];
  signaling.replies = {
    'chat:since': ({ seq }) => {
      const after = written.filter((message) => message.seq > seq);
      return { messages: after.slice(0, limits.chatPage), more: after.length > limits.chatPage };
    },
    'chat:before': ({ seq }) => {
      const before = written.filter((message) => message.seq < seq);
      return { messages: before.slice(-limits.chatPage), more: before.length > limits.chatPage };
    },
  };
  chat = new ChatLog(signaling, RoomId.parse('room-room-room-room'), me);
});
const seqs = () => chat.messages.map(({ seq }) => seq);

test('lines come once, in the order of the server', () => {
  chat.begin({ messages: lines(1, 3), more: false });
  for (const message of [line(4), line(4), line(2), line(5)]) chat.receive(message);
  expect(seqs()).toEqual([1, 2, 3, 4, 5]);
  expect(signaling.asked).toEqual([]);
});

test('a gap is filled, however long it is', async () => {
  written = lines(1, 130);
  chat.begin({ messages: lines(1, 3), more: false });
  chat.receive(line(130));
  await setImmediate();
  expect(seqs()).toEqual(written.map(({ seq }) => seq));
  expect(signaling.asked.map(({ name }) => name)).toEqual(['chat:since', 'chat:since', 'chat:since']);
});

test('a gap that could not be filled is found again with the next line', async () => {
  written = lines(1, 6);
  const { replies } = signaling;
  chat.begin({ messages: lines(1, 2), more: false });
  signaling.replies = {};
  chat.receive(line(5));
  await setImmediate();
  signaling.replies = replies;
  chat.receive(line(6));
  await setImmediate();
  expect(seqs()).toEqual([1, 2, 3, 4, 5, 6]);
});

test('whatever arrives in whatever order, each line is there once, and none is missing in the end', async () => {
  const total = 40;
  const arrivals = fc.shuffledSubarray(
    Array.from({ length: total }, (_, index) => index + 1),
    { minLength: 1 },
  );
  await fc.assert(
    fc.asyncProperty(arrivals, fc.nat({ max: total }), async (arriving, known) => {
      written = lines(1, total);
      const log = new ChatLog(signaling, RoomId.parse('room-room-room-room'), me);
      log.begin({ messages: lines(1, known), more: false });
      for (const seq of arriving) log.receive(line(seq));
      await setImmediate();
      log.receive(line(total));
      await setImmediate();
      expect(log.messages.map(({ seq }) => seq)).toEqual(written.map(({ seq }) => seq));
    }),
  );
});

test('coming back keeps what was read before where it joins, and starts anew where it does not', () => {
  chat.begin({ messages: lines(1, 3), more: false });
  chat.begin({ messages: lines(3, 6), more: true });
  expect([seqs(), chat.more]).toEqual([[1, 2, 3, 4, 5, 6], false]);
  chat.begin({ messages: lines(60, 61), more: true });
  expect([seqs(), chat.more]).toEqual([[60, 61], true]);
});

test('older lines come page by page, also when asked for twice', async () => {
  written = lines(1, 120);
  chat.begin({ messages: lines(101, 120), more: true });
  await Promise.all([chat.loadOlder(), chat.loadOlder()]);
  expect([seqs()[0], chat.more]).toEqual([51, true]);
  await chat.loadOlder();
  await chat.loadOlder();
  expect([seqs(), chat.more]).toEqual([written.map(({ seq }) => seq), false]);
});

const pending = () => [...chat.outbox.lines.values()];

test('a line is pending until the server tells it, and the answer alone does not end that', async () => {
  signaling.replies['chat:send'] = () => ({ id: 'message-message-1' as never, seq: 1, sentAt: 1 });
  chat.begin({ messages: [], more: false });
  chat.outbox.add('Hello');
  await setImmediate();
  expect(pending()).toMatchObject([{ text: 'Hello', stored: true }]);
  chat.receive({ ...line(1, me), clientMessageId: pending()[0]?.clientMessageId ?? ('' as never) });
  expect(pending()).toEqual([]);
});

test('what waits is sent when the room is there again, if its snapshot does not have it already', async () => {
  chat.begin({ messages: [], more: false });
  chat.outbox.add('Hello');
  chat.outbox.add('Are you there?');
  await setImmediate();
  expect(pending().map(({ stored }) => stored)).toEqual([false, false]);
  const [hello, there] = pending();
  signaling.asked.length = 0;
  signaling.replies['chat:send'] = () => ({ id: 'message-message-2' as never, seq: 2, sentAt: 2 });
  const told = { ...line(1, me), clientMessageId: hello?.clientMessageId ?? ('' as never) };
  chat.begin({ messages: [told], more: false });
  await setImmediate();
  expect(signaling.asked.filter(({ name }) => name === 'chat:send').map(({ input }) => input)).toEqual([
    { clientMessageId: there?.clientMessageId, text: 'Are you there?' },
  ]);
  chat.close();
});

test('a line that was stored long ago under a lost answer is not shown again', async () => {
  chat.begin({ messages: lines(100, 149), more: true });
  signaling.replies['chat:send'] = () => ({ id: 'message-message-1' as never, seq: 42, sentAt: 1 });
  chat.outbox.add('Hello');
  await setImmediate();
  expect(pending()).toEqual([]);
});

test('unread are lines of others after the last one seen', () => {
  chat.begin({ messages: [...lines(1, 2), line(3, me)], more: false });
  expect(chat.unread).toBe(2);
  chat.markSeen();
  expect(chat.unread).toBe(0);
  chat.receive(line(4));
  chat.receive(line(5, me));
  expect(chat.unread).toBe(1);
});
