import { isConversation } from '../../protocol/isConversation.ts';
import type { Io } from './announce.ts';
import { personChannel } from './apart.ts';
import type { ChatPlace } from './ChatPlaces.ts';
import type { Session } from './Session.ts';
import type { Sessions } from './Sessions.ts';

/** Tells the other tabs of a reader how far they have read. */
export type ReadTeller = (session: Session, place: ChatPlace, seq: number) => void;

/** Of a room, tabs that are in it are told; of a conversation, all of them. */
export function createReadTeller(io: Io, sessions: Sessions): ReadTeller {
  return (session, { info, live, userId }, seq) => {
    if (isConversation(info)) {
      const others = io.to(personChannel(userId)).except(session.id);
      others.emit('chat:readUpTo', { roomId: info.id, seq });
      return;
    }
    const reader = live?.find(userId);
    for (const other of reader ? sessions.all(reader.id) : []) {
      if (other !== session) other.notify('chat:readUpTo', { seq });
    }
  };
}
