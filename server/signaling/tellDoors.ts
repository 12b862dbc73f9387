import type { NotificationPayload } from '../../protocol/index.ts';
import { can } from '../rooms/permissions.ts';
import type { Room } from '../rooms/Room.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Io } from './announce.ts';
import { personChannel } from './apart.ts';
import type { Sessions } from './Sessions.ts';

/** Who waits outside of a room, for those who may let them in. */
export function outsideOf({ door }: Room): NotificationPayload<'door:outside'> {
  return { knocks: door.knocks, queue: door.queue.length };
}

/** Tells those inside who waits outside, and those outside what comes of it. */
export function tellDoors(io: Io, rooms: RoomRegistry, sessions: Sessions): void {
  rooms.on('opened', (room) => {
    const tell = ({
      id,
      authority,
    }: {
      id: Parameters<Sessions['all']>[0];
      authority: Parameters<typeof can>[0];
    }) => {
      if (!can(authority, 'room:admit', room.info)) return;
      for (const session of sessions.all(id)) session.notify('door:outside', outsideOf(room));
    };
    room.door.on('changed', () => {
      for (const participant of room.participants.values()) tell(participant);
      for (const [index, userId] of room.door.queue.entries()) {
        io.to(personChannel(userId)).emit('door:place', { slug: room.info.slug, place: index + 1 });
      }
    });
    room.door.on('answered', (userId, admitted) => {
      io.to(personChannel(userId)).emit('door:answered', { slug: room.info.slug, admitted });
    });
    // Whoever may let others in from now on has to know who knocked before.
    room.on('participantChanged', (participant) => {
      if (room.door.knocks.length > 0) tell(participant);
    });
  });
}
