import { limits } from '../../../protocol/limits.ts';
import { AppError } from '../../errors.ts';
import { Alarm, type Clock } from '../Clock.ts';
import type { Participant } from '../Participant.ts';
import type { Hands } from './Hands.ts';
import type { StageRoom } from './StageRoom.ts';

const bellMs = 10_000;

/** One speaks after the other, each for a time: whoever's hand is up longest is next, and nobody has to do anything. */
export class Turns {
  readonly #room: StageRoom;
  readonly #clock: Clock;
  readonly #hands: Hands;
  readonly #over: Alarm;
  readonly #bell: Alarm;
  holder: Participant | null = null;

  constructor(room: StageRoom, clock: Clock, hands: Hands) {
    this.#room = room;
    this.#clock = clock;
    this.#hands = hands;
    this.#over = new Alarm(clock);
    this.#bell = new Alarm(clock);
  }

  get leftMs(): number {
    return this.#over.leftMs ?? 0;
  }

  /** Goes on with whoever spoke when the process before this one ended. */
  restore(): void {
    for (const participant of this.#room.participants.values()) {
      if (participant.turnUntil === null || this.#room.info.mics !== 'turns') continue;
      this.holder = participant;
      this.#wind();
    }
  }

  /**
   * Keeps the line moving: ends a turn that nobody has any more, begins the next one. `waits`: nobody else's begins.
   * Says whether the turn is another one.
   */
  settle(waits: boolean): boolean {
    const before = this.holder;
    const { participants, info } = this.#room;
    if (before && (info.mics !== 'turns' || !participants.has(before.id))) this.#clear();
    if (!this.holder && info.mics === 'turns' && !waits) {
      const [next] = this.#hands.line;
      if (next) this.#begin(next);
    }
    return this.holder !== before;
  }

  /** Somebody came in anew and goes on speaking. */
  succeed(before: Participant, participant: Participant): void {
    if (this.holder !== before) return;
    participant.turnUntil = before.turnUntil;
    this.holder = participant;
  }

  /** Throws `conflict` when it is nobody's turn. */
  extend(): void {
    const holder = this.#require();
    const { turnSeconds } = this.#room.info;
    const most = this.#clock.now() + limits.turnSeconds * 1_000;
    holder.turnUntil = Math.min(most, (holder.turnUntil ?? this.#clock.now()) + turnSeconds * 1_000);
    this.#wind();
    this.#room.emit('seatChanged', holder);
    this.#room.emit('stageChanged');
  }

  /** Ends the turn; the next one begins when it is settled. Throws `conflict` when it is nobody's turn. */
  end(): void {
    this.#require();
    this.#clear();
    this.#room.emit('turnOver');
  }

  close(): void {
    this.#over.clear();
    this.#bell.clear();
  }

  #require(): Participant {
    if (!this.holder) throw new AppError('conflict', 'It is nobody\u2019s turn.');
    return this.holder;
  }

  #begin(next: Participant): void {
    this.holder = next;
    next.turnUntil = this.#clock.now() + this.#room.info.turnSeconds * 1_000;
    this.#wind();
    this.#hands.lower(next);
  }

  #wind(): void {
    const left = Math.max(0, (this.holder?.turnUntil ?? 0) - this.#clock.now());
    this.#over.set(left, () => this.end());
    if (left < bellMs) return;
    this.#bell.set(left - bellMs, () => {
      if (this.holder) this.#room.emit('bell', this.holder, this.leftMs);
    });
  }

  #clear(): void {
    this.close();
    const { holder } = this;
    this.holder = null;
    if (!holder) return;
    holder.turnUntil = null;
    this.#room.emit('seatChanged', holder);
  }
}
