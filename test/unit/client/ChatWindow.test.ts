import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, test, vi } from 'vitest';
import { ChatLog } from '../../../client/session/ChatLog.svelte.ts';
import { ChatRequests } from '../../../client/session/ChatRequests.ts';
import { windowLines } from '../../../client/session/ChatWindow.svelte.ts';
import type { ChatMessage } from '../../../protocol/chat.ts';
import { RoomId } from '../../../protocol/ids.ts';
import { begin, line, lines, me, other, serveLog } from './chatScene.ts';
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

test('however much is read and written, only so many lines are at hand, in one piece', async () => {
  written = lines(1, 1_000);
  const held = () => {
    expect(chat.messages.length).toBeLessThanOrEqual(windowLines);
    expect(seqs()).toEqual(lines(chat.window.first, chat.window.last).map(({ seq }) => seq));
  };
  begin(chat, lines(951, 1_000), true);
  for (let n = 0; n < 6; n++) {
    await chat.window.loadOlder();
    held();
  }
  expect([chat.window.first, chat.window.last, chat.window.later]).toEqual([651, 850, true]);
  written = [...written, line(1_001)];
  chat.receive(line(1_001));
  expect([chat.window.last, chat.window.lastSeq]).toEqual([850, 1_001]);
  while (chat.window.later) {
    await chat.window.loadLater();
    held();
  }
  expect([chat.window.last, chat.window.more]).toEqual([1_001, true]);
  await chat.window.loadAround(500);
  held();
  expect([chat.window.first, chat.window.last, chat.window.later]).toEqual([476, 525, true]);
  await chat.window.loadNewest();
  expect([chat.window.last, chat.window.later]).toEqual([1_001, false]);
});

test('whoever reads further up goes on there after a lost line, and finds what became of it', async () => {
  written = lines(1, 300);
  begin(chat, lines(251, 300), true);
  await chat.window.loadAround(100);
  const changed = { ...line(100), revision: 302, text: 'another' };
  written = [...written.map((message) => (message.seq === 100 ? changed : message)), line(301)];
  chat.begin({ messages: lines(252, 301), more: true }, 302);
  await setImmediate();
  expect([
    chat.messages.find(({ seq }) => seq === 100)?.text,
    chat.window.later,
    chat.window.lastSeq,
  ]).toEqual(['another', true, 301]);
});

test('new lines wait for whoever does not look at the end', () => {
  begin(chat, lines(1, windowLines), false);
  chat.window.following = false;
  chat.receive(line(windowLines + 1));
  expect([chat.window.first, chat.window.last, chat.window.later]).toEqual([1, windowLines, true]);
  expect(chat.unread).toBe(windowLines + 1);
});

const told = () =>
  signaling.asked
    .filter(({ name }) => name === 'chat:read')
    .map(({ input }) => (input as { seq: number }).seq);

test('how far one has read is told every three seconds at most, again after a lost line, and before leaving', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  begin(chat, lines(1, 9), false);
  for (const seq of [2, 3, 4]) chat.read.reach(seq);
  expect(told()).toEqual([2]);
  vi.advanceTimersByTime(3_000);
  // The first was not answered: nobody can say whether it came.
  await setImmediate();
  chat.begin({ messages: lines(1, 9), more: false }, 9, { seq: 0, mentions: [] });
  vi.advanceTimersByTime(3_000);
  expect(told().at(-1)).toBe(4);
  chat.read.reach(5);
  chat.read.settle();
  expect(told().at(-1)).toBe(5);
  expect(chat.unread).toBe(4);
  vi.useRealTimers();
});

test('what is unread further up counts, for whoever was here before', () => {
  chat.begin({ messages: lines(51, 100), more: true }, 100, { seq: 20, mentions: [30, 60] });
  expect([chat.unread, chat.read.mentions]).toEqual([80, [30, 60]]);
  chat.read.hear(55);
  expect([chat.unread, chat.read.mentions]).toEqual([45, [60]]);
});

test('lines of others that name oneself count apart until they are read', () => {
  begin(chat, [], false);
  const naming = (seq: number, author = other) => ({
    ...line(seq, author),
    mentions: [{ id: me, name: 'Me' }],
  });
  chat.receive(naming(1));
  chat.receive(naming(2, me));
  chat.receive(line(3));
  expect([chat.read.mentions, chat.unread]).toEqual([[1], 2]);
  chat.read.reach(1);
  expect([chat.read.mentions, chat.unread]).toEqual([[], 1]);
});
