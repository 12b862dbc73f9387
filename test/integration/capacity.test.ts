import { afterEach, expect, test } from 'vitest';
import { Capacity } from '../../protocol/capacity.ts';
import { calm, FakeGauges, withWorkerAt } from '../support/FakeGauges.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { firstAdmin } from '../support/house.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
afterEach(() => server.close());

test('who runs the house sees what the server does, and a number only after it was measured', async () => {
  const gauges = new FakeGauges();
  server = await startServer({ gauges, env: { FULL_AT: '80', RTC_WORKERS: '2', CONNECTIONS: '5000' } });
  const { browser } = await firstAdmin(server);
  const ask = async () => Capacity.parse(await browser.ask('GET', '/house/capacity'));
  const guest = await server.person('Ann');
  const room = await guest.openRoom();
  await guest.join(room.slug);
  expect(await ask()).toEqual({
    now: {
      workers: [{ busy: 0.1, memory: 50_000_000 }],
      node: 0.1,
      machine: 0.2,
      lagMs: 1,
      memory: calm.memory,
      sockets: 0,
      packetsPerSecond: 100,
      elsewhere: [],
    },
    rooms: 1,
    inside: 1,
    mostSockets: 5_000,
    full: null,
    fullAt: 0.8,
    measured: null,
  });
  const busy = { ...withWorkerAt(0.1), packetsPerSecond: 10_000 };
  for (let second = 1; second <= 40; second++) gauges.say({ ...busy, at: calm.at + second * 1_000 });
  const { measured } = await ask();
  expect(measured).toMatchObject({ at: calm.at + 40_000, seconds: 40, unknown: ['node', 'memory'] });
  expect(measured?.perPacketUs).toBeCloseTo(10);
  expect(measured?.holds.map(({ talking }) => talking)).toEqual([1, 3, 5]);
  const elsewhere = [{ name: 'south', busy: 0.25 }];
  gauges.say({ ...withWorkerAt(0.81), media: { ...calm.media, elsewhere } });
  expect(await ask()).toMatchObject({ full: null, now: { elsewhere } });
  gauges.say(withWorkerAt(0.81));
  expect(await ask()).toMatchObject({ full: 'worker' });
});
