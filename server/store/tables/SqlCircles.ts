import type { CircleId, UserId } from '../../../protocol/ids.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { Circle, CircleStore } from '../Store.ts';

/** Lists of people that somebody keeps, in the database. */
export class SqlCircles implements CircleStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async list(): Promise<Circle[]> {
    const rows = await this.#commits.database
      .selectFrom('circle')
      .selectAll()
      .orderBy('since')
      .orderBy('id')
      .execute();
    return rows.map(({ id, owner_id, name, since, people }) => ({
      id: id as CircleId,
      owner: owner_id as UserId,
      name,
      since,
      people: JSON.parse(people) as UserId[],
    }));
  }

  async save({ id, owner, name, since, people }: Circle): Promise<void> {
    const changes = { name, people: JSON.stringify(people) };
    await this.#commits.write((work) =>
      work
        .insertInto('circle')
        .values({ id, owner_id: owner, since, ...changes })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
        .execute(),
    );
  }

  async remove(id: CircleId): Promise<void> {
    await this.#commits.write((work) => work.deleteFrom('circle').where('id', '=', id).execute());
  }
}
