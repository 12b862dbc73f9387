import { isAtLeast, outranks, type Role } from '../../../../protocol/ranks.ts';
import type { RoomInfo } from '../../../../protocol/room.ts';
import type { FakeClock } from '../../../support/FakeClock.ts';
import { capacity, emptyPauseMs, isMember } from './world.ts';

/** By what somebody is known again. */
export interface ComerModel {
  readonly who: number;
  readonly guest: boolean;
  readonly invite: number | null;
  readonly device: string | null;
}

export interface SeatModel {
  connected: boolean;
  acting: boolean;
  comer: ComerModel;
  /** Ends the seat of who does not come back. */
  over: () => void;
}

interface Bar extends ComerModel {
  readonly until: number;
  readonly by: number;
}

const seatMs = 120_000;
const letInMs = 120_000;
const keptMs = 30_000;
const patienceMs = 20_000;
const leaversMs = 30 * 60_000;

/** One room as the rules tell of it. */
export class RoomModel {
  readonly owner: number;
  locked = false;
  frozen = false;
  entry: RoomInfo['entry'] = 'free';
  permissions: RoomInfo['permissions'];
  live = false;
  gone = false;
  /** Counts how often it was opened. */
  stay = 0;
  readonly given = new Map<number, Role>();
  /** In the order in which they sat down. */
  readonly seats = new Map<number, SeatModel>();
  readonly bars = new Map<number, Bar>();
  readonly knocks: number[] = [];
  readonly queue: number[] = [];
  readonly letIn = new Map<number, () => void>();
  readonly kept = new Map<number, () => void>();
  readonly #leavers = new Map<number, { comer: ComerModel; at: number }>();
  readonly #clock: FakeClock;
  readonly #lasting: boolean;
  #pause: () => void = () => {};
  #patience: (() => void) | null = null;

  constructor(clock: FakeClock, owner: number, lasting: boolean) {
    this.#clock = clock;
    this.owner = owner;
    this.#lasting = lasting;
    this.#rest();
  }

  get freeSeats(): number {
    return capacity - this.seats.size;
  }

  roleOf(who: number): Role {
    if (who === this.owner) return 'owner';
    const newcomer = (this.seats.get(who)?.comer.guest ?? !isMember(who)) ? 'visitor' : 'member';
    const given = this.given.get(who);
    return given && isAtLeast(given, newcomer) ? given : newcomer;
  }

  authority(who: number): Role {
    const role = this.roleOf(who);
    return this.seats.get(who)?.acting && !isAtLeast(role, 'coOwner') ? 'coOwner' : role;
  }

  give(who: number, role: Role | null): void {
    if (role) this.given.set(who, role);
    else this.given.delete(who);
    this.#look();
  }

  open(): void {
    if (this.live) return;
    this.live = true;
    this.stay++;
    this.#rest();
  }

  sit(who: number, comer: ComerModel): void {
    const before = this.seats.get(who);
    before?.over();
    // Anew, they are the last to have come; who leads goes on leading.
    this.seats.delete(who);
    const acting = before?.acting ?? false;
    this.seats.set(who, { connected: true, acting, comer, over: () => {} });
    this.#pause();
    this.#leavers.delete(who);
    this.#dropFromDoor(who);
    this.#look();
  }

  takeBack(who: number, comer: ComerModel): void {
    const seat = this.seats.get(who);
    seat?.over();
    if (seat) Object.assign(seat, { connected: true, comer, over: () => {} });
    this.#look();
  }

  lose(who: number): void {
    const seat = this.seats.get(who);
    if (!seat) return;
    seat.connected = false;
    seat.over = this.#clock.after(seatMs, () => this.getUp(who));
    this.#look();
  }

  getUp(who: number): void {
    const seat = this.seats.get(who);
    if (!seat) return;
    seat.over();
    this.seats.delete(who);
    this.#leavers.set(who, { comer: seat.comer, at: this.#clock.now() });
    this.#offer();
    this.#look();
    if (this.seats.size === 0) this.#rest();
  }

  answer(who: number, admit: boolean): void {
    this.knocks.splice(this.knocks.indexOf(who), 1);
    if (!admit) return;
    this.letIn.get(who)?.();
    this.letIn.set(
      who,
      this.#clock.after(letInMs, () => this.letIn.delete(who)),
    );
  }

  /** Somebody knocks and waits no longer: a seat that was kept for them is the next one's. */
  goAway(who: number): void {
    this.#dropFromDoor(who);
    this.#offer();
  }

  /** Somebody to whom something can be done: who is here, or left a while ago. */
  findForDeed(who: number): ComerModel | null {
    const here = this.seats.get(who);
    if (here) return here.comer;
    const left = this.#leavers.get(who);
    return left && this.#clock.now() - left.at < leaversMs ? left.comer : null;
  }

  bar(comer: ComerModel, minutes: number | null, by: number): Bar {
    const until = minutes === null ? Number.POSITIVE_INFINITY : this.#clock.now() + minutes * 60_000;
    const bar = { ...comer, invite: comer.guest ? comer.invite : null, until, by };
    this.bars.set(comer.who, bar);
    return bar;
  }

  /** What holds for this very person. */
  barOf(who: number): Bar | null {
    const bar = this.bars.get(who);
    return bar && bar.until > this.#clock.now() ? bar : null;
  }

  /** Whether somebody decided that who is above another one. */
  isFromAbove({ by }: Bar, who: number): boolean {
    return outranks(by === this.owner ? 'owner' : (this.given.get(by) ?? 'visitor'), this.authority(who));
  }

  means(bar: Bar, comer: ComerModel): boolean {
    if (bar.who === comer.who || (bar.device !== null && bar.device === comer.device)) return true;
    // Whose browser is known was here before, and is not taken for somebody else.
    return comer.guest && comer.device === null && bar.invite !== null && bar.invite === comer.invite;
  }

  isBarred(comer: ComerModel): boolean {
    return [...this.bars.values()].some((bar) => bar.until > this.#clock.now() && this.means(bar, comer));
  }

  restart(): void {
    if (this.gone) return;
    this.#forgetMoments();
    this.live = this.seats.size > 0;
    this.stay++;
    for (const [who, seat] of this.seats) {
      seat.over();
      // Who they are besides is known again when they are back.
      const guest = !isAtLeast(this.roleOf(who), 'member');
      seat.comer = { who, guest, invite: null, device: null };
      Object.assign(seat, { connected: false, acting: false });
      seat.over = this.#clock.after(seatMs, () => this.getUp(who));
    }
    this.#pause();
    if (!this.live) this.#rest();
  }

  /** Nobody is in: it closes after a pause. */
  #rest(): void {
    this.#pause();
    if (this.seats.size > 0) return;
    this.#pause = this.#clock.after(emptyPauseMs, () => {
      this.#forgetMoments();
      this.live = false;
      this.locked = false;
      this.gone = !this.#lasting;
    });
  }

  #forgetMoments(): void {
    this.knocks.length = 0;
    this.queue.length = 0;
    for (const list of [this.letIn, this.kept]) {
      for (const over of list.values()) over();
      list.clear();
    }
    this.#leavers.clear();
    this.#patience?.();
    this.#patience = null;
  }

  #dropFromDoor(who: number): void {
    for (const list of [this.knocks, this.queue]) {
      const place = list.indexOf(who);
      if (place >= 0) list.splice(place, 1);
    }
    for (const list of [this.letIn, this.kept]) {
      list.get(who)?.();
      list.delete(who);
    }
  }

  /** A free seat is kept for who waits longest. */
  #offer(): void {
    while (this.freeSeats - this.kept.size > 0) {
      const next = this.queue.shift();
      if (next === undefined) return;
      const over = this.#clock.after(keptMs, () => {
        this.kept.delete(next);
        this.#offer();
      });
      this.kept.set(next, over);
    }
  }

  /** Somebody leads: a host, or after a while who is next. */
  #look(): void {
    const present = [...this.seats].filter(([, { connected }]) => connected);
    const leads = ([who, { acting }]: [number, SeatModel]) => acting && this.roleOf(who) === 'moderator';
    const host = present.some(([who]) => isAtLeast(this.roleOf(who), 'coOwner'));
    if (host || present.some(leads)) {
      this.#patience?.();
      this.#patience = null;
      if (host) for (const seat of this.seats.values()) seat.acting = false;
      return;
    }
    this.#patience ??= this.#clock.after(patienceMs, () => {
      this.#patience = null;
      const next = [...this.seats].find(
        ([who, { connected }]) => connected && this.roleOf(who) === 'moderator',
      );
      for (const [who, seat] of this.seats) seat.acting = who === next?.[0];
    });
  }
}
