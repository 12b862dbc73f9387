import { AppError } from '../../errors.ts';
import type { Clock } from '../Clock.ts';
import type { Participant } from '../Participant.ts';
import type { StageRoom } from './StageRoom.ts';

/** Whose hand is up, in one order for everybody: no two went up at the same time. */
export class Hands {
  readonly #room: StageRoom;
  readonly #clock: Clock;

  constructor(room: StageRoom, clock: Clock) {
    this.#room = room;
    this.#clock = clock;
  }

  /** The longest up first. */
  get line(): Participant[] {
    return [...this.#room.crowd.shown]
      .filter(({ handRaisedAt }) => handRaisedAt !== null)
      .sort((a, b) => (a.handRaisedAt ?? 0) - (b.handRaisedAt ?? 0));
  }

  /** Another reason keeps the place in line. Throws `forbidden` where hands are not taken. */
  raise(participant: Participant, reason: string): void {
    const before = participant.handRaisedAt;
    if (before === null && !this.#room.info.handsOpen)
      throw new AppError('forbidden', 'Hands are not taken right now.');
    if (before !== null && participant.handReason === reason) return;
    participant.handReason = reason;
    // After the last one, also when the clock stands or goes back.
    const last = this.line.at(-1)?.handRaisedAt ?? 0;
    participant.handRaisedAt = before ?? Math.max(this.#clock.now(), last + 1);
    this.#room.emit('participantChanged', participant);
  }

  /** One that is down stays down. */
  lower(participant: Participant): void {
    if (participant.handRaisedAt === null) return;
    participant.handRaisedAt = null;
    participant.handReason = '';
    this.#room.emit('participantChanged', participant);
  }

  lowerAll(): void {
    for (const participant of this.line) this.lower(participant);
  }
}
