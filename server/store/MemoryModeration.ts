import type { RoomId, UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type {
  AuditQuery,
  AuditRecord,
  AuditStore,
  Sanction,
  SanctionKey,
  SanctionStore,
} from './ModerationStore.ts';

interface Guard {
  readonly requireOpen: () => void;
  readonly requireTaking: () => void;
  readonly requireRoom: (id: RoomId) => unknown;
}

/** What was done to keep order, as long as the process lives. */
export class MemoryAudit implements AuditStore {
  readonly #guard: Guard;
  readonly #people: ReadonlyMap<UserId, PersonInfo>;
  readonly #isConversation: (id: RoomId) => boolean;
  readonly #records: AuditRecord[] = [];

  constructor(
    guard: Guard,
    people: ReadonlyMap<UserId, PersonInfo>,
    isConversation: (id: RoomId) => boolean,
  ) {
    this.#guard = guard;
    this.#people = people;
    this.#isConversation = isConversation;
  }

  async add(record: AuditRecord): Promise<void> {
    this.#guard.requireTaking();
    this.#records.push({ ...record });
  }

  async list(asked: AuditQuery): Promise<AuditRecord[]> {
    const { rooms, conversations, house, to, actions, text, before, count } = asked;
    this.#guard.requireOpen();
    const end = before ? this.#records.findIndex(({ id }) => id === before) : this.#records.length;
    const mayRead = ({ roomId }: AuditRecord) =>
      !conversations || !roomId || conversations.includes(roomId) || !this.#isConversation(roomId);
    const named = (id: UserId | null) => (id && this.#people.get(id)?.name) || '';
    return this.#records
      .slice(0, Math.max(0, end))
      .filter(
        (record) =>
          (!rooms || (record.roomId !== null && rooms.includes(record.roomId))) &&
          mayRead(record) &&
          (!house || record.roomId === null) &&
          (!to || record.to === to) &&
          (!actions || actions.includes(record.action)) &&
          (!text ||
            [record.note, record.roomName, named(record.by), named(record.to)].some((said) =>
              said.toLowerCase().includes(text.toLowerCase()),
            )),
      )
      .reverse()
      .slice(0, count)
      .map((record) => ({ ...record }));
  }
}

/** What holds for whom, as long as the process lives. */
export class MemorySanctions implements SanctionStore {
  readonly #guard: Guard;
  readonly #audit: MemoryAudit;
  readonly #sanctions = new Map<string, Sanction>();

  constructor(guard: Guard, audit: MemoryAudit) {
    this.#guard = guard;
    this.#audit = audit;
  }

  async list(): Promise<Sanction[]> {
    this.#guard.requireOpen();
    return [...this.#sanctions.values()]
      .map((sanction) => structuredClone(sanction))
      .sort((a, b) => a.since - b.since || (a.person.id < b.person.id ? -1 : 1));
  }

  async impose(sanction: Sanction, entry: AuditRecord): Promise<void> {
    this.#guard.requireTaking();
    if (sanction.roomId !== null) this.#guard.requireRoom(sanction.roomId);
    const { id, name, avatar } = sanction.person;
    const kept = structuredClone({ ...sanction, person: { id, name, avatar } });
    this.#sanctions.set(keyOf({ ...sanction, userId: id }), kept);
    await this.#audit.add(entry);
  }

  async lift(key: SanctionKey, entry: AuditRecord): Promise<void> {
    this.#guard.requireTaking();
    this.#sanctions.delete(keyOf(key));
    await this.#audit.add(entry);
  }

  /** What holds for somebody holds on when they have left for good; how they were called does not. */
  forgetPerson(userId: UserId): void {
    for (const [key, sanction] of this.#sanctions) {
      if (sanction.person.id !== userId) continue;
      this.#sanctions.set(key, { ...sanction, person: { ...sanction.person, name: '' } });
    }
  }

  forgetRoom(roomId: RoomId): void {
    for (const [key, sanction] of this.#sanctions) {
      if (sanction.roomId === roomId) this.#sanctions.delete(key);
    }
  }
}

function keyOf({ roomId, userId, kind }: SanctionKey): string {
  return `${roomId ?? ''} ${userId} ${kind}`;
}
