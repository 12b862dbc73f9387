import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RoomId } from '../../../protocol/ids.ts';
import { NodeDoor } from '../../../server/cluster/NodeDoor.ts';
import { NodeLine } from '../../../server/cluster/NodeLine.ts';
import { comeTo } from '../../../server/cluster/nodeTls.ts';
import {
  dialAsDesk,
  hungUp,
  type LendingNode,
  nodeSecret,
  openLendingNode,
} from '../../support/nodeDoors.ts';
import { RecordingLog } from '../../support/RecordingLog.ts';

let node: LendingNode;
beforeEach(async () => {
  node = await openLendingNode();
});
afterEach(() => node.close());

const id = RoomId.parse(randomUUID());
const warnings = () => node.log.at('warn').map(({ message }) => message);

/** Whether the node still does what it is there for. */
async function stillLends(term = 100): Promise<void> {
  const desk = await dialAsDesk(node.address, { term });
  await desk.engine.createRoom(id);
  desk.line.close();
}

test('whoever knows the secret may use the workers of a node', async () => {
  const { name, engine, line } = await dialAsDesk(node.address);
  expect(name).toBe('lender');
  expect(engine.rtpCapabilities).toEqual(node.engine.rtpCapabilities);
  const room = await engine.createRoom(id);
  expect(await engine.count()).toMatchObject({ routers: 1 });
  expect(node.lending.desk).toBe('desk');
  const died = once(room, 'died');
  line.close();
  await died;
  await expect.poll(async () => (await node.engine.count()).routers).toBe(0);
  expect(node.lending.desk).toBeNull();
});

test('whoever does not know the secret does not come in, and is one line in the log', async () => {
  await expect(dialAsDesk(node.address, { secret: randomBytes(32) })).rejects.toThrow();
  await expect.poll(warnings).toEqual(['somebody at the door for nodes is none of ours']);
  await stillLends();
});

test('a key for one purpose opens nothing else, and what nobody receives is not let in', async () => {
  await expect(comeTo(node.address, { secret: nodeSecret, purpose: 'door' })).rejects.toThrow();
  const stop = node.door.receive('door', (socket) => socket.end('welcome'));
  const socket = await comeTo(node.address, { secret: nodeSecret, purpose: 'door' });
  expect(String(await once(socket, 'data'))).toBe('welcome');
  stop();
  await hungUp(socket);
  await expect(comeTo(node.address, { secret: nodeSecret, purpose: 'door' })).rejects.toThrow();
});

test('a browser, or anybody who proves who they are in another way, does not come in', async () => {
  const socket = connectTls({ ...node.address, rejectUnauthorized: false });
  await hungUp(socket);
  await expect.poll(warnings).toHaveLength(1);
  await stillLends();
});

test('garbage ends the connection that says it, and nothing else', async () => {
  const desk = await dialAsDesk(node.address);
  for (const garbage of ['GET / HTTP/1.1\r\n\r\n', '\0\0\0\0', randomBytes(5_000), '{"ask":1}\n']) {
    const socket = connect(node.address);
    await once(socket, 'connect');
    socket.write(garbage);
    await hungUp(socket);
  }
  await expect.poll(warnings).toHaveLength(4);
  await desk.engine.createRoom(id);
  desk.line.close();
});

test('whoever says nothing, or one byte now and then, is cut off', async () => {
  const silent = connect(node.address);
  const slow = connect(node.address);
  await Promise.all([once(silent, 'connect'), once(slow, 'connect')]);
  // The beginning of a handshake, which goes on for longer than anybody has patience.
  const bytes = [0x16, 0x03, 0x01, 0x02, 0x00, ...Array(500).fill(1)];
  const drip = setInterval(() => slow.write(Buffer.of(bytes.shift() ?? 1)), 50);
  await Promise.all([hungUp(silent), hungUp(slow)]);
  clearInterval(drip);
  await stillLends();
});

test('a node that knows the secret and says no hello, or another, is cut off', async () => {
  const mute = await comeTo(node.address, { secret: nodeSecret, purpose: 'media' });
  await hungUp(mute);
  const rude = await comeTo(node.address, { secret: nodeSecret, purpose: 'media' });
  const line = new NodeLine(rude, async () => null, new RecordingLog());
  await expect(line.ask('createRoom', { room: 1, id })).rejects.toMatchObject({ code: 'conflict' });
  await expect(line.ask('hello', { name: 5 })).rejects.toMatchObject({ code: 'conflict' });
  await once(line, 'closed');
  const wild = await comeTo(node.address, { secret: nodeSecret, purpose: 'media' });
  wild.write('no message at all\n');
  await hungUp(wild);
  expect(await node.engine.count()).toMatchObject({ routers: 0 });
  await stillLends();
});

test('a node of another version is refused', async () => {
  await expect(dialAsDesk(node.address, { words: 'others' })).rejects.toMatchObject({ code: 'conflict' });
  expect(warnings()).toEqual(['a node that came for workers is refused']);
  expect(node.lending.desk).toBeNull();
});

test('the line of a new desk takes the place of the one before, whose rooms end', async () => {
  const before = await dialAsDesk(node.address, { term: 1 });
  const room = await before.engine.createRoom(id);
  const died = once(room, 'died');
  const now = await dialAsDesk(node.address, { term: 2 });
  await died;
  await now.engine.createRoom(id);
  expect(await now.engine.count()).toMatchObject({ routers: 1 });
  // As when it was stopped for a while, and does not know yet.
  await expect(dialAsDesk(node.address, { term: 1 })).rejects.toMatchObject({ code: 'conflict' });
  expect(await now.engine.count()).toMatchObject({ routers: 1 });
  now.line.close();
});

test('while a desk is about to end, what it has stays until it hangs up, or the node does', async () => {
  const before = await dialAsDesk(node.address, { term: 1 });
  const room = await before.engine.createRoom(id);
  let ends = 0;
  room.on('died', () => ends++);
  const now = await dialAsDesk(node.address, { term: 2, beside: true });
  await now.engine.createRoom(RoomId.parse(randomUUID()));
  expect(await before.engine.count()).toMatchObject({ routers: 2 });
  expect([ends, node.lending.desk]).toEqual([0, 'desk']);
  before.line.close();
  await expect.poll(() => now.engine.count()).toMatchObject({ routers: 1 });
  const third = await dialAsDesk(node.address, { term: 3, beside: true });
  const gone = [now, third].map(({ line }) => once(line, 'closed'));
  node.lending.close();
  await Promise.all(gone);
});

test('a desk that comes again takes the place of its own line that it lost', async () => {
  const lost = await dialAsDesk(node.address);
  await lost.engine.createRoom(id);
  const closed = once(lost.line, 'closed');
  const again = await dialAsDesk(node.address);
  await closed;
  await expect.poll(async () => (await again.engine.count()).routers).toBe(0);
  again.line.close();
});

test('what is asked while the line ends is refused, and nothing is thrown at nobody', async () => {
  const { engine, line } = await dialAsDesk(node.address);
  const asked = Promise.allSettled([engine.createRoom(id), engine.count(), engine.usage()]);
  const closed = once(line, 'closed');
  await node.close();
  await closed;
  const refused = { status: 'rejected', reason: { code: 'media_unavailable' } };
  for (const answer of await asked) expect(answer).toMatchObject(refused);
  await expect(engine.createRoom(id)).rejects.toMatchObject({ code: 'media_unavailable' });
  await expect(dialAsDesk(node.address)).rejects.toThrow();
  node = await openLendingNode();
});

test('where PostgreSQL was restored the desk comes in with a lower term, when there is no other', async () => {
  let desk = 'before';
  const lender = await openLendingNode('lender', 0, () => desk);
  const before = await dialAsDesk(lender.address, { term: 8, process: 'before' });
  desk = 'restored';
  // The one before may be well, and what is known here late.
  const restored = { term: 6, process: 'restored' };
  await expect(dialAsDesk(lender.address, restored)).rejects.toMatchObject({ code: 'conflict' });
  before.line.close();
  await expect.poll(() => lender.lending.desk).toBeNull();
  await expect(dialAsDesk(lender.address, { term: 6, process: 'other' })).rejects.toThrow();
  await expect(dialAsDesk(lender.address, { term: 6 })).rejects.toThrow();
  const now = await dialAsDesk(lender.address, restored);
  await now.engine.createRoom(id);
  now.line.close();
  await lender.close();
});

test('whoever opens many connections keeps nobody from another address out', async () => {
  const host = '127.0.0.1';
  const door = await NodeDoor.open({ host, port: 0, secret: nodeSecret, withinMs: 60_000, log: node.log });
  door.receive('door', (socket) => socket.end('welcome'));
  const place = { host, port: door.port };
  const crowd = Array.from({ length: 300 }, () => connect({ ...place, localAddress: '127.0.0.2' }));
  const gone = crowd.map(hungUp);
  await Promise.all(crowd.map((socket) => once(socket, 'connect')));
  // Of those of one address the first ones had to go.
  await Promise.all(gone.slice(0, 44));
  const socket = await comeTo(place, { secret: nodeSecret, purpose: 'door' });
  expect(String(await once(socket, 'data'))).toBe('welcome');
  expect(crowd.filter(({ closed }) => !closed).length).toBeGreaterThan(250);
  await door.close();
});
