import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RoomInfo } from '../../protocol/room.ts';
import { Fence, Fenced } from '../../server/store/Fence.ts';
import { SqlStore } from '../../server/store/SqlStore.ts';
import { Redis } from '../support/Redis.ts';
import { aDraft, aGuest, aRoom } from './storeSamples.ts';
import { emptyDatabase } from './stores.ts';

const leaseMs = 3_000;
let redis: Redis;
let database: Awaited<ReturnType<typeof emptyDatabase>>;
let store: SqlStore;
let room: RoomInfo;
beforeAll(async () => {
  [redis, database] = [await Redis.start(), await emptyDatabase()];
  store = await SqlStore.open(database.address);
  room = aRoom();
  await store.rooms.add(room);
});
afterAll(async () => {
  for (const contender of Contender.all) contender.end();
  await store.close();
  await database.remove();
  await redis.end();
});

/** A process that wants to be the desk. */
class Contender extends EventEmitter<{ desk: []; over: [why: string] }> {
  static readonly all = new Set<Contender>();
  readonly name: string;
  readonly #child: ChildProcess;
  desk = false;

  constructor(name: string) {
    super();
    this.name = name;
    const args = [name, redis.address, database.address, room.id];
    this.#child = spawn(process.execPath, [join(import.meta.dirname, 'deskContender.ts'), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (this.#child.stdout)
      createInterface({ input: this.#child.stdout }).on('line', (line) => {
        const [word, why = ''] = line.split(' ');
        this.desk = word === 'desk';
        if (word === 'desk') this.emit('desk');
        else this.emit('over', why);
      });
    Contender.all.add(this);
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(signal);
  }

  end(): void {
    this.#child.kill('SIGKILL');
    Contender.all.delete(this);
  }
}

/** The next one of them that comes to be the desk. */
async function nextDesk(among: Iterable<Contender>): Promise<Contender> {
  const gained = Array.from(among, async (each) => {
    await once(each, 'desk');
    return each;
  });
  return await Promise.race(gained);
}

const linesOf = async () => (await store.messages.changes(room.id, 0, 1_000_000)).messages;
const count = async () =>
  (await database.query('select count(*)::int as n from message'))[0] as { n: number };

/** Resolves when somebody wrote ten lines more. */
async function written(): Promise<void> {
  const { n } = await count();
  await expect.poll(async () => (await count()).n, { timeout: 10_000 }).toBeGreaterThan(n + 10);
}

test('whoever takes over keeps the one before from writing, at once and for good', async () => {
  const lost: string[] = [];
  const [first, second] = ['first', 'second'].map((name) => new Fence({ lost: () => lost.push(name) }));
  if (!first || !second) throw new Error('no fences');
  const before = await SqlStore.open(database.address, first);
  const { text } = aDraft(room.id);
  await before.messages.add(aDraft(room.id, { text }));
  // What is on its way when the other one takes over is either kept before, or refused.
  const late = Promise.allSettled(Array.from({ length: 50 }, () => before.messages.add(aDraft(room.id))));
  const after = await SqlStore.open(database.address, second);
  const kept = (await late).filter(({ status }) => status === 'fulfilled');
  expect(await linesOf()).toHaveLength(1 + kept.length);
  await expect(before.messages.add(aDraft(room.id))).rejects.toThrow(Fenced);
  await expect(before.guests.save(aGuest())).rejects.toThrow(Fenced);
  await after.messages.add(aDraft(room.id));
  await first.check();
  await second.check();
  expect(lost).toEqual(['first']);
  expect([first.number, second.number]).toEqual([1, 2]);
  // A hand-over of which nothing came.
  await first.takeBack();
  await before.messages.add(aDraft(room.id));
  await expect(after.messages.add(aDraft(room.id))).rejects.toThrow(Fenced);
  expect(lost).toEqual(['first', 'second']);
  await before.close();
  await after.close();
  await database.query('delete from message');
});

test('of many who want to be the desk one writes at a time, whoever hangs, dies, or forgets who it was', async () => {
  const everybody = ['north', 'south', 'west'].map((name) => new Contender(name));
  const first = await nextDesk(everybody);
  await written();
  const others = (one: Contender) => [...Contender.all].filter((each) => each !== one);

  // It hangs for longer than its lease lasts, in the midst of writing.
  const second = nextDesk(others(first));
  first.signal('SIGSTOP');
  const desk = await second;
  await written();
  const over = once(first, 'over');
  first.signal('SIGCONT');
  await over;
  expect(desk.desk).toBe(true);
  await written();

  // Redis dies and knows nothing any more: whoever was the desk is.
  const changes: string[] = [];
  for (const each of Contender.all) each.on('desk', () => changes.push(each.name));
  await redis.end();
  await written();
  await redis.go();
  await expect.poll(() => redis.ask('EXISTS', 'hobnob:desk'), { timeout: 10_000 }).toBe(1);
  await written();
  // It hangs for so long that the lease runs out.
  redis.hang();
  const began = performance.now();
  while (performance.now() - began < leaseMs) await written();
  const { node } = JSON.parse(String(await leaseAfter(() => redis.goOn())));
  expect(node).toBe(desk.name);
  expect(changes).toEqual([]);

  // What is no lease is none.
  await redis.ask('SET', 'hobnob:desk', 'garbage');
  await expect.poll(() => redis.ask('GET', 'hobnob:desk'), { timeout: 10_000 }).toContain(desk.name);
  expect(changes).toEqual([]);

  // Somebody else has it, by a mistake or a clock that was set.
  const third = nextDesk(others(desk));
  const robbed = once(desk, 'over');
  const lease = { node: 'nobody', process: 'x', host: 'nowhere', port: 1 };
  await redis.ask('SET', 'hobnob:desk', JSON.stringify(lease));
  expect(await robbed).toEqual(['lease']);
  // It was given for ever, and ends all the same; whoever of them is quickest comes next.
  await Promise.race([third, once(desk, 'desk')]);
  await written();

  // It is killed.
  const [killed] = [...Contender.all].filter((each) => each.desk);
  if (!killed) throw new Error('nobody is the desk');
  const fourth = nextDesk(others(killed));
  killed.end();
  await fourth;
  await written();

  for (const each of [...Contender.all]) each.end();
  const writers = (await linesOf()).toSorted((one, other) => one.seq - other.seq).map(({ text }) => text);
  const numbers = writers.map((text) => Number(text.split(' ')[1]));
  expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
  expect(new Set(writers).size).toBe(new Set(numbers).size);
  expect(new Set(numbers).size).toBeGreaterThanOrEqual(4);
}, 60_000);

async function leaseAfter(act: () => void): Promise<unknown> {
  act();
  await expect.poll(() => redis.ask('EXISTS', 'hobnob:desk'), { timeout: 10_000 }).toBe(1);
  return await redis.ask('GET', 'hobnob:desk');
}
