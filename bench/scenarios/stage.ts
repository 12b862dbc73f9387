import { stamps } from '../../protocol/lines.ts';
import { Generator } from '../clients/Generator.ts';
import { ask, OurDoor, type OurSocket } from '../clients/OurDoor.ts';
import { voice } from '../clients/rtp.ts';
import { Stage } from '../clients/Stage.ts';
import { cpuBetween } from '../cpu.ts';
import { buildGenerator } from '../load/build.ts';
import { OurServer } from '../servers/OurServer.ts';
import { percentile } from '../statistics.ts';
import { type Bench, settle } from './Bench.ts';

const scenario = 'stage';
const speakers = 5;
const full = { listeners: 500, talking: [1, 3, 5], measureMs: 10_000, hands: 100, perSecond: 2_000 };
const small = { listeners: 20, talking: [1], measureMs: 1_500, hands: 5, perSecond: 100 };
// People come by themselves, some at a time, and not in step with the voices.
const comingAtOnce = 8;
const tickMs = 50;

/** What is measured while something goes on. */
interface Spell {
  readonly lost: number;
  readonly p95Us: number;
  readonly p99Us: number;
  readonly perSecond: number;
  readonly node: number;
  readonly worker: number;
}

/** One host, five speakers and five hundred listeners on one worker: coming in, hearing, raising hands, reacting. */
export async function stage(bench: Bench): Promise<void> {
  const size = bench.smoke ? small : full;
  const generator = await Generator.start(await buildGenerator());
  const door = await OurDoor.openStage(await OurServer.start());
  try {
    const played = new Stage(door, generator);
    for (let i = 0; i < speakers; i++) await played.addSpeaker(voice);
    await door.prepare(size.listeners);
    await bench.quietly(() => fill(bench, played, size.listeners));
    for (const talking of size.talking) {
      const spell = await bench.quietly(() => listen(played, generator, talking, size.measureMs));
      report(bench, `${talking} of ${speakers} talking`, spell);
    }
    await bench.quietly(() => raiseHands(bench, door, size.hands));
    await bench.quietly(() => storm(bench, played, generator, size));
  } finally {
    generator.close();
    await door.close();
  }
}

/** Lets everybody in while one talks. */
async function fill(bench: Bench, played: Stage, listeners: number): Promise<void> {
  const joins: number[] = [];
  let failed = 0;
  let left = listeners;
  const come = async () => {
    while (left > 0) {
      left--;
      await settle(Math.random() * 20);
      const listener = await played.addListener().catch(() => null);
      if (listener) joins.push(listener.joinMs);
      else failed++;
    }
  };
  played.talk(1);
  await Promise.all(Array.from({ length: comingAtOnce }, come));
  played.hush();
  const shape = `${listeners} listeners come, ${comingAtOnce} at once`;
  for (const [metric, part] of [
    ['join_to_first_rtp_ms', 0.5],
    ['join_to_first_rtp_p95_ms', 0.95],
  ] as const) {
    bench.add({ scenario, shape, metric, value: percentile(joins, part), unit: 'ms' });
  }
  bench.addFailures({ scenario, shape, metric: 'failed' }, failed);
}

async function listen(
  played: Stage,
  generator: Generator,
  talking: number,
  measureMs: number,
  meanwhile: () => Promise<void> = () => settle(measureMs),
): Promise<Spell> {
  played.talk(talking);
  await settle(1_000);
  await generator.stats({ reset: true });
  const [before, began] = [played.door.cpuTime(), performance.now()];
  await meanwhile();
  const spent = performance.now() - began;
  const used = cpuBetween(before, played.door.cpuTime());
  const { lost, received, p95Us, p99Us } = await generator.stats({ reset: false });
  played.hush();
  const perSecond = (1_000 * received) / spent;
  return { lost, p95Us, p99Us, perSecond, node: used.node / spent, worker: used.workers / spent };
}

function report(bench: Bench, shape: string, spell: Spell): void {
  const { lost, p95Us, p99Us, perSecond, node, worker } = spell;
  bench.add({ scenario, shape, metric: 'forwarding_p95', value: p95Us / 1_000, unit: 'ms' });
  bench.add({ scenario, shape, metric: 'forwarding_p99', value: p99Us / 1_000, unit: 'ms' });
  bench.add({ scenario, shape, metric: 'packets', value: perSecond, unit: '1/s' });
  bench.add({ scenario, shape, metric: 'cpu_node', value: 100 * node, unit: '% of a core' });
  bench.add({ scenario, shape, metric: 'cpu_worker', value: 100 * worker, unit: '% of a core' });
  bench.addFailures({ scenario, shape, metric: 'lost' }, lost);
}

/** One after the other, and how long until the host sees each. */
async function raiseHands(bench: Bench, door: OurDoor, hands: number): Promise<void> {
  const spent: number[] = [];
  for (const socket of door.listeners.slice(0, hands)) {
    const seen = nextHand(door.host);
    const began = performance.now();
    await ask(socket, 'participant:setHand', { raised: true });
    spent.push((await seen) - began);
  }
  await ask(door.host, 'stage:lowerHands', {});
  const shape = `${hands} hands go up`;
  for (const [metric, part] of [
    ['hand_to_host_ms', 0.5],
    ['hand_to_host_p95_ms', 0.95],
  ] as const) {
    bench.add({ scenario, shape, metric, value: percentile(spent, part), unit: 'ms' });
  }
}

/** When the host sees the next hand. */
function nextHand(host: OurSocket): Promise<number> {
  return new Promise((resolve) => {
    const hear = ({ handRaisedAt }: { handRaisedAt: number | null }) => {
      if (handRaisedAt === null) return;
      host.off('room:participantChanged', hear);
      resolve(performance.now());
    };
    host.on('room:participantChanged', hear);
  });
}

/** Everybody reacts at once, again and again, while one talks. */
async function storm(bench: Bench, played: Stage, generator: Generator, size: typeof full): Promise<void> {
  const { listeners } = played.door as OurDoor;
  let [updates, shown, sent, perSecond] = [0, 0, 0, 0];
  const watcher = listeners[0];
  watcher?.on('reaction:counts', ({ counts }) => {
    updates++;
    for (const count of Object.values(counts)) shown += count;
  });
  const spell = await listen(played, generator, 1, size.measureMs, async () => {
    const end = performance.now() + size.measureMs;
    while (performance.now() < end) {
      const due = Math.round((size.perSecond * (size.measureMs - (end - performance.now()))) / 1_000);
      for (; sent < due; sent++) {
        const stamp = stamps[sent % stamps.length] ?? stamps[0];
        listeners[sent % listeners.length]?.emit('reaction:send', { stamp }, () => {});
      }
      await settle(tickMs);
    }
    perSecond = (1_000 * updates) / size.measureMs;
  });
  await settle(500);
  watcher?.removeAllListeners('reaction:counts');
  const shape = `${size.perSecond} reactions a second, 1 of ${speakers} talking`;
  report(bench, shape, spell);
  bench.add({ scenario, shape, metric: 'reactions_sent', value: sent, unit: 'times' });
  bench.add({ scenario, shape, metric: 'reactions_shown', value: shown, unit: 'times' });
  bench.add({
    scenario,
    shape,
    metric: 'updates',
    value: perSecond,
    unit: '1/s',
    target: 10,
  });
}
