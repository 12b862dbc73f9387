import type { UserId } from '../../protocol/ids.ts';
import type { Room } from '../rooms/Room.ts';
import { type Audience, isForSome } from './Audience.ts';
import type { Ties } from './Ties.ts';

/** Puts people out of rooms for some people the moment they and the host are kept apart. */
export function putOutApart(
  ties: Ties,
  audience: Audience,
  rooms: { readonly liveRooms: readonly Room[] },
): void {
  const putOut = (room: Room, id: UserId) => {
    const participant = room.find(id);
    // Nobody is told of having been blocked: for them the room has closed.
    if (participant && !audience.mayEnter(room.info, id)) room.remove(participant, 'closed');
  };
  ties.on('apart', (one, other) => {
    for (const room of rooms.liveRooms.filter(({ info }) => isForSome(info))) {
      if (room.info.openedBy.id === one) putOut(room, other);
      if (room.info.openedBy.id === other) putOut(room, one);
    }
  });
}
