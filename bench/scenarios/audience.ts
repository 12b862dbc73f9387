import { Generators } from '../clients/Generators.ts';
import { OurDoor } from '../clients/OurDoor.ts';
import { stageVoice } from '../clients/rtp.ts';
import { Stage } from '../clients/Stage.ts';
import { cpuBetween } from '../cpu.ts';
import { buildGenerator } from '../load/build.ts';
import { OurServer } from '../servers/OurServer.ts';
import { type Bench, settle } from './Bench.ts';

const scenario = 'audience';
const full = { workers: [1, 2], step: 250, most: 4_000, settleMs: 3_000, measureMs: 5_000 };
const small = { workers: [2], step: 40, most: 80, settleMs: 300, measureMs: 1_000 };
const comingAtOnce = 8;
/** What a listener must not notice. */
const slowestMs = 20;

interface Held {
  readonly listeners: number;
  readonly perSecond: number;
  readonly p99Ms: number;
  readonly lost: number;
  readonly node: number;
  readonly workers: number;
  readonly memoryOfEach: number;
}

/** One talks, and more and more listen: how many hear everything in time, over one worker and over two. */
export async function audience(bench: Bench): Promise<void> {
  const size = bench.smoke ? small : full;
  const largest: number[] = [];
  for (const workers of size.workers) {
    const held = await bench.quietly(() => fill(bench, workers, size));
    largest.push(held?.listeners ?? 0);
    if (held) report(bench, `${workers} ${workers === 1 ? 'worker' : 'workers'}`, held);
  }
  const [one, two] = largest;
  if (one === undefined || two === undefined) return;
  bench.add({
    ...{ scenario, metric: 'two_workers_hold', value: two / one, unit: 'x one' },
  });
}

/** Adds listeners until they would notice; what was held before. */
async function fill(bench: Bench, workers: number, size: typeof full): Promise<Held | null> {
  const load = await Generators.start(await buildGenerator(), size.most + 1);
  const server = await OurServer.start(workers);
  const door = await OurDoor.openStage(server);
  let held: Held | null = null;
  try {
    const played = new Stage(door, load);
    await played.addSpeaker(stageVoice);
    played.talk(1);
    const empty = server.memory();
    let failed = 0;
    for (let listeners = size.step; listeners <= size.most; listeners += size.step) {
      await door.prepare(size.step);
      let left = size.step;
      const come = async () => {
        while (left-- > 0) await played.addListener().catch(() => failed++);
      };
      await Promise.all(Array.from({ length: comingAtOnce }, come));
      await settle(size.settleMs);
      await load.stats({ reset: true });
      const [before, began] = [door.cpuTime(), performance.now()];
      await settle(size.measureMs);
      const spent = performance.now() - began;
      const used = cpuBetween(before, door.cpuTime());
      const { lost, received, p99Us } = await load.stats({ reset: false });
      const now = {
        ...{ listeners, lost, p99Ms: p99Us / 1_000, perSecond: (1_000 * received) / spent },
        ...{ node: used.node / spent, workers: used.workers / spent },
        memoryOfEach: (server.memory() - empty) / listeners,
      };
      if (lost > 0 || now.p99Ms >= slowestMs || failed > 0) {
        report(bench, `${workers} ${workers === 1 ? 'worker' : 'workers'}, too many`, now);
        break;
      }
      held = now;
    }
    const shape = `${workers} ${workers === 1 ? 'worker' : 'workers'}`;
    bench.addFailures({ scenario, shape, metric: 'failed_joins' }, failed);
  } finally {
    load.close();
    await door.close();
  }
  return held;
}

function report(bench: Bench, shape: string, held: Held): void {
  const { listeners, perSecond, p99Ms, lost, node, workers, memoryOfEach } = held;
  const figures: [string, number, string][] = [
    ['listeners', listeners, 'people'],
    ['packets', perSecond, '1/s'],
    ['forwarding_p99', p99Ms, 'ms'],
    ['lost', lost, 'packets'],
    ['cpu_node', 100 * node, '% of a core'],
    ['cpu_workers', 100 * workers, '% of a core'],
    ['memory_per_listener', memoryOfEach, 'KB'],
  ];
  for (const [metric, value, unit] of figures) bench.add({ scenario, shape, metric, value, unit });
}
