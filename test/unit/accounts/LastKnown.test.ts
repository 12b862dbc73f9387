import { afterEach, expect, test, vi } from 'vitest';
import { LastKnown } from '../../../server/accounts/LastKnown.ts';
import { AppError } from '../../../server/errors.ts';

const away = () => Promise.reject(new AppError('storage_unavailable', 'The storage does not answer.'));
const refused = { code: 'storage_unavailable' };
afterEach(() => {
  vi.useRealTimers();
});

test('what was known is good for ten minutes while the storage is away, and for nobody who was not known', async () => {
  vi.useFakeTimers();
  const known = new LastKnown<string>();
  expect(await known.ask('ann', async () => 'guest')).toBe('guest');
  expect(await known.ask('bob', async () => null)).toBeNull();
  vi.advanceTimersByTime(10 * 60_000);
  expect(await known.ask('ann', away)).toBe('guest');
  await expect(known.ask('bob', away)).rejects.toMatchObject(refused);
  vi.advanceTimersByTime(1);
  await expect(known.ask('ann', away)).rejects.toMatchObject(refused);
});

test('what the storage says comes first, and other failures are told', async () => {
  const known = new LastKnown<string>();
  await known.ask('ann', async () => 'guest');
  await expect(known.ask('ann', () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
  expect(await known.ask('ann', async () => null)).toBeNull();
  await expect(known.ask('ann', away)).rejects.toMatchObject(refused);
});

test('what is so no longer is forgotten, also where it was asked for just before', async () => {
  const known = new LastKnown<string>();
  await known.ask('ann', async () => 'guest');
  const { promise, resolve } = Promise.withResolvers<string>();
  const asked = known.ask('ann', () => promise);
  known.forget((value) => value === 'guest');
  resolve('guest');
  expect(await asked).toBe('guest');
  await expect(known.ask('ann', away)).rejects.toMatchObject(refused);
});
