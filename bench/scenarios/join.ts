import type { Generator } from '../clients/Generator.ts';
import { voice } from '../clients/rtp.ts';
import type { Listener, Stage } from '../clients/Stage.ts';
import { type CpuTime, cpuBetween } from '../cpu.ts';
import { percentile, rounds } from '../statistics.ts';
import { type Bench, settle } from './Bench.ts';
import { openStages } from './stages.ts';

const scenario = 'join';
const speakers = 3;
const voiceIntervalMs = 20;
const full = { rounds: 4, joins: 30, settleMs: 2_000 };
const small = { rounds: 1, joins: 10, settleMs: 500 };

interface Round {
  /** Joins one after another. */
  readonly single: number[];
  /** Joins all at once. */
  readonly burst: number[];
  /** Of the server for each join, in milliseconds; forwarding taken off. */
  readonly cpu: CpuTime;
  readonly failed: number;
  readonly lost: number;
}

/** Listeners step into a live stage, one after another and all at once: connection to first sound. */
export async function join(bench: Bench): Promise<void> {
  const size = bench.smoke ? small : full;
  const { ours, raw, generator, close } = await openStages(speakers, voice);
  try {
    await warmUp([ours, raw], generator);
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

// A server that has just begun compiles as it goes; here it is the running one that counts.
async function warmUp(stages: readonly Stage[], generator: Generator): Promise<void> {
  for (const stage of stages) await measure(stage, generator, small);
}

async function measure(stage: Stage, generator: Generator, size: typeof full): Promise<Round> {
  await stage.door.prepare(2 * size.joins);
  stage.talk();
  const first = await singly(stage, size.joins, generator, size.settleMs);
  const settled = await Promise.allSettled(Array.from({ length: size.joins }, () => stage.addListener()));
  const burst = settled.flatMap((join) => (join.status === 'fulfilled' ? [join.value] : []));
  const { lost } = await generator.stats({ reset: true });
  stage.hush();
  for (const { leave } of [...first.listeners, ...burst]) await leave();
  await settle(size.settleMs / 2);
  return {
    single: first.listeners.map(({ joinMs }) => joinMs),
    burst: burst.map(({ joinMs }) => joinMs),
    cpu: first.cpu,
    failed: 2 * size.joins - first.listeners.length - burst.length,
    lost,
  };
}

async function singly(stage: Stage, joins: number, generator: Generator, settleMs: number) {
  const listeners: Listener[] = [];
  await generator.stats({ reset: true });
  const begin = stage.door.cpuTime();
  for (let i = 0; i < joins; i++) {
    // Else each would begin with the packet that ended the one before, in step with the voices.
    await settle(Math.random() * voiceIntervalMs);
    const listener = await stage.addListener().catch(() => null);
    if (listener) listeners.push(listener);
  }
  const used = cpuBetween(begin, stage.door.cpuTime());
  const during = (await generator.stats({ reset: false })).received;

  // What forwarding alone costs, to take it off.
  const before = stage.door.cpuTime();
  await settle(settleMs);
  const steady = cpuBetween(before, stage.door.cpuTime());
  const packets = (await generator.stats({ reset: false })).received - during;
  const forwarding = (steady.workers / packets) * during;
  return { listeners, cpu: { node: used.node / joins, workers: (used.workers - forwarding) / joins } };
}

function report(bench: Bench, ours: readonly Round[], raw: readonly Round[]): void {
  const against = 'raw worker';
  const compare = (metric: string, of: (round: Round) => number[], part: number, target?: number) => {
    const value = percentile(ours.flatMap(of), part);
    const ratio = value / percentile(raw.flatMap(of), part);
    const each = rounds(ours.map((round) => percentile(of(round), part)));
    const goal = target === undefined || bench.smoke ? {} : { target };
    bench.add({ scenario, metric, value, min: each.min, max: each.max, unit: 'ms', against, ratio, ...goal });
  };
  compare('join_to_first_rtp_ms', ({ single }) => single, 0.5, 2);
  compare('join_to_first_rtp_p95_ms', ({ single }) => single, 0.95);
  compare('burst_to_first_rtp_ms', ({ burst }) => burst, 0.5);
  compare('burst_to_first_rtp_p95_ms', ({ burst }) => burst, 0.95);

  const cost = (metric: string, of: (cpu: CpuTime) => number, target?: number) => {
    const { median, min, max } = rounds(ours.map(({ cpu }) => of(cpu)));
    const other = rounds(raw.map(({ cpu }) => of(cpu))).median;
    const goal = target === undefined || bench.smoke ? {} : { target };
    bench.add({ scenario, metric, value: median, min, max, unit: 'ms', ...goal });
    bench.add({ scenario, metric: `${metric.replace(/_ms$/, '')}_raw_ms`, value: other, unit: 'ms' });
  };
  cost('cpu_per_join_ms', ({ node }) => node, 5);
  cost('worker_cpu_per_join_ms', ({ workers }) => workers);
  const sum = (some: readonly Round[], key: 'failed' | 'lost') =>
    some.reduce((total, round) => total + round[key], 0);
  bench.add({ scenario, metric: 'lost_raw', value: sum(raw, 'lost'), unit: 'packets' });
  bench.addFailures({ scenario, metric: 'failed' }, sum([...ours, ...raw], 'failed'));
  bench.addFailures({ scenario, metric: 'lost' }, sum(ours, 'lost'));
}
