import type { InterestSlug, NoticeId, RoomId, UserId } from '../../protocol/ids.ts';
import type { NoticeEvent, NoticeKind, NoticeTarget, QuietHours } from '../../protocol/notices.ts';
import type { PersonInfo } from '../../protocol/people.ts';

/** Something somebody was told, as it is kept. */
export interface NoticeRecord {
  readonly id: NoticeId;
  readonly userId: UserId;
  /** What is the same thing has the same words here. */
  readonly fold: string;
  readonly kind: NoticeKind;
  readonly who: PersonInfo | null;
  readonly roomId: RoomId | null;
  readonly interest: InterestSlug | null;
  readonly event: NoticeEvent | null;
  readonly seq: number | null;
  readonly text: string;
  readonly count: number;
  readonly at: number;
  readonly read: boolean;
}

/** What somebody wants to be told. */
export interface NoticeChoice {
  readonly userId: UserId;
  readonly levels: readonly NoticeTarget[];
  readonly quiet: QuietHours | null;
}

/** What is kept of somebody's notices. */
export interface KeptNotices {
  readonly count: number;
  readonly since: number;
}

/** What people were told. Like a seat it does not wait for the disk. */
export interface NoticeStore {
  /** The latest first. */
  list(userId: UserId): Promise<NoticeRecord[]>;
  /** Writes a notice, new or changed; of that person's all but the newest so many go, and all before a time. */
  save(record: NoticeRecord, keep: KeptNotices): Promise<void>;
  /**
   * Writes what becomes of the latest notice about the same thing, and gives it; null: nothing new. Of two at once the
   * second one begins with what the first one wrote.
   */
  fold(
    userId: UserId,
    fold: string,
    become: (before: NoticeRecord | null) => NoticeRecord | null,
    keep: KeptNotices,
  ): Promise<NoticeRecord | null>;
  markRead(userId: UserId, ids: readonly NoticeId[]): Promise<void>;
  /** What tells of a line goes, as that was taken away. */
  forgetLine(roomId: RoomId, seq: number): Promise<void>;
  choices(): Promise<NoticeChoice[]>;
  /** Waits for the disk. */
  saveLevel(userId: UserId, target: NoticeTarget): Promise<void>;
  /** Waits for the disk. */
  saveQuiet(userId: UserId, quiet: QuietHours | null): Promise<void>;
}
