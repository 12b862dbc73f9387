import type { Source } from '../../protocol/sources.ts';
import { AppError } from '../errors.ts';
import type { Participant } from './Participant.ts';
import type { Room } from './Room.ts';

/** Says why somebody may not send something now, in words or with a code of its own; null: nothing speaks against it. */
export type FloorRule = (participant: Participant, source: Source) => string | AppError | null;

/**
 * Who may be heard and seen in a room right now. Each part that has a say adds its rule, and asks for `enforce` when it
 * says otherwise than before: what is sent by then ends at once.
 */
export class Floor {
  readonly #room: Room;
  readonly #rules: FloorRule[] = [];
  /** Whose turn it is to open a microphone: the others may have one, muted. */
  maySpeak: (participant: Participant) => boolean = () => true;

  constructor(room: Room) {
    this.#room = room;
  }

  add(rule: FloorRule): void {
    this.#rules.push(rule);
  }

  /** Why somebody may not send something now; null: they may. */
  refusal(participant: Participant, source: Source): AppError | null {
    for (const rule of this.#rules) {
      const reason = rule(participant, source);
      if (reason !== null) return typeof reason === 'string' ? new AppError('forbidden', reason) : reason;
    }
    return null;
  }

  /** Throws for who may not send something now. */
  require(participant: Participant, source: Source): void {
    const refusal = this.refusal(participant, source);
    if (refusal) throw refusal;
  }

  /** Ends what is sent and may not be any more, in the name of whoever decided it; resolves when it is silent. */
  async enforce(by: string): Promise<void> {
    const silenced = [...this.#room.participants.values()].map(async (participant) => {
      const sources = new Set(participant.sent.map(({ source }) => source));
      for (const source of sources) {
        if (this.refusal(participant, source) === null) continue;
        if (source === 'camera' || source === 'screen') this.#room.end(participant, source, by);
        else if (source === 'microphone') await this.#room.silence(participant, by);
      }
    });
    await Promise.all(silenced);
  }
}
