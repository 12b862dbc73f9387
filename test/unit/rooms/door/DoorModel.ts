import type { ErrorCode } from '../../../../protocol/errorCodes.ts';
import { isAtLeast, may, outranks, type Role, type RoomPermission } from '../../../../protocol/ranks.ts';
import type { RoomInfo } from '../../../../protocol/room.ts';
import { FakeClock } from '../../../support/FakeClock.ts';
import { RoomModel, type SeatModel } from './RoomModel.ts';
import { isMember, traceOf } from './world.ts';

/** The model says no. */
export class Refused extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode) {
    super(code);
    this.code = code;
  }
}

interface InviteModel {
  readonly room: RoomModel;
  readonly role: Role;
  readonly until: number;
  readonly most: number;
  readonly people: Set<number>;
  burned: boolean;
}

interface UndoModel {
  readonly by: number;
  readonly room: RoomModel;
  readonly stay: number;
  readonly until: number;
  readonly revert: () => void;
  used: boolean;
}

/** What somebody shows at a door: numbers of invitations that were made, of the seat they had last. */
export interface KeyModel {
  readonly invite: number | null;
  readonly passcode: 'right' | 'wrong' | null;
  readonly token: boolean;
}

/** The rules of doors, roles, seats and bans, told a second time and as simply as can be; people are numbers. */
export class DoorModel {
  readonly clock = new FakeClock();
  readonly rooms = [new RoomModel(this.clock, 0, true), new RoomModel(this.clock, 1, false)];
  readonly invites: InviteModel[] = [];
  readonly undos: UndoModel[] = [];
  /** What happened, for whoever has to find out why it went wrong. */
  readonly story: string[] = [];

  come(who: number, n: number, key: KeyModel): void {
    const room = this.#open(n);
    const owner = who === room.owner;
    if (!owner && room.isBarred({ ...this.#comer(room, who), invite: null })) throw new Refused('forbidden');
    if (key.passcode && room.entry === 'passcode' && key.passcode === 'wrong') {
      throw new Refused('passcode_wrong');
    }
    if (key.invite !== null) this.#redeem(room, who, key.invite);
    // By which invitation they came is known now.
    if (!owner && room.isBarred(this.#comer(room, who))) throw new Refused('forbidden');
    const before = room.seats.get(who);
    const comer = this.#comer(room, who);
    if (before && key.token) {
      room.takeBack(who, comer);
      return;
    }
    if (!before) this.#requireWayIn(room, who, key.passcode === 'right');
    room.sit(who, comer);
  }

  leave(who: number, n: number): void {
    this.#seat(who, n);
    this.#room(n).getUp(who);
  }

  lose(who: number, n: number): void {
    this.#seat(who, n);
    this.#room(n).lose(who);
  }

  knock(who: number, n: number): void {
    const room = this.#outside(who, n);
    if (room.locked) throw new Refused('room_locked');
    if (room.entry !== 'knock') throw new Refused('conflict');
    if (!room.knocks.includes(who)) room.knocks.push(who);
  }

  wait(who: number, n: number): void {
    const room = this.#outside(who, n);
    if (room.kept.has(who) || room.freeSeats - room.kept.size - room.queue.length > 0) {
      throw new Refused('conflict');
    }
    if (!room.queue.includes(who)) room.queue.push(who);
  }

  stopWaiting(who: number, n: number): void {
    if (!this.rooms[n] || this.rooms[n].gone) throw new Refused('not_found');
    if (this.rooms[n].live) this.rooms[n].goAway(who);
  }

  answer(by: number, n: number, who: number, admit: boolean): void {
    const room = this.#act(by, n, 'room:admit');
    if (!room.knocks.includes(who)) throw new Refused('not_found');
    room.answer(who, admit);
  }

  lock(by: number, n: number, locked: boolean): void {
    this.#act(by, n, 'room:lock').locked = locked;
  }

  freeze(by: number, n: number, joins: boolean): void {
    this.#act(by, n, 'room:freeze').frozen = joins;
  }

  setEntry(by: number, n: number, entry: RoomInfo['entry']): void {
    const room = this.#act(by, n, 'room:edit');
    if (entry === 'passcode' && n !== 0) throw new Refused('conflict');
    room.entry = entry;
    if (entry !== 'knock') for (const who of [...room.knocks]) room.answer(who, true);
  }

  decide(by: number, n: number, permissions: RoomInfo['permissions']): void {
    this.#act(by, n, null).permissions = permissions;
  }

  grant(by: number, n: number, who: number, role: Role | null): void {
    const room = this.#act(by, n, 'role:grant');
    if (!room.seats.has(who) && !room.given.has(who)) throw new Refused('not_found');
    const own = room.authority(by);
    const is = who === room.owner ? 'owner' : (room.given.get(who) ?? 'visitor');
    if (!outranks(own, is) || (role && !outranks(own, role))) throw new Refused('forbidden');
    room.give(who, role);
  }

  invite(by: number, n: number, role: Role, minutes: number | null, most: number | null): void {
    const room = this.#act(by, n, 'room:invite');
    if (!outranks(room.authority(by), role)) throw new Refused('forbidden');
    const until = minutes === null ? Number.POSITIVE_INFINITY : this.clock.now() + minutes * 60_000;
    const limit = most ?? Number.POSITIVE_INFINITY;
    this.invites.push({ room, role, until, most: limit, people: new Set(), burned: false });
  }

  burn(by: number, n: number, index: number): void {
    const room = this.#act(by, n, 'room:admit');
    const invite = this.invites[index];
    if (!invite || invite.room !== room || !this.leadsIn(invite)) throw new Refused('not_found');
    invite.burned = true;
  }

  expel(by: number, n: number, who: number, minutes: number | null): void {
    const room = this.#act(by, n, 'participant:remove');
    const comer = room.findForDeed(who);
    if (!comer) throw new Refused('not_found');
    const own = room.authority(by);
    if (!outranks(own, room.roleOf(who))) throw new Refused('forbidden');
    const before = room.barOf(who);
    if (before && room.isFromAbove(before, by)) throw new Refused('forbidden');
    const stay = room.stay;
    const bar = room.bar(comer, minutes, by);
    for (const [other, seat] of [...room.seats]) {
      const theirs = other === who || room.means(bar, seat.comer);
      if (theirs && outranks(own, room.roleOf(other))) room.getUp(other);
    }
    room.goAway(who);
    const revert = () => {
      if (room.bars.get(who) !== bar) throw new Refused('gone');
      if (before) room.bars.set(who, before);
      else if (room.barOf(who)) room.bars.delete(who);
      else throw new Refused('not_found');
    };
    this.undos.push({ by, room, stay, until: this.clock.now() + 12_000, revert, used: false });
  }

  undo(by: number, n: number, index: number): void {
    const room = this.#act(by, n, 'participant:mute');
    const undo = this.undos[index];
    const over = !undo || undo.used || undo.until <= this.clock.now();
    if (over || undo.by !== by || undo.room !== room || undo.stay !== room.stay) throw new Refused('gone');
    undo.used = true;
    undo.revert();
  }

  pardon(by: number, n: number, who: number): void {
    const room = this.#act(by, n, 'participant:remove');
    const bar = room.barOf(who);
    if (!bar) throw new Refused('not_found');
    if (who === by || room.isFromAbove(bar, by)) throw new Refused('forbidden');
    room.bars.delete(who);
  }

  /** The process ends, and another one begins. */
  restart(): void {
    for (const room of this.rooms) room.restart();
  }

  leadsIn({ burned, until, room }: InviteModel): boolean {
    return !burned && !room.gone && until > this.clock.now();
  }

  /** The invitations of a room that lead in, and how many came by each. */
  invitesOf(room: RoomModel): [index: number, used: number][] {
    return this.invites.flatMap((invite, index) =>
      invite.room === room && this.leadsIn(invite) ? [[index, invite.people.size]] : [],
    );
  }

  #room(n: number): RoomModel {
    const room = this.rooms[n];
    if (!room || room.gone) throw new Refused('not_found');
    return room;
  }

  #open(n: number): RoomModel {
    const room = this.#room(n);
    room.open();
    return room;
  }

  #outside(who: number, n: number): RoomModel {
    const room = this.#open(n);
    const comer = { ...this.#comer(room, who), invite: null };
    if (who !== room.owner && room.isBarred(comer)) throw new Refused('forbidden');
    if (room.seats.has(who)) throw new Refused('conflict');
    return room;
  }

  #seat(who: number, n: number): SeatModel {
    const seat = this.rooms[n]?.seats.get(who);
    if (!seat?.connected) throw new Refused('not_joined');
    return seat;
  }

  /** Somebody does something from their seat; null: what the owner alone may. */
  #act(by: number, n: number, permission: RoomPermission | null): RoomModel {
    this.#seat(by, n);
    const room = this.#room(n);
    const own = room.authority(by);
    const allowed = permission === null ? own === 'owner' : may(own, permission, room.permissions);
    if (!allowed) throw new Refused('forbidden');
    return room;
  }

  #comer(room: RoomModel, who: number) {
    const used = this.invites.flatMap((invite, index) =>
      invite.room === room && this.leadsIn(invite) && invite.people.has(who) ? [index] : [],
    );
    return { who, guest: !isMember(who), invite: used.at(-1) ?? null, device: traceOf(who) };
  }

  #redeem(room: RoomModel, who: number, index: number): void {
    const invite = this.invites[index];
    if (!invite || invite.room !== room || !this.leadsIn(invite)) throw new Refused('invite_over');
    if (invite.people.has(who)) return;
    if (invite.people.size >= invite.most) throw new Refused('invite_over');
    invite.people.add(who);
    const given = room.given.get(who);
    if (who !== room.owner && !(given && isAtLeast(given, invite.role))) room.give(who, invite.role);
  }

  #requireWayIn(room: RoomModel, who: number, knowsPasscode: boolean): void {
    const role = room.roleOf(who);
    const can = (permission: RoomPermission) => may(role, permission, room.permissions);
    if (room.locked && !can('room:lock')) throw new Refused('room_locked');
    if (room.frozen && !can('room:freeze')) throw new Refused('room_locked');
    const trusted = room.given.has(who) || can('room:admit') || room.letIn.has(who);
    if (!trusted && room.entry === 'knock') throw new Refused('knock_first');
    if (!trusted && room.entry === 'passcode' && !knowsPasscode) throw new Refused('passcode_needed');
    const others = room.kept.size - Number(room.kept.has(who));
    const ahead = room.kept.has(who) ? 0 : room.queue.length;
    if (room.freeSeats - others - ahead <= 0) throw new Refused('room_full');
  }
}
