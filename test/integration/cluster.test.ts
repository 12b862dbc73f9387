import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { ClientMessageId } from '../../protocol/ids.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { SqlStore } from '../../server/store/SqlStore.ts';
import { Client } from '../support/Client.ts';
import { freePort } from '../support/freePort.ts';
import { Postgres } from '../support/Postgres.ts';
import { Redis } from '../support/Redis.ts';
import { SupervisedServer, until } from '../support/SupervisedServer.ts';

// One story of two machines, in which each test goes on from where the one before left them.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), 'hobnob-cluster-'));
let postgres: Postgres;
let redis: Redis;
let nodes: SupervisedServer[] = [];
let desk: SupervisedServer;
let other: SupervisedServer;
let ann: Client;
let room: RoomInfo;
const said: string[] = [];

beforeAll(async () => {
  [postgres, redis] = await Promise.all([Postgres.start({ durable: true }), Redis.start()]);
  nodes = [await start('north'), await start('south')];
  await Promise.all(nodes.map((node) => node.listens()));
});
afterAll(async () => {
  for (const node of nodes) await node.close();
  await redis.end();
  await postgres.close();
  rmSync(folder, { recursive: true });
});

async function start(name: string): Promise<SupervisedServer> {
  return new SupervisedServer({
    ...{ DATABASE_URL: postgres.address('postgres'), REDIS_URL: redis.address, DATA_DIR: folder },
    ...{ NODE_NAME: name, NODE_ADDRESS: '127.0.0.1', NODE_PORT: String(await freePort()) },
  });
}

/** Says something in the room; it has to be there once in the end. */
async function say(text: string) {
  const clientMessageId = crypto.randomUUID() as ClientMessageId;
  const answer = await ann.answer('chat:send', { clientMessageId, text });
  if (answer.ok) said.push(text);
  return { answer, again: () => ann.answer('chat:send', { clientMessageId, text }) };
}

const deskOf = async () =>
  JSON.parse(String((await redis.ask('GET', 'hobnob:desk')) ?? 'null')) as { node: string } | null;

test('of two machines that start together one opens the house, and the other stands by', async () => {
  const answers = await Promise.all(nodes.map((node) => node.answers()));
  expect(answers.toSorted()).toEqual([false, true]);
  const [north, south] = nodes;
  if (!north || !south) throw new Error('no nodes');
  [desk, other] = answers[0] ? [north, south] : [south, north];
  expect((await fetch(`${other.url}/livez`)).status).toBe(200);
  const refused = await fetch(`${other.url}/api/me`);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);

  ann = await Client.connect(desk.url);
  await ann.callMe('Ann');
  room = await ann.openRoom();
  await ann.join(room.slug);
  await say('in the beginning');
});

test('a deploy on the machine of the desk keeps the house there', async () => {
  const { serverPid } = desk.life;
  const deployed = await desk.deploy();
  expect(deployed.text).toContain('took over');
  expect(desk.life.serverPid).not.toBe(serverPid);
  expect([await desk.answers(), await other.answers()]).toEqual([true, false]);
  const { serverPid: standby } = other.life;
  expect((await other.deploy()).status).toBe(0);
  expect(other.life.serverPid).not.toBe(standby);
  expect([await desk.answers(), await other.answers()]).toEqual([true, false]);
  ann = await Client.connect(desk.url, { cookie: ann.cookie });
  await ann.join(room.slug);
  await say('after a deploy');
});

test('without Redis, or while it hangs, nothing changes for anybody', async () => {
  await redis.end();
  expect((await say('without Redis')).answer.ok).toBe(true);
  await redis.go();
  await until(async () => (await deskOf()) !== null);
  redis.hang();
  expect((await say('while Redis hangs')).answer.ok).toBe(true);
  // Longer than a lease lasts there.
  await until(async () => (await say('…')).answer.ok && said.length > 120);
  redis.goOn();
  await until(async () => (await deskOf()) !== null);
  expect((await say('with Redis')).answer.ok).toBe(true);
  expect([await desk.answers(), await other.answers()]).toEqual([true, false]);
});

test('without PostgreSQL a line is refused, and there once after it', async () => {
  await postgres.end('SIGKILL');
  const { answer, again } = await say('without PostgreSQL');
  expect(answer).toMatchObject({ ok: false, error: { code: 'storage_unavailable', retryable: true } });
  await postgres.go();
  await until(async () => (await again()).ok);
  said.push('without PostgreSQL');
  expect(await desk.answers()).toBe(true);
});

test('a desk that hangs for longer than its lease writes no more, and stands by again', async () => {
  const { serverPid } = desk.life;
  process.kill(serverPid, 'SIGSTOP');
  const tookMs = await until(() => other.answers());
  expect(tookMs).toBeLessThan(8_000);
  // What it has yet to hear when it goes on.
  const late = ann.answer('chat:send', {
    clientMessageId: crypto.randomUUID() as ClientMessageId,
    text: 'late',
  });
  void late.catch(() => {});
  process.kill(serverPid, 'SIGCONT');
  await until(() => desk.life.serverPid !== serverPid);
  await until(async () => (await fetch(`${desk.url}/livez`).catch(() => null))?.ok ?? false);
  expect([await desk.answers(), await other.answers()]).toEqual([false, true]);
  [desk, other] = [other, desk];
});

test('a machine that loses its power is replaced within five seconds, with all rooms, seats and lines', async () => {
  ann = await Client.connect(desk.url, { cookie: ann.cookie });
  const seat = await ann.join(room.slug);
  await say('before the end');
  await desk.crash();
  const tookMs = await until(() => other.answers());
  expect(tookMs).toBeLessThan(5_000);
  const back = await Client.connect(other.url, { cookie: ann.cookie });
  const again = await back.join(room.slug, { seatToken: seat.seatToken });
  expect(again).toMatchObject({ selfId: seat.selfId, room: { id: room.id } });
  const store = await SqlStore.open(postgres.address('postgres'));
  const { messages } = await store.messages.changes(room.id, 0, 100_000);
  await store.close();
  expect(messages.toSorted((a, b) => a.seq - b.seq).map(({ text }) => text)).toEqual(said);
});
