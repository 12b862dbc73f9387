import type { UserId } from '../../../protocol/ids.ts';
import type { PersonInfo } from '../../../protocol/people.ts';
import type { Work } from '../database.ts';
import { FixedQuery } from '../FixedQuery.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { GuestStore } from '../Store.ts';

/** The guests in the database. */
export class SqlGuests implements GuestStore {
  readonly #commits: GroupCommit;
  readonly #byId = new FixedQuery((database) =>
    database.selectFrom('guest').selectAll().where('id', '=', ''),
  );

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async find(id: UserId): Promise<PersonInfo | null> {
    const [row] = await this.#byId.rows(this.#commits.database, [id]);
    if (!row) return null;
    const { name, avatar, picture } = row;
    return { id, name, avatar, ...(picture !== null && { picture }) };
  }

  async save(guest: PersonInfo): Promise<void> {
    await this.#commits.write((work) => saveGuest(work, guest));
  }
}

/** Writes a guest, new or changed, as part of a transaction. */
export async function saveGuest(work: Work, { id, name, avatar, picture = null }: PersonInfo): Promise<void> {
  const changes = { name, avatar, picture };
  await work
    .insertInto('guest')
    .values({ id, ...changes })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
    .execute();
}
