import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import type { ParticipantId, ProducerId } from '../../protocol/ids.ts';
import type { RtpCapabilities } from '../../protocol/rtp.ts';
import { kindOf, type Source } from '../../protocol/sources.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { MediaPeer, MediaRoom, MediaRoomEvents } from './api.ts';
import { MediasoupPeer } from './MediasoupPeer.ts';
import { Talking } from './Talking.ts';

// Quick enough for a card to show a voice within a second, slow enough to cost nothing.
const levelIntervalMs = 250;
// dBov; a quiet voice is at -45, a still room below -65.
const voiceThreshold = -55;

/** A producer and what the room knows of it. */
export interface PlacedProducer {
  readonly producer: types.Producer;
  readonly ownerId: ParticipantId;
  readonly source: Source;
}

export interface MediasoupRoomOptions {
  readonly router: types.Router;
  readonly webRtcServer: types.WebRtcServer;
  /** How long a transport waits for its browser. */
  readonly connectWithinMs: number;
  readonly log: Logger;
}

/** A router, and the two observers that say whose voice is heard. */
export class MediasoupRoom extends EventEmitter<MediaRoomEvents> implements MediaRoom {
  readonly router: types.Router;
  readonly webRtcServer: types.WebRtcServer;
  readonly connectWithinMs: number;
  readonly log: Logger;
  /** Everything that can be consumed here. */
  readonly producers = new Map<ProducerId, PlacedProducer>();
  readonly #levels: types.AudioLevelObserver;
  readonly #speakers: types.ActiveSpeakerObserver;
  readonly #talking = new Talking();
  #activeSpeaker: ParticipantId | null = null;
  #lost = false;

  private constructor(
    { router, webRtcServer, connectWithinMs, log }: MediasoupRoomOptions,
    levels: types.AudioLevelObserver,
    speakers: types.ActiveSpeakerObserver,
  ) {
    super();
    this.router = router;
    this.webRtcServer = webRtcServer;
    this.connectWithinMs = connectWithinMs;
    this.log = log;
    this.#levels = levels;
    this.#speakers = speakers;
    levels.on('volumes', (volumes) => this.#talking.heard(this.#owners(volumes)));
    speakers.on('dominantspeaker', ({ producer }) => this.#setActiveSpeaker(this.#ownerOf(producer)));
    this.#talking.on('change', (ids) => this.emit('talking', ids));
    router.once('workerclose', () => {
      this.#lost = true;
      this.#talking.close();
      // The routers hear of it first, then the pool: who asks for another room now is not to get this worker again.
      queueMicrotask(() => this.emit('died'));
    });
  }

  static async create(options: MediasoupRoomOptions): Promise<MediasoupRoom> {
    const { router } = options;
    const [levels, speakers] = await Promise.all([
      router.createAudioLevelObserver({
        interval: levelIntervalMs,
        threshold: voiceThreshold,
        maxEntries: 16,
      }),
      router.createActiveSpeakerObserver({ interval: levelIntervalMs }),
    ]);
    return new MediasoupRoom(options, levels, speakers);
  }

  /** Throws `media_unavailable` when the worker died, `gone` when the room closed. */
  requireOpen(): void {
    if (this.#lost) throw new AppError('media_unavailable', 'The media worker ended.');
    if (this.router.closed) throw new AppError('gone', 'The room closed.');
  }

  createPeer(id: ParticipantId, rtpCapabilities: RtpCapabilities | undefined): MediaPeer {
    return new MediasoupPeer(this, id, rtpCapabilities);
  }

  /** Lets a producer be consumed and, if it carries a voice, be listened to by the observers. */
  async place(placed: PlacedProducer): Promise<void> {
    const { producer, source } = placed;
    const id = producer.id as ProducerId;
    this.producers.set(id, placed);
    producer.observer.once('close', () => {
      this.producers.delete(id);
      if (kindOf(source) === 'audio') this.#hushed(placed.ownerId);
    });
    producer.observer.on('pause', () => this.#hushed(placed.ownerId));
    if (source !== 'microphone') return;
    const { id: producerId } = producer;
    await Promise.all([this.#levels.addProducer({ producerId }), this.#speakers.addProducer({ producerId })]);
  }

  close(): void {
    this.#talking.close();
    this.router.close();
  }

  #hushed(ownerId: ParticipantId): void {
    this.#talking.silenced(ownerId);
    if (this.#activeSpeaker === ownerId) this.#setActiveSpeaker(null);
  }

  #setActiveSpeaker(id: ParticipantId | null): void {
    if (id === this.#activeSpeaker) return;
    this.#activeSpeaker = id;
    this.emit('activeSpeaker', id);
  }

  #ownerOf(producer: types.Producer): ParticipantId | null {
    return this.producers.get(producer.id as ProducerId)?.ownerId ?? null;
  }

  *#owners(volumes: types.AudioLevelObserverVolume[]): Generator<ParticipantId> {
    for (const { producer } of volumes) {
      const owner = this.#ownerOf(producer);
      if (owner) yield owner;
    }
  }
}
