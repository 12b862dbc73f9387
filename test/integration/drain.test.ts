import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RoomInfo } from '../../protocol/room.ts';
import { Caller } from '../support/Caller.ts';
import { Client } from '../support/Client.ts';
import { freePort } from '../support/freePort.ts';
import { generatorOrNull } from '../support/generatorOrNull.ts';
import { Postgres } from '../support/Postgres.ts';
import { Redis } from '../support/Redis.ts';
import { SupervisedServer, until } from '../support/SupervisedServer.ts';

// Two machines are drained, one after the other, and nobody's call ends. Each test goes on where the one before ended.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

/** The program that is all their browsers. */
const program = await generatorOrNull('machines that drain');
const drainTest = test.skipIf(program === null);

// Less than it takes them to come over; on a machine that is busy a packet may come late.
const breathMs = 400;
const folder = mkdtempSync(join(tmpdir(), 'hobnob-drain-'));
const nodes: SupervisedServer[] = [];
const callers: Caller[] = [];
let postgres: Postgres;
let redis: Redis;
let desk: SupervisedServer;

beforeAll(async () => {
  if (program === null) return;
  [postgres, redis] = await Promise.all([Postgres.start({ durable: true }), Redis.start()]);
  desk = await start('north');
});
afterAll(async () => {
  for (const caller of callers) caller.close();
  for (const node of nodes) await node.close();
  await redis?.end();
  await postgres?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(name: string): Promise<SupervisedServer> {
  const node = new SupervisedServer({
    ...{ DATABASE_URL: postgres.address('postgres'), REDIS_URL: redis.address, DATA_DIR: folder },
    ...{ NODE_NAME: name, NODE_ADDRESS: '127.0.0.1', NODE_PORT: String(await freePort()) },
    ...{ RATE_SCALE: '100000', NEWCOMER_MINUTES: '0', LOG_LEVEL: 'debug' },
  });
  nodes.push(node);
  await node.listens();
  await until(() => node.answers());
  return node;
}

async function person(name: string, at: SupervisedServer): Promise<Client> {
  const client = await Client.connect(at.url);
  await client.callMe(name);
  return client;
}

async function openRoom(at: SupervisedServer): Promise<RoomInfo> {
  const ann = await person('Ann', at);
  const room = await ann.openRoom();
  ann.close();
  return room;
}

/** A room whose media is on this machine, as soon as that is the one that has the least to do. */
async function openRoomOn(node: SupervisedServer): Promise<RoomInfo> {
  for (;;) {
    const room = await openRoom(desk);
    // With somebody in it it has media.
    const client = await person('First', desk);
    await client.join(room.slug);
    await client.request('room:leave', {});
    client.close();
    const opened = () => nodes.find(({ said }) => isOpenedIn(said, room));
    await until(() => opened() !== undefined);
    if (opened() === node) return room;
  }
}

const isOpenedIn = (said: string, { id }: RoomInfo) =>
  said.split('\n').some((line) => line.includes('media room opened') && line.includes(id));

/** How much a machine has to do, as it said last. */
async function loadOf(name: string): Promise<number> {
  const card = String(await redis.ask('HGET', 'hobnob:nodes', name)).replace(/^\d+ /, '');
  return (JSON.parse(card) as { load: number }).load;
}

/** Who is the desk, as Redis knows it. */
async function deskInRedis(): Promise<string | undefined> {
  const told = JSON.parse(String((await redis.ask('GET', 'hobnob:desk')) ?? '{}')) as { node?: string };
  return told.node;
}

/** Two people who hear each other by way of this machine. */
async function talkOn(node: SupervisedServer): Promise<Caller[]> {
  // The one that is not the desk has to have less to do.
  callers[0]?.shout(10_000);
  await until(async () => (await loadOf('south')) > (await loadOf('north')) + 0.03);
  const room = await openRoomOn(node);
  callers[0]?.shout(50);
  const there: Caller[] = [];
  for (const name of ['Dee', 'Eve']) {
    const client = await person(name, desk);
    there.push(await Caller.enter(client, { slug: room.slug, program: program ?? '' }));
  }
  callers.push(...there);
  await expect.poll(() => Promise.all(there.map((caller) => caller.hears()))).toEqual([1, 1]);
  return there;
}

/** Everybody hears each other on the other machine, with the line they had. */
async function goOn(there: readonly Caller[]): Promise<void> {
  await expect.poll(() => Promise.all(there.map((caller) => caller.hears()))).toEqual([1, 1]);
  for (const { client, moves, problems } of there)
    expect([client.socket.connected, moves, problems]).toEqual([true, 1, []]);
}

drainTest('a machine that has nobody to give anything to says so, and goes on', async () => {
  expect(await desk.drain()).toMatchObject({ status: 1, text: expect.stringContaining('nowhere to go') });
  expect(await desk.answers()).toBe(true);
});

drainTest('the desk gives the house away, and everybody goes on there with their seats', async () => {
  const room = await openRoom(desk);
  const south = await start('south');
  for (const [name, at] of [
    ['Bob', desk],
    ['Cy', south],
  ] as const) {
    const client = await person(name, at);
    callers.push(await Caller.enter(client, { slug: room.slug, program: program ?? '' }));
  }
  const former: Caller[] = [];
  const moving = callers.map(({ client }) => client.next('server:moving'));
  const began = performance.now();
  const drained = desk.drain();
  await until(async () => (await deskInRedis()) === 'south');
  expect(performance.now() - began).toBeLessThan(5_000);
  await Promise.all(moving);
  for (const [index, { client: before, seat }] of callers.entries()) {
    // At the door of the machine that ends, as long as it is open.
    const client = await Client.connect(index === 0 ? desk.url : south.url, { cookie: before.cookie });
    const caller = await Caller.enter(client, { slug: room.slug, program: program ?? '', seat });
    expect(caller.seat.selfId).toBe(seat.selfId);
    former.push(...callers.splice(index, 1, caller));
  }
  // Until they have come over they hear each other over what was before, and nothing of it went elsewhere.
  expect(former.map(({ moves, client }) => [moves, client.socket.connected])).toEqual([
    [0, true],
    [0, true],
  ]);
  expect(await Promise.all(former.map((caller) => caller.hears()))).toEqual([1, 1]);
  for (const caller of former) caller.close();
  await expect.poll(() => Promise.all(callers.map((caller) => caller.hears()))).toEqual([1, 1]);
  expect(await drained).toMatchObject({ status: 0 });
  expect(await desk.ended).toMatchObject({ status: 0 });
  desk = south;
});

drainTest(
  'a machine that stands by takes a new server, and nobody whose media it carries misses a sound',
  async () => {
    const north = await start('north');
    const there = await talkOn(north);
    const deployed = north.deploy();
    const silences = await Promise.all(there.map((caller) => caller.longestSilence(1, deployed)));
    expect(await deployed).toMatchObject({ status: 0 });
    expect(Math.max(...silences)).toBeLessThan(breathMs);
    await goOn(there);
  },
);

drainTest('a machine that stands by with a room on it ends without a sound missing anywhere', async () => {
  const [north] = nodes.slice(-1) as [SupervisedServer];
  const there = await talkOn(north);
  // Said a second time it goes on, and both are told.
  const commands = Promise.all([north.drain(), north.drain()]);
  const silences = await Promise.all(there.map((caller) => caller.longestSilence(1, commands)));
  for (const { status, text } of await commands) {
    expect([status, text]).toEqual([0, expect.stringMatching(/Left here: 1 room, .*This node has ended/s)]);
  }
  expect(await north.ended).toMatchObject({ status: 0 });
  expect(Math.max(...silences)).toBeLessThan(breathMs);
  await goOn(there);
  expect(await deskInRedis()).toBe('south');
});
