import { EventEmitter, once } from 'node:events';
import { duplexPair } from 'node:stream';
import { setImmediate as nextRound } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MediaNode } from '../../../server/cluster/ClusterEngine.ts';
import type { DialedNode } from '../../../server/cluster/dialNode.ts';
import { nodeWords } from '../../../server/cluster/hello.ts';
import type { NodeDirectory, NodeEntry } from '../../../server/cluster/NodeDirectory.ts';
import { NodeLine } from '../../../server/cluster/NodeLine.ts';
import { RemoteNodes } from '../../../server/cluster/RemoteNodes.ts';
import { FakeMediaEngine } from '../../support/FakeMediaEngine.ts';
import { RecordingLog } from '../../support/RecordingLog.ts';

class FakeDirectory extends EventEmitter<{ changed: [] }> implements NodeDirectory {
  nodes: readonly NodeEntry[] = [];
  fresh = true;

  tell(...nodes: readonly NodeEntry[]): void {
    this.nodes = nodes;
    this.emit('changed');
  }
}

const entry = (name: string, said: Partial<NodeEntry> = {}): NodeEntry => ({
  ...{ name, host: '10.0.0.1', port: 7000, words: nodeWords, draining: false, load: 0.25 },
  ...said,
});

const log = new RecordingLog();
let directory: FakeDirectory;
let dialed: NodeEntry[];
let lines: NodeLine[];
let used: Set<MediaNode>;
let down: boolean;
let nodes: RemoteNodes;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  directory = new FakeDirectory();
  [dialed, lines, used, down] = [[], [], new Set(), false];
  nodes = new RemoteNodes({
    ...{ directory, name: 'own', log },
    async dial(to): Promise<DialedNode> {
      dialed.push(to);
      await nextRound();
      if (down) throw new Error('Nobody answers.');
      const [near, far] = duplexPair();
      const line = new NodeLine(near, async () => null, log);
      lines.push(line, new NodeLine(far, async () => null, log));
      return { name: to.name, line, engine: new FakeMediaEngine() };
    },
    add(node) {
      used.add(node);
      return () => used.delete(node);
    },
  });
});
afterEach(() => {
  nodes.close();
  for (const line of lines) line.close();
  vi.useRealTimers();
});

const names = () => [...used].map(({ name }) => name);
const settled = async () => {
  for (let round = 0; round < 3; round++) await nextRound();
};
async function lastLine(): Promise<NodeLine> {
  await settled();
  const [line] = lines.slice(-2);
  if (!line) throw new Error('Nobody was dialed.');
  return line;
}

test('every other node that speaks the same words is used', async () => {
  directory.tell(entry('own'), entry('one'), entry('two'), entry('old', { words: 'others' }));
  await settled();
  expect(names()).toEqual(['one', 'two']);
  expect(nodes.names).toEqual(['one', 'two']);
  directory.tell(entry('own'), entry('one'), entry('two'));
  await settled();
  expect(dialed).toHaveLength(2);
});

test('how much a node has to do is what it said last, and that it drains', async () => {
  directory.tell(entry('one'));
  await settled();
  const [node] = used;
  expect(node?.load()).toBe(0.25);
  directory.tell(entry('one', { load: 0.5 }));
  expect(node?.load()).toBe(0.5);
  // What it said is old: nobody knows how much it has to do.
  directory.fresh = false;
  expect(node?.load()).toBe(1);
  directory.tell(entry('one', { draining: true }));
  expect(node?.draining?.()).toBe(true);
});

test('a node that drains is not dialed, nor again when its line ends, until it is back', async () => {
  directory.tell(entry('one', { draining: true }), entry('two'));
  await settled();
  expect(dialed.map(({ name }) => name)).toEqual(['two']);
  const line = await lastLine();
  directory.tell(entry('one', { draining: true }), entry('two', { draining: true }));
  expect(names()).toEqual(['two']);
  line.close();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(dialed).toHaveLength(1);
  directory.tell(entry('one'), entry('two'));
  await settled();
  expect(names().toSorted()).toEqual(['one', 'two']);
});

test('a node whose line ends is left out before anybody hears of it, and used again when it answers', async () => {
  directory.tell(entry('one'));
  const line = await lastLine();
  const heard = once(line, 'closed').then(() => names());
  line.close();
  expect(names()).toEqual([]);
  expect(await heard).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  await settled();
  expect(names()).toEqual(['one']);
});

test('a node that does not answer is tried again, the longer the less often, and said once', async () => {
  down = true;
  directory.tell(entry('one'));
  await settled();
  const before = log.at('warn').length;
  for (const [waitMs, tries] of [
    [200, 2],
    [400, 3],
    [800, 4],
    [1_600, 5],
    [2_000, 6],
    [2_000, 7],
  ] as const) {
    await vi.advanceTimersByTimeAsync(waitMs - 1);
    await settled();
    expect(dialed).toHaveLength(tries - 1);
    await vi.advanceTimersByTimeAsync(1);
    await settled();
    expect(dialed).toHaveLength(tries);
  }
  expect(log.at('warn')).toHaveLength(before);
  down = false;
  await vi.advanceTimersByTimeAsync(2_000);
  await settled();
  expect(names()).toEqual(['one']);
});

test('a node that nobody tells of any more is used as long as its line lasts, and not dialed again', async () => {
  directory.tell(entry('one'));
  const line = await lastLine();
  directory.tell();
  await settled();
  expect(names()).toEqual(['one']);
  line.close();
  await vi.advanceTimersByTimeAsync(10_000);
  await settled();
  expect(dialed).toHaveLength(1);
  directory.tell(entry('one', { port: 7001 }));
  await settled();
  expect(names()).toEqual(['one']);
  expect(dialed.at(-1)?.port).toBe(7001);
});

test('a node that goes while it is dialed is not used', async () => {
  directory.tell(entry('one'));
  directory.tell();
  const line = await lastLine();
  expect(line.closed).toBe(true);
  expect(names()).toEqual([]);
});

test('after the end nobody is dialed, and no line is left', async () => {
  directory.tell(entry('one'), entry('two'));
  const line = await lastLine();
  nodes.close();
  expect(line.closed).toBe(true);
  expect(names()).toEqual([]);
  directory.tell(entry('three'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(dialed).toHaveLength(2);
});
