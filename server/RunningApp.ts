import type { FirstAdmin } from './house/AdminCode.ts';
import type { ListingState } from './house/Listing.ts';
import type { Place } from './http/listen.ts';
import type { MediaEngine } from './media/api.ts';
import type { RoomRegistry } from './rooms/RoomRegistry.ts';

/** A server that listens. */
export interface RunningApp {
  /** The port it got. */
  readonly port: number;
  readonly media: MediaEngine;
  readonly rooms: RoomRegistry;
  /** What has to be said at the machine as long as nobody runs the house; makes a code where there is none. */
  firstAdmin(): Promise<FirstAdmin>;
  /** Whether everybody finds rooms in lists, and what was chosen about that. */
  listing(): ListingState;
  /** Changes nothing any more, because another server is about to take over; resolves when all is written. */
  handOver(): Promise<void>;
  /** Goes on after a hand-over of which nothing came. */
  takeBack(): void;
  /** Sends everybody to the server that took over; resolves when they have left, or have had time enough to. */
  move(): Promise<void>;
  /** Lets everybody go, then ends. Clients come back by themselves when there is a server again. */
  close(): Promise<void>;
}

/** A server that has everything ready which is no other server's as long as that one runs. */
export interface PreparedApp {
  /** Opens the store, the rooms and the doors: where the settings say, at the given port if they leave it open. */
  open(place: Pick<Place, 'port' | 'shared'>): Promise<RunningApp>;
}
