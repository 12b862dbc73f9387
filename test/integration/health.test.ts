import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../../server/errors.ts';
import { openHouse } from './httpHouse.ts';

let house: Awaited<ReturnType<typeof openHouse>>;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('the server says that it lives and that it is ready, or why not', async () => {
  expect((await house.ask('/livez')).status).toBe(200);
  const ready = await house.ask('/readyz');
  expect([ready.status, await ready.json()]).toEqual([200, { ok: true, reasons: [] }]);

  house.failing.set('media', async () => {
    throw new AppError('draining', 'no worker is alive');
  });
  const not = await house.ask('/readyz');
  expect([not.status, await not.json()]).toEqual([
    503,
    { ok: false, reasons: ['media: no worker is alive'] },
  ]);
  house.failing.set('media', () => Promise.reject(new Error('/secret/path')));
  expect(await (await house.ask('/readyz')).json()).toEqual({ ok: false, reasons: ['media: failed'] });
  house.failing.clear();
  expect((await house.ask('/livez')).status).toBe(200);
});

test('a check that hangs is a reason too', async () => {
  house.failing.set('media', () => new Promise(() => {}));
  const { reasons } = (await (await house.ask('/readyz')).json()) as { reasons: string[] };
  expect(reasons).toEqual(['media: no answer within 2000 ms']);
  house.failing.clear();
});
