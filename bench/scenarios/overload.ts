import { Generators } from '../clients/Generators.ts';
import { OurDoor, Refusal } from '../clients/OurDoor.ts';
import { voice } from '../clients/rtp.ts';
import { type Listener, Stage } from '../clients/Stage.ts';
import { WatchedServer } from '../clients/WatchedServer.ts';
import { buildGenerator } from '../load/build.ts';
import { OurServer } from '../servers/OurServer.ts';
import { percentile } from '../statistics.ts';
import { type Bench, settle } from './Bench.ts';

const scenario = 'overload';
const speakers = 5;
const full = {
  most: 2_000,
  perSecond: 15,
  comeWithinMs: 20_000,
  stayMs: 10_000,
  nobodyForMs: 10_000,
  fullAt: 85,
};
const small = { most: 60, perSecond: 15, comeWithinMs: 3_000, stayMs: 1_000, nobodyForMs: 5_000, fullAt: 30 };
// A server that has just begun compiles as it goes.
const warmUpMs = 3_000;
const loads = [0.5, 1, 2];
const calmWithinMs = 30_000;

/** What became of those who came. */
interface Arrivals {
  readonly admitted: readonly Listener[];
  /** How long each refusal took, in milliseconds. */
  readonly refused: readonly number[];
  readonly untimed: number;
  readonly failed: number;
}

/**
 * Listeners come to a stage on which all speak, whether those before them are in or not: first until nobody is let in
 * any more, then half, all and twice as many as that.
 */
export async function overload(bench: Bench): Promise<void> {
  const size = bench.smoke ? small : full;
  const generator = await Generators.start(await buildGenerator(), 2 * size.most);
  const server = await OurServer.start(1, { FULL_AT: String(size.fullAt) });
  const door = await OurDoor.openStage(server);
  const watched = new WatchedServer(server.url);
  try {
    const played = new Stage(door, generator);
    for (let n = 0; n < speakers; n++) await played.addSpeaker(voice);
    played.talk();
    const capacity = await bench.quietly(() => find(bench, played, size));
    await calmDown(bench, watched, `${capacity} listeners have left`);
    for (const load of loads) {
      await bench.quietly(() => press(bench, { played, generator, watched }, { ...size, load, capacity }));
    }
  } finally {
    watched.close();
    generator.close();
    await door.close();
  }
}

/** Lets people come until nobody is let in for a while: that is what the server holds. They leave again. */
async function find(
  bench: Bench,
  played: Stage,
  { most, perSecond, nobodyForMs }: typeof full,
): Promise<number> {
  const inside: Listener[] = [];
  await settle(warmUpMs);
  let lastIn = performance.now();
  const coming: Promise<void>[] = [];
  await played.door.prepare(most);
  while (inside.length < most && performance.now() - lastIn < nobodyForMs) {
    const came = played.addListener().then(
      (listener) => {
        lastIn = performance.now();
        inside.push(listener);
      },
      () => {
        // Whoever is refused goes away.
      },
    );
    coming.push(came);
    await settle(1_000 / perSecond);
  }
  await Promise.all(coming);
  for (const { leave } of inside) await leave();
  const found = inside.length >= most ? 'never full' : `${speakers} talking`;
  bench.add({ scenario, shape: found, metric: 'listeners_held', value: inside.length, unit: 'people' });
  return inside.length;
}

interface Played {
  readonly played: Stage;
  readonly generator: Generators;
  readonly watched: WatchedServer;
}

/** Lets a multiple of what the server holds come, at one pace. */
async function press(
  bench: Bench,
  { played, generator, watched }: Played,
  { load, capacity, comeWithinMs, stayMs }: typeof full & { load: number; capacity: number },
): Promise<void> {
  const count = Math.max(1, Math.round(capacity * load));
  await played.door.prepare(count);
  await generator.stats({ reset: true });
  watched.forget();
  const { admitted, refused, untimed, failed } = await arrive(played, count, comeWithinMs);
  await settle(stayMs);
  const { lost, received } = await generator.stats({ reset: true });
  const shape = `${load} x: ${count} come in ${comeWithinMs / 1_000} s`;
  const add = (metric: string, value: number, unit: string, target?: number) =>
    bench.add({ scenario, shape, metric, value, unit, ...(target !== undefined && { target }) });
  add('admitted', admitted.length, 'people');
  add('refused', refused.length, 'people');
  if (refused.length > 0) {
    add('refusal_p50', percentile(refused, 0.5), 'ms');
    add('refusal_p99', percentile(refused, 0.99), 'ms', 500);
  }
  if (admitted.length > 0) {
    const joins = admitted.map(({ joinMs }) => joinMs);
    add('join_to_first_rtp_p99', percentile(joins, 0.99), 'ms');
  }
  add('loop_lag_p99', watched.mostLagMs, 'ms', 100);
  add('packets_lost', (100 * lost) / Math.max(1, lost + received), '%', 1);
  bench.addFailures({ scenario, shape, metric: 'refused_without_a_time' }, untimed);
  bench.addFailures({ scenario, shape, metric: 'failed' }, failed);
  for (const { leave } of admitted) await leave();
  await calmDown(bench, watched, shape);
}

/** Everybody comes at their time, whatever became of those before. */
async function arrive(played: Stage, count: number, withinMs: number): Promise<Arrivals> {
  const began = performance.now();
  const coming: Promise<Listener | Refusal | null>[] = [];
  for (let n = 0; n < count; n++) {
    await settle(Math.max(0, began + (n * withinMs) / count - performance.now()));
    coming.push(played.addListener().catch((error: unknown) => (error instanceof Refusal ? error : null)));
  }
  const came = await Promise.all(coming);
  const refusals = came.filter((one) => one instanceof Refusal);
  const busy = refusals.filter(({ code }) => code === 'server_busy');
  return {
    admitted: came.filter((one): one is Listener => one !== null && !(one instanceof Refusal)),
    refused: busy.map(({ ms }) => ms),
    untimed: busy.filter(({ retryAfterMs }) => !retryAfterMs).length,
    failed: came.filter((one) => one === null).length + refusals.length - busy.length,
  };
}

/** Waits until newcomers come in again. */
async function calmDown(bench: Bench, watched: WatchedServer, shape: string): Promise<void> {
  const began = performance.now();
  while (await watched.isFull()) {
    if (performance.now() - began > calmWithinMs) break;
    await settle(250);
  }
  const value = performance.now() - began;
  bench.add({ scenario, shape, metric: 'open_again_after', value: value / 1_000, unit: 's', target: 10 });
}
