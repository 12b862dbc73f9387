import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Redis, RedisGone } from '../../server/cluster/Redis.ts';
import { RecordingLog } from '../support/RecordingLog.ts';
import { Redis as RealRedis } from '../support/Redis.ts';

const password = 'kept/to:itself';
let real: RealRedis;
const opened: Redis[] = [];
beforeAll(async () => {
  real = await RealRedis.start({ password });
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((redis) => redis.close()));
});
afterAll(() => real.end());

function open(address = real.address) {
  const log = new RecordingLog();
  const redis = new Redis(address, log);
  opened.push(redis);
  return { redis, log };
}

test('what was kept there is answered', async () => {
  const { redis, log } = open();
  await once(redis, 'found');
  expect(redis.steadyMs).toBe(Number.POSITIVE_INFINITY);
  await redis.ask('SET', 'moon', '土星');
  expect(await redis.ask('GET', 'moon')).toBe('土星');
  expect(log.lines).toEqual([]);
});

test('a Redis that dies is missed at once and found again, and one line says so each time', async () => {
  const { redis, log } = open();
  await once(redis, 'found');
  const lost = once(redis, 'lost');
  await real.end();
  await lost;
  await expect(redis.ask('PING')).rejects.toThrow(RedisGone);
  expect(redis.steadyMs).toBe(0);
  const found = once(redis, 'found');
  await real.go();
  await found;
  expect(await redis.ask('PING')).toBe('PONG');
  expect(redis.steadyMs).toBeLessThan(60_000);
  expect(log.lines.map(({ message }) => message)).toEqual(['redis is gone', 'redis is there again']);
  expect(JSON.stringify(log.lines)).not.toContain(password);
});

test('a Redis that hangs counts as gone, for what is asked and for who connects', async () => {
  const { redis } = open();
  await once(redis, 'found');
  real.hang();
  const asked = [redis.ask('PING'), redis.ask('PING')];
  for (const each of await Promise.allSettled(asked)) {
    expect(each).toMatchObject({ status: 'rejected', reason: expect.any(RedisGone) });
  }
  const newcomer = open();
  await once(newcomer.redis, 'lost');
  expect(newcomer.redis.reached).toBe(false);
  const found = [once(redis, 'found'), once(newcomer.redis, 'found')];
  real.goOn();
  await Promise.all(found);
  expect(await redis.ask('PING')).toBe('PONG');
  // Whoever did not find it at once does not know what was there before.
  expect(newcomer.redis.steadyMs).toBeLessThan(60_000);
});

test('a wrong password is said once, without it, and never thrown', async () => {
  const { redis, log } = open(real.address.replace(encodeURIComponent(password), 'guessed'));
  await once(redis, 'lost');
  await expect(redis.ask('PING')).rejects.toThrow(RedisGone);
  expect(log.lines).toMatchObject([{ message: 'redis is gone' }]);
  expect(JSON.stringify(log.lines)).toContain('WRONGPASS');
  expect(JSON.stringify(log.lines)).not.toContain('guessed');
});

test('one that is closed while Redis is away ends, and asks nothing any more', async () => {
  const { redis } = open('redis://127.0.0.1:1');
  await once(redis, 'lost');
  await redis.close();
  await expect(redis.ask('PING')).rejects.toThrow(RedisGone);
});

test('a Redis that refuses what it is asked stays connected, and one line says why', async () => {
  const { redis, log } = open();
  await once(redis, 'found');
  await real.ask('CONFIG', 'SET', 'maxmemory', '1');
  for (let count = 0; count < 5; count++)
    await expect(redis.ask('SET', 'moon', 'Saturn')).rejects.toThrow(RedisGone);
  expect(redis.reached).toBe(true);
  expect(log.lines).toMatchObject([
    { message: 'redis refuses what it is asked', context: { reason: expect.stringContaining('OOM') } },
  ]);
  await real.ask('CONFIG', 'SET', 'maxmemory', '0');
  expect(await redis.ask('SET', 'moon', 'Saturn')).toBe('OK');
  // The one that had what ran out meanwhile comes first.
  expect(redis.steadyMs).toBeLessThan(60_000);
});

test('one that may only be read is left for the one that took over, once', async () => {
  const { redis, log } = open();
  await once(redis, 'found');
  await real.ask('REPLICAOF', '127.0.0.1', '1');
  const found = once(redis, 'found');
  await expect(redis.ask('SET', 'moon', 'Saturn')).rejects.toThrow(RedisGone);
  await found;
  await expect(redis.ask('SET', 'moon', 'Saturn')).rejects.toThrow(RedisGone);
  expect(redis.reached).toBe(true);
  await real.ask('REPLICAOF', 'NO', 'ONE');
  expect(await redis.ask('SET', 'moon', 'Saturn')).toBe('OK');
  expect(log.lines.map(({ message }) => message)).toEqual(['redis is gone', 'redis is there again']);
});
