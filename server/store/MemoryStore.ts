import type { CircleId, ParticipantId, RoomId, RoomSlug, UserId } from '../../protocol/ids.ts';
import { isConversation } from '../../protocol/isConversation.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';
import { MemoryAccounts, MemoryLogins } from './MemoryAccounts.ts';
import { MemoryBoard } from './MemoryBoard.ts';
import { MemoryCircles } from './MemoryCircles.ts';
import { MemoryDoors } from './MemoryDoors.ts';
import { MemoryFiles } from './MemoryFiles.ts';
import { MemoryFilters } from './MemoryFilters.ts';
import { MemoryHouse } from './MemoryHouse.ts';
import { MemoryMembers } from './MemoryMembers.ts';
import { type KeptChat, MemoryMessages } from './MemoryMessages.ts';
import { MemoryAudit, MemorySanctions } from './MemoryModeration.ts';
import { MemoryNotices } from './MemoryNotices.ts';
import { MemoryPresences } from './MemoryPresences.ts';
import { MemoryPushes } from './MemoryPushes.ts';
import { MemoryReading } from './MemoryReading.ts';
import { MemoryReports } from './MemoryReports.ts';
import { MemoryRoles } from './MemoryRoles.ts';
import { MemorySchedule } from './MemorySchedule.ts';
import { MemorySecrets } from './MemorySecrets.ts';
import type { SeatRecord } from './SeatStore.ts';
import type { MessageStore, ProfileRecord, Store, Tie } from './Store.ts';
import { interests } from './seeds/interests.ts';

interface Kept {
  room: RoomInfo;
  circleId?: CircleId;
  readonly chat: KeptChat;
  readonly seats: Map<ParticipantId, SeatRecord>;
}

/** A store that forgets everything at the end: for tests, and for trying things out. */
export class MemoryStore implements Store {
  readonly #guests = new Map<UserId, PersonInfo>();
  readonly #profiles = new Map<UserId, ProfileRecord>();
  readonly #ties = new Map<string, Tie>();
  readonly #rooms = new Map<RoomId, Kept>();
  #closed = false;
  #held = false;

  readonly interests = {
    list: async () => {
      this.#requireOpen();
      return [...interests];
    },
  };

  readonly guests = {
    find: async (id: UserId) => {
      this.#requireOpen();
      return this.#guests.get(id) ?? null;
    },
    save: async (guest: PersonInfo) => {
      this.#requireTaking();
      const { picture, ...drawn } = guest;
      this.#guests.set(guest.id, picture ? { ...drawn, picture } : drawn);
    },
  };

  readonly profiles = {
    find: async (id: UserId) => {
      this.#requireOpen();
      return structuredClone(this.#profiles.get(id) ?? null);
    },
    interests: async () => {
      this.#requireOpen();
      return [...this.#profiles.values()].map(({ id, profile }) => ({
        id,
        interests: [...profile.interests],
      }));
    },
    save: async (record: ProfileRecord) => {
      this.#requireTaking();
      const since = this.#profiles.get(record.id)?.since ?? record.since;
      this.#profiles.set(record.id, structuredClone({ ...record, since }));
    },
  };

  readonly ties = {
    list: async () => {
      this.#requireOpen();
      return [...this.#ties.values()].sort((a, b) => a.since - b.since || (keyOf(a) < keyOf(b) ? -1 : 1));
    },
    save: async (tie: Tie) => {
      this.#requireTaking();
      if (!this.#ties.has(keyOf(tie))) this.#ties.set(keyOf(tie), { ...tie });
    },
    remove: async (tie: Omit<Tie, 'since'>) => {
      this.#requireTaking();
      this.#ties.delete(keyOf(tie));
    },
  };

  readonly #guard = {
    requireOpen: () => this.#requireOpen(),
    requireTaking: () => this.#requireTaking(),
  };
  readonly accounts = new MemoryAccounts(this.#guard, this.#guests);
  readonly logins = new MemoryLogins(this.#guard);
  readonly notices = new MemoryNotices(this.#guard);
  readonly pushes = new MemoryPushes(this.#guard);
  readonly schedule = new MemorySchedule(this.#guard);
  readonly circles = new MemoryCircles(this.#guard);
  readonly presences = new MemoryPresences(this.#guard);

  readonly rooms = {
    add: async (room: RoomInfo) => {
      this.#requireFree(room);
      if (this.#rooms.has(room.id)) throw new AppError('conflict', 'There is one already.');
      this.#rooms.set(room.id, {
        room: structuredClone(room),
        chat: { messages: [], revision: 0, read: new Map() },
        seats: new Map(),
      });
    },
    find: async (slug: RoomSlug) => {
      this.#requireOpen();
      const kept = [...this.#rooms.values()].find(({ room }) => room.slug === slug);
      return kept ? structuredClone(kept.room) : null;
    },
    list: async () => {
      this.#requireOpen();
      return [...this.#rooms.values()]
        .map(({ room }) => structuredClone(room))
        .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
    },
    update: async (room: RoomInfo) => {
      this.#requireFree(room);
      this.#require(room.id).room = structuredClone(room);
    },
    circles: async () => {
      this.#requireOpen();
      return [...this.#rooms].flatMap(([roomId, { circleId }]) => (circleId ? [{ roomId, circleId }] : []));
    },
    setCircle: async (roomId: RoomId, circleId: CircleId) => {
      this.#requireTaking();
      this.#require(roomId).circleId = circleId;
    },
    remove: async (id: RoomId) => {
      this.#requireTaking();
      this.#rooms.delete(id);
      this.files.forget(id);
      const { members, roles, doors, filters, sanctions, board } = this;
      for (const kept of [members, roles, doors, filters, sanctions, board]) kept.forgetRoom(id);
      this.notices.forget(({ roomId }) => roomId === id);
    },
  };

  readonly files = new MemoryFiles({
    ...this.#guard,
    requireRoom: (id) => this.#require(id),
    isSaid: (id, seq) => this.#rooms.get(id)?.chat.messages[seq - 1]?.deleted === false,
  });

  readonly #ofRooms = { ...this.#guard, requireRoom: (id: RoomId) => this.#require(id) };
  readonly members = new MemoryMembers(this.#ofRooms);
  readonly roles = new MemoryRoles(this.#ofRooms);
  readonly board = new MemoryBoard(this.#ofRooms);
  readonly doors = new MemoryDoors(this.#ofRooms);
  readonly filters = new MemoryFilters(this.#ofRooms);
  readonly audit = new MemoryAudit(this.#ofRooms, this.#guests, (id) => {
    const kept = this.#rooms.get(id);
    return kept !== undefined && isConversation(kept.room);
  });
  readonly sanctions = new MemorySanctions(this.#ofRooms, this.audit);
  readonly reports = new MemoryReports(this.#guard, this.audit);
  readonly secrets = new MemorySecrets(this.#guard);
  readonly house = new MemoryHouse(this.#guard, { ...this, guests: this.#guests });

  readonly messages: MessageStore = new MemoryMessages(
    (roomId) => {
      this.#requireTaking();
      return this.#require(roomId).chat;
    },
    (roomId) => {
      this.#requireOpen();
      return this.#rooms.get(roomId)?.chat;
    },
    () => [...this.#rooms.keys()],
    this.files,
  );

  readonly reading = new MemoryReading({
    toWrite: (roomId) => {
      this.#requireTaking();
      return this.#require(roomId).chat;
    },
    toRead: () => {
      this.#requireOpen();
      return [...this.#rooms].map(([roomId, { chat }]) => [roomId, chat]);
    },
  });

  readonly seats = {
    save: async (seat: SeatRecord) => {
      this.#requireTaking();
      this.#require(seat.roomId).seats.set(seat.participantId, structuredClone(seat));
    },
    remove: async (id: ParticipantId) => {
      this.#requireTaking();
      for (const { seats } of this.#rooms.values()) seats.delete(id);
    },
    list: async () => {
      this.#requireOpen();
      return [...this.#rooms.values()]
        .flatMap(({ seats }) => [...seats.values()])
        .map((seat) => structuredClone(seat))
        .sort((a, b) => a.joinedAt - b.joinedAt || (a.participantId < b.participantId ? -1 : 1));
    },
  };

  async forget(id: UserId): Promise<void> {
    this.#requireTaking();
    this.#guests.delete(id);
    this.#profiles.delete(id);
    this.presences.forget(id);
    for (const [key, { from, to }] of this.#ties) if (from === id || to === id) this.#ties.delete(key);
    for (const { chat, seats } of this.#rooms.values()) {
      chat.read.delete(id);
      for (const [seat, { person }] of seats) if (person.id === id) seats.delete(seat);
    }
    this.accounts.forget(id);
    this.logins.forget(id);
    this.notices.forgetPerson(id);
    this.pushes.forget(id);
    this.reports.forgetPerson(id);
    this.house.forget(id);
    for (const kept of [this.members, this.roles, this.doors, this.sanctions, this.board])
      kept.forgetPerson(id);
    this.schedule.forget(id);
  }

  async ping(): Promise<void> {
    this.#requireOpen();
  }

  async hold(): Promise<void> {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #require(id: RoomId): Kept {
    const kept = this.#rooms.get(id);
    if (!kept) throw new AppError('not_found', 'There is no such room.');
    return kept;
  }

  #requireFree({ id, slug }: RoomInfo): void {
    this.#requireTaking();
    for (const { room } of this.#rooms.values()) {
      if (room.slug === slug && room.id !== id) throw new AppError('conflict', 'There is one already.');
    }
  }

  #requireTaking(): void {
    this.#requireOpen();
    if (this.#held) throw new AppError('draining', 'Another server is taking over the storage.', 100);
  }

  #requireOpen(): void {
    if (this.#closed) throw new AppError('storage_unavailable', 'The storage is closed.');
  }
}

function keyOf({ from, to, kind }: Omit<Tie, 'since'>): string {
  return `${from} ${to} ${kind}`;
}
