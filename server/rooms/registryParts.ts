import type { RoomInfo } from '../../protocol/room.ts';
import type { RoomDirectoryEvents } from '../discovery/RoomDirectory.ts';
import type { Logger } from '../log.ts';
import type { MediaEngine } from '../media/api.ts';
import type { Sanctions } from '../moderation/Sanctions.ts';
import type { SeatRecord } from '../store/SeatStore.ts';
import type { Store } from '../store/Store.ts';
import type { Clock } from './Clock.ts';
import type { Invites } from './Invites.ts';
import type { Roles } from './Roles.ts';
import type { Room } from './Room.ts';

export interface RoomRegistryOptions {
  readonly store: Store;
  readonly media: MediaEngine;
  readonly log: Logger;
  readonly roles: Roles;
  readonly sanctions: Sanctions;
  readonly invites: Invites;
  /** Read anew each time, like the most rooms that are live at once: both may change. */
  readonly capacity: number;
  readonly mostLive?: number | undefined;
  readonly seatMs: number;
  readonly clock?: Clock | undefined;
  /** How long an empty room waits for somebody before it closes. */
  readonly emptyPauseMs: number;
}

export interface RoomRegistryEvents extends RoomDirectoryEvents {
  /** A room went live: whoever wants its events subscribes now. */
  opened: [room: Room];
  /** There is no such room any more, and no way back. */
  removed: [info: RoomInfo];
}

/** A room that is known, live or not. */
export interface KnownRoom {
  info: RoomInfo;
  /** Those who sat in it when the process before this one ended. */
  seats: SeatRecord[];
  /** The promise and not the room, so that two who come first at the same moment meet in one. */
  opening: Promise<Room> | undefined;
  room: Room | undefined;
  emptyTimer: NodeJS.Timeout | undefined;
  /** Whether its card was told to those who watch. */
  shown: boolean;
}
