import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../../server/store/openDatabase.ts';
import { SqlStore } from '../../server/store/SqlStore.ts';
import { aDraft, aGuest, aRoom } from './storeSamples.ts';

const folder = mkdtempSync(join(tmpdir(), 'hobnob-disk-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a reopened file has everything', async () => {
  const file = join(folder, 'deep', 'reopened.db');
  const [room, guest] = [aRoom({ lasting: true }), aGuest()];
  const first = await SqlStore.open(file);
  await first.rooms.add(room);
  await first.guests.save(guest);
  const { message } = await first.messages.add(aDraft(room.id));
  await first.close();

  const second = await SqlStore.open(file);
  expect(await second.rooms.list()).toEqual([room]);
  expect(await second.guests.find(guest.id)).toEqual(guest);
  expect((await second.messages.latest(room.id, 5)).messages).toEqual([message]);
  await second.close();
});

test('closing during writes keeps what had been taken', async () => {
  const file = join(folder, 'closing.db');
  const room = aRoom();
  const store = await SqlStore.open(file);
  await store.rooms.add(room);
  const writes = Array.from({ length: 1200 }, () => store.messages.add(aDraft(room.id)));
  await store.close();
  expect(await Promise.all(writes)).toHaveLength(1200);

  const reopened = await SqlStore.open(file);
  expect((await reopened.messages.latest(room.id, 2000)).messages).toHaveLength(1200);
  await reopened.close();
});

test('a full disk refuses what no longer fits, and nothing that was acknowledged is lost', async () => {
  const database = await openDatabase(join(folder, 'full.db'));
  const store = await SqlStore.over(database);
  const room = aRoom();
  await store.rooms.add(room);
  await sql`pragma max_page_count = 60`.execute(database.tables);
  const text = 'x'.repeat(2000);
  const writes = Array.from({ length: 300 }, () => store.messages.add(aDraft(room.id, { text })));
  const outcomes = await Promise.allSettled(writes);
  const kept = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.message] : []));
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(refused.length).toBeGreaterThan(0);
  for (const reason of refused) expect(reason).toMatchObject({ code: 'storage_full' });
  expect((await store.messages.latest(room.id, 500)).messages).toEqual(kept);

  await sql`pragma max_page_count = 10000`.execute(database.tables);
  expect((await store.messages.add(aDraft(room.id, { text }))).message.seq).toBe(kept.length + 1);
  await store.close();
});

test('a killed server loses nothing that it had acknowledged', async () => {
  for (let round = 0; round < 3; round++) {
    const file = join(folder, `killed-${round}.db`);
    const child = spawn(process.execPath, [join(import.meta.dirname, 'storeWriter.ts'), file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let acknowledged = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged = Number(line);
      if (acknowledged > 400 * (round + 1)) child.kill('SIGKILL');
    }
    expect(acknowledged).toBeGreaterThan(400 * (round + 1));

    const database = new DatabaseSync(file);
    expect(database.prepare('pragma integrity_check').get()).toMatchObject({ integrity_check: 'ok' });
    const kept = database.prepare('select count(*) as count, max(seq) as last from message').get();
    expect(kept?.count).toBe(kept?.last);
    expect(kept?.last).toBeGreaterThanOrEqual(acknowledged);
    database.close();
  }
});

test('two servers that write to one room at the same time give each message a number of its own', async () => {
  const file = join(folder, 'shared.db');
  const store = await SqlStore.open(file);
  const room = aRoom();
  await store.rooms.add(room);
  const numbers = await Promise.all(
    ['one', 'two'].map(async () => {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'storeWriter.ts'), file, room.id], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const own: number[] = [];
      for await (const line of createInterface({ input: child.stdout })) {
        own.push(Number(line));
        if (own.length === 300) child.kill('SIGKILL');
      }
      return own;
    }),
  );
  const all = numbers.flat();
  expect(all.length).toBeGreaterThanOrEqual(600);
  expect(new Set(all).size).toBe(all.length);
  const { messages } = await store.messages.changes(room.id, 0, 100_000);
  expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_message, index) => index + 1));
  expect(messages.length).toBeGreaterThanOrEqual(Math.max(...all));
  await store.close();
});

test('a transaction that reads first cannot be overtaken by another server before it writes', async () => {
  const file = join(folder, 'overtaken.db');
  const database = await openDatabase(file);
  const other = new DatabaseSync(file);
  const guest = aGuest();
  await database.tables.transaction().execute(async (work) => {
    await work.selectFrom('guest').selectAll().execute();
    expect(() => other.exec("insert into guest (id, name, avatar) values ('other', 'Other', 'a')")).toThrow(
      'locked',
    );
    await work.insertInto('guest').values(guest).execute();
  });
  expect(await database.tables.selectFrom('guest').select('id').execute()).toEqual([{ id: guest.id }]);
  other.close();
  await database.close();
});

test('a storage that somebody else holds is unavailable, until it is free', async () => {
  const file = join(folder, 'held.db');
  const store = await SqlStore.open(file);
  const other = new DatabaseSync(file);
  other.exec('begin immediate');
  await expect(store.rooms.add(aRoom())).rejects.toMatchObject({ code: 'storage_unavailable' });
  expect(await store.rooms.list()).toEqual([]);
  other.exec('rollback');
  await store.rooms.add(aRoom());
  other.close();
  await store.close();
});

test('a file that is no database is refused', async () => {
  const file = join(folder, 'broken.db');
  writeFileSync(file, 'no database at all, but long enough to be one'.repeat(100));
  await expect(SqlStore.open(file)).rejects.toMatchObject({ code: 'storage_unavailable' });
});
