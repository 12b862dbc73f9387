import { expect, test } from 'vitest';
import { Ports } from '../../../server/media/Ports.ts';

const listen = async (port: number) => `listens on ${port}`;
const inUse = (...taken: number[]) => {
  return async (port: number) => {
    if (taken.includes(port)) throw new Error('uv_udp_bind() failed: address already in use');
    return await listen(port);
  };
};

test('each worker gets the next port, and a port that was given back is taken again', async () => {
  const ports = new Ports(40_000, 3);
  const [first, second] = await Promise.all([ports.take(listen), ports.take(listen)]);
  expect([first, second]).toEqual([
    { port: 40_000, result: 'listens on 40000' },
    { port: 40_001, result: 'listens on 40001' },
  ]);
  ports.giveBack(40_000);
  expect(await ports.take(listen)).toMatchObject({ port: 40_000 });
});

test('a port that another process has is passed over, and tried again the next time', async () => {
  const ports = new Ports(40_000, 3);
  expect(await ports.take(inUse(40_000, 40_001))).toMatchObject({ port: 40_002 });
  expect(await ports.take(listen)).toMatchObject({ port: 40_000 });
});

test('when none is free it says which ones and which settings', async () => {
  const ports = new Ports(40_000, 2);
  const asked = ports.take(inUse(40_000, 40_001));
  await expect(asked).rejects.toThrow(/40000 to 40001 .* RTC_PORT .* RTC_PORTS/);
});

test('an error that is not about the port ends the search', async () => {
  const ports = new Ports(40_000, 2);
  const tried: number[] = [];
  const fail = async (port: number) => {
    tried.push(port);
    throw new Error('permission denied');
  };
  await expect(ports.take(fail)).rejects.toThrow('permission denied');
  expect(tried).toEqual([40_000]);
  expect(await ports.take(listen)).toMatchObject({ port: 40_000 });
});

test('the range ends with the last port there is', async () => {
  const ports = new Ports(65_535, 10);
  await ports.take(listen);
  await expect(ports.take(listen)).rejects.toThrow('65535 to 65535');
});

test('port 0 lets the system choose, as often as one likes', async () => {
  const ports = new Ports(0, 1);
  for (const _ of [1, 2, 3]) expect(await ports.take(listen)).toEqual({ port: 0, result: 'listens on 0' });
});
