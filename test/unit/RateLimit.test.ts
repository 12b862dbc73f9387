import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HourlyLimit, RateLimit } from '../../server/RateLimit.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function takes(limit: RateLimit, times: number, address: string, asker: string | undefined) {
  let taken = 0;
  for (let time = 0; time < times; time++) {
    try {
      limit.take('chat', address, asker);
      taken++;
    } catch {
      // Refused, and not counted here.
    }
  }
  return taken;
}

test('an asker may ask so often, and again ten seconds later', () => {
  const limit = new RateLimit(1);
  expect(takes(limit, 30, 'here', 'ann')).toBe(20);
  vi.advanceTimersByTime(10_001);
  expect(takes(limit, 30, 'here', 'ann')).toBe(20);
});

test('a refusal says how long to wait', () => {
  const limit = new RateLimit(1);
  takes(limit, 20, 'here', 'ann');
  expect(() => limit.take('chat', 'here', 'ann')).toThrow(
    expect.objectContaining({
      code: 'rate_limited',
      retryAfterMs: expect.toSatisfy((ms: number) => ms > 0 && ms <= 10_000),
    }),
  );
});

test('one class does not use up another, nor one asker what is another one’s', () => {
  const limit = new RateLimit(1);
  takes(limit, 30, 'here', 'ann');
  expect(() => limit.take('light', 'here', 'ann')).not.toThrow();
  expect(takes(limit, 30, 'here', 'bob')).toBe(20);
});

test('an address may ask twenty times as often, however many it pretends to be', () => {
  const limit = new RateLimit(1);
  let taken = 0;
  for (let asker = 0; asker < 40; asker++) taken += takes(limit, 20, 'here', `asker ${asker}`);
  expect(taken).toBe(400);
  expect(takes(limit, 1, 'elsewhere', 'ann')).toBe(1);
});

test('a clock that is set back does not close the door', () => {
  const limit = new RateLimit(1);
  takes(limit, 30, 'here', 'ann');
  vi.setSystemTime(Date.now() - 3_600_000);
  expect(takes(limit, 30, 'here', 'ann')).toBe(20);
});

test('the figures are scaled', () => {
  expect(takes(new RateLimit(2), 60, 'here', 'ann')).toBe(40);
});

test('what lasts may be made so often in an hour, by anybody and from anywhere', () => {
  const limit = new HourlyLimit(3);
  const makes = (maker: string, address: string) => {
    try {
      limit.take(address, maker);
      return true;
    } catch {
      return false;
    }
  };
  expect(Array.from({ length: 4 }, () => makes('ann', 'here'))).toEqual([true, true, true, false]);
  const made = Array.from({ length: 100 }, (_, maker) => makes(`maker ${maker}`, 'here'));
  expect(made.filter(Boolean)).toHaveLength(57);
  expect(makes('ann', 'elsewhere')).toBe(false);
  vi.advanceTimersByTime(3_600_001);
  expect(makes('ann', 'here')).toBe(true);
});
