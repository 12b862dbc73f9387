import type { UserId } from '../../protocol/ids.ts';
import type { Presence } from '../people/Presence.ts';
import { Coalescer } from '../rooms/Coalescer.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Io } from './announce.ts';
import { personChannel } from './apart.ts';

// Well within the two seconds in which a change is to arrive, and no burden where somebody wanders.
const intervalMs = 500;

/** Tells friends and followers of whoever comes, goes or moves what each of them may know. */
export function tellPresence(io: Io, presence: Presence, rooms: RoomRegistry): void {
  const changes = new Coalescer<UserId>(intervalMs, (id) => {
    for (const viewer of presence.tellOf(id)) {
      io.to(personChannel(viewer)).emit('presence:changed', presence.of(id, viewer));
    }
  });
  presence.on('changed', (id) => changes.touch(id));
  rooms.on('opened', (room) => {
    room.on('participantJoined', ({ userId }) => changes.touch(userId));
    room.on('participantLeft', ({ userId }) => changes.touch(userId));
  });
}
