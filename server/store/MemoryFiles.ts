import type { ChatFile } from '../../protocol/files.ts';
import type { FileId, RoomId, UserId } from '../../protocol/ids.ts';
import type { FileRecord, FileStore } from './FileStore.ts';
import { noSuchFile } from './messages.ts';

interface Guard {
  requireOpen(): void;
  requireTaking(): void;
  /** Throws for a room that is not kept. */
  requireRoom(id: RoomId): void;
  /** Says whether there is such a line, and it was not deleted. */
  isSaid(roomId: RoomId, seq: number): boolean;
}

/** The files that people sent, as far as a store in memory knows them. */
export class MemoryFiles implements FileStore {
  readonly #guard: Guard;
  readonly #files = new Map<FileId, FileRecord>();

  constructor(guard: Guard) {
    this.#guard = guard;
  }

  async add(record: Omit<FileRecord, 'seq'>): Promise<void> {
    this.#guard.requireTaking();
    this.#guard.requireRoom(record.roomId);
    this.#files.set(record.file.id, { ...structuredClone(record), seq: null });
  }

  async find(id: FileId): Promise<FileRecord | null> {
    this.#guard.requireOpen();
    return structuredClone(this.#files.get(id) ?? null);
  }

  async ofLine(roomId: RoomId, seq: number): Promise<FileId[]> {
    this.#guard.requireOpen();
    const files = [...this.#files.values()].filter((each) => each.roomId === roomId && each.seq === seq);
    return files.map(({ file }) => file.id);
  }

  async remove(ids: readonly FileId[]): Promise<void> {
    this.#guard.requireTaking();
    for (const id of ids) this.#files.delete(id);
  }

  async used(ownerId: UserId): Promise<{ own: number; all: number }> {
    this.#guard.requireOpen();
    const files = [...this.#files.values()];
    const sum = (among: FileRecord[]) => among.reduce((bytes, { kept }) => bytes + kept, 0);
    return { own: sum(files.filter((file) => file.ownerId === ownerId)), all: sum(files) };
  }

  async staying(looseSince: number): Promise<FileId[]> {
    this.#guard.requireOpen();
    return [...this.#files.values()]
      .filter(({ roomId, seq, since }) =>
        seq === null ? since > looseSince : this.#guard.isSaid(roomId, seq),
      )
      .map(({ file }) => file.id);
  }

  /** The room is forgotten, with everything that was sent there. */
  forget(roomId: RoomId): void {
    for (const [id, file] of this.#files) if (file.roomId === roomId) this.#files.delete(id);
  }

  /** Gives files to a line, in their order. Throws `not_found` for any that is not its author's to give there. */
  carry(ids: readonly FileId[], line: { roomId: RoomId; ownerId: UserId; seq: number }): ChatFile[] {
    const records = ids.map((id) => this.#files.get(id));
    const files = records.map((record) => {
      const fits = record?.roomId === line.roomId && record.ownerId === line.ownerId && record.seq === null;
      return fits ? record.file : noSuchFile();
    });
    for (const record of records) {
      if (record) this.#files.set(record.file.id, { ...record, seq: line.seq });
    }
    return structuredClone(files);
  }
}
