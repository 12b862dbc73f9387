import type { LoginId, UserId } from '../../protocol/ids.ts';
import type { AccountParts } from '../accounts/accountParts.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Session } from './Session.ts';

interface Parts extends Pick<AccountParts, 'logins' | 'accounts'> {
  readonly rooms: RoomRegistry;
}

// By then the answer with the new cookie has reached the browser, which so far is known by the one of a guest.
const pauseMs = 800;

/** Ends the connections and the seats of whoever is signed out, and the connections of guests who are that no more. */
export class EndedLogins {
  readonly #parts: Parts;
  readonly #sessions = new Set<Session>();

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.logins.on('ended', (ids) => this.#end(ids));
    parts.accounts.on('guestEnded', (id) => this.#endGuest(id));
    parts.accounts.on('guestGone', (id) => setTimeout(() => this.#endGuest(id), pauseMs).unref());
  }

  /** Takes a session in; false when its login has ended already. */
  watch(session: Session): boolean {
    const loginId = session.identity?.loginId;
    if (loginId && this.#parts.logins.hasEnded(loginId)) return false;
    this.#sessions.add(session);
    return true;
  }

  unwatch(session: Session): void {
    this.#sessions.delete(session);
  }

  #end(ids: ReadonlySet<LoginId>): void {
    // The seats first: what is sent from them ends with them, whether its socket is there or lost.
    for (const room of this.#parts.rooms.liveRooms) {
      for (const participant of [...room.participants.values()]) {
        if (participant.loginId && ids.has(participant.loginId)) room.remove(participant, 'left');
      }
    }
    this.#disconnect(({ identity }) => Boolean(identity?.loginId && ids.has(identity.loginId)));
  }

  /** Its own browser comes back at once, as who it is now; with an account of the same id it takes its seat again. */
  #endGuest(id: UserId): void {
    this.#disconnect(({ identity }) => identity?.id === id && identity.loginId === null);
  }

  #disconnect(which: (session: Session) => boolean): void {
    for (const session of [...this.#sessions]) if (which(session)) session.disconnect();
  }
}
