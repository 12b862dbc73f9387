import { Generator } from '../clients/Generator.ts';
import { OurDoor } from '../clients/OurDoor.ts';
import { voice } from '../clients/rtp.ts';
import { Stage } from '../clients/Stage.ts';
import { cpuBetween } from '../cpu.ts';
import { buildGenerator } from '../load/build.ts';
import { OurServer } from '../servers/OurServer.ts';
import { type Bench, settle } from './Bench.ts';

const scenario = 'lounge';
const full = { members: [8, 16, 50], settleMs: 3_000, measureMs: 10_000 };
const small = { members: [4], settleMs: 500, measureMs: 1_500 };
const packetsPerSecond = 50;

/** Members of a room who all have a microphone: silent, one of them talking, and all at once. */
export async function lounge(bench: Bench): Promise<void> {
  const size = bench.smoke ? small : full;
  for (const members of size.members) await meet(bench, members, size);
}

async function meet(bench: Bench, members: number, size: typeof full): Promise<void> {
  const generator = await Generator.start(await buildGenerator());
  const server = await OurServer.start();
  const door = await OurDoor.open(server);
  try {
    const played = new Stage(door, generator);
    const empty = server.memory();
    await door.prepare(members);
    for (let n = 0; n < members; n++) await played.addMember(await door.meet(), voice);
    await settle(size.settleMs);
    const memory = (server.memory() - empty) / members;
    bench.add({ scenario, shape: `${members}`, metric: 'memory_per_member', value: memory, unit: 'KB' });
    for (const talking of [0, 1, members]) {
      await bench.quietly(() => measure(bench, { members, talking, played, generator, size }));
    }
  } finally {
    generator.close();
    await door.close();
  }
}

interface Spell {
  readonly members: number;
  readonly talking: number;
  readonly played: Stage;
  readonly generator: Generator;
  readonly size: typeof full;
}

async function measure(bench: Bench, spell: Spell): Promise<void> {
  const { members, talking, played, generator, size } = spell;
  if (talking > 0) played.talk(talking);
  await settle(size.settleMs);
  await generator.stats({ reset: true });
  const [before, began] = [played.door.cpuTime(), performance.now()];
  await settle(size.measureMs);
  const spentMs = performance.now() - began;
  const used = cpuBetween(before, played.door.cpuTime());
  const { received, lost, p50Us, p99Us } = await generator.stats({ reset: false });
  played.hush();
  const shape = `${members}, ${talking} talking`;
  const add = (metric: string, value: number, unit: string) =>
    bench.add({ scenario, shape, metric, value, unit });
  add('cpu', (100 * (used.node + used.workers)) / spentMs, '% of a core');
  if (talking === 0) return;
  const perSecond = (1_000 * received) / spentMs;
  add('packets', perSecond, '1/s');
  add('packets_of_all_to_all', perSecond / (talking * (members - 1) * packetsPerSecond), 'parts');
  add('cpu_per_packet', (1_000 * (used.node + used.workers)) / received, 'us');
  add('forwarding_p50', p50Us / 1_000, 'ms');
  add('forwarding_p99', p99Us / 1_000, 'ms');
  // Voices that make room for others leave no gap: when they are heard again their sequence goes on where it was.
  bench.addFailures({ scenario, shape, metric: 'lost' }, lost);
}
