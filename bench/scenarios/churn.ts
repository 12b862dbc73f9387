import { Generator } from '../clients/Generator.ts';
import { OurDoor } from '../clients/OurDoor.ts';
import { voice } from '../clients/rtp.ts';
import { type Listener, Stage } from '../clients/Stage.ts';
import { buildGenerator } from '../load/build.ts';
import { OurServer } from '../servers/OurServer.ts';
import { slope } from '../statistics.ts';
import { type Bench, settle } from './Bench.ts';

const scenario = 'churn';
const speakers = 3;
const full = { members: 100, perSecond: 5, seconds: 60, settleMs: 5_000 };
const small = { members: 10, perSecond: 5, seconds: 2, settleMs: 500 };
// What a server learns at first is no leak.
const learningPart = 1 / 3;

/** A hundred people listen, and five of them a second make way for others. */
export async function churn(bench: Bench): Promise<void> {
  const size = bench.smoke ? small : full;
  const program = await buildGenerator();
  const [staying, changing] = [await Generator.start(program), await Generator.start(program)];
  const server = await OurServer.start(2);
  const door = await OurDoor.openStage(server);
  try {
    const stays = new Stage(door, staying);
    for (let n = 0; n < speakers; n++) await stays.addSpeaker(voice);
    stays.talk();
    for (let n = 0; n < size.members / 2; n++) await stays.addListener();
    const changes = new Stage(door, changing);
    const people: Listener[] = [];
    for (let n = 0; n < size.members / 2; n++) people.push(await changes.addListener());
    await door.prepare(size.perSecond * size.seconds);
    await settle(size.settleMs);
    await staying.stats({ reset: true });
    const memory: [seconds: number, kilobytes: number][] = [];
    let failed = 0;
    await bench.quietly(async () => {
      for (let n = 0; n < size.perSecond * size.seconds; n++) {
        const next = Date.now() + 1_000 / size.perSecond;
        await people.shift()?.leave();
        const came = await changes.addListener().catch(() => null);
        if (came) people.push(came);
        else failed++;
        memory.push([n / size.perSecond, server.memory()]);
        await settle(Math.max(0, next - Date.now()));
      }
    });
    const { lost, p99Us } = await staying.stats({ reset: false });
    const shape = `${size.members} people, ${size.perSecond} change a second for ${size.seconds} s`;
    const add = (metric: string, value: number, unit: string) =>
      bench.add({ scenario, shape, metric, value, unit });
    add('forwarding_staying_p99', p99Us / 1_000, 'ms');
    add('memory', memory.at(-1)?.[1] ?? 0, 'KB');
    add('memory_slope', slope(memory.slice(memory.length * learningPart)), 'KB/s');
    bench.addFailures({ scenario, shape, metric: 'failed' }, failed);
    bench.addFailures({ scenario, shape, metric: 'lost_staying' }, lost);
  } finally {
    for (const generator of [staying, changing]) generator.close();
    await door.close();
  }
}
