import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Work } from '../../../server/store/database.ts';
import { GroupCommit } from '../../../server/store/GroupCommit.ts';
import { openSqlite } from '../../../server/store/openSqlite.ts';

async function createCommits() {
  let commits = 0;
  const opened = await openSqlite(':memory:');
  const group = new GroupCommit({
    ...{ tables: opened.tables, words: opened.words },
    async transact(durable, work) {
      await opened.transact(durable, work);
      commits++;
    },
    close: () => opened.close(),
  });
  return { database: opened.tables, group, commits: () => commits };
}

const addGuest = (id: string) => (work: Work) =>
  work.insertInto('guest').values({ id, name: id, avatar: id }).execute();

test('writes that come together share few commits, in their order', async () => {
  const { group, commits } = await createCommits();
  const order: number[] = [];
  const writes = Array.from({ length: 500 }, (_, index) =>
    group.write(addGuest(`guest ${index}`)).then(() => order.push(index)),
  );
  await Promise.all(writes);
  expect(commits()).toBeLessThanOrEqual(3);
  expect(order).toEqual(writes.map((_, index) => index));
  await group.close();
});

test('a write is acknowledged only after its commit', async () => {
  const { group, commits } = await createCommits();
  for (let i = 1; i <= 5; i++) {
    await group.write(addGuest(`guest ${i}`));
    expect(commits()).toBe(i);
  }
  await group.close();
});

test('when the commit itself fails, every write of it hears so, and the next ones work', async () => {
  const { database, group } = await createCommits();
  const outcomes = await Promise.allSettled([
    group.write(addGuest('innocent')),
    group.write(async (work) => {
      // Put off to the commit, a broken reference fails there.
      await sql`pragma defer_foreign_keys = on`.execute(work);
      const insert = sql`insert into removal (room_id, user_id, user_name, user_avatar, removed_at)`;
      await sql`${insert} values ('no such room', 'a', 'a', 'a', 1)`.execute(work);
    }),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await database.selectFrom('guest').selectAll().execute()).toEqual([]);
  await group.write(addGuest('next'));
  expect(await database.selectFrom('guest').select('id').execute()).toEqual([{ id: 'next' }]);
  await group.close();
});

test('a write of several steps that fails is undone as a whole', async () => {
  const { database, group } = await createCommits();
  const failing = group.write(async (work) => {
    await addGuest('half')(work);
    throw new Error('changed my mind');
  });
  const fine = group.write(addGuest('whole'));
  await expect(failing).rejects.toThrow('changed my mind');
  await fine;
  expect(await database.selectFrom('guest').select('id').execute()).toEqual([{ id: 'whole' }]);
  await group.close();
});

test('a write that comes alone and fails is undone as a whole, and the next ones work', async () => {
  const { database, group } = await createCommits();
  const failing = group.write(async (work) => {
    await addGuest('half')(work);
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  await expect(group.write(addGuest('whole'))).resolves.toBeDefined();
  await expect(group.write(addGuest('whole'))).rejects.toMatchObject({ code: 'conflict' });
  expect(await database.selectFrom('guest').select('id').execute()).toEqual([{ id: 'whole' }]);
  await group.close();
});
