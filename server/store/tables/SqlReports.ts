import type { Selectable } from 'kysely';
import type { ReportId, RoomId, UserId } from '../../../protocol/ids.ts';
import type { Tables } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { AuditRecord } from '../ModerationStore.ts';
import type { ReportOutline, ReportRecord, ReportStore } from '../ReportStore.ts';
import { addEntry } from './SqlAudit.ts';

/** What people reported, in the database. */
export class SqlReports implements ReportStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async undecided(rooms: readonly RoomId[] | null, count: number): Promise<ReportOutline[]> {
    let query = this.#commits.database.selectFrom('report').select(outline).where('state', '!=', 'decided');
    if (rooms) query = query.where('room_id', 'in', rooms.length > 0 ? rooms : ['']);
    const rows = await query
      .orderBy('reporter_guest')
      .orderBy('at', 'desc')
      .orderBy('id')
      .limit(count)
      .execute();
    return rows.map(toOutline);
  }

  async decided(rooms: readonly RoomId[] | null, count: number): Promise<ReportRecord[]> {
    let query = this.#commits.database.selectFrom('report').selectAll().where('state', '=', 'decided');
    if (rooms) query = query.where('room_id', 'in', rooms.length > 0 ? rooms : ['']);
    const rows = await query.orderBy('at', 'desc').orderBy('id').limit(count).execute();
    return rows.map(toReport);
  }

  async find(id: ReportId): Promise<ReportRecord | null> {
    const row = await this.#commits.database
      .selectFrom('report')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    return row ? toReport(row) : null;
  }

  async by(reporterId: UserId, since: number): Promise<ReportRecord[]> {
    const rows = await this.#commits.database
      .selectFrom('report')
      .selectAll()
      .where('reporter_id', '=', reporterId)
      .where('at', '>=', since)
      .orderBy('at', 'desc')
      .orderBy('id')
      .execute();
    return rows.map(toReport);
  }

  async appeals(personId: UserId, since: number): Promise<ReportRecord[]> {
    const rows = await this.#commits.database
      .selectFrom('report')
      .selectAll()
      .where('kind', '=', 'appeal')
      .where('person_id', '=', personId)
      .where('at', '>=', since)
      .orderBy('at', 'desc')
      .orderBy('id')
      .execute();
    return rows.map(toReport);
  }

  async save(report: ReportRecord, entry: AuditRecord): Promise<void> {
    const { id, kind, event, seq, reason, note, at, state, outcome } = report;
    const values = {
      ...{ kind, event, seq, reason, note, at, state, outcome },
      room_id: report.roomId,
      room_name: report.roomName,
      person_id: report.person?.id ?? null,
      person: report.person ? JSON.stringify(report.person) : null,
      reporter_id: report.reporterId,
      reporter_guest: report.reporterGuest ? 1 : 0,
      by_id: report.byId,
      to_house: report.toHouse ? 1 : 0,
      evidence: JSON.stringify(report.evidence),
    };
    await this.#commits.write(async (work) => {
      await work
        .insertInto('report')
        .values({ id, ...values })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute();
      await addEntry(work, entry);
    });
  }
}

const outline = [
  ...(['id', 'kind', 'room_id', 'room_name', 'person', 'event', 'seq', 'reporter_id'] as const),
  ...(['reporter_guest', 'reason', 'at', 'state', 'by_id', 'to_house', 'outcome'] as const),
] as const;

function toReport(row: Selectable<Tables['report']>): ReportRecord {
  return {
    ...toOutline(row),
    note: row.note,
    evidence: JSON.parse(row.evidence) as ReportRecord['evidence'],
  };
}

function toOutline(row: Pick<Selectable<Tables['report']>, (typeof outline)[number]>): ReportOutline {
  return {
    id: row.id as ReportId,
    kind: row.kind as ReportRecord['kind'],
    roomId: row.room_id as RoomId | null,
    roomName: row.room_name,
    person: row.person === null ? null : (JSON.parse(row.person) as ReportRecord['person']),
    event: row.event,
    seq: row.seq,
    reporterId: row.reporter_id as UserId | null,
    reporterGuest: row.reporter_guest === 1,
    reason: row.reason as ReportRecord['reason'],
    at: row.at,
    state: row.state as ReportRecord['state'],
    byId: row.by_id as UserId | null,
    toHouse: row.to_house === 1,
    outcome: row.outcome as ReportRecord['outcome'],
  };
}
