import { beforeEach, expect, test } from 'vitest';
import { Estimate } from '../../../server/load/Estimate.ts';
import type { Readings } from '../../../server/load/Readings.ts';
import { calm } from '../../support/FakeGauges.ts';

const means = {
  workers: 2,
  cores: 4,
  cpuFullAt: 0.85,
  machineFullAt: 0.95,
  memoryFullAt: 4_000_000_000,
  mostSockets: 10_000,
};

let estimate: Estimate;
let at: number;
beforeEach(() => {
  estimate = new Estimate(means);
  at = calm.at;
});

/** Lets seconds go by in which the same is read. */
function spend(seconds: number, { people, ...read }: Partial<Readings> & { people: number }): void {
  for (let i = 0; i < seconds; i++) {
    at += 1_000;
    estimate.look({ ...calm, ...read, at }, people);
  }
}
/** One worker that spends ten microseconds on each packet. */
const busy = { workers: [{ pid: 1, cpu: 0.1, busy: 0.1, memory: 1 }], packetsPerSecond: 10_000 };

test('says nothing before it has seen half a minute of traffic', () => {
  expect(estimate.measured).toBeNull();
  spend(3_600, { people: 2, packetsPerSecond: 400 });
  expect(estimate.measured).toBeNull();
  spend(29, { ...busy, people: 2 });
  expect(estimate.measured).toBeNull();
  spend(1, { ...busy, people: 2 });
  expect(estimate.measured).not.toBeNull();
});

test('says nothing where nobody counts packets', () => {
  spend(3_600, { ...busy, packetsPerSecond: null, people: 100 });
  expect(estimate.measured).toBeNull();
});

test('tells by what a packet cost how many listeners the workers hold', () => {
  spend(60, { ...busy, people: 10 });
  const measured = estimate.measured;
  expect(measured?.perPacketUs).toBeCloseTo(10);
  // 0.85 of two cores, at 50 packets of 10 us a second for each voice that each hears.
  expect(measured?.holds).toEqual([
    { talking: 1, listeners: 3_400, limit: 'workers' },
    { talking: 3, listeners: 1_100, limit: 'workers' },
    { talking: 5, listeners: 680, limit: 'workers' },
  ]);
  expect(measured?.unknown).toEqual(['node', 'memory']);
  expect(measured?.at).toBe(at);
});

test('knows what people cost Node once it was empty and full, and that it ends first', () => {
  spend(5, { people: 0, node: 0.05 });
  spend(120, { ...busy, people: 100, node: 0.15 });
  const { holds = [], unknown } = estimate.measured ?? {};
  // 0.80 of a core, at 0.001 for each.
  expect(holds[0]).toEqual({ talking: 1, listeners: 800, limit: 'node' });
  expect(holds[2]).toMatchObject({ listeners: 680, limit: 'workers' });
  expect(unknown).toEqual([]);
});

test('knows what people cost of memory', () => {
  const memory = { ...calm.memory, used: 200_000_000 };
  spend(5, { people: 0, memory });
  spend(120, { ...busy, people: 100, memory: { ...memory, used: 2_100_000_000 } });
  expect(estimate.measured?.holds[0]).toEqual({ talking: 1, listeners: 200, limit: 'memory' });
});

test('a machine with fewer cores than workers ends before they do', () => {
  estimate = new Estimate({ ...means, workers: 4, cores: 1 });
  spend(60, { ...busy, people: 1 });
  expect(estimate.measured?.holds[0]).toEqual({ talking: 1, listeners: 1_900, limit: 'machine' });
});

test('connections end it where packets cost next to nothing', () => {
  spend(60, { ...busy, packetsPerSecond: 10_000_000, people: 1 });
  expect(estimate.measured?.holds[0]).toEqual({ talking: 1, listeners: 10_000, limit: 'connections' });
});

test('what was measured long ago counts for less', () => {
  spend(600, { ...busy, people: 1 });
  spend(3_600, { ...busy, packetsPerSecond: 5_000, people: 1 });
  expect(estimate.measured?.perPacketUs).toBeGreaterThan(19);
});

test('a worker that owes an answer tells nothing', () => {
  spend(600, { ...busy, mediaSilent: true, people: 1 });
  expect(estimate.measured).toBeNull();
});
