import type { Socket } from 'node:net';
import type { FirstAdmin } from './house/AdminCode.ts';
import type { ListingState } from './house/Listing.ts';
import type { Place } from './http/listen.ts';
import type { MediaEngine } from './media/api.ts';
import type { RoomRegistry } from './rooms/RoomRegistry.ts';
import type { Fence } from './store/Fence.ts';

/** A process that listens, as whoever runs it sees it. */
export interface Serving {
  /** The port it got. */
  readonly port: number;
  /** Changes nothing any more, because another server is about to take over; resolves when all is written. */
  handOver(): Promise<void>;
  /** Goes on after a hand-over of which nothing came. */
  takeBack(): void | Promise<void>;
  /** Sends everybody to the server that took over; resolves when they have left, or have had time enough to. */
  move(): Promise<void>;
  /** Lets everybody go, then ends. Clients come back by themselves when there is a server again. */
  close(): Promise<void>;
}

/** A server with the rooms and the doors of a house. */
export interface RunningApp extends Serving {
  readonly media: MediaEngine;
  readonly rooms: RoomRegistry;
  /** What has to be said at the machine as long as nobody runs the house; makes a code where there is none. */
  firstAdmin(): Promise<FirstAdmin>;
  /** Lets in whom another node of the house passes on, over a line from there. */
  letIn(line: Socket): void;
  /** Whether everybody finds rooms in lists, and what was chosen about that. */
  listing(): ListingState;
}

/** Where and as what a server opens. */
export interface Opening extends Pick<Place, 'port'> {
  /** Keeps all others from writing from then on, where there are others. */
  readonly fence?: Fence;
  /** The workers of all servers of the house; without, those that were prepared. */
  readonly media?: MediaEngine;
}

/** A server that has everything ready which is no other server's as long as that one runs. */
export interface PreparedApp {
  /** The workers of this very process. */
  readonly media: MediaEngine;
  /** Opens the store, the rooms and the doors: where the settings say, at the given port if they leave it open. */
  open(place: Opening & Pick<Place, 'shared'>): Promise<RunningApp>;
}
