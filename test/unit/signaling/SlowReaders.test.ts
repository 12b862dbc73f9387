import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SlowReaders } from '../../../server/signaling/SlowReaders.ts';
import { RecordingLog } from '../../support/RecordingLog.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A connection to a client that reads when the test says so. */
class Line extends EventEmitter {
  readyState = 'open';
  readonly transport = { writable: true };
  readonly request = { socket: { writableLength: 0, destroy: () => this.emit('close') } };

  send(data: string): void {
    this.emit('packetCreate', { data });
  }

  /** Everything before this was read; what waited takes its place, and is read as well unless it is not. */
  flush({ read }: { read: boolean }): void {
    this.emit('flush');
    this.transport.writable = read;
  }
}

function open() {
  const line = new Line();
  const log = new RecordingLog();
  const told: string[] = [];
  const reader = {
    log,
    fellBehind: () => told.push('behind'),
    caughtUp: () => told.push('caught up'),
  };
  const readers = new SlowReaders();
  readers.watch(line, reader);
  const closed = vi.fn();
  line.once('close', closed);
  const cut = () => {
    vi.advanceTimersByTime(0);
    return closed.mock.calls.length > 0;
  };
  return { line, log, told, cut };
}

test('a second packet in the same moment makes nobody slow', () => {
  const { line, told, cut } = open();
  for (let time = 0; time < 100; time++) {
    line.transport.writable = false;
    line.send('x'.repeat(60_000));
    line.flush({ read: true });
    vi.advanceTimersByTime(499);
  }
  expect([told, cut()]).toEqual([[], false]);
});

test('who is behind is told apart until everything was read', () => {
  const { line, told, cut } = open();
  line.transport.writable = false;
  line.send('x');
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual(['behind']);
  line.flush({ read: false });
  vi.advanceTimersByTime(5_000);
  expect(told).toEqual(['behind']);
  line.transport.writable = true;
  vi.advanceTimersByTime(500);
  expect([told, cut()]).toEqual([['behind', 'caught up'], false]);
});

test('who reads nothing for eight seconds is cut', () => {
  const { line, log, cut } = open();
  line.transport.writable = false;
  line.send('x');
  vi.advanceTimersByTime(7_900);
  expect(cut()).toBe(false);
  vi.advanceTimersByTime(600);
  expect(cut()).toBe(true);
  expect(log.lines).toMatchObject([{ level: 'warn', context: { reason: 'slow_consumer' } }]);
});

test('who reads a little now and then has another eight seconds', () => {
  const { line, cut } = open();
  for (let time = 0; time < 10; time++) {
    line.transport.writable = false;
    line.send('x');
    vi.advanceTimersByTime(6_000);
    line.flush({ read: false });
  }
  expect(cut()).toBe(false);
});

test('who lets more than a megabyte wait is cut at once, and once', () => {
  const { line, log, cut } = open();
  line.transport.writable = false;
  line.request.socket.writableLength = 500_000;
  for (let packet = 0; packet < 9; packet++) line.send('x'.repeat(60_000));
  expect(cut()).toBe(false);
  for (let packet = 0; packet < 5; packet++) line.send('x'.repeat(60_000));
  expect([cut(), log.lines.length]).toEqual([true, 1]);
});

test('packets without a word cost memory too', () => {
  const { line, cut } = open();
  line.transport.writable = false;
  for (let packet = 0; packet < 9_000; packet++) line.send('');
  expect(cut()).toBe(true);
});
