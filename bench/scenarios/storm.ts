import { Generator } from '../clients/Generator.ts';
import { OurDoor } from '../clients/OurDoor.ts';
import { voice } from '../clients/rtp.ts';
import { Stage } from '../clients/Stage.ts';
import { cpuBetween } from '../cpu.ts';
import { buildGenerator } from '../load/build.ts';
import { OurServer } from '../servers/OurServer.ts';
import { percentile, rounds } from '../statistics.ts';
import { type Bench, settle } from './Bench.ts';

const scenario = 'storm';
const speakers = 3;
const full = { rounds: 3, inside: 30, joins: 200, withinMs: 5_000, atOnce: 64 };
const small = { rounds: 1, inside: 5, joins: 20, withinMs: 1_000, atOnce: 8 };

interface Round {
  readonly joins: readonly number[];
  readonly failed: number;
  readonly spentMs: number;
  /** Of the whole server for each join, what forwards meanwhile included. */
  readonly cpuOfEach: number;
  /** What those inside lost, and how late it came to them. */
  readonly lost: number;
  readonly p99Ms: number;
}

/** Two hundred people step into a live stage in five seconds, and then as fast as sixty-four at once can. */
export async function storm(bench: Bench): Promise<void> {
  const size = bench.smoke ? small : full;
  const program = await buildGenerator();
  const [inside, outside] = [await Generator.start(program), await Generator.start(program)];
  const door = await OurDoor.openStage(await OurServer.start(2));
  try {
    const here = new Stage(door, inside);
    for (let n = 0; n < speakers; n++) await here.addSpeaker(voice);
    here.talk();
    for (let n = 0; n < size.inside; n++) await here.addListener();
    const coming = new Stage(door, outside);
    const ways: [string, () => Promise<Round>][] = [
      [
        `${size.joins} in ${size.withinMs / 1_000} s`,
        () => measure(coming, inside, () => spread(coming, size)),
      ],
      [`${size.joins}, ${size.atOnce} at once`, () => measure(coming, inside, () => crowd(coming, size))],
    ];
    // A server that has just begun compiles as it goes.
    await measure(coming, inside, () => spread(coming, { ...size, joins: size.joins / 2 }));
    for (const [shape, storm] of ways) {
      const measured: Round[] = [];
      for (let round = 0; round < size.rounds; round++) measured.push(await bench.quietly(storm));
      report(bench, shape, measured);
    }
  } finally {
    for (const generator of [inside, outside]) generator.close();
    await door.close();
  }
}

type Comings = Promise<PromiseSettledResult<Awaited<ReturnType<Stage['addListener']>>>[]>;

/** One after the other, whether those before are in or not. */
async function spread(stage: Stage, { joins, withinMs }: typeof full): Comings {
  await stage.door.prepare(joins);
  const coming = [];
  for (let n = 0; n < joins; n++) {
    coming.push(stage.addListener());
    // A rejection is looked at with the others.
    coming.at(-1)?.catch(() => {});
    await settle(withinMs / joins);
  }
  return await Promise.allSettled(coming);
}

/** So many on the way all the time. */
async function crowd(stage: Stage, { joins, atOnce }: typeof full): Comings {
  await stage.door.prepare(joins);
  const done: Awaited<Comings> = [];
  let left = joins;
  const come = async () => {
    while (left-- > 0) done.push(...(await Promise.allSettled([stage.addListener()])));
  };
  await Promise.all(Array.from({ length: atOnce }, come));
  return done;
}

async function measure(stage: Stage, inside: Generator, come: () => Comings): Promise<Round> {
  await stage.door.prepare(0);
  await inside.stats({ reset: true });
  const [before, began] = [stage.door.cpuTime(), performance.now()];
  const settled = await come();
  const spentMs = performance.now() - began;
  const used = cpuBetween(before, stage.door.cpuTime());
  const { lost, p99Us } = await inside.stats({ reset: true });
  const came = settled.flatMap((join) => (join.status === 'fulfilled' ? [join.value] : []));
  for (const { leave } of came) await leave();
  await settle(1_000);
  return {
    ...{ spentMs, lost, p99Ms: p99Us / 1_000 },
    joins: came.map(({ joinMs }) => joinMs),
    failed: settled.length - came.length,
    cpuOfEach: (used.node + used.workers) / settled.length,
  };
}

function report(bench: Bench, shape: string, measured: readonly Round[]): void {
  const add = (metric: string, of: (round: Round) => number, unit: string) => {
    const { median: value, min, max } = rounds(measured.map(of));
    bench.add({ scenario, shape, metric, value, min, max, unit });
  };
  add('join_to_first_rtp_p50', ({ joins }) => percentile(joins, 0.5), 'ms');
  add('join_to_first_rtp_p95', ({ joins }) => percentile(joins, 0.95), 'ms');
  add('join_to_first_rtp_p99', ({ joins }) => percentile(joins, 0.99), 'ms');
  add('all_in', ({ spentMs }) => spentMs / 1_000, 's');
  add('cpu_per_join', ({ cpuOfEach }) => cpuOfEach, 'ms');
  add('forwarding_inside_p99', ({ p99Ms }) => p99Ms, 'ms');
  const sum = (of: (round: Round) => number) => measured.reduce((total, round) => total + of(round), 0);
  bench.addFailures(
    { scenario, shape, metric: 'failed' },
    sum(({ failed }) => failed),
  );
  bench.addFailures(
    { scenario, shape, metric: 'lost_inside' },
    sum(({ lost }) => lost),
  );
}
