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

const leaseMs = 3_000;
const folder = mkdtempSync(join(tmpdir(), 'hobnob-cluster-'));
const nodes = new Map<string, SupervisedServer>();
let postgres: Postgres;
let redis: Redis;
let desk: SupervisedServer;
let other: SupervisedServer;
let ann: Client;
let room: RoomInfo;
const said: string[] = [];

beforeAll(async () => {
  [postgres, redis] = await Promise.all([Postgres.start({ durable: true }), Redis.start()]);
  for (const name of ['north', 'south']) nodes.set(name, await start(name));
  await Promise.all([...nodes.values()].map((node) => node.listens()));
});
afterAll(async () => {
  for (const node of nodes.values()) await node.close();
  await redis.end();
  await postgres.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(name: string): Promise<SupervisedServer> {
  return new SupervisedServer({
    ...{ DATABASE_URL: postgres.address('postgres'), REDIS_URL: redis.address, DATA_DIR: folder },
    ...{ NODE_NAME: name, NODE_ADDRESS: '127.0.0.1', NODE_PORT: String(await freePort()) },
    ...{ RATE_SCALE: '100000', NEWCOMER_MINUTES: '0' },
  });
}

/** Who has the lease, as Redis knows it. */
async function deskInRedis(): Promise<SupervisedServer | undefined> {
  const { node } = JSON.parse(String((await redis.ask('GET', 'hobnob:desk')) ?? '{}')) as { node?: string };
  return node === undefined ? undefined : nodes.get(node);
}

/** Says something in the room; whatever is acknowledged has to be there once in the end. */
async function say(text: string) {
  const clientMessageId = crypto.randomUUID() as ClientMessageId;
  const answer = await ann.answer('chat:send', { clientMessageId, text });
  if (answer.ok) said.push(text);
  return { answer, again: () => ann.answer('chat:send', { clientMessageId, text }) };
}

async function comeBack() {
  ann = await Client.connect(desk.url, { cookie: ann.cookie });
  return await ann.join(room.slug);
}

test('of two machines that start together one opens the house, and the other passes on who comes to it', async () => {
  const found = await deskInRedis();
  const standby = [...nodes.values()].find((node) => node !== found);
  if (!found || !standby) throw new Error('nobody is the desk');
  [desk, other] = [found, standby];
  expect(await desk.answers()).toBe(true);
  expect((await fetch(`${other.url}/livez`)).status).toBe(200);
  await until(() => other.answers());
  ann = await Client.connect(desk.url);
  await ann.callMe('Ann');
  room = await ann.openRoom();
  await ann.join(room.slug);
  const bob = await Client.connect(other.url);
  await bob.callMe('Bob');
  await bob.join(room.slug);
  const heard = bob.next('chat:message');
  await say('in the beginning');
  expect(await heard).toMatchObject({ text: 'in the beginning' });
  await bob.drop();
});

test('a deploy on either machine leaves the house where it is', async () => {
  for (const node of [desk, other]) {
    const { serverPid } = node.life;
    expect((await node.deploy()).text).toContain('took over');
    expect(node.life.serverPid).not.toBe(serverPid);
    expect(await deskInRedis()).toBe(desk);
    await until(async () => (await desk.answers()) && (await other.answers()));
  }
  await comeBack();
  expect((await say('after two deploys')).answer.ok).toBe(true);
});

test('without Redis, or while it hangs, nothing changes for anybody', async () => {
  const { serverPid } = desk.life;
  await redis.end();
  expect((await say('without Redis')).answer.ok).toBe(true);
  await redis.go();
  await until(async () => (await deskInRedis()) === desk);
  redis.hang();
  const began = performance.now();
  // For longer than a lease lasts there.
  await until(async () => (await say('while Redis hangs')).answer.ok && performance.now() - began > leaseMs);
  redis.goOn();
  await until(async () => (await deskInRedis()) === desk);
  expect((await say('with Redis')).answer.ok).toBe(true);
  expect(ann.socket.connected).toBe(true);
  expect(desk.life.serverPid).toBe(serverPid);
});

test('without PostgreSQL a line is refused, and there once after it', async () => {
  const { serverPid } = desk.life;
  await postgres.end('SIGKILL');
  const { answer, again } = await say('without PostgreSQL');
  expect(answer).toMatchObject({ ok: false, error: { code: 'storage_unavailable', retryable: true } });
  await postgres.go();
  await until(async () => (await again()).ok);
  said.push('without PostgreSQL');
  expect([desk.life.serverPid, await deskInRedis()]).toEqual([serverPid, desk]);
});

test('a desk that hangs for longer than its lease writes no more, and stands by again', async () => {
  const { serverPid } = desk.life;
  process.kill(serverPid, 'SIGSTOP');
  await until(async () => (await deskInRedis()) === other && (await other.answers()));
  // It hears this when it goes on, before anything else.
  const clientMessageId = crypto.randomUUID() as ClientMessageId;
  ann.answer('chat:send', { clientMessageId, text: 'too late' }).catch(() => {});
  process.kill(serverPid, 'SIGCONT');
  await until(() => desk.life.serverPid !== serverPid);
  [desk, other] = [other, desk];
  // By the way of the other one.
  await until(() => other.answers());
  expect(await deskInRedis()).toBe(desk);
  await comeBack();
  expect((await say('on another machine')).answer.ok).toBe(true);
});

test('a machine that loses its power is replaced within five seconds, with all rooms, seats and lines', async () => {
  const seat = await comeBack();
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
  const inOrder = messages.toSorted((one, next) => one.seq - next.seq).map(({ text }) => text);
  expect(inOrder).toEqual(said);
});
