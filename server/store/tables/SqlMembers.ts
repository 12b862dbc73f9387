import type { RoomId, UserId } from '../../../protocol/ids.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { Member, MemberStore } from '../Store.ts';

/** Who belongs to which room, in the database. */
export class SqlMembers implements MemberStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async list(): Promise<Member[]> {
    const rows = await this.#commits.database
      .selectFrom('room_member')
      .selectAll()
      .orderBy('since')
      .orderBy('user_id')
      .execute();
    return rows.map(({ room_id, user_id, since }) => ({
      roomId: room_id as RoomId,
      userId: user_id as UserId,
      since,
    }));
  }

  async save({ roomId, userId, since }: Member): Promise<void> {
    await this.#commits.write((work) =>
      work
        .insertInto('room_member')
        .values({ room_id: roomId, user_id: userId, since })
        .onConflict((conflict) => conflict.columns(['room_id', 'user_id']).doNothing())
        .execute(),
    );
  }

  async remove({ roomId, userId }: Omit<Member, 'since'>): Promise<void> {
    await this.#commits.write((work) =>
      work.deleteFrom('room_member').where('room_id', '=', roomId).where('user_id', '=', userId).execute(),
    );
  }
}
