import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { countPackets, openFilesLimit, shareBetween, waitedMs } from '../../../server/load/machine.ts';
import { OwnGauges } from '../../../server/load/OwnGauges.ts';
import type { Readings } from '../../../server/load/Readings.ts';
import type { MediaUsage } from '../../../server/media/api.ts';
import { RecordingLog } from '../../support/RecordingLog.ts';

let gauges: OwnGauges;
afterEach(() => gauges.close());

// There is no such process, and so nobody counts how long it waits.
const nobody = 2 ** 30;
const usage = (cpuMs: number): MediaUsage => ({
  ...{ routers: 1, transports: 2, producers: 3, consumers: 4, deaths: 0, elsewhere: [] },
  workers: [{ pid: nobody, cpuMs, memory: 1_000 }],
});

function open(media: () => Promise<MediaUsage>): void {
  gauges = new OwnGauges({ media: { usage: media }, sockets: () => 5, log: new RecordingLog(), everyMs: 20 });
  gauges.open();
}

async function next(fits: (readings: Readings) => boolean = () => true): Promise<Readings> {
  for (;;) {
    const [readings] = (await once(gauges, 'read')) as [Readings];
    if (fits(readings)) return readings;
  }
}

test('tell what this process and its machine do', async () => {
  open(async () => usage(0));
  const { node, nodeBusy, machine, lagMs, memory, sockets, workers, media, mediaSilent } = await next();
  expect(node).toBeGreaterThan(0);
  expect(nodeBusy).toBeGreaterThan(0);
  expect(machine).toBeGreaterThanOrEqual(0);
  expect(machine).toBeLessThanOrEqual(1);
  expect(lagMs).toBeGreaterThanOrEqual(0);
  expect(memory.used).toBeGreaterThan(10_000_000);
  expect(memory.share).toBeLessThan(1);
  expect(memory.limit).toBeGreaterThan(memory.used);
  expect({ sockets, workers, mediaSilent }).toEqual({
    sockets: 5,
    workers: [{ pid: nobody, cpu: 0, busy: 0, memory: 1_000 }],
    mediaSilent: false,
  });
  expect(media).toEqual({ routers: 1, transports: 2, producers: 3, consumers: 4, deaths: 0, elsewhere: [] });
});

test('a worker that never rests uses one core', async () => {
  const began = performance.now();
  open(async () => usage(2 * (performance.now() - began)));
  expect((await next(({ workers }) => (workers[0]?.cpu ?? 0) > 0.99)).workers[0]?.cpu).toBeLessThanOrEqual(1);
});

test('an engine that answers no more is told as silent, and heard again when it answers', async () => {
  let asked = 0;
  const late = Promise.withResolvers<MediaUsage>();
  open(() =>
    ++asked > 2 ? (asked === 3 ? late.promise : Promise.resolve(usage(0))) : Promise.resolve(usage(0)),
  );
  expect((await next(({ mediaSilent }) => mediaSilent)).workers).toHaveLength(1);
  expect(asked).toBe(3);
  late.resolve(usage(0));
  expect((await next(({ mediaSilent }) => !mediaSilent)).workers).toHaveLength(1);
});

test('a share is what was used of what there was between two looks', () => {
  expect(shareBetween({ used: 10, all: 100 }, { used: 60, all: 200 })).toBe(0.5);
  expect(shareBetween({ used: 10, all: 100 }, { used: 10, all: 100 })).toBe(0);
  expect(shareBetween({ used: 0, all: 0 }, { used: 300, all: 200 })).toBe(1);
});

test.runIf(process.platform === 'linux')('Linux tells of packets, of open files and of waiting', async () => {
  expect(await countPackets()).toBeGreaterThanOrEqual(0);
  expect(await openFilesLimit()).toBeGreaterThan(100);
  expect(await waitedMs(process.pid)).toBeGreaterThan(0);
  expect(await waitedMs(nobody)).toBe(0);
});
