import type { ParticipantId } from '../../protocol/ids.ts';
import type { NotificationPayload } from '../../protocol/index.ts';
import type { Restrained } from '../../protocol/moderation.ts';
import type { Participant } from '../rooms/Participant.ts';
import type { Room } from '../rooms/Room.ts';
import type { Session } from './Session.ts';

type Ending = NotificationPayload<'room:ended'>;
type EndReason = Ending['reason'];

/** Which session sits on which seat, and which other tabs look over its shoulder. */
export class Sessions {
  readonly #seated = new Map<ParticipantId, Session>();
  readonly #companions = new Map<ParticipantId, Set<Session>>();

  of(id: ParticipantId): Session | undefined {
    return this.#seated.get(id);
  }

  /** Every tab of somebody who is in a room. */
  all(id: ParticipantId): Session[] {
    const seated = this.#seated.get(id);
    return [...(seated ? [seated] : []), ...(this.#companions.get(id) ?? [])];
  }

  /** Seats a session; one that sat there before, on a socket that died unnoticed, has to get up. */
  seat(session: Session, room: Room, participant: Participant): void {
    const before = this.#seated.get(participant.id);
    if (before) this.#dismiss(before, 'replaced', null);
    this.#seated.set(participant.id, session);
    participant.loginId = session.identity?.loginId ?? null;
    session.enter({ room, participant, companion: false });
  }

  /** Lets another tab of somebody who is in the room read and write along. */
  accompany(session: Session, room: Room, participant: Participant): void {
    const companions = this.#companions.get(participant.id) ?? new Set();
    this.#companions.set(participant.id, companions.add(session));
    session.enter({ room, participant, companion: true });
  }

  /** Gets a session up from its seat. */
  unseat(session: Session): void {
    const { participant, companion } = session.seat ?? {};
    session.exit();
    if (!participant) return;
    if (companion) {
      const companions = this.#companions.get(participant.id);
      companions?.delete(session);
      if (companions?.size === 0) this.#companions.delete(participant.id);
    } else if (this.#seated.get(participant.id) === session) this.#seated.delete(participant.id);
  }

  /** Gets whoever sits there up, companions too, and tells them why. */
  end(id: ParticipantId, reason: EndReason, bar: Restrained | null = null): void {
    for (const session of this.all(id)) this.#dismiss(session, reason, bar);
  }

  /** Gets whoever sits there up for another room: the call goes there, and who reads along has nothing to read. */
  move(id: ParticipantId, moved: Ending['moved']): void {
    const session = this.#seated.get(id);
    if (session) this.#dismiss(session, 'moved', null, moved);
    this.end(id, 'left');
  }

  #dismiss(session: Session, reason: EndReason, bar: Restrained | null, moved?: Ending['moved']): void {
    const more = { ...(bar && { bar }), ...(moved && { moved }) };
    session.notify('room:ended', { reason, until: bar?.until ?? null, ...more });
    this.unseat(session);
  }
}
