import type { UserId } from '../../../protocol/ids.ts';
import type { PresenceChoice } from '../../../protocol/presence.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { PresenceStore } from '../Store.ts';

/** How people want to be seen, in the database. */
export class SqlPresences implements PresenceStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async list(): Promise<{ id: UserId; choice: PresenceChoice }[]> {
    const rows = await this.#commits.database.selectFrom('presence').selectAll().execute();
    return rows.map(({ user_id, status, visible_to, circles }) => ({
      id: user_id as UserId,
      choice: {
        status,
        visibleTo: visible_to,
        ...(circles !== null && { circles: JSON.parse(circles) }),
      } as PresenceChoice,
    }));
  }

  async save(id: UserId, { status, visibleTo, circles }: PresenceChoice): Promise<void> {
    const changes = { status, visible_to: visibleTo, circles: circles ? JSON.stringify(circles) : null };
    await this.#commits.write((work) =>
      work
        .insertInto('presence')
        .values({ user_id: id, ...changes })
        .onConflict((conflict) => conflict.column('user_id').doUpdateSet(changes))
        .execute(),
    );
  }
}
