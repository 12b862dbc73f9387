import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { Generator, type LoadStats } from '../../bench/clients/Generator.ts';
import { dtlsParameters, rtpCapabilities, voice } from '../../bench/clients/rtp.ts';
import { ParticipantId, type ProducerId, type TransportId } from '../../protocol/ids.ts';
import type { TransportInfo } from '../../protocol/rtp.ts';
import type { MediaPeer, MediaRoom } from '../../server/media/api.ts';

/** Somebody who has a voice. */
export interface Speaker {
  readonly id: ParticipantId;
  readonly peer: MediaPeer;
  readonly producerId: ProducerId;
  talk(): void;
  hush(): void;
}

/** Somebody who listens. */
export interface Listener {
  readonly id: ParticipantId;
  readonly peer: MediaPeer;
  /** Over which they heard so far. */
  readonly transportIds: TransportId[];
}

/** Peers of a media room, with real ICE, DTLS and SRTP at their other end: see `bench/load`. */
export class MediaCrowd {
  readonly #generator: Generator;

  private constructor(generator: Generator) {
    this.#generator = generator;
  }

  static async open(program: string): Promise<MediaCrowd> {
    return new MediaCrowd(await Generator.start(program));
  }

  async speaker(room: MediaRoom): Promise<Speaker> {
    const { id, peer } = enter(room, false);
    const transport = await peer.createTransport('send');
    const number = await this.#connect(peer, transport);
    const { source, rtpParameters, track } = voice(number, 100_000 + number);
    const options = { transportId: transport.id, source, rtpParameters, paused: false };
    const { id: producerId } = await peer.produce(options);
    const { talk, hush } = {
      talk: () => this.#generator.send(track),
      hush: () => this.#generator.hush(track.ssrc),
    };
    return { id, peer, producerId, talk, hush };
  }

  /** So many who have a voice, all at once. */
  async speakers(room: MediaRoom, count: number): Promise<Speaker[]> {
    return await Promise.all(Array.from({ length: count }, () => this.speaker(room)));
  }

  /** Somebody who takes nothing yet. */
  visitor(room: MediaRoom): Listener {
    return enter(room, true);
  }

  /** Somebody who takes these voices. */
  async listener(room: MediaRoom, voices: readonly Speaker[]): Promise<Listener> {
    const listener = this.visitor(room);
    await this.listen(listener, voices);
    return listener;
  }

  /** So many of these, one after the other. */
  async listeners(room: MediaRoom, count: number, voices: readonly Speaker[]): Promise<Listener[]> {
    const all: Listener[] = [];
    while (all.length < count) all.push(await this.listener(room, voices));
    return all;
  }

  /** Takes these voices, over a new transport where there is none. */
  async listen({ peer, transportIds }: Listener, voices: readonly Speaker[]): Promise<void> {
    const transport = await peer.ensureReceive();
    if (transport) transportIds.push(transport.id);
    await peer.consume(voices.map(({ producerId }) => producerId));
    if (transport) await this.#connect(peer, transport);
  }

  /** What arrived since the last time. */
  async counted(): Promise<LoadStats> {
    return await this.#generator.stats({ reset: true });
  }

  /** Waits until so many of the voices arrive, each at each who listens counted. */
  async hears(expected: number): Promise<void> {
    await this.counted();
    const count = async () => (await this.counted()).hearing;
    await expect.poll(count, { timeout: 10_000, interval: 200 }).toBe(expected);
  }

  close(): void {
    this.#generator.close();
  }

  async #connect(peer: MediaPeer, transport: TransportInfo): Promise<number> {
    const number = this.#generator.newPeer();
    await peer.connectTransport(transport.id, dtlsParameters(this.#generator.fingerprintOf(number)));
    await this.#generator.connect(number, transport);
    return number;
  }
}

function enter(room: MediaRoom, hears: boolean): Listener {
  const id = ParticipantId.parse(randomUUID());
  return { id, peer: room.createPeer(id, hears ? rtpCapabilities : undefined), transportIds: [] };
}
