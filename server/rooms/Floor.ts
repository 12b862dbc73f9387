import type { Source } from '../../protocol/sources.ts';
import { AppError } from '../errors.ts';
import type { Participant } from './Participant.ts';
import type { Room } from './Room.ts';

/** Says why somebody may not send something now; null: nothing speaks against it. */
export type FloorRule = (participant: Participant, source: Source) => string | null;

/**
 * Who may be heard and seen in a room right now. Each part that has a say adds its rule, and asks for `enforce` when it
 * says otherwise than before: what is sent by then ends at once.
 */
export class Floor {
  readonly #room: Room;
  readonly #rules: FloorRule[] = [];

  constructor(room: Room) {
    this.#room = room;
  }

  add(rule: FloorRule): void {
    this.#rules.push(rule);
  }

  /** Why somebody may not send something now; null: they may. */
  refusal(participant: Participant, source: Source): string | null {
    for (const rule of this.#rules) {
      const reason = rule(participant, source);
      if (reason !== null) return reason;
    }
    return null;
  }

  /** Throws `forbidden` for who may not send something now. */
  require(participant: Participant, source: Source): void {
    const reason = this.refusal(participant, source);
    if (reason !== null) throw new AppError('forbidden', reason);
  }

  /** Ends what is sent and may not be any more, in the name of whoever decided it; resolves when it is silent. */
  async enforce(by: string): Promise<void> {
    const silenced = [...this.#room.participants.values()].map(async (participant) => {
      const sources = new Set([...participant.producers.values()].map(({ source }) => source));
      for (const source of sources) {
        if (this.refusal(participant, source) === null) continue;
        if (source === 'camera' || source === 'screen') this.#room.end(participant, source, by);
        else if (source === 'microphone') await this.#room.silence(participant, by);
      }
    });
    await Promise.all(silenced);
  }
}
