import type { RoomId, UserId } from '../../protocol/ids.ts';
import { AppError } from '../errors.ts';
import type { Audience } from '../people/Audience.ts';
import { Removals } from '../rooms/Removals.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { RemovalStore } from '../store/Store.ts';

/** Says whether somebody may read what is written in a room. */
export type MayRead = (roomId: RoomId, userId: UserId) => Promise<boolean>;

/** Everybody may read who may step into the room and was not removed from it, whether it is live or not. */
export function createMayRead(
  rooms: Pick<RoomRegistry, 'liveRooms' | 'infos'>,
  audience: Pick<Audience, 'mayEnter'>,
  store: RemovalStore,
): MayRead {
  return async (roomId, userId) => {
    const room = rooms.infos.find(({ id }) => id === roomId);
    if (!room || !audience.mayEnter(room, userId)) return false;
    const live = rooms.liveRooms.find(({ info }) => info.id === roomId);
    const removals = live?.removals ?? (await Removals.load(roomId, store));
    try {
      removals.requireWelcome(userId);
      return true;
    } catch (error) {
      if (error instanceof AppError) return false;
      throw error;
    }
  };
}
