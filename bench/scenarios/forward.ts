import type { Generator, LoadStats } from '../clients/Generator.ts';
import { type Act, camera, voice } from '../clients/rtp.ts';
import type { Stage } from '../clients/Stage.ts';
import { cpuBetween } from '../cpu.ts';
import { type Floor, measureFloor } from '../load/floor.ts';
import { rounds } from '../statistics.ts';
import { type Bench, settle } from './Bench.ts';
import { openStages } from './stages.ts';

const scenario = 'forward';
const shapes: Shape[] = [
  { shape: '3 voices to 100', perform: voice, speakers: 3, listeners: 100, rounds: 5, target: 1.15 },
  { shape: '4 cameras to 16', perform: camera, speakers: 4, listeners: 16, rounds: 3 },
];
const smallShapes: Shape[] = [
  { shape: '3 voices to 30', perform: voice, speakers: 3, listeners: 30, rounds: 1 },
  { shape: '2 cameras to 4', perform: camera, speakers: 2, listeners: 4, rounds: 1 },
];
const full = { settleMs: 3_000, measureMs: 10_000 };
const small = { settleMs: 500, measureMs: 2_000 };

interface Shape {
  readonly shape: string;
  readonly perform: (peer: number, ssrc: number) => Act;
  readonly speakers: number;
  readonly listeners: number;
  readonly rounds: number;
  readonly target?: number;
}

interface Round {
  /** Of the whole server, in microseconds. */
  readonly perPacket: number;
  readonly nodePerPacket: number;
  readonly workerPerPacket: number;
  readonly perSecond: number;
  readonly stats: LoadStats;
}

interface Measured {
  readonly ours: readonly Round[];
  readonly raw: readonly Round[];
  /** What the machine itself takes for such packets. */
  readonly floor: readonly Floor[];
}

/** Voices on a stage, then cameras in a room: what each forwarded packet costs our whole server. */
export async function forward(bench: Bench): Promise<void> {
  for (const shape of bench.smoke ? smallShapes : shapes) await forwardShape(bench, shape);
}

async function forwardShape(bench: Bench, shape: Shape): Promise<void> {
  const times = bench.smoke ? small : full;
  const { ours, raw, generator, close } = await openStages(shape.speakers, shape.perform);
  try {
    for (const stage of [ours, raw]) await fill(stage, shape.listeners);
    const measured = { ours: [] as Round[], raw: [] as Round[], floor: [] as Floor[] };
    const { bytes } = shape.perform(0, 0).track;
    for (let round = 0; round < shape.rounds; round++) {
      measured.ours.push(await bench.quietly(() => measure(ours, generator, times)));
      measured.raw.push(await bench.quietly(() => measure(raw, generator, times)));
      measured.floor.push(await bench.quietly(() => measureFloor(bytes)));
    }
    bench.add({ scenario, shape: shape.shape, metric: 'cipher', value: ours.cipher, unit: '' });
    report(bench, shape, measured);
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

function report(bench: Bench, { shape, target }: Shape, { ours, raw, floor }: Measured): void {
  const of = (some: readonly Round[], value: (round: Round) => number) => {
    const { median, min, max } = rounds(some.map(value));
    return { value: median, min, max };
  };
  const rawCost = of(raw, ({ workerPerPacket }) => workerPerPacket);
  const ourCost = of(ours, ({ perPacket }) => perPacket);
  const against = 'raw worker';
  // Of neighbours in time: the machine itself is up to twice as quick in one minute as in the next.
  const pairs = ours.map(({ perPacket }, round) => perPacket / (raw[round]?.workerPerPacket ?? Number.NaN));
  const ratio = rounds(pairs).median;
  const goal = target === undefined ? {} : { target };
  bench.add({ scenario, shape, metric: 'cpu_per_packet', ...ourCost, unit: 'us', against, ratio, ...goal });
  const parts = [
    ['cpu_per_packet_node', ({ nodePerPacket }: Round) => nodePerPacket],
    ['cpu_per_packet_worker', ({ workerPerPacket }: Round) => workerPerPacket],
  ] as const;
  for (const [metric, value] of parts) bench.add({ scenario, shape, metric, ...of(ours, value), unit: 'us' });
  bench.add({ scenario, shape, metric: 'cpu_per_packet_raw', ...rawCost, unit: 'us' });
  const { median, ...extremes } = rounds(floor.map(({ totalUs }) => totalUs));
  bench.add({
    ...{ scenario, shape, metric: 'cpu_per_packet_floor', value: median, ...extremes, unit: 'us' },
    ...{ against: 'ours', ratio: median / ourCost.value },
  });
  bench.add({ scenario, shape, metric: 'packets', ...of(ours, ({ perSecond }) => perSecond), unit: '1/s' });
  for (const [metric, key] of [
    ['wire_latency_p50', 'p50Us'],
    ['wire_latency_p99', 'p99Us'],
  ] as const) {
    const value = of(ours, ({ stats }) => stats[key]);
    const other = of(raw, ({ stats }) => stats[key]);
    bench.add({ scenario, shape, metric, ...value, unit: 'us', against, ratio: value.value / other.value });
  }
  const sum = (some: readonly Round[], key: 'lost' | 'rejected') =>
    some.reduce((total, { stats }) => total + stats[key], 0);
  bench.add({ scenario, shape, metric: 'lost_raw', value: sum(raw, 'lost'), unit: 'packets' });
  bench.addFailures({ scenario, shape, metric: 'lost' }, sum(ours, 'lost'));
  bench.addFailures({ scenario, shape, metric: 'undecipherable' }, sum(ours, 'rejected'));
}
