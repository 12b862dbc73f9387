import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import type { ParticipantId, TransportId } from '../../protocol/ids.ts';
import type { TransportInfo } from '../../protocol/rtp.ts';
import { AppError } from '../errors.ts';
import type { Direction, MediaPeerEvents } from './api.ts';
import type { MediasoupRoom } from './MediasoupRoom.ts';
import { unlessClosed } from './refusals.ts';
import type { Slice } from './Slice.ts';
import { openTransport, toTransportInfo } from './transports.ts';

/** A transport, and the part of the room it belongs to. */
export interface PlacedTransport {
  readonly transport: types.WebRtcTransport;
  readonly slice: Slice;
}

/** The transports of one peer, one of each direction. After `close()` everything throws `gone`. */
export class PeerTransports extends EventEmitter<Omit<MediaPeerEvents, 'producerClosed'>> {
  readonly #room: MediasoupRoom;
  readonly #id: ParticipantId;
  readonly #open = new Map<Direction, PlacedTransport>();
  readonly #lost = new Set<Direction>();
  // Asked for and not made yet.
  #receiving: Promise<TransportInfo> | undefined;
  #closed = false;

  constructor(room: MediasoupRoom, id: ParticipantId) {
    super();
    this.#room = room;
    this.#id = id;
  }

  /** Makes one; an older one of the same direction is closed. Whoever asks meanwhile for one to receive gets this. */
  async create(direction: Direction): Promise<TransportInfo> {
    if (direction === 'send') return await this.#make(direction);
    this.#receiving ??= this.#make(direction).finally(() => {
      this.#receiving = undefined;
    });
    return await this.#receiving;
  }

  /** Makes one to receive if there is none; null: there is one. */
  async ensureReceive(): Promise<TransportInfo | null> {
    this.requireOpen();
    return this.#open.has('receive') ? null : await this.create('receive');
  }

  of(direction: Direction): PlacedTransport | undefined {
    this.requireOpen();
    return this.#open.get(direction);
  }

  has(id: TransportId): boolean {
    return this.#find(id) !== undefined;
  }

  /** Throws `not_found` for one that is not of this peer. */
  require(id: TransportId): types.WebRtcTransport {
    this.requireOpen();
    const found = this.#find(id);
    if (!found) throw new AppError('not_found', 'There is no such transport.');
    return found;
  }

  /** Throws `gone` when the peer or its room closed, `media_unavailable` when the worker died. */
  requireOpen(): void {
    if (this.#closed) throw new AppError('gone', 'The participant left.');
    this.#room.requireOpen();
  }

  close(): void {
    this.#closed = true;
    for (const { transport } of [...this.#open.values()]) transport.close();
  }

  #find(id: TransportId): types.WebRtcTransport | undefined {
    return [...this.#open.values()].find(({ transport }) => transport.id === id)?.transport;
  }

  async #make(direction: Direction): Promise<TransportInfo> {
    this.requireOpen();
    const { slice, leave } = await this.#room.place({ id: this.#id, direction });
    const { router, webRtcServer } = slice;
    const { connectWithinMs } = this.#room;
    const opening = openTransport(router, webRtcServer, direction, connectWithinMs);
    const transport = await unlessClosed(opening).catch((error: unknown) => {
      leave();
      // One of several workers died: the room goes on with the others.
      if (router.closed && !this.#room.closed) return null;
      throw error;
    });
    if (!transport) return await this.#make(direction);
    transport.observer.once('close', leave);
    // The participant may have left while the worker worked.
    if (this.#closed) {
      transport.close();
      this.requireOpen();
    }
    const placed = { transport, slice };
    this.#open.get(direction)?.transport.close();
    this.#open.set(direction, placed);
    transport.observer.once('close', () => {
      if (this.#open.get(direction) === placed) this.#open.delete(direction);
      if (!this.#closed) this.emit('transportClosed', transport.id as TransportId);
    });
    transport.on('icestatechange', (state) => this.#onIceState(direction, state));
    return toTransportInfo(transport);
  }

  #onIceState(direction: Direction, state: types.IceState): void {
    if (state === 'disconnected' && !this.#lost.has(direction)) {
      this.#lost.add(direction);
      this.emit('pathChanged', direction, false);
    }
    // With another transport in place of the lost one the path is back as well.
    if ((state === 'connected' || state === 'completed') && this.#lost.delete(direction)) {
      this.emit('pathChanged', direction, true);
    }
  }
}
