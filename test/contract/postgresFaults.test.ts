import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RoomInfo } from '../../protocol/room.ts';
import { GroupCommit } from '../../server/store/GroupCommit.ts';
import { openPostgres } from '../../server/store/openPostgres.ts';
import { SqlStore } from '../../server/store/SqlStore.ts';
import { Postgres } from '../support/Postgres.ts';
import { aDraft, aGuest, aRoom } from './storeSamples.ts';

const mostMs = 6_000;
const unavailable = { code: 'storage_unavailable' };

let postgres: Postgres;
let address: string;
let store: SqlStore;
let room: RoomInfo;
beforeAll(async () => {
  postgres = await Postgres.start({ durable: true });
  address = postgres.address('postgres');
  store = await SqlStore.open(address);
});
afterAll(async () => {
  await store.close();
  await postgres.close();
});
beforeEach(async () => {
  room = aRoom();
  await store.rooms.add(room);
});

const linesOf = async () => (await store.messages.changes(room.id, 0, 100_000)).messages;

/** Reads, writes and writes that need not last, all at once, and how long the last of them took to be refused. */
async function refusedAfter(): Promise<number> {
  const began = performance.now();
  const calls = [
    ...Array.from({ length: 30 }, () => store.rooms.find(room.slug)),
    ...Array.from({ length: 30 }, () => store.messages.add(aDraft(room.id))),
    store.reading.save(room.id, aGuest().id, 1),
    store.ping(),
  ];
  for (const outcome of await Promise.allSettled(calls)) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: unavailable });
  }
  return performance.now() - began;
}

test('what was acknowledged outlives that PostgreSQL is killed, and what is sent again is there once', async () => {
  const drafts = Array.from({ length: 600 }, (_, index) => aDraft(room.id, { text: String(index) }));
  let acknowledged = 0;
  const writes = drafts.map(async (draft) => {
    await store.messages.add(draft);
    acknowledged++;
    if (acknowledged === 200) await postgres.end('SIGKILL');
  });
  const outcomes = await Promise.allSettled(writes);
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(refused.length).toBeGreaterThan(0);
  for (const reason of refused) expect(reason).toMatchObject(unavailable);
  await postgres.go();
  const kept = new Set((await linesOf()).map(({ text }) => text));
  for (const [index, { status }] of outcomes.entries()) {
    if (status === 'fulfilled') expect(kept).toContain(String(index));
  }
  await Promise.all(drafts.map((draft) => store.messages.add(draft)));
  const lines = await linesOf();
  expect(lines.map(({ seq }) => seq)).toEqual(drafts.map((_, index) => index + 1));
  expect(new Set(lines.map(({ text }) => text)).size).toBe(drafts.length);
});

test('while it is stopped every call says so at once, and all works when it is back', async () => {
  await postgres.end('SIGINT');
  expect(await refusedAfter()).toBeLessThan(mostMs);
  await postgres.go();
  expect((await store.messages.add(aDraft(room.id))).message.seq).toBe(1);
  expect(await store.rooms.find(room.slug)).toEqual(room);
});

test('while it hangs every call says so within six seconds, and all works within five of its return', async () => {
  postgres.hang();
  try {
    // The second ones come to connections that are not there yet.
    expect(await refusedAfter()).toBeLessThan(mostMs);
    expect(await refusedAfter()).toBeLessThan(mostMs);
  } finally {
    postgres.goOn();
  }
  const began = performance.now();
  expect((await store.messages.add(aDraft(room.id))).isNew).toBe(true);
  expect(await store.rooms.find(room.slug)).toEqual(room);
  expect(performance.now() - began).toBeLessThan(5_000);
  const seqs = (await linesOf()).map(({ seq }) => seq);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
});

test('a server that hangs while it writes loses its turn, and keeps nobody else from writing', async () => {
  const other = await openPostgres(address);
  const { promise: awake, resolve: wake } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const guest = aGuest();
  const hanging = other.transact(true, async (work) => {
    begin();
    await awake;
    await work.insertInto('guest').values(guest).execute();
  });
  const refused = expect(hanging).rejects.toMatchObject(unavailable);
  await begun;
  expect((await store.messages.add(aDraft(room.id))).message.seq).toBe(1);
  wake();
  await refused;
  expect(await store.guests.find(guest.id)).toBeNull();
  await other.close();
});

test('a server with a lot to write that takes its time lets others write in between', async () => {
  const opened = [await openPostgres(address), await openPostgres(address)] as const;
  const [slow, other] = opened.map((each) => new GroupCommit(each));
  const order: string[] = [];
  const many = Array.from({ length: 4 }, async () => {
    await slow?.write(async (work) => void (await sql`select pg_sleep(0.2)`.execute(work)));
    order.push('slow');
  });
  const one = other?.write(async (work) => void (await work.selectFrom('guest').selectAll().execute()));
  await Promise.all([...many, one?.then(() => order.push('other'))]);
  expect(order.at(-1)).toBe('slow');
  expect(order).toContain('other');
  for (const each of opened) await each.close();
});

test('two servers that write to one room at the same time give each line a number of its own, also when they are killed', async () => {
  const numbers = await Promise.all(
    ['one', 'two'].map(async () => {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'storeWriter.ts'), address, room.id], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const own: number[] = [];
      for await (const line of createInterface({ input: child.stdout })) {
        own.push(Number(line));
        if (own.length === 150) child.kill('SIGKILL');
      }
      return own;
    }),
  );
  const all = numbers.flat();
  expect(all.length).toBeGreaterThanOrEqual(300);
  expect(new Set(all).size).toBe(all.length);
  expect((await store.messages.add(aDraft(room.id))).message.seq).toBeGreaterThan(Math.max(...all));
  const lines = await linesOf();
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1));
});

test('a database that only reads can be read', async () => {
  const reading = await openPostgres(`${address}?options=-c%20default_transaction_read_only%3Don`);
  expect(await reading.tables.selectFrom('room').select('id').where('id', '=', room.id).execute()).toEqual([
    { id: room.id },
  ]);
  const writing = reading.transact(true, async (work) => {
    await work.insertInto('guest').values(aGuest()).execute();
  });
  await expect(writing).rejects.toMatchObject(unavailable);
  await reading.close();
});
