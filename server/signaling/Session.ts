import type { DefaultEventsMap, Socket } from 'socket.io';
import type { RoomId } from '../../protocol/ids.ts';
import type {
  ClientToServer,
  NotificationName,
  NotificationPayload,
  ServerToClient,
} from '../../protocol/index.ts';
import type { Identity } from '../accounts/Identities.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Traced } from '../moderation/traces.ts';
import type { Participant } from '../rooms/Participant.ts';
import type { Room } from '../rooms/Room.ts';

/** What is known of a socket from its handshake on. */
export interface SocketData {
  identity: Identity | null;
}

export type ClientSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>;

/** Where a session sits. */
export interface Seat {
  readonly room: Room;
  readonly participant: Participant;
  /** Another tab of the same participant: it reads and writes, the media is elsewhere. */
  readonly companion: boolean;
}

/** The Socket.IO room to which the notifications of one of our rooms go. */
export function channelOf(id: RoomId): string {
  return `room:${id}`;
}

/** One connected client. */
export class Session {
  readonly id: string;
  readonly address: string;
  /** Who it is, by the cookies of the handshake; null for nobody we know. */
  readonly identity: Identity | null;
  readonly log: Logger;
  /** By what else but their id whoever is there is known. */
  readonly traces: Traced;
  seat: Seat | null = null;
  readonly #socket: ClientSocket;

  constructor(socket: ClientSocket, options: { address: string; traces: Traced; log: Logger }) {
    this.id = socket.id;
    this.#socket = socket;
    this.address = options.address;
    this.traces = options.traces;
    this.identity = socket.data.identity;
    this.log = options.log;
  }

  requireGuest(): Identity {
    if (!this.identity) throw new AppError('unauthenticated', 'Ask GET /api/me for a guest cookie first.');
    return this.identity;
  }

  requireSeat(): Seat {
    if (!this.seat) throw new AppError('not_joined', 'Step into a room first.');
    return this.seat;
  }

  /** Throws `conflict` for a companion, which has no media. */
  requireMedia(): Seat {
    const seat = this.requireSeat();
    if (seat.companion) throw new AppError('conflict', 'The call is in another tab.');
    return seat;
  }

  requireFree(): void {
    if (this.seat) throw new AppError('conflict', 'This session is in a room already.');
    if (!this.#socket.connected) throw new AppError('gone', 'The session ended.');
  }

  /** Takes a seat: from now on the session hears what happens in the room. */
  enter(seat: Seat): void {
    this.seat = seat;
    this.listen(channelOf(seat.room.info.id));
  }

  /** Gets up; the participant itself is no business of the session's. */
  exit(): void {
    if (!this.seat) return;
    this.unlisten(channelOf(this.seat.room.info.id));
    this.seat = null;
  }

  /** Ends the connection. */
  disconnect(): void {
    this.#socket.disconnect(true);
  }

  listen(channel: string): void {
    // With the in-memory adapter this takes effect at once.
    void this.#socket.join(channel);
  }

  unlisten(channel: string): void {
    void this.#socket.leave(channel);
  }

  hears(channel: string): boolean {
    return this.#socket.rooms.has(channel);
  }

  notify<Name extends NotificationName>(name: Name, payload: NotificationPayload<Name>): void {
    const emit = this.#socket.emit.bind(this.#socket) as (
      name: NotificationName,
      payload: unknown,
    ) => boolean;
    emit(name, payload);
  }
}
