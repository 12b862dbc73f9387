import { EventEmitter } from 'node:events';
import type { Knock } from '../../protocol/door.ts';
import type { UserId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { Rank } from '../../protocol/ranks.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';
import { requireThawed } from '../moderation/Freezer.ts';
import { can } from './permissions.ts';

interface DoorEvents {
  /** Others than before knock, or wait for a seat. */
  changed: [];
  /** Somebody may step in now, or not. */
  answered: [userId: UserId, admitted: boolean];
}

/** What a door asks about somebody who wants to come in. */
interface Comer {
  readonly info: RoomInfo;
  readonly userId: UserId;
  readonly role: Rank;
  /** Whether the room made them something. */
  readonly expected: boolean;
  readonly knowsPasscode: boolean;
}

// Long enough to come in by hand, too short to keep a door open.
const letInForMs = 120_000;
const seatKeptMs = 30_000;

/** The door of a live room: who comes in by themselves, who knocks, and who waits for a seat. */
export class Door extends EventEmitter<DoorEvents> {
  readonly #freeSeats: () => number;
  readonly #knocks = new Map<UserId, Knock>();
  /** In the order in which they came. */
  readonly #queue = new Set<UserId>();
  /** Who was let in and is not inside yet; until when. */
  readonly #letIn = new Map<UserId, NodeJS.Timeout>();
  /** For whom a seat is kept. */
  readonly #kept = new Map<UserId, NodeJS.Timeout>();

  constructor(freeSeats: () => number) {
    super();
    this.#freeSeats = freeSeats;
  }

  get knocks(): Knock[] {
    return [...this.#knocks.values()];
  }

  get queue(): UserId[] {
    return [...this.#queue];
  }

  /** Throws `room_locked`, `knock_first`, `passcode_needed` or `room_full`. */
  require({ info, userId, role, expected, knowsPasscode }: Comer): void {
    if (info.locked && !can(role, 'room:lock', info))
      throw new AppError('room_locked', 'The room is locked.');
    requireThawed(info, 'joins', role);
    const trusted = expected || can(role, 'room:admit', info) || this.#letIn.has(userId);
    if (!trusted && info.entry === 'knock')
      throw new AppError('knock_first', 'Knock, and wait to be let in.');
    if (!trusted && info.entry === 'passcode' && !knowsPasscode) {
      throw new AppError('passcode_needed', 'This room has a passcode.');
    }
    const keptForOthers = [...this.#kept.keys()].filter((other) => other !== userId).length;
    // Nobody overtakes those who were here before, not even into a seat that is free by now.
    const ahead = this.#kept.has(userId) ? 0 : this.#queue.size;
    if (this.#freeSeats() - keptForOthers - ahead <= 0) throw new AppError('room_full', 'The room is full.');
  }

  /** Somebody was sent here, and need not knock. */
  expect(userId: UserId): void {
    this.#give(this.#letIn, userId, letInForMs);
  }

  /** Somebody asks to be let in. Throws `conflict` where nobody has to knock, `server_busy` where too many do. */
  knock(info: RoomInfo, person: PersonInfo, reason: string): void {
    if (info.locked) throw new AppError('room_locked', 'The room is locked.');
    if (info.entry !== 'knock') throw new AppError('conflict', 'Nobody has to knock here.');
    if (!this.#knocks.has(person.id) && this.#knocks.size >= limits.outside) {
      throw new AppError('server_busy', 'Too many knock at this door.', 30_000);
    }
    this.#knocks.set(person.id, { person, reason, at: this.#knocks.get(person.id)?.at ?? Date.now() });
    this.emit('changed');
  }

  /** Throws `not_found` when nobody like that knocks. */
  answer(userId: UserId, admit: boolean): void {
    if (!this.#knocks.delete(userId)) throw new AppError('not_found', 'Nobody like that knocks.');
    if (admit) this.#give(this.#letIn, userId, letInForMs);
    this.emit('changed');
    this.emit('answered', userId, admit);
  }

  /** Somebody waits for a seat; gives the place, from 1. Throws `conflict` where there is a free one. */
  wait(userId: UserId): number {
    if (this.#kept.has(userId) || this.#freeSeats() - this.#kept.size - this.#queue.size > 0) {
      throw new AppError('conflict', 'There is a free seat.');
    }
    if (!this.#queue.has(userId) && this.#queue.size >= limits.outside) {
      throw new AppError('server_busy', 'Too many wait already.', 30_000);
    }
    this.#queue.add(userId);
    this.emit('changed');
    return this.queue.indexOf(userId) + 1;
  }

  /** Seats may be free by now: whoever waits longest is called. */
  offer(): void {
    let called = false;
    while (this.#freeSeats() - this.#kept.size > 0) {
      const [next] = this.#queue;
      if (next === undefined) break;
      this.#queue.delete(next);
      this.#give(this.#kept, next, seatKeptMs, () => this.offer());
      this.emit('answered', next, true);
      called = true;
    }
    if (called) this.emit('changed');
  }

  /** Nobody has to knock any more: whoever did may come. */
  open(): void {
    for (const userId of [...this.#knocks.keys()]) this.answer(userId, true);
  }

  /** Somebody was put out: they wait no longer, and are told so. */
  refuse(userId: UserId): void {
    const stood = this.#knocks.has(userId) || this.#queue.has(userId) || this.#kept.has(userId);
    this.leave(userId);
    if (stood) this.emit('answered', userId, false);
  }

  /** Somebody came in, or went away: a seat that was kept for them is the next one's. */
  leave(userId: UserId): void {
    const knocked = this.#knocks.delete(userId);
    const waited = this.#queue.delete(userId);
    for (const given of [this.#letIn, this.#kept]) {
      clearTimeout(given.get(userId));
      given.delete(userId);
    }
    if (knocked || waited) this.emit('changed');
    this.offer();
  }

  close(): void {
    for (const given of [this.#letIn, this.#kept]) for (const timer of given.values()) clearTimeout(timer);
    const waiting = new Set([...this.#knocks.keys(), ...this.#queue]);
    this.#knocks.clear();
    this.#queue.clear();
    for (const userId of waiting) this.emit('answered', userId, false);
  }

  #give(given: Map<UserId, NodeJS.Timeout>, userId: UserId, forMs: number, over?: () => void): void {
    clearTimeout(given.get(userId));
    const timer = setTimeout(() => {
      given.delete(userId);
      over?.();
    }, forMs);
    given.set(userId, timer.unref());
  }
}
