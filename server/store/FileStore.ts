import type { ChatFile } from '../../protocol/files.ts';
import type { FileId, RoomId, UserId } from '../../protocol/ids.ts';

/** A file that is on the disk whole. */
export interface FileRecord {
  readonly roomId: RoomId;
  readonly ownerId: UserId;
  readonly file: ChatFile;
  /** What of it lies on the disk, in bytes. */
  readonly kept: number;
  readonly since: number;
  /** The place of the line that carries it. */
  readonly seq: number | null;
}

export interface FileStore {
  /** Throws `not_found` for a room that is not kept. */
  add(record: Omit<FileRecord, 'seq'>): Promise<void>;
  find(id: FileId): Promise<FileRecord | null>;
  /** Those that a line carries, or carried. */
  ofLine(roomId: RoomId, seq: number): Promise<FileId[]>;
  /** One that is not there is fine. */
  remove(ids: readonly FileId[]): Promise<void>;
  /** Bytes on the disk: somebody's, and everybody's. */
  used(ownerId: UserId): Promise<{ own: number; all: number }>;
  /** All that are to stay: without those no line has carried since a moment, and those of lines that were deleted. */
  staying(looseSince: number): Promise<FileId[]>;
}
