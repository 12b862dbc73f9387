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

/** A report as far as one has to know it to say who decides it, and how soon. */
export type ReportOutline = Omit<ReportRecord, 'note' | 'evidence'>;

/** What people reported. Each change is written together with what the log says of it, or not at all. */
export interface ReportStore {
  /** What is to be decided in some rooms, null: in all; of people with an account first, each the latest first. */
  undecided(rooms: readonly RoomId[] | null, count: number): Promise<ReportOutline[]>;
  /** What was decided in some rooms, null: in all, the latest first. */
  decided(rooms: readonly RoomId[] | null, count: number): Promise<ReportRecord[]>;
  find(id: ReportId): Promise<ReportRecord | null>;
  /** What somebody reported about a person since a time. */
  by(reporterId: UserId, since: number): Promise<ReportRecord[]>;
  /** The objections to what was imposed on somebody, since a time. */
  appeals(personId: UserId, since: number): Promise<ReportRecord[]>;
  /** Writes a report, new or changed. */
  save(report: ReportRecord, entry: AuditRecord): Promise<void>;
}
