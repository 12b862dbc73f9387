import type { UserId } from '../../../protocol/ids.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { Tie, TieStore } from '../Store.ts';

/** Whom and what people know, in the database. */
export class SqlTies implements TieStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async list(): Promise<Tie[]> {
    const rows = await this.#commits.database
      .selectFrom('tie')
      .selectAll()
      .orderBy('since')
      .orderBy('from_id')
      .orderBy('to_id')
      .execute();
    return rows.map(({ from_id, to_id, kind, since }) => ({
      from: from_id as UserId,
      to: to_id,
      kind: kind as Tie['kind'],
      since,
    }));
  }

  async save({ from, to, kind, since }: Tie): Promise<void> {
    await this.#commits.write((work) =>
      work
        .insertInto('tie')
        .values({ from_id: from, to_id: to, kind, since })
        .onConflict((conflict) => conflict.columns(['from_id', 'kind', 'to_id']).doNothing())
        .execute(),
    );
  }

  async remove({ from, to, kind }: Omit<Tie, 'since'>): Promise<void> {
    await this.#commits.write((work) =>
      work
        .deleteFrom('tie')
        .where('from_id', '=', from)
        .where('to_id', '=', to)
        .where('kind', '=', kind)
        .execute(),
    );
  }
}
