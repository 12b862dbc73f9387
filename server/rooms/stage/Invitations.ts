import type { ParticipantId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import { Alarm, type Clock } from '../Clock.ts';
import type { Participant } from '../Participant.ts';

/** Who was asked to come on stage and has not answered yet. */
export class Invitations {
  readonly #clock: Clock;
  readonly #lapsed: (participant: Participant) => void;
  readonly #waiting = new Map<ParticipantId, Alarm>();

  /** `lapsed` is told of those who did not answer in time. */
  constructor(clock: Clock, lapsed: (participant: Participant) => void) {
    this.#clock = clock;
    this.#lapsed = lapsed;
  }

  has({ id }: Participant): boolean {
    return this.#waiting.has(id);
  }

  get list(): { participantId: ParticipantId; leftMs: number }[] {
    return [...this.#waiting].map(([participantId, alarm]) => ({ participantId, leftMs: alarm.leftMs ?? 0 }));
  }

  /** Asks somebody, who may have been asked by the process before this one. */
  add(participant: Participant): void {
    const now = this.#clock.now();
    participant.invitedUntil ??= now + limits.inviteMs;
    const alarm = this.#waiting.get(participant.id) ?? new Alarm(this.#clock);
    this.#waiting.set(participant.id, alarm);
    alarm.set(Math.max(0, participant.invitedUntil - now), () => {
      if (this.take(participant)) this.#lapsed(participant);
    });
  }

  /** Ends an invitation. Says whether there was one. */
  take(participant: Participant): boolean {
    participant.invitedUntil = null;
    this.#waiting.get(participant.id)?.clear();
    return this.#waiting.delete(participant.id);
  }

  close(): void {
    for (const alarm of this.#waiting.values()) alarm.clear();
    this.#waiting.clear();
  }
}
