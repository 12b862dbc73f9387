import type { Selectable } from 'kysely';
import type { RoomId, UserId } from '../../../protocol/ids.ts';
import type { PersonInfo } from '../../../protocol/people.ts';
import type { Reason, Restraint } from '../../../protocol/reasons.ts';
import type { Tables } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { AuditRecord, Sanction, SanctionKey, SanctionStore } from '../ModerationStore.ts';
import { requireRoom } from './requireRoom.ts';
import { addEntry } from './SqlAudit.ts';

/** What holds for whom, in the database; removals also where the version before looks for them. */
export class SqlSanctions implements SanctionStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async list(): Promise<Sanction[]> {
    const { database } = this.#commits;
    const rows = await database.selectFrom('sanction').selectAll().execute();
    const known = new Set(rows.map(({ scope, user_id, kind }) => `${scope} ${user_id} ${kind}`));
    const older = await database.selectFrom('removal').selectAll().execute();
    const all = [
      ...rows.map(toSanction),
      // Written by a version that knew no more.
      ...older.filter((row) => !known.has(`${row.room_id} ${row.user_id} out`)).map(fromRemoval),
    ];
    return all.sort((a, b) => a.since - b.since || (a.person.id < b.person.id ? -1 : 1));
  }

  async impose(sanction: Sanction, entry: AuditRecord): Promise<void> {
    await this.#commits.write(async (work) => {
      const { roomId, person, kind, by, since, ...same } = sanction;
      if (roomId !== null) await requireRoom(work, roomId);
      const key = { scope: roomId ?? '', user_id: person.id, kind, room_id: roomId };
      const named = { user_name: person.name, user_avatar: person.avatar };
      const values = { ...same, ...named, since, by_person: by ? JSON.stringify(by) : null };
      await work
        .insertInto('sanction')
        .values({ ...key, ...values })
        .onConflict((conflict) => conflict.columns(['scope', 'user_id', 'kind']).doUpdateSet(values))
        .execute();
      if (kind === 'out' && roomId !== null) {
        const removal = { ...named, removed_at: since, until: same.until };
        await work
          .insertInto('removal')
          .values({ room_id: roomId, user_id: person.id, ...removal })
          .onConflict((conflict) => conflict.columns(['room_id', 'user_id']).doUpdateSet(removal))
          .execute();
      }
      await addEntry(work, entry);
    });
  }

  async lift({ roomId, userId, kind }: SanctionKey, entry: AuditRecord): Promise<void> {
    await this.#commits.write(async (work) => {
      await work
        .deleteFrom('sanction')
        .where('scope', '=', roomId ?? '')
        .where('user_id', '=', userId)
        .where('kind', '=', kind)
        .execute();
      if (kind === 'out' && roomId !== null) {
        await work
          .deleteFrom('removal')
          .where('room_id', '=', roomId)
          .where('user_id', '=', userId)
          .execute();
      }
      await addEntry(work, entry);
    });
  }
}

function toSanction(row: Selectable<Tables['sanction']>): Sanction {
  return {
    person: { id: row.user_id as UserId, name: row.user_name, avatar: row.user_avatar },
    roomId: row.room_id as RoomId | null,
    kind: row.kind as Restraint,
    since: row.since,
    until: row.until,
    reason: row.reason as Reason,
    note: row.note,
    by: row.by_person === null ? null : (JSON.parse(row.by_person) as PersonInfo),
    device: row.device,
    invite: row.invite,
    network: row.network,
  };
}

function fromRemoval(row: Selectable<Tables['removal']>): Sanction {
  return {
    person: { id: row.user_id as UserId, name: row.user_name, avatar: row.user_avatar },
    roomId: row.room_id as RoomId,
    kind: 'out',
    since: row.removed_at,
    until: row.until,
    ...{ reason: 'other', note: '', by: null, device: null, invite: null, network: null },
  };
}
