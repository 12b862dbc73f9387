import type { EventEmitter } from 'node:events';
import type { RoomId, RoomSlug } from '../../protocol/ids.ts';
import type { RoomCard, RoomInfo } from '../../protocol/room.ts';

/** What the directory tells: a listed card came or changed, or is to be shown no more. */
export interface RoomDirectoryEvents {
  card: [card: RoomCard];
  cardGone: [room: RoomInfo];
}

/** The rooms as discovery sees them: `RoomRegistry` is one. */
export interface RoomDirectory extends EventEmitter<RoomDirectoryEvents> {
  /** Any room, listed or not. Throws `not_found`. */
  find(slug: RoomSlug): Promise<RoomInfo>;
  cardOf(room: RoomInfo): RoomCard;
  /** The cards of all open rooms: live ones first, the busiest first, then lasting ones that are quiet. */
  listed(): RoomCard[];
  isFull(id: RoomId): boolean;
  /** How many people fit into a room. */
  readonly capacity: number;
}
