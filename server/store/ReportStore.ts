import type { ReportId, RoomId, UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { Reason } from '../../protocol/reasons.ts';
import type { Evidence, ReportInfo } from '../../protocol/reports.ts';
import type { AuditRecord } from './ModerationStore.ts';

/** Something that somebody reported. */
export interface ReportRecord extends Pick<ReportInfo, 'kind' | 'event' | 'seq' | 'state' | 'outcome'> {
  readonly id: ReportId;
  readonly roomId: RoomId | null;
  readonly roomName: string;
  readonly person: PersonInfo | null;
  /** Null: nobody any more. */
  readonly reporterId: UserId | null;
  readonly reporterGuest: boolean;
  readonly reason: Reason;
  readonly note: string;
  readonly at: number;
  readonly byId: UserId | null;
  /** Those who moderate the room passed it on. */
  readonly toHouse: boolean;
  readonly evidence: readonly Evidence[];
}

/** What people reported. Each change is written together with what the log says of it, or not at all. */
export interface ReportStore {
  /** Those in some rooms, null: all, the latest first. */
  list(rooms: readonly RoomId[] | null, count: number): Promise<ReportRecord[]>;
  find(id: ReportId): Promise<ReportRecord | null>;
  /** What somebody reported about a person since a time. */
  by(reporterId: UserId, since: number): Promise<ReportRecord[]>;
  /** Writes a report, new or changed. */
  save(report: ReportRecord, entry: AuditRecord): Promise<void>;
}
