import { argon2Sync } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { vi } from 'vitest';
import {
  InviteId,
  type InviteToken,
  ParticipantId,
  RoomSlug,
  type SeatToken,
  UndoId,
} from '../../../../protocol/ids.ts';
import { type RequestName, requests } from '../../../../protocol/index.ts';
import type { PersonInfo } from '../../../../protocol/people.ts';
import type { RoomInfo } from '../../../../protocol/room.ts';
import { AppError } from '../../../../server/errors.ts';
import { AuditLog } from '../../../../server/moderation/AuditLog.ts';
import { Freezer } from '../../../../server/moderation/Freezer.ts';
import { LineSweep } from '../../../../server/moderation/LineSweep.ts';
import { Moderation } from '../../../../server/moderation/Moderation.ts';
import { requireWelcome } from '../../../../server/moderation/restraints.ts';
import { Sanctions } from '../../../../server/moderation/Sanctions.ts';
import { Invites } from '../../../../server/rooms/Invites.ts';
import { Locks } from '../../../../server/rooms/Locks.ts';
import { type Participant, randomId } from '../../../../server/rooms/Participant.ts';
import { can } from '../../../../server/rooms/permissions.ts';
import { Roles } from '../../../../server/rooms/Roles.ts';
import type { Room } from '../../../../server/rooms/Room.ts';
import { RoomRegistry } from '../../../../server/rooms/RoomRegistry.ts';
import { MemoryStore } from '../../../../server/store/MemoryStore.ts';
import { aGuest, aRoom } from '../../../contract/storeSamples.ts';
import { FakeMediaEngine } from '../../../support/FakeMediaEngine.ts';
import { RecordingLog } from '../../../support/RecordingLog.ts';
import type { KeyModel } from './DoorModel.ts';
import { capacity, emptyPauseMs, everybody, ghost, isMember, traceOf } from './world.ts';

/** What a process has at hand of the store. */
async function wake(store: MemoryStore, log: RecordingLog) {
  const roles = await Roles.load(store.roles);
  const sanctions = await Sanctions.load(store.sanctions);
  const invites = await Invites.load(store.doors, roles);
  const media = new FakeMediaEngine();
  media.answer = async () => {};
  const rooms = await RoomRegistry.load({
    ...{ store, roles, sanctions, invites, media, log, capacity, emptyPauseMs },
    seatMs: 120_000,
  });
  const audit = new AuditLog(store.audit);
  const nothing = () => Promise.reject(new Error('Nobody wrote anything.'));
  const lines = new LineSweep({ store, log, erasure: { hide: nothing, show: nothing, drop: nothing } });
  return {
    ...{ roles, sanctions, invites, rooms },
    locks: new Locks({ store: store.doors, invites, tries: { take: () => {} } }),
    freezer: new Freezer(rooms, audit),
    moderation: new Moderation({ sanctions, log: audit, lines, store }),
  };
}

// As long as a real one and a thousand times quicker: how slow it is to guess is told elsewhere.
const quick = { memory: 8, passes: 1, parallelism: 1 };
const nonce = Buffer.alloc(16);
const hash = argon2Sync('argon2id', { ...quick, message: 'right', nonce, tagLength: 32 });
const [salt, digest] = [nonce, hash].map((bytes) => bytes.toString('base64').replace(/=+$/, ''));
const passcode = `$argon2id$v=19$m=8,t=1,p=1$${salt}$${digest}`;

/** The real rules of rooms, their doors, roles and bans, as the handlers ask them; without sockets. */
export class DoorHouse {
  readonly people: PersonInfo[] = [...everybody, ghost].map((n) => ({ ...aGuest(), name: `P${n}` }));
  readonly infos: RoomInfo[];
  readonly invites: { id: InviteId; token: InviteToken }[] = [];
  readonly log = new RecordingLog();
  readonly #store = new MemoryStore();
  readonly #undos: UndoId[] = [];
  readonly #tokens = new Map<string, SeatToken>();
  readonly #seats = new Map<string, ParticipantId>();
  #parts!: Awaited<ReturnType<typeof wake>>;

  private constructor() {
    const owners = this.people.slice(0, 2);
    this.infos = owners.map((openedBy, n) => aRoom({ openedBy, lasting: n === 0 }));
  }

  static async open(): Promise<DoorHouse> {
    const house = new DoorHouse();
    for (const info of house.infos) await house.#store.rooms.add(info);
    const [first] = house.infos;
    if (first) await house.#store.doors.setPasscode(first.id, passcode);
    house.#parts = await wake(house.#store, house.log);
    return house;
  }

  get parts() {
    return this.#parts;
  }

  /** Another process over the same store. */
  async restart(): Promise<void> {
    this.close();
    this.#parts = await wake(this.#store, this.log);
    this.#parts.rooms.reopen();
    for (let round = 0; round < 5; round++) await setImmediate();
  }

  /** What a process would know that began now. */
  async reread() {
    const { rooms, ...parts } = await wake(this.#store, this.log);
    rooms.close();
    return { ...parts, infos: rooms.infos, seats: await this.#store.seats.list() };
  }

  close(): void {
    this.#parts.rooms.close();
  }

  wind(ms: number): void {
    vi.advanceTimersByTime(ms);
  }

  live(n: number): Room | undefined {
    const info = this.infos[n];
    return info && this.#parts.rooms.live(info.id);
  }

  numberOf(userId: string): number {
    return this.people.findIndex(({ id }) => id === userId);
  }

  async come(who: number, n: number, { invite, passcode, token }: KeyModel): Promise<void> {
    const { rooms, locks } = this.#parts;
    const person = this.#person(who);
    const comer = { ...this.#traces(who), userId: person.id, guest: !isMember(who) };
    const room = await rooms.open(this.#slug(n));
    requireWelcome(room, comer);
    const shown = invite === null ? undefined : (this.invites[invite]?.token ?? (randomId() as InviteToken));
    const key = { ...(shown && { invite: shown }), ...(passcode && { passcode }) };
    const open = await locks.open(room.info, person.id, 'here', key);
    const { participant, seatToken } = room.admit(person, {
      rtpCapabilities: undefined,
      seatToken: token ? this.#tokens.get(`${n} ${who}`) : undefined,
      keepMedia: true,
      traces: { ...this.#traces(who), invite: locks.cameBy(room.info.id, person.id) },
      newcomer: isMember(who) ? 'member' : 'visitor',
      knowsPasscode: open(),
    });
    this.#tokens.set(`${n} ${who}`, seatToken);
    this.#seats.set(`${n} ${who}`, participant.id);
  }

  leave(who: number, n: number): void {
    const { room, participant } = this.#seat(who, n);
    room.remove(participant, 'left');
  }

  lose(who: number, n: number): void {
    const { room, participant } = this.#seat(who, n);
    room.lose(participant);
  }

  async knock(who: number, n: number): Promise<void> {
    const room = await this.#outside(who, n);
    room.door.knock(room.info, this.#person(who), 'Hello');
  }

  async wait(who: number, n: number): Promise<void> {
    (await this.#outside(who, n)).door.wait(this.#person(who).id);
  }

  async stopWaiting(who: number, n: number): Promise<void> {
    const { id } = await this.#parts.rooms.find(this.#slug(n));
    this.#parts.rooms.live(id)?.door.leave(this.#person(who).id);
  }

  answer(by: number, n: number, who: number, admit: boolean): void {
    this.#act(by, n, 'door:answer').room.door.answer(this.#person(who).id, admit);
  }

  async lock(by: number, n: number, locked: boolean): Promise<void> {
    await this.#parts.rooms.edit(this.#act(by, n, 'room:lock').room.info.id, { locked });
  }

  async freeze(by: number, n: number, joins: boolean): Promise<void> {
    const { room, participant } = this.#act(by, n, 'room:freeze');
    const parts = { joins, speak: false, show: false, chat: false, note: '' };
    await this.#parts.freezer.freeze(room, participant, parts);
  }

  async setEntry(by: number, n: number, entry: RoomInfo['entry']): Promise<void> {
    const { id } = this.#act(by, n, 'door:set').room.info;
    if (entry === 'passcode') await this.#parts.locks.requirePasscode(id);
    await this.#parts.rooms.edit(id, { entry });
  }

  async decide(by: number, n: number, permissions: RoomInfo['permissions']): Promise<void> {
    await this.#parts.rooms.edit(this.#act(by, n, 'role:decide').room.info.id, { permissions });
  }

  async grant(by: number, n: number, who: number, role: RoomInfoRole): Promise<void> {
    const { room, participant } = this.#act(by, n, 'role:grant');
    const { roles } = this.#parts;
    const { id } = this.#person(who);
    const given = roles.given(room.info.id).some(({ userId }) => userId === id);
    if (!room.find(id) && !given) throw new AppError('not_found', 'Nobody like that is here.');
    const kept = roles.give(room.info, id, role, participant.authority);
    const target = room.find(id);
    if (target) room.rank(target);
    await kept;
  }

  async invite(by: number, n: number, role: MadeRole, minutes: number | null, most: number | null) {
    const { room, participant } = this.#act(by, n, 'invite:make');
    const { authority, person, userId: id } = participant;
    const maker = { id, name: person.name, role: authority };
    const { invite, token } = await this.#parts.invites.make(room.info, maker, { role, minutes, most });
    this.invites.push({ id: invite.id, token });
  }

  async burn(by: number, n: number, index: number): Promise<void> {
    const { room } = this.#act(by, n, 'invite:burn');
    const id = this.invites[index]?.id ?? InviteId.parse(randomId());
    await this.#parts.invites.burn(room.info.id, id);
  }

  /** By their id, or by the seat that they have or had last. */
  async expel(by: number, n: number, who: number, minutes: number | null, bySeat: boolean): Promise<void> {
    const { room, participant } = this.#act(by, n, 'moderation:remove');
    const seat = this.#seats.get(`${n} ${who}`) ?? ParticipantId.parse(randomId());
    const target = bySeat ? { participantId: seat } : { userId: this.#person(who).id };
    const grounds = { reason: 'other', note: '', minutes } as const;
    const banned = minutes === null;
    this.#undos.push(await this.#parts.moderation.expel(room, participant, target, banned, grounds));
  }

  /** The last thing done to somebody, or one before it. */
  async undo(by: number, n: number, ago: number): Promise<void> {
    const { room, participant } = this.#act(by, n, 'moderation:undo');
    await this.#parts.moderation.undo(
      participant,
      room,
      this.#undos.at(-1 - ago) ?? UndoId.parse(randomId()),
    );
  }

  async pardon(by: number, n: number, who: number): Promise<void> {
    const { room, participant } = this.#act(by, n, 'moderation:pardon');
    await this.#parts.moderation.lift(room, participant, this.#person(who).id, 'out');
  }

  #person(who: number): PersonInfo {
    return this.people[who] as PersonInfo;
  }

  #slug(n: number): RoomSlug {
    return this.infos[n]?.slug ?? RoomSlug.parse('nowhere-at-all');
  }

  #traces(who: number) {
    const device = traceOf(who);
    return { device, deviceSince: device === null ? null : 1, network: null, invite: null };
  }

  async #outside(who: number, n: number): Promise<Room> {
    const { id } = this.#person(who);
    const room = await this.#parts.rooms.open(this.#slug(n));
    requireWelcome(room, { ...this.#traces(who), userId: id, guest: !isMember(who) });
    if (room.find(id)) throw new AppError('conflict', 'You are in this room.');
    return room;
  }

  #seat(who: number, n: number): { room: Room; participant: Participant } {
    const room = this.live(n);
    const participant = room?.find(this.#person(who).id);
    if (!room || !participant?.connected) throw new AppError('not_joined', 'You are in no room.');
    return { room, participant };
  }

  /** As at the door of the server: from a seat, and with the permission of the table. */
  #act(by: number, n: number, name: RequestName): { room: Room; participant: Participant } {
    const seat = this.#seat(by, n);
    seat.participant.seatTokenArrived();
    if (!can(seat.participant.authority, requests[name].may, seat.room.info)) {
      throw new AppError('forbidden', 'Your role in this room does not allow that.');
    }
    return seat;
  }
}

type MadeRole = Parameters<Invites['make']>[2]['role'];
type RoomInfoRole = Parameters<Roles['give']>[2];
