import type { Selectable } from 'kysely';
import type { RoomId, UserId } from '../../../protocol/ids.ts';
import type { RemovedPerson } from '../../../protocol/moderation.ts';
import type { Tables } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { RemovalStore } from '../Store.ts';

/** The removals in the database. */
export class SqlRemovals implements RemovalStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async save(roomId: RoomId, { person, removedAt, until }: RemovedPerson): Promise<void> {
    const changes = {
      user_name: person.name,
      user_avatar: person.avatar,
      removed_at: removedAt,
      until,
    };
    await this.#commits.write((work) =>
      work
        .insertInto('removal')
        .values({ room_id: roomId, user_id: person.id, ...changes })
        .onConflict((conflict) => conflict.columns(['room_id', 'user_id']).doUpdateSet(changes))
        .execute(),
    );
  }

  async remove(roomId: RoomId, userId: UserId): Promise<void> {
    await this.#commits.write((work) =>
      work.deleteFrom('removal').where('room_id', '=', roomId).where('user_id', '=', userId).execute(),
    );
  }

  async list(roomId: RoomId): Promise<RemovedPerson[]> {
    const rows = await this.#commits.database
      .selectFrom('removal')
      .selectAll()
      .where('room_id', '=', roomId)
      .orderBy('removed_at', 'desc')
      .orderBy('user_id')
      .execute();
    return rows.map(toRemovedPerson);
  }
}

function toRemovedPerson(row: Selectable<Tables['removal']>): RemovedPerson {
  return {
    person: { id: row.user_id as UserId, name: row.user_name, avatar: row.user_avatar },
    removedAt: row.removed_at,
    until: row.until,
  };
}
