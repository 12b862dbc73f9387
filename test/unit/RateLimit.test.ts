import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RateLimit } from '../../server/RateLimit.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function takes(limit: RateLimit, times: number, address: string, asker: string | undefined) {
  let taken = 0;
  for (let time = 0; time < times; time++) {
    await limit.take('chat', address, asker).then(
      () => taken++,
      () => {},
    );
  }
  return taken;
}

test('an asker may ask so often, and again ten seconds later', async () => {
  const limit = new RateLimit(1);
  expect(await takes(limit, 30, 'here', 'ann')).toBe(20);
  vi.advanceTimersByTime(10_001);
  expect(await takes(limit, 30, 'here', 'ann')).toBe(20);
});

test('a refusal says how long to wait', async () => {
  const limit = new RateLimit(1);
  await takes(limit, 20, 'here', 'ann');
  await expect(limit.take('chat', 'here', 'ann')).rejects.toMatchObject({
    code: 'rate_limited',
    retryAfterMs: expect.toSatisfy((ms: number) => ms > 0 && ms <= 10_000),
  });
});

test('one class does not use up another, nor one asker what is another one’s', async () => {
  const limit = new RateLimit(1);
  await takes(limit, 30, 'here', 'ann');
  await expect(limit.take('light', 'here', 'ann')).resolves.toBeUndefined();
  expect(await takes(limit, 30, 'here', 'bob')).toBe(20);
});

test('an address may ask twenty times as often, however many it pretends to be', async () => {
  const limit = new RateLimit(1);
  let taken = 0;
  for (let asker = 0; asker < 40; asker++) taken += await takes(limit, 20, 'here', `asker ${asker}`);
  expect(taken).toBe(400);
  expect(await takes(limit, 1, 'elsewhere', 'ann')).toBe(1);
});

test('who comes back after being forgotten begins anew', async () => {
  const limit = new RateLimit(1);
  await takes(limit, 20, 'here', 'ann');
  await limit.forget('ann');
  expect(await takes(limit, 5, 'here', 'ann')).toBe(5);
});

test('the figures are scaled', async () => {
  expect(await takes(new RateLimit(2), 60, 'here', 'ann')).toBe(40);
});
