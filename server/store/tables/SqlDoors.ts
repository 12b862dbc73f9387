import type { InviteId, RoomId, UserId } from '../../../protocol/ids.ts';
import type { Role } from '../../../protocol/ranks.ts';
import type { DoorStore, Invite, InviteUse } from '../DoorStore.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import { inviteOver } from '../houseRefusals.ts';
import { requireRoom } from './requireRoom.ts';

/** Passcodes and invitations in the database. */
export class SqlDoors implements DoorStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async passcode(roomId: RoomId): Promise<string | null> {
    const row = await this.#commits.database
      .selectFrom('room_passcode')
      .select('hash')
      .where('room_id', '=', roomId)
      .executeTakeFirst();
    return row?.hash ?? null;
  }

  async setPasscode(roomId: RoomId, hash: string): Promise<void> {
    await this.#commits.write(async (work) => {
      await requireRoom(work, roomId);
      await work
        .insertInto('room_passcode')
        .values({ room_id: roomId, hash })
        .onConflict((conflict) => conflict.column('room_id').doUpdateSet({ hash }))
        .execute();
    });
  }

  async invites(): Promise<Invite[]> {
    const rows = await this.#commits.database
      .selectFrom('invite')
      .selectAll()
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return rows.map((row) => ({
      id: row.id as InviteId,
      roomId: row.room_id as RoomId,
      digest: row.token_digest,
      role: row.role as Role,
      by: { id: row.by_id as UserId, name: row.by_name },
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      most: row.most,
    }));
  }

  async addInvite(invite: Invite): Promise<void> {
    const { id, roomId, digest, role, by, createdAt, expiresAt, most } = invite;
    await this.#commits.write(async (work) => {
      await requireRoom(work, roomId);
      await work
        .insertInto('invite')
        .values({
          ...{ id, room_id: roomId, token_digest: digest, role, by_id: by.id, by_name: by.name },
          ...{ created_at: createdAt, expires_at: expiresAt, most },
        })
        .execute();
    });
  }

  async burnInvite(id: InviteId): Promise<void> {
    await this.#commits.write((work) => work.deleteFrom('invite').where('id', '=', id).execute());
  }

  async uses(): Promise<InviteUse[]> {
    const rows = await this.#commits.database
      .selectFrom('invite_use')
      .selectAll()
      .orderBy('used_at')
      .orderBy('user_id')
      .execute();
    return rows.map((row) => ({
      inviteId: row.invite_id as InviteId,
      roomId: row.room_id as RoomId,
      userId: row.user_id as UserId,
      usedAt: row.used_at,
    }));
  }

  async addUse({ inviteId, roomId, userId, usedAt }: InviteUse): Promise<void> {
    await this.#commits.write(async (work) => {
      const uses = await work
        .selectFrom('invite_use')
        .select('user_id')
        .where('invite_id', '=', inviteId)
        .execute();
      if (uses.some(({ user_id }) => user_id === userId)) return;
      const invite = await work
        .selectFrom('invite')
        .select('most')
        .where('id', '=', inviteId)
        .executeTakeFirst();
      if (!invite || (invite.most !== null && uses.length >= invite.most)) throw inviteOver();
      await work
        .insertInto('invite_use')
        .values({ invite_id: inviteId, room_id: roomId, user_id: userId, used_at: usedAt })
        .execute();
    });
  }
}
