import { type Selectable, sql } from 'kysely';
import type { AuditId, RoomId, UserId } from '../../../protocol/ids.ts';
import type { AuditAction, Reason } from '../../../protocol/reasons.ts';
import type { Tables, Work } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { AuditQuery, AuditRecord, AuditStore } from '../ModerationStore.ts';

/** What was done to keep order, in the database. */
export class SqlAudit implements AuditStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async add(record: AuditRecord): Promise<void> {
    await this.#commits.write((work) => addEntry(work, record));
  }

  async list(asked: AuditQuery): Promise<AuditRecord[]> {
    const { rooms, conversations, house, to, actions, text, before, count } = asked;
    const { database } = this.#commits;
    let query = database.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(count);
    if (rooms) query = query.where('room_id', 'in', rooms.length > 0 ? rooms : ['']);
    if (conversations) {
      query = query.where(({ or, eb, not, exists, selectFrom }) => {
        const conversation = selectFrom('room')
          .select('room.id')
          .whereRef('room.id', '=', 'audit.room_id')
          .where('room.visibility', 'in', ['direct', 'members']);
        const own = eb('room_id', 'in', conversations.length > 0 ? conversations : ['']);
        return or([not(exists(conversation)), own]);
      });
    }
    if (house) query = query.where('room_id', 'is', null);
    if (to) query = query.where('to_id', '=', to);
    if (actions) query = query.where('action', 'in', actions.length > 0 ? actions : ['']);
    if (before) {
      query = query.where('seq', '<', ({ selectFrom }) =>
        selectFrom('audit').select('seq').where('id', '=', before),
      );
    }
    if (text) {
      const like = `%${text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
      const has = (column: string) => sql<boolean>`lowercase(${sql.ref(column)}) like ${like} escape '\\'`;
      query = query.where(({ or, exists, selectFrom }) => {
        const named = selectFrom('guest')
          .select('id')
          .where(has('guest.name'))
          .where((guest) =>
            guest.or([
              guest('guest.id', '=', guest.ref('audit.to_id')),
              guest('guest.id', '=', guest.ref('audit.by_id')),
            ]),
          );
        return or([has('note'), has('room_name'), exists(named)]);
      });
    }
    return (await query.execute()).map(toRecord);
  }
}

/** Writes an entry in the transaction of what it tells of. */
export async function addEntry(work: Work, record: AuditRecord): Promise<void> {
  const { by, to, roomId, roomName, ...same } = record;
  await work
    .insertInto('audit')
    .values({ ...same, by_id: by, to_id: to, room_id: roomId, room_name: roomName, seq: undefined })
    .execute();
}

function toRecord(row: Selectable<Tables['audit']>): AuditRecord {
  return {
    id: row.id as AuditId,
    at: row.at,
    action: row.action as AuditAction,
    by: row.by_id as UserId | null,
    to: row.to_id as UserId | null,
    roomId: row.room_id as RoomId | null,
    roomName: row.room_name,
    reason: row.reason as Reason | null,
    note: row.note,
    until: row.until,
  };
}
