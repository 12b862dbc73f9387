import type { ParticipantId } from '../../protocol/ids.ts';
import type { NotificationPayload } from '../../protocol/index.ts';
import type { Participant } from '../rooms/Participant.ts';
import type { Room } from '../rooms/Room.ts';
import type { Session } from './Session.ts';

/** Which session sits on which seat. */
export class Sessions {
  readonly #seated = new Map<ParticipantId, Session>();

  of(id: ParticipantId): Session | undefined {
    return this.#seated.get(id);
  }

  /** Seats a session; one that sat there before, on a socket that died unnoticed, has to get up. */
  seat(session: Session, room: Room, participant: Participant): void {
    this.end(participant.id, 'replaced');
    this.#seated.set(participant.id, session);
    session.enter(room, participant);
  }

  /** Gets a session up from its seat. */
  unseat(session: Session): void {
    const id = session.seat?.participant.id;
    if (id && this.#seated.get(id) === session) this.#seated.delete(id);
    session.exit();
  }

  /** Gets whoever sits there up and tells them why. */
  end(id: ParticipantId, reason: NotificationPayload<'room:ended'>['reason']): void {
    const session = this.#seated.get(id);
    if (!session) return;
    session.notify('room:ended', { reason });
    this.unseat(session);
  }
}
