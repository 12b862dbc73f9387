import type { UserId } from '../../../protocol/ids.ts';
import type { PersonInfo } from '../../../protocol/people.ts';
import type { Work } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { GuestStore } from '../Store.ts';

/** The guests in the database. */
export class SqlGuests implements GuestStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async find(id: UserId): Promise<PersonInfo | null> {
    const row = await this.#commits.database
      .selectFrom('guest')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    return row ? { id, name: row.name, avatar: row.avatar } : null;
  }

  async save(guest: PersonInfo): Promise<void> {
    await this.#commits.write((work) => saveGuest(work, guest));
  }
}

/** Writes a guest, new or changed, as part of a transaction. */
export async function saveGuest(work: Work, { id, name, avatar }: PersonInfo): Promise<void> {
  await work
    .insertInto('guest')
    .values({ id, name, avatar })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ name, avatar }))
    .execute();
}
