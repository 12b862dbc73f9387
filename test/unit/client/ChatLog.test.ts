import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { ChatLog } from '../../../client/session/ChatLog.svelte.ts';
import { ChatRequests } from '../../../client/session/ChatRequests.ts';
import type { ChatMessage } from '../../../protocol/chat.ts';
import { RoomId } from '../../../protocol/ids.ts';
import { quote } from '../../../protocol/lines.ts';
import { begin, line, lines, me, serveLog } from './chatScene.ts';
import { FakeSignaling } from './FakeSignaling.ts';

let signaling: FakeSignaling;
let chat: ChatLog;
let written: ChatMessage[];
beforeEach(() => {
  signaling = new FakeSignaling();
  written = [];
  serveLog(signaling, () => written);
  chat = new ChatLog(new ChatRequests(signaling), RoomId.parse('room-room-room-room'), me);
});
const seqs = () => chat.messages.map(({ seq }) => seq);

test('lines come once, in the order of the server', () => {
  begin(chat, lines(1, 3), false);
  for (const message of [line(4), line(4), line(2), line(5)]) chat.receive(message);
  expect(seqs()).toEqual([1, 2, 3, 4, 5]);
  expect(signaling.asked).toEqual([]);
});

test('a gap is filled, however long it is', async () => {
  written = lines(1, 130);
  begin(chat, lines(1, 3), false);
  chat.receive(line(130));
  await setImmediate();
  expect(seqs()).toEqual(written.map(({ seq }) => seq));
  expect(signaling.asked.map(({ name }) => name)).toEqual(['chat:changes', 'chat:changes', 'chat:changes']);
});

test('a gap that could not be filled is found again with the next line', async () => {
  written = lines(1, 6);
  const { replies } = signaling;
  begin(chat, lines(1, 2), false);
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
      const log = new ChatLog(new ChatRequests(signaling), RoomId.parse('room-room-room-room'), me);
      begin(log, lines(1, known), false);
      for (const seq of arriving) log.receive(line(seq));
      await setImmediate();
      log.receive(line(total));
      await setImmediate();
      expect(log.messages.map(({ seq }) => seq)).toEqual(written.map(({ seq }) => seq));
    }),
  );
});

test('coming back keeps what was read before where it joins, and starts anew where it does not', () => {
  begin(chat, lines(1, 3), false);
  begin(chat, lines(3, 6), true);
  expect([seqs(), chat.window.more]).toEqual([[1, 2, 3, 4, 5, 6], false]);
  begin(chat, lines(60, 61), true);
  expect([seqs(), chat.window.more]).toEqual([[60, 61], true]);
});

test('older lines come page by page, also when asked for twice', async () => {
  written = lines(1, 120);
  begin(chat, lines(101, 120), true);
  await Promise.all([chat.window.loadOlder(), chat.window.loadOlder()]);
  expect([seqs()[0], chat.window.more]).toEqual([51, true]);
  await chat.window.loadOlder();
  await chat.window.loadOlder();
  expect([seqs(), chat.window.more]).toEqual([written.map(({ seq }) => seq), false]);
});

const pending = () => [...chat.outbox.lines.values()];

test('a line is pending until the server tells it, and the answer alone does not end that', async () => {
  signaling.replies['chat:send'] = () => ({
    id: 'message-message-1' as never,
    seq: 1,
    revision: 1,
    sentAt: 1,
  });
  begin(chat, [], false);
  chat.say('Hello');
  await setImmediate();
  expect(pending()).toMatchObject([{ text: 'Hello', stored: true }]);
  chat.receive({ ...line(1, me), clientMessageId: pending()[0]?.clientMessageId ?? ('' as never) });
  expect(pending()).toEqual([]);
});

test('what waits is sent when the room is there again, if its snapshot does not have it already', async () => {
  begin(chat, [], false);
  chat.say('Hello');
  chat.say('Are you there?');
  await setImmediate();
  expect(pending().map(({ stored }) => stored)).toEqual([false, false]);
  const [hello, there] = pending();
  signaling.asked.length = 0;
  signaling.replies['chat:send'] = () => ({
    id: 'message-message-2' as never,
    seq: 2,
    revision: 2,
    sentAt: 2,
  });
  const told = { ...line(1, me), clientMessageId: hello?.clientMessageId ?? ('' as never) };
  begin(chat, [told], false);
  await setImmediate();
  expect(signaling.asked.filter(({ name }) => name === 'chat:send').map(({ input }) => input)).toEqual([
    { clientMessageId: there?.clientMessageId, text: 'Are you there?', answers: null, mentions: [] },
  ]);
  chat.close();
});

test('a line that was stored long ago under a lost answer is not shown again', async () => {
  begin(chat, lines(100, 149), true);
  signaling.replies['chat:send'] = () => ({
    id: 'message-message-1' as never,
    seq: 42,
    revision: 42,
    sentAt: 1,
  });
  chat.say('Hello');
  await setImmediate();
  expect(pending()).toEqual([]);
});

test('unread are lines of others after the last one seen', () => {
  begin(chat, [...lines(1, 2), line(3, me)], false);
  expect(chat.unread).toBe(2);
  chat.read.reach(chat.window.last);
  expect(chat.unread).toBe(0);
  chat.receive(line(4));
  chat.receive(line(5, me));
  expect(chat.unread).toBe(1);
});

const text = (seq: number) => chat.messages.find((message) => message.seq === seq)?.text;
const reworded = (seq: number, revision: number, words = `line ${seq}, again`) => ({
  ...line(seq),
  revision,
  text: words,
});

test('what becomes of a line takes its place, once and in the order of the server', () => {
  begin(chat, lines(1, 3), false);
  chat.receive(reworded(2, 4));
  chat.receive(reworded(2, 5, 'the last word'));
  chat.receive(reworded(2, 4));
  expect([seqs(), text(2)]).toEqual([[1, 2, 3], 'the last word']);
  expect(signaling.asked).toEqual([]);
});

test('a change that was missed is asked for, and where it is of a line further up than anybody looked, left out', async () => {
  written = [reworded(1, 62), ...lines(2, 50), reworded(51, 61), ...lines(52, 60)];
  begin(chat, lines(50, 60), true);
  chat.receive(reworded(1, 62));
  await setImmediate();
  expect([seqs(), text(51)]).toEqual([lines(50, 60).map(({ seq }) => seq), 'line 51, again']);
  await chat.window.loadOlder();
  expect(text(1)).toBe('line 1, again');
});

test('coming back asks for changes of lines that are not in the snapshot, and only then', async () => {
  begin(chat, lines(1, 60), false);
  chat.begin({ messages: [...lines(12, 59), reworded(60, 61), line(61)].map(at61), more: true }, 62);
  await setImmediate();
  expect(signaling.asked).toEqual([]);
  written = [reworded(3, 63), ...chat.messages.slice(3)];
  chat.begin({ messages: chat.messages.slice(-10), more: true }, 63);
  await setImmediate();
  expect([text(3), text(60)]).toEqual(['line 3, again', 'line 60, again']);
});
const at61 = (message: ChatMessage) => (message.seq === 61 ? { ...message, revision: 62 } : message);

test('an answer shows the line it answers as that is by now', () => {
  const answer = { ...line(2, me), answers: quote(line(1)) };
  begin(chat, [line(1), answer], false);
  chat.receive({ ...reworded(1, 3, ''), deleted: true });
  expect(chat.messages[1]?.answers).toMatchObject({ text: '', deleted: true });
});

test('a line that answers another one says so, and the next one does not', async () => {
  begin(chat, lines(1, 3), false);
  chat.answer(line(2));
  chat.say('Yes');
  chat.say('Really');
  expect(pending().map(({ answers }) => answers)).toEqual([2, null]);
  chat.close();
});

test('pressing a stamp of one’s own again takes it away', async () => {
  signaling.replies['chat:react'] = () => line(1);
  await chat.react(line(1), 'heart');
  const stamped = { ...line(1), reactions: [{ stamp: 'heart' as const, people: [{ id: me, name: 'Me' }] }] };
  await chat.react(stamped, 'heart');
  expect(signaling.asked.map(({ input }) => input)).toEqual([
    { seq: 1, stamp: 'heart', on: true },
    { seq: 1, stamp: 'heart', on: false },
  ]);
});

test('the arrow up begins to change what one said last', () => {
  begin(chat, [line(1, me), { ...line(2, me), deleted: true }, line(3)], false);
  chat.editLast();
  expect(chat.editing?.seq).toBe(1);
  chat.answer(line(3));
  expect(chat.editing).toBe(null);
});
