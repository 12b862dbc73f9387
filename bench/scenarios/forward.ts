import type { Generator, LoadStats } from '../clients/Generator.ts';
import type { Stage } from '../clients/Stage.ts';
import { cpuBetween } from '../cpu.ts';
import { rounds } from '../statistics.ts';
import { type Bench, settle } from './Bench.ts';
import { openStages } from './stages.ts';

const scenario = 'forward';
const speakers = 3;
const full = { listeners: 100, rounds: 5, settleMs: 3_000, measureMs: 10_000 };
const small = { listeners: 30, rounds: 1, settleMs: 500, measureMs: 2_000 };

interface Round {
  /** Of the whole server, in microseconds. */
  readonly perPacket: number;
  readonly nodePerPacket: number;
  readonly workerPerPacket: number;
  readonly perSecond: number;
  readonly stats: LoadStats;
}

/** A stage of three voices and a hundred listeners: what each forwarded packet costs our whole server. */
export async function forward(bench: Bench): Promise<void> {
  const size = bench.smoke ? small : full;
  const { ours, raw, generator, close } = await openStages(speakers);
  try {
    for (const stage of [ours, raw]) await fill(stage, size.listeners);
    bench.add({ scenario, metric: 'cipher', value: ours.cipher, unit: '' });
    const measured = { ours: [] as Round[], raw: [] as Round[] };
    for (let round = 0; round < size.rounds; round++) {
      measured.ours.push(await bench.quietly(() => measure(ours, generator, size)));
      measured.raw.push(await bench.quietly(() => measure(raw, generator, size)));
    }
    report(bench, measured.ours, measured.raw);
  } finally {
    await close();
  }
}

async function fill(stage: Stage, listeners: number): Promise<void> {
  stage.talk();
  for (let i = 0; i < listeners; i++) await stage.addListener();
  stage.hush();
}

async function measure(stage: Stage, generator: Generator, size: typeof full): Promise<Round> {
  stage.talk();
  await settle(size.settleMs);
  await generator.stats({ reset: true });
  const before = stage.door.cpuTime();
  await settle(size.measureMs);
  const used = cpuBetween(before, stage.door.cpuTime());
  const stats = await generator.stats({ reset: false });
  stage.hush();
  const perPacket = (ms: number) => (1_000 * ms) / stats.received;
  return {
    perPacket: perPacket(used.node + used.workers),
    nodePerPacket: perPacket(used.node),
    workerPerPacket: perPacket(used.workers),
    perSecond: (1_000 * stats.received) / size.measureMs,
    stats,
  };
}

function report(bench: Bench, ours: readonly Round[], raw: readonly Round[]): void {
  const of = (some: readonly Round[], value: (round: Round) => number) => {
    const { median, min, max } = rounds(some.map(value));
    return { value: median, min, max };
  };
  const rawCost = of(raw, ({ workerPerPacket }) => workerPerPacket);
  const ourCost = of(ours, ({ perPacket }) => perPacket);
  const against = 'raw worker';
  const ratio = ourCost.value / rawCost.value;
  const target = bench.smoke ? {} : { target: 1.15 };
  bench.add({ scenario, metric: 'cpu_per_packet', ...ourCost, unit: 'us', against, ratio, ...target });
  const parts = [
    ['cpu_per_packet_node', ({ nodePerPacket }: Round) => nodePerPacket],
    ['cpu_per_packet_worker', ({ workerPerPacket }: Round) => workerPerPacket],
  ] as const;
  for (const [metric, value] of parts) bench.add({ scenario, metric, ...of(ours, value), unit: 'us' });
  bench.add({ scenario, metric: 'cpu_per_packet_raw', ...rawCost, unit: 'us' });
  bench.add({ scenario, metric: 'packets', ...of(ours, ({ perSecond }) => perSecond), unit: '1/s' });
  for (const [metric, key] of [
    ['wire_latency_p50', 'p50Us'],
    ['wire_latency_p99', 'p99Us'],
  ] as const) {
    const value = of(ours, ({ stats }) => stats[key]);
    const other = of(raw, ({ stats }) => stats[key]);
    bench.add({ scenario, metric, ...value, unit: 'us', against, ratio: value.value / other.value });
  }
  const sum = (some: readonly Round[], key: 'lost' | 'rejected') =>
    some.reduce((total, { stats }) => total + stats[key], 0);
  bench.add({ scenario, metric: 'lost_raw', value: sum(raw, 'lost'), unit: 'packets' });
  bench.addFailures(scenario, 'lost', sum(ours, 'lost'));
  bench.addFailures(scenario, 'undecipherable', sum(ours, 'rejected'));
}
