import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Outbox, type PendingLine } from '../../../client/session/Outbox.svelte.ts';
import { RequestError, type RequestProblem } from '../../../client/session/RequestError.ts';
import { UnsentLines } from '../../../client/session/UnsentLines.ts';
import { RoomId, UserId } from '../../../protocol/ids.ts';
import { MemoryStorage } from './MemoryStorage.ts';

const roomId = RoomId.parse('room-room-room-room');
const userId = UserId.parse('user-with-number-1');

type Fate = 'stored' | 'request lost' | 'answer lost' | RequestProblem;

/** Stores each line once; what becomes of the next requests is said beforehand, then they all get through. */
class FakeServer {
  readonly stored = new Map<string, string>();
  readonly asked: { text: string; at: number }[] = [];
  fates: Fate[] = [];
  retryAfterMs: number | undefined;

  get texts(): string[] {
    return [...this.stored.values()];
  }

  readonly send = async ({ clientMessageId: id, text }: PendingLine): Promise<void> => {
    const fate = this.fates.shift() ?? 'stored';
    this.asked.push({ text, at: Date.now() });
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (fate === 'stored' || fate === 'answer lost') {
      if (!this.stored.has(id)) this.stored.set(id, text);
      if (fate === 'stored') return;
    }
    const lost = fate === 'answer lost' || fate === 'request lost';
    throw new RequestError(lost ? 'unreachable' : fate, '', lost ? undefined : this.retryAfterMs);
  };
}

const saying = (text: string) => ({ text, answers: null, mentions: [] });

let storage: MemoryStorage;
let server: FakeServer;
const open = () => new Outbox(new UnsentLines(roomId, userId, storage), server.send);
const shown = (outbox: Outbox) => [...outbox.lines.values()].map(({ text }) => text);

beforeEach(() => {
  vi.useFakeTimers();
  storage = new MemoryStorage();
  server = new FakeServer();
});
afterEach(() => vi.useRealTimers());

test('a line is sent at once, and kept nowhere after the server has it', async () => {
  const outbox = open();
  outbox.add(saying('Hello'));
  expect(storage.length).toBe(1);
  await vi.advanceTimersByTimeAsync(30);
  expect([server.texts, storage.length, outbox.stuck]).toEqual([['Hello'], 0, false]);
  expect([...outbox.lines.values()]).toMatchObject([{ text: 'Hello', stored: true }]);
});

test('a line that did not get through waits, and is sent again by itself under the same id', async () => {
  server.fates = ['request lost', 'answer lost', 'request lost'];
  const outbox = open();
  outbox.add(saying('Hello'));
  outbox.add(saying('Are you there?'));
  await vi.advanceTimersByTimeAsync(30);
  expect([outbox.stuck, server.texts]).toEqual([true, []]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect([outbox.stuck, server.texts]).toEqual([false, ['Hello', 'Are you there?']]);
  expect(server.asked.filter(({ text }) => text === 'Hello')).toHaveLength(4);
});

test('a line that was told although its answer was lost waits no more', async () => {
  server.fates = ['answer lost'];
  const outbox = open();
  outbox.add(saying('Hello'));
  for (const id of outbox.lines.keys()) outbox.drop(id);
  await vi.advanceTimersByTimeAsync(10_000);
  expect([shown(outbox), storage.length, server.asked.length]).toEqual([[], 0, 1]);
});

test('coming back sends what waits at once, but never before the time the server asked for', async () => {
  server.fates = ['rate_limited'];
  server.retryAfterMs = 5_000;
  const outbox = open();
  const begun = Date.now();
  outbox.add(saying('Hello'));
  await vi.advanceTimersByTimeAsync(1_000);
  outbox.flush();
  outbox.add(saying('Second'));
  await vi.advanceTimersByTimeAsync(3_900);
  expect(server.asked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(server.texts).toEqual(['Hello', 'Second']);
  expect((server.asked[1]?.at ?? 0) - begun).toBeGreaterThanOrEqual(5_000);
});

test('what the server will not have is marked and holds nothing up; its author tries again or discards it', async () => {
  server.fates = ['bad_request', 'stored', 'forbidden'];
  const outbox = open();
  outbox.add(saying('Too long'));
  outbox.add(saying('Fine'));
  await vi.advanceTimersByTimeAsync(100);
  expect(server.texts).toEqual(['Fine']);
  const [refused] = outbox.lines.values();
  expect(refused).toMatchObject({ text: 'Too long', problem: 'bad_request' });
  if (!refused) return;
  outbox.retry(refused.clientMessageId);
  await vi.advanceTimersByTimeAsync(100);
  expect(outbox.lines.get(refused.clientMessageId)?.problem).toBe('forbidden');
  outbox.drop(refused.clientMessageId);
  await vi.advanceTimersByTimeAsync(10_000);
  expect([server.texts, storage.length]).toEqual([['Fine'], 0]);
});

test('a closed outbox sends nothing, and the next one has what was left', async () => {
  server.fates = Array<Fate>(20).fill('request lost');
  const outbox = open();
  for (const text of ['One', 'Two', 'Three']) outbox.add(saying(text));
  await vi.advanceTimersByTimeAsync(1_000);
  outbox.close();
  server.fates = [];
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.texts).toEqual([]);
  const next = open();
  expect(shown(next)).toEqual(['One', 'Two', 'Three']);
  next.flush();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(server.texts).toEqual(['One', 'Two', 'Three']);
});

test('lines of others, of other rooms, and of long ago are not sent', async () => {
  const theirs = new UnsentLines(roomId, UserId.parse('user-with-number-2'), storage);
  const elsewhere = new UnsentLines(RoomId.parse('room-room-room-two2'), userId, storage);
  for (const lines of [theirs, elsewhere]) lines.keep('message-message-1' as never, saying('Not here'));
  expect(open().lines.size).toBe(0);
  vi.advanceTimersByTime(8 * 24 * 3_600_000);
  expect(elsewhere.recall()).toHaveLength(1);
  open();
  expect(storage.length).toBe(0);
});

test('a browser keeps a hundred lines, and one without storage none; all are sent as long as the page lives', async () => {
  server.fates = ['request lost'];
  const outbox = open();
  for (let line = 0; line < 120; line++) outbox.add(saying(`Line ${line}`));
  expect([storage.length, outbox.lines.size]).toEqual([100, 120]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(server.texts).toHaveLength(120);

  const bare = new Outbox(new UnsentLines(roomId, userId, null), server.send);
  bare.add(saying('Without storage'));
  await vi.advanceTimersByTimeAsync(30);
  expect(server.texts.at(-1)).toBe('Without storage');
});

test('whatever is lost, and however often pages reload, each line is stored once and in order', async () => {
  const fate = fc.constantFrom<Fate>(
    'stored',
    'request lost',
    'answer lost',
    'rate_limited',
    'storage_unavailable',
    'not_joined',
  );
  const act = fc.oneof(
    { weight: 4, arbitrary: fc.constant('write' as const) },
    fc.constantFrom('reload' as const, 'flush' as const, 'other tab' as const),
    fc.nat({ max: 900 }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fate, { maxLength: 60 }),
      fc.array(act, { maxLength: 40 }),
      async (fates, acts) => {
        storage = new MemoryStorage();
        server = new FakeServer();
        server.fates = [...fates];
        server.retryAfterMs = 300;
        const written: string[] = [];
        let outbox = open();
        for (const what of acts) {
          if (typeof what === 'number') await vi.advanceTimersByTimeAsync(what);
          else if (what === 'write') {
            written.push(`Line ${written.length}`);
            outbox.add(saying(written.at(-1) ?? ''));
          } else if (what === 'flush') outbox.flush();
          else {
            // The page before may live on beside the next one.
            if (what === 'reload') outbox.close();
            outbox = open();
            outbox.flush();
          }
        }
        await vi.advanceTimersByTimeAsync(200_000);
        expect(server.texts).toEqual(written);
        expect(storage.length).toBe(0);
      },
    ),
    { numRuns: 60 },
  );
});
