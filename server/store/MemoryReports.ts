import type { ReportId, RoomId, UserId } from '../../protocol/ids.ts';
import type { AuditRecord, AuditStore } from './ModerationStore.ts';
import type { ReportOutline, ReportRecord, ReportStore } from './ReportStore.ts';

interface Guard {
  readonly requireOpen: () => void;
  readonly requireTaking: () => void;
}

/** What people reported, as long as the process lives. */
export class MemoryReports implements ReportStore {
  readonly #guard: Guard;
  readonly #audit: AuditStore;
  readonly #reports = new Map<ReportId, ReportRecord>();

  constructor(guard: Guard, audit: AuditStore) {
    this.#guard = guard;
    this.#audit = audit;
  }

  async undecided(rooms: readonly RoomId[] | null, count: number): Promise<ReportOutline[]> {
    return this.#latest(({ state, roomId }) => state !== 'decided' && isIn(rooms, roomId))
      .sort((a, b) => Number(a.reporterGuest) - Number(b.reporterGuest))
      .slice(0, count)
      .map(({ note, evidence, ...outline }) => outline);
  }

  async decided(rooms: readonly RoomId[] | null, count: number): Promise<ReportRecord[]> {
    return this.#latest(({ state, roomId }) => state === 'decided' && isIn(rooms, roomId)).slice(0, count);
  }

  async find(id: ReportId): Promise<ReportRecord | null> {
    this.#guard.requireOpen();
    return structuredClone(this.#reports.get(id) ?? null);
  }

  async by(reporterId: UserId, since: number): Promise<ReportRecord[]> {
    return this.#latest((report) => report.reporterId === reporterId && report.at >= since);
  }

  async appeals(personId: UserId, since: number): Promise<ReportRecord[]> {
    return this.#latest(
      ({ kind, person, at }) => kind === 'appeal' && person?.id === personId && at >= since,
    );
  }

  async save(report: ReportRecord, entry: AuditRecord): Promise<void> {
    this.#guard.requireTaking();
    this.#reports.set(report.id, structuredClone(report));
    await this.#audit.add(entry);
  }

  /** Nobody knows any more who reported; of who is gone there is nothing left that was decided. */
  forgetPerson(userId: UserId): void {
    for (const [id, report] of this.#reports) {
      if (report.person?.id === userId && report.state === 'decided') this.#reports.delete(id);
      else if (report.reporterId === userId) this.#reports.set(id, { ...report, reporterId: null });
    }
  }

  #latest(matches: (report: ReportRecord) => boolean): ReportRecord[] {
    this.#guard.requireOpen();
    return [...this.#reports.values()]
      .filter(matches)
      .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
      .map((report) => structuredClone(report));
  }
}

function isIn(rooms: readonly RoomId[] | null, roomId: RoomId | null): boolean {
  return !rooms || (roomId !== null && rooms.includes(roomId));
}
