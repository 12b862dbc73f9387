import type { RoomId, UserId } from '../../protocol/ids.ts';
import type { Sanctions } from '../moderation/Sanctions.ts';
import type { Audience } from '../people/Audience.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';

/** Says whether somebody may read what is written in a room. */
export type MayRead = (roomId: RoomId, userId: UserId) => Promise<boolean>;

/** Everybody may read who may step into the room and was not removed from it, whether it is live or not. */
export function createMayRead(
  rooms: Pick<RoomRegistry, 'infos'>,
  audience: Pick<Audience, 'mayEnter'>,
  sanctions: Pick<Sanctions, 'isWelcome'>,
): MayRead {
  return async (roomId, userId) => {
    const room = rooms.infos.find(({ id }) => id === roomId);
    if (!room || !audience.mayEnter(room, userId)) return false;
    return sanctions.isWelcome(roomId, userId);
  };
}
