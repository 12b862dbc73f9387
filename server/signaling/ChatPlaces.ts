import { RoomId, type UserId } from '../../protocol/ids.ts';
import { isConversation } from '../../protocol/isConversation.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { Rank } from '../../protocol/ranks.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { Guests } from '../accounts/Guests.ts';
import type { Identity } from '../accounts/Identities.ts';
import { AppError } from '../errors.ts';
import type { Comer } from '../moderation/traces.ts';
import type { Audience } from '../people/Audience.ts';
import type { Newcomer, Roles } from '../rooms/Roles.ts';
import type { Room } from '../rooms/Room.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Session } from './Session.ts';

/** Where a chat is read and written, and as whom. */
export interface ChatPlace {
  readonly info: RoomInfo;
  /** The room while it is live. */
  readonly live: Room | undefined;
  readonly userId: UserId;
  readonly role: Rank;
  /** As rules know them again. */
  readonly comer: Comer;
  person(): Promise<PersonInfo>;
}

interface Parts {
  readonly rooms: RoomRegistry;
  readonly audience: Audience;
  readonly guests: Guests;
  readonly roles: Roles;
}

/** Finds the chat that a request is about: of the room one is in, or of a conversation one belongs to. */
export class ChatPlaces {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Throws `not_joined`, `unauthenticated`, or `not_found` for what is no conversation of the asker's. */
  of(session: Session, roomId: RoomId | undefined): ChatPlace {
    const { rooms, audience, guests, roles } = this.#parts;
    if (roomId === undefined || session.seat?.room.info.id === roomId) {
      const { room, participant } = session.requireSeat();
      const { userId, authority: role } = participant;
      const { comer } = participant;
      return { info: room.info, live: room, userId, role, comer, person: async () => participant.person };
    }
    const identity = session.requireGuest();
    const info = rooms.info(roomId);
    if (!info || !isConversation(info)) throw new AppError('not_found', 'There is no such conversation.');
    audience.require(info, identity.id);
    const role = roles.of(info, identity.id, newcomerOf(identity));
    const comer = { ...session.traces, userId: identity.id, guest: identity.loginId === null };
    const person = () => guests.person(identity);
    return { info, live: rooms.live(roomId), userId: identity.id, role, comer, person };
  }
}

/** What somebody is in a room where nobody made them anything. */
export function newcomerOf({ loginId }: Identity): Newcomer {
  return loginId ? 'member' : 'visitor';
}

/** Which conversation a request names, before anybody looked whether it makes sense. */
export function namedRoom(input: unknown): RoomId | undefined {
  if (typeof input !== 'object' || input === null || !('roomId' in input)) return undefined;
  return RoomId.safeParse(input.roomId).data;
}
