import type { ParticipantId, UserId } from '../../protocol/ids.ts';
import type { Participant } from './Participant.ts';

/** Who is in a room: at hand by their seat, and by who they are. */
export class People extends Map<ParticipantId, Participant> {
  readonly #byUser = new Map<UserId, Participant>();

  find(userId: UserId): Participant | undefined {
    return this.#byUser.get(userId);
  }

  override set(id: ParticipantId, participant: Participant): this {
    this.#byUser.set(participant.userId, participant);
    return super.set(id, participant);
  }

  override delete(id: ParticipantId): boolean {
    const participant = this.get(id);
    // Whoever has another seat by now is found there.
    if (participant && this.find(participant.userId) === participant) this.#byUser.delete(participant.userId);
    return super.delete(id);
  }
}
