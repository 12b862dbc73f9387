import { sql } from 'kysely';
import type { UserId } from '../../../protocol/ids.ts';
import type { Database } from '../database.ts';
import type { KeptPerson, PeopleQuery } from '../HouseStore.ts';

/** People who are kept, accounts first, the newest of them first, then guests by name. */
export async function findPeople(
  database: Database,
  { text, skip, count }: PeopleQuery,
): Promise<KeptPerson[]> {
  let query = database
    .selectFrom('guest')
    .leftJoin('account', 'account.id', 'guest.id')
    .select(['guest.id', 'guest.name', 'guest.avatar', 'guest.picture', 'account.created_at as since'])
    .select(({ selectFrom }) =>
      selectFrom('login')
        .select(({ fn }) => fn.max('login.seen_at').as('seen'))
        .whereRef('login.user_id', '=', 'guest.id')
        .as('seen_at'),
    )
    .orderBy(sql`coalesce(account.created_at, 0)`, 'desc')
    .orderBy(sql`lowercase(guest.name)`)
    .orderBy('guest.id')
    .offset(skip)
    .limit(count);
  if (text) {
    const like = `%${text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
    query = query.where(({ or, eb }) =>
      or([eb('guest.id', '=', text), sql<boolean>`lowercase(guest.name) like ${like} escape '\\'`]),
    );
  }
  return (await query.execute()).map(({ id, name, avatar, picture, since, seen_at }) => ({
    person: { id: id as UserId, name, avatar, ...(picture !== null && { picture }) },
    since,
    seenAt: seen_at,
  }));
}

/** How many have an account, and how many guests gave a name. */
export async function countPeople(database: Database): Promise<{ accounts: number; guests: number }> {
  const count = async (table: 'account' | 'guest') => {
    const { rows } = await database
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow();
    return Number(rows);
  };
  const accounts = await count('account');
  return { accounts, guests: (await count('guest')) - accounts };
}
