import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Redis } from '../../server/cluster/Redis.ts';
import { type NodeCard, Registry } from '../../server/cluster/Registry.ts';
import { RecordingLog } from '../support/RecordingLog.ts';
import { Redis as RealRedis } from '../support/Redis.ts';

let real: RealRedis;
const ends: (() => Promise<void>)[] = [];
beforeAll(async () => {
  real = await RealRedis.start();
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
afterAll(() => real.end());

const cards: Record<string, NodeCard> = {};

/** A node that says of itself what its card says at the moment. */
async function join(name: string, card = name) {
  const log = new RecordingLog();
  const redis = new Redis(real.address, log);
  await once(redis, 'found');
  cards[card] = { name, host: '127.0.0.1', port: 7000, words: 'one', draining: false, load: 0.1 };
  const registry = new Registry(redis, () => cards[card] as NodeCard, log);
  const end = async () => {
    await registry.close({ gone: true });
    await redis.close();
  };
  ends.push(end);
  return { registry, redis, log, end };
}

const namesOf = ({ nodes }: Registry) => nodes.map(({ name }) => name).toSorted();

test('nodes hear of each other, of what changes, and at once of who leaves', async () => {
  const [north, south, west] = [await join('north'), await join('south'), await join('west')];
  await expect.poll(() => namesOf(north.registry), { timeout: 5_000 }).toEqual(['south', 'west']);
  await expect.poll(() => namesOf(west.registry), { timeout: 5_000 }).toEqual(['north', 'south']);
  cards.west = { ...(cards.west as NodeCard), draining: true, load: 0.9 };
  await once(north.registry, 'changed');
  expect(north.registry.nodes).toContainEqual(cards.west);
  await south.end();
  await expect.poll(() => namesOf(north.registry), { timeout: 8_000 }).toEqual(['west']);
});

test('a Redis that begins anew changes nothing, and a node that is silent is gone', async () => {
  const [north, south] = [await join('north'), await join('south')];
  await expect.poll(() => namesOf(north.registry), { timeout: 5_000 }).toEqual(['south']);
  let changes = 0;
  north.registry.on('changed', () => changes++);
  const found = [once(north.redis, 'found'), once(south.redis, 'found')];
  expect(north.registry.fresh).toBe(true);
  await real.end();
  await expect.poll(() => north.registry.fresh, { timeout: 10_000 }).toBe(false);
  await real.go();
  await Promise.all(found);
  await expect.poll(() => north.registry.fresh, { timeout: 5_000 }).toBe(true);
  await expect.poll(() => real.ask('HLEN', 'hobnob:nodes'), { timeout: 5_000 }).toBe(2);
  expect(changes).toBe(0);
  // Without a word: as one whose machine lost its power.
  await south.redis.close();
  await once(north.registry, 'changed');
  expect(namesOf(north.registry)).toEqual([]);
});

test('what is no node is left out, and said once', async () => {
  const { registry, log } = await join('north');
  const now = Date.now() * 10;
  for (const odd of ['', 'garbage', `${now} {`, `${now} {"name":"west"}`, `${now} null`])
    await real.ask('HSET', 'hobnob:nodes', `odd ${odd.length}`, odd);
  const time = Number(((await real.ask('TIME')) as string[])[0]) * 1_000;
  await real.ask('HSET', 'hobnob:nodes', 'east', `${time} {"name":"east","load":"much"}`);
  await real.ask(
    'HSET',
    'hobnob:nodes',
    'forged',
    `${time} ${JSON.stringify({ ...cards.north, name: 'other' })}`,
  );
  await join('south');
  await expect.poll(() => namesOf(registry), { timeout: 5_000 }).toEqual(['south']);
  await expect.poll(() => log.lines.length, { timeout: 5_000 }).toBe(2);
  await real.ask('DEL', 'hobnob:nodes');
  await real.ask('SET', 'hobnob:nodes', 'no list at all');
  await expect.poll(() => real.ask('TYPE', 'hobnob:nodes'), { timeout: 5_000 }).toBe('hash');
  expect(log.lines.map(({ message }) => message)).toEqual(
    Array(2).fill('the list of nodes in redis has something that is none'),
  );
});

test('of two machines that have one name both hear that, once', async () => {
  const [first, second] = [await join('north'), await join('north', 'other north')];
  cards['other north'] = { ...(cards.north as NodeCard), host: '127.0.0.2' };
  const errors = () => [first, second].map(({ log }) => log.at('error').map(({ context }) => context));
  const told = (host: string) => [expect.objectContaining({ name: 'north', host, port: 7000 })];
  await expect.poll(errors, { timeout: 8_000 }).toEqual([told('127.0.0.2'), told('127.0.0.1')]);
});
