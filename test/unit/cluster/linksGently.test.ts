import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RoomId } from '../../../protocol/ids.ts';
import { ClusterEngine } from '../../../server/cluster/ClusterEngine.ts';
import { nodeWords } from '../../../server/cluster/hello.ts';
import type { NodeDirectory, NodeEntry } from '../../../server/cluster/NodeDirectory.ts';
import { NodeLinks } from '../../../server/NodeLinks.ts';
import { FakeFinder } from '../../support/FakeFinder.ts';
import { FakeMediaEngine } from '../../support/FakeMediaEngine.ts';
import { freePort } from '../../support/freePort.ts';
import { dialAsDesk, type LendingNode, nodeSecret, openLendingNode } from '../../support/nodeDoors.ts';
import { RecordingLog } from '../../support/RecordingLog.ts';

const card = (name: string, place: { host: string; port: number }, draining = false): NodeEntry => ({
  ...{ name, ...place, words: nodeWords, draining, load: 0 },
});
const former = { host: '10.0.0.1', port: 7000 };
const third = { host: '10.0.0.2', port: 7000 };

let lender: LendingNode;
let finder: FakeFinder;
let directory: NodeDirectory & { nodes: readonly NodeEntry[] };
let links: NodeLinks;
beforeEach(async () => {
  lender = await openLendingNode();
  finder = new FakeFinder();
  directory = Object.assign(new EventEmitter<{ changed: [] }>(), { nodes: [], fresh: true });
  const log = new RecordingLog();
  const cluster = { redis: '', name: 'desk', address: '127.0.0.1', port: await freePort(), listeners: 10 };
  links = await NodeLinks.open({
    ...{ cluster, secret: nodeSecret, media: new FakeMediaEngine(), directory, finder, log },
    ...{ process: 'of the desk', isDraining: () => false },
  });
});
afterEach(async () => {
  await links.close();
  await lender.close();
});

/** Is the desk, beside one that has a room on another node; resolves when that node lends to the new one. */
async function open(handedOver: boolean) {
  directory.nodes = [...directory.nodes, card('lender', lender.address)];
  const { line, engine } = await dialAsDesk(lender.address);
  await engine.createRoom(RoomId.parse(randomUUID()));
  const own = { name: 'desk', engine: new FakeMediaEngine(), load: () => 0 };
  const all = new ClusterEngine(own, { listeners: 10, busyAt: 1, log: new RecordingLog() });
  const closed = once(line, 'closed');
  links.openHouse({ app: { letIn: () => {} }, engine: all, term: () => 2, handedOver });
  await expect.poll(() => all.nodes.length).toBe(2);
  return { line, closed };
}

test('in a deploy of the desk the process before keeps what it has on other nodes until it hangs up', async () => {
  const { line } = await open(true);
  expect(lender.engine.rooms.size).toBe(1);
  line.close();
  await expect.poll(() => lender.engine.rooms.size).toBe(0);
});

test('a desk that hangs loses what it has on other nodes, though a third one is about to end', async () => {
  finder.find(former);
  finder.find(null);
  directory.nodes = [card('former', former), card('third', third, true)];
  expect(links.beginDesk()).toBe(false);
  const { closed } = await open(false);
  await closed;
});

test('a desk that is about to end keeps what it has until it hangs up', async () => {
  finder.find(former);
  finder.find(null);
  directory.nodes = [card('former', former, true), card('third', third)];
  expect(links.beginDesk()).toBe(true);
  const { line } = await open(false);
  expect(lender.engine.rooms.size).toBe(1);
  line.close();
});
