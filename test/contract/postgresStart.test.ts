import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { startProblem } from '../../server/startProblem.ts';
import { SqlStore } from '../../server/store/SqlStore.ts';
import { Postgres } from '../support/Postgres.ts';
import { aDraft, aRoom } from './storeSamples.ts';
import { emptyDatabase } from './stores.ts';

const password = 'p@ss/w"ord';
let postgres: Postgres;
beforeAll(async () => {
  postgres = await Postgres.start({ password });
});
afterAll(() => postgres.close());

const problemOf = async (address: string) => {
  const error = await SqlStore.open(address).then(
    () => null,
    (reason: unknown) => reason,
  );
  return startProblem(error, readConfig({}));
};

test('two servers that start together on an empty database both come up', async () => {
  const { address, remove } = await emptyDatabase();
  const stores = await Promise.all([SqlStore.open(address), SqlStore.open(address), SqlStore.open(address)]);
  const [interests, ...same] = await Promise.all(stores.map((store) => store.interests.list()));
  expect(interests?.length).toBeGreaterThanOrEqual(28);
  for (const others of same) expect(others).toEqual(interests);
  const room = aRoom();
  await stores[0]?.rooms.add(room);
  expect((await stores[1]?.messages.add(aDraft(room.id)))?.message.seq).toBe(1);
  for (const store of stores) await store.close();
  await remove();
});

test('a password with all that is special in an address opens the database', async () => {
  const store = await SqlStore.open(postgres.address('postgres'));
  await store.ping();
  await store.close();
});

test('says plainly that nobody answers, that the password is wrong, and that there is no such database', async () => {
  const nobody = await problemOf('postgres://hobnob:secret@127.0.0.1:1/hobnob');
  expect(nobody).toEqual({
    sentence: expect.stringMatching(/^PostgreSQL at 127\.0\.0\.1:1 cannot be used\. It does not answer/),
    lasting: false,
  });
  const wrong = await problemOf(`postgres://hobnob:secret@127.0.0.1:${postgres.port}/postgres`);
  expect(wrong).toEqual({
    sentence: expect.stringContaining('It refuses hobnob with this password: set both in DATABASE_URL.'),
    lasting: true,
  });
  const none = await problemOf(postgres.address('hobnob'));
  expect(none).toEqual({
    sentence: expect.stringContaining('It has no database hobnob: create it'),
    lasting: true,
  });
  for (const { sentence } of [nobody, wrong, none]) {
    expect(sentence).not.toMatch(/secret|p@ss|p%40ss/);
  }
});

test('refuses a database in which it cannot keep everything', async () => {
  await postgres.command(`create database latin encoding 'latin1' template template0`);
  expect(await problemOf(postgres.address('latin'))).toEqual({
    sentence: 'The database latin of PostgreSQL is in LATIN1: create one in UTF8.',
    lasting: true,
  });
  await postgres.command(`create role stranger login password 'stranger'`);
  await postgres.command('create database foreign_one');
  const address = `postgres://stranger:stranger@127.0.0.1:${postgres.port}/foreign_one`;
  expect(await problemOf(address)).toEqual({
    sentence: expect.stringContaining('alter database foreign_one owner to stranger'),
    lasting: true,
  });
});

test('the database itself lets nobody change or remove what is in the log', async () => {
  const { address, remove, query } = await emptyDatabase();
  await (await SqlStore.open(address)).close();
  await query(
    `insert into audit (id, at, action, room_name, note) values ('a', 1, 'banned', '', 'For good')`,
  );
  const again = `insert into audit (id, at, action, room_name, note) values ('a', 1, 'banned', '', 'never')
    on conflict (id) do update set note = 'never'`;
  for (const sql of ["update audit set note = 'never'", 'delete from audit', 'truncate audit', again]) {
    await expect(query(sql)).rejects.toThrow('the log only grows');
  }
  expect(await query('select note from audit')).toEqual([{ note: 'For good' }]);
  await remove();
});

test('what is no text is refused as such', async () => {
  const { address, remove } = await emptyDatabase();
  const store = await SqlStore.open(address);
  const nobody = store.house.people({ text: 'a\0b', skip: 0, count: 1 });
  await expect(nobody).rejects.toMatchObject({ code: 'bad_request' });
  await store.ping();
  await store.close();
  await remove();
});

test('keeps text in the order of its bytes, and whole numbers as large as ours', async () => {
  const { address, remove, query } = await emptyDatabase();
  await (await SqlStore.open(address)).close();
  const odd = await query(`
    select table_name, column_name, data_type, collation_name from information_schema.columns
    where table_schema = 'public' and table_name not like 'kysely_%'
      and (data_type = 'integer' or data_type = 'real' or (data_type = 'text' and collation_name is distinct from 'C'))`);
  expect(odd).toEqual([]);
  await remove();
});
