import type { NoticeId, RoomId, UserId } from '../../protocol/ids.ts';
import type { NoticeTarget, QuietHours } from '../../protocol/notices.ts';
import type { KeptNotices, NoticeChoice, NoticeRecord, NoticeStore } from './NoticeStore.ts';

interface Guard {
  requireOpen(): void;
  requireTaking(): void;
}

/** What people were told, and want to be told, in memory. */
export class MemoryNotices implements NoticeStore {
  readonly #guard: Guard;
  readonly #records = new Map<NoticeId, NoticeRecord>();
  readonly #choices = new Map<UserId, NoticeChoice>();

  constructor(guard: Guard) {
    this.#guard = guard;
  }

  async list(userId: UserId): Promise<NoticeRecord[]> {
    this.#guard.requireOpen();
    return this.#of(userId);
  }

  async save(record: NoticeRecord, keep: KeptNotices): Promise<void> {
    this.#guard.requireTaking();
    this.#write(record, keep);
  }

  async fold(
    userId: UserId,
    fold: string,
    become: (before: NoticeRecord | null) => NoticeRecord | null,
    keep: KeptNotices,
  ): Promise<NoticeRecord | null> {
    this.#guard.requireTaking();
    const next = become(this.#of(userId).find((record) => record.fold === fold) ?? null);
    if (next) this.#write(next, keep);
    return next;
  }

  async markRead(userId: UserId, ids: readonly NoticeId[]): Promise<void> {
    this.#guard.requireTaking();
    for (const id of ids) {
      const record = this.#records.get(id);
      if (record?.userId === userId) this.#records.set(id, { ...record, read: true });
    }
  }

  async forgetLine(roomId: RoomId, seq: number): Promise<void> {
    this.#guard.requireTaking();
    this.forget((record) => record.roomId === roomId && record.seq === seq);
  }

  /** Drops what tells of something that is gone. */
  forget(isGone: (record: NoticeRecord) => boolean): void {
    for (const record of [...this.#records.values()]) if (isGone(record)) this.#records.delete(record.id);
  }

  /** Drops all that is of one person, or about them. */
  forgetPerson(id: UserId): void {
    this.forget(({ userId, who }) => userId === id || who?.id === id);
    this.#choices.delete(id);
  }

  async choices(): Promise<NoticeChoice[]> {
    this.#guard.requireOpen();
    return [...this.#choices.values()];
  }

  async saveLevel(userId: UserId, target: NoticeTarget): Promise<void> {
    const { levels, quiet } = this.#choiceOf(userId);
    const others = levels.filter(({ kind, id }) => kind !== target.kind || id !== target.id);
    this.#choices.set(userId, { userId, levels: [...others, { ...target }], quiet });
  }

  async saveQuiet(userId: UserId, quiet: QuietHours | null): Promise<void> {
    const { levels } = this.#choiceOf(userId);
    if (!quiet && levels.length === 0) this.#choices.delete(userId);
    else this.#choices.set(userId, { userId, levels, quiet: quiet && { ...quiet } });
  }

  #of(userId: UserId): NoticeRecord[] {
    return [...this.#records.values()]
      .filter((record) => record.userId === userId)
      .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  }

  #write(record: NoticeRecord, { count, since }: KeptNotices): void {
    this.#records.set(record.id, { ...record });
    for (const [index, { id, at }] of this.#of(record.userId).entries()) {
      if (index >= count || at < since) this.#records.delete(id);
    }
  }

  #choiceOf(userId: UserId): NoticeChoice {
    this.#guard.requireTaking();
    return this.#choices.get(userId) ?? { userId, levels: [], quiet: null };
  }
}
