import type { RoomId, UserId } from '../../../protocol/ids.ts';
import type { Role } from '../../../protocol/ranks.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { GivenRole, RoleStore } from '../RoleStore.ts';
import { requireRoom } from './requireRoom.ts';

/** The roles that rooms gave, in the database. */
export class SqlRoles implements RoleStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async list(): Promise<GivenRole[]> {
    const rows = await this.#commits.database
      .selectFrom('room_role')
      .selectAll()
      .orderBy('since')
      .orderBy('user_id')
      .execute();
    return rows.map(({ room_id, user_id, role, since }) => ({
      roomId: room_id as RoomId,
      userId: user_id as UserId,
      role: role as Role,
      since,
    }));
  }

  async save({ roomId, userId, role, since }: GivenRole): Promise<void> {
    await this.#commits.write(async (work) => {
      await requireRoom(work, roomId);
      await work
        .insertInto('room_role')
        .values({ room_id: roomId, user_id: userId, role, since })
        .onConflict((conflict) => conflict.columns(['room_id', 'user_id']).doUpdateSet({ role, since }))
        .execute();
    });
  }

  async remove({ roomId, userId }: Pick<GivenRole, 'roomId' | 'userId'>): Promise<void> {
    await this.#commits.write((work) =>
      work.deleteFrom('room_role').where('room_id', '=', roomId).where('user_id', '=', userId).execute(),
    );
  }
}
