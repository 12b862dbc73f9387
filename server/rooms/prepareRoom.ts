import type { RoomId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { Logger } from '../log.ts';
import type { MediaEngine } from '../media/api.ts';
import type { Sanctions } from '../moderation/Sanctions.ts';
import type { SeatRecord } from '../store/SeatStore.ts';
import type { Store } from '../store/Store.ts';
import type { RoomOptions } from './admission.ts';
import { keepMediaAlive } from './keepMediaAlive.ts';
import { limitVoices } from './limitVoices.ts';
import { RecentMessages } from './RecentMessages.ts';
import type { Roles } from './Roles.ts';
import { Room } from './Room.ts';

interface Parts extends RoomOptions {
  readonly store: Store;
  readonly media: MediaEngine;
  readonly log: Logger;
  readonly roles: Roles;
  readonly sanctions: Sanctions;
}

/** What a room is at the moment it goes live. */
interface Beginning {
  readonly info: RoomInfo;
  readonly seats: readonly SeatRecord[];
}

/**
 * Gets what a live room needs: its chat, its media. Resolves with a function that makes the room at
 * once, of what is asked for at that very moment; should that throw, nothing is left behind.
 */
export async function prepareRoom(id: RoomId, parts: Parts): Promise<(begin: () => Beginning) => Room> {
  const { store, media, log, roles, sanctions } = parts;
  const pins = await store.messages.pins(id);
  const chat = new RecentMessages(await store.messages.latest(id, limits.chatPage), pins, limits.chatPage);
  const mediaRoom = await media.createRoom(id);
  return (begin) => {
    try {
      const { info, seats } = begin();
      const room = new Room(info, { chat, sanctions, roles, seats }, parts);
      room.tracks.use(mediaRoom);
      keepMediaAlive(room, media, log.child({ roomId: id }));
      limitVoices(room);
      return room;
    } catch (error) {
      mediaRoom.close();
      throw error;
    }
  };
}
