import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import type { ParticipantId, ProducerId } from '../../protocol/ids.ts';
import type { RtpCapabilities } from '../../protocol/rtp.ts';
import { kindOf, type Source } from '../../protocol/sources.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { MediaPeer, MediaPipe, MediaRoom, MediaRoomEvents } from './api.ts';
import { HeardVoices } from './HeardVoices.ts';
import { MediasoupPeer } from './MediasoupPeer.ts';
import { NodePipe } from './NodePipe.ts';
import type { Place, Slice } from './Slice.ts';
import { type Placement, Slices, type Spread } from './Slices.ts';

/** A producer and what the room knows of it. */
export interface PlacedProducer {
  readonly producer: types.Producer;
  readonly ownerId: ParticipantId;
  readonly source: Source;
}

export interface MediasoupRoomOptions {
  readonly home: Slice;
  readonly spread: Spread;
  /** How long a transport waits for its browser. */
  readonly connectWithinMs: number;
  /** Where other nodes reach this one. */
  readonly pipeAddress: string;
  readonly log: Logger;
}

/** The media of one room, on one worker or several: what is sent comes in on one of them, and is listened to on all. */
export class MediasoupRoom extends EventEmitter<MediaRoomEvents> implements MediaRoom {
  readonly connectWithinMs: number;
  /** Everything that can be consumed here. */
  readonly producers = new Map<ProducerId, PlacedProducer>();
  readonly #slices: Slices;
  readonly #voices: HeardVoices;
  readonly #pipes = new Set<NodePipe>();
  readonly #pipeAddress: string;
  #end: 'died' | 'closed' | undefined;

  constructor({ home, spread, connectWithinMs, pipeAddress, log }: MediasoupRoomOptions) {
    super();
    this.#pipeAddress = pipeAddress;
    this.connectWithinMs = connectWithinMs;
    this.#slices = new Slices(home, spread);
    this.#voices = new HeardVoices((id) => this.producers.get(id)?.ownerId ?? null);
    this.#voices.on('talking', (ids) => this.emit('talking', ids));
    this.#voices.on('activeSpeaker', (id) => this.emit('activeSpeaker', id));
    this.#voices.on('opened', (id, open) => {
      const switched = [
        this.#slices.setOpen(id, open),
        ...[...this.#pipes].map((pipe) => pipe.setOpen(id, open)),
      ];
      Promise.all(switched).catch((error: unknown) => log.warn({ err: error }, 'voice not switched'));
    });
    this.#slices.on('lost', (places) => this.#lost(places));
    this.#slices.on('died', () => {
      this.#end ??= 'died';
      this.#voices.close();
      // The routers hear of it first, then the pool: who asks for another room now is not to get this worker again.
      queueMicrotask(() => this.emit('died'));
    });
  }

  static async create(options: MediasoupRoomOptions): Promise<MediasoupRoom> {
    const room = new MediasoupRoom(options);
    await room.#voices.of(options.home);
    return room;
  }

  get closed(): boolean {
    return this.#end !== undefined;
  }

  /** Throws `media_unavailable` when the worker died, `gone` when the room closed. */
  requireOpen(): void {
    if (this.#end === 'died') throw new AppError('media_unavailable', 'The media worker ended.');
    if (this.#end === 'closed') throw new AppError('gone', 'The room closed.');
  }

  createPeer(id: ParticipantId, rtpCapabilities: RtpCapabilities | undefined): MediaPeer {
    return new MediasoupPeer(this, id, rtpCapabilities);
  }

  limitVoices(most: number | null): void {
    this.#voices.limit(most ?? Number.POSITIVE_INFINITY);
  }

  async openPipe(): Promise<MediaPipe> {
    this.requireOpen();
    const pipe = await NodePipe.open(
      this.#slices.home.router,
      {
        producers: this.producers,
        isOpen: (id) => this.#voices.isOpen(id),
        place: (placed) => this.#place(placed),
        ended: (pipe) => this.#pipes.delete(pipe),
      },
      this.#pipeAddress,
    );
    this.#pipes.add(pipe);
    return pipe;
  }

  /** Where a new transport is to be, which counts as there from now on until `leave` is called. */
  async place({ id, direction }: Place): Promise<Placement> {
    if (direction === 'send') return this.#slices.seatSender(id);
    const sounds = [...this.producers.values()].filter(({ source }) => kindOf(source) === 'audio').length;
    const seat = await this.#slices.seatListener(id, sounds);
    // A seat on a worker that ends is nobody's: what is asked of it next is refused.
    this.requireOpen();
    return seat;
  }

  /** Lets a producer be consumed and, if it carries a voice, be listened to by the observers. */
  async add(placed: PlacedProducer): Promise<void> {
    this.#place(placed);
    const { producer, source } = placed;
    if (source === 'microphone') await this.#voices.add(producer, this.#slices.home);
  }

  canConsume(options: { producerId: ProducerId; rtpCapabilities: types.RtpCapabilities }): boolean {
    return this.#slices.home.router.canConsume(options);
  }

  /** Makes a consumer of a track on one of the workers; `make` is told whether it flows at the moment. */
  async consume(
    slice: Slice,
    { producer }: PlacedProducer,
    make: (open: boolean) => Promise<types.Consumer>,
  ): Promise<types.Consumer> {
    const isOpen = (id: ProducerId) => this.#voices.isOpen(id);
    const { home } = this.#slices;
    const release = await slice.want(producer, { home, isOpen });
    // Elsewhere it is the pipe that lets it flow.
    const flows = () => slice !== home || isOpen(producer.id as ProducerId);
    try {
      const open = flows();
      const consumer = await make(open);
      consumer.observer.once('close', release);
      slice.add(consumer);
      if (flows() !== open) await slice.setOpen(producer.id as ProducerId, !open, home);
      return consumer;
    } catch (error) {
      release();
      throw error;
    }
  }

  close(): void {
    this.#end ??= 'closed';
    this.#voices.close();
    this.#slices.close();
  }

  #place(placed: PlacedProducer): void {
    const id = placed.producer.id as ProducerId;
    this.producers.set(id, placed);
    placed.producer.observer.once('close', () => {
      // What is brought from another node may be there anew, under the same id.
      if (this.producers.get(id) !== placed) return;
      if (placed.source === 'microphone') this.#voices.remove(id);
      this.producers.delete(id);
    });
  }

  /** One of several workers died: whoever sent there begins anew, whoever only listened there needs a new place. */
  #lost(places: readonly Place[]): void {
    const of = (direction: Place['direction']) =>
      places.flatMap((place) => (place.direction === direction ? place.id : []));
    const senders = new Set(of('send'));
    const listeners = new Set(of('receive')).difference(senders);
    queueMicrotask(() => this.emit('lost', [...senders], [...listeners]));
  }
}
