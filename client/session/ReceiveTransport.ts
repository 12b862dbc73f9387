import type { Device, types } from 'mediasoup-client';
import { SvelteMap } from 'svelte/reactivity';
import type { ConsumerId, ParticipantId, ProducerId } from '../../protocol/ids.ts';
import type { ConsumerInfo } from '../../protocol/media.ts';
import type { TransportInfo } from '../../protocol/rtp.ts';
import { kindOf } from '../../protocol/sources.ts';
import type { RemoteTrack } from './RemoteTrack.ts';
import type { SignalingClient } from './SignalingClient.ts';
import { connectTransport, toOptions } from './transports.ts';

/** What arrives from others in one stay in a room. */
export class ReceiveTransport {
  /** By the id of its producer. */
  readonly tracks = new SvelteMap<ProducerId, RemoteTrack>();
  readonly #signaling: SignalingClient;
  readonly #device: Device;
  readonly #asked = new Map<ProducerId, Promise<void>>();
  #transport: types.Transport | null = null;
  #wanted: ProducerId[] = [];
  #asking: Promise<void> | null = null;
  #closed = false;

  constructor(signaling: SignalingClient, device: Device) {
    this.#signaling = signaling;
    this.#device = device;
  }

  /** mediasoup's end in this browser; null before there is one. */
  get transport(): types.Transport | null {
    return this.#transport;
  }

  /** Begins with what the server made, and with the tracks that came with it. */
  async open(info: TransportInfo, consumers: readonly ConsumerInfo[] = []): Promise<void> {
    if (this.#closed) return;
    this.#transport?.close();
    this.tracks.clear();
    const transport = this.#device.createRecvTransport(toOptions(info));
    connectTransport(transport, this.#signaling);
    this.#transport = transport;
    await this.#add(consumers);
  }

  /** Asks for tracks and lets them flow; what is there already is not asked for again. */
  async consume(ids: readonly ProducerId[]): Promise<void> {
    const news = ids.filter(
      (id) => !this.tracks.has(id) && !this.#asked.has(id) && !this.#wanted.includes(id),
    );
    this.#wanted.push(...news);
    // Tiles appear one by one in the same moment: they are asked for together.
    this.#asking ??= Promise.resolve().then(() => this.#ask());
    await Promise.all([this.#asking, ...ids.map((id) => this.#asked.get(id))]);
  }

  /** Ends what arrived of a producer that is gone, or is not wanted any more. */
  drop(producerId: ProducerId): void {
    this.tracks.get(producerId)?.consumer.close();
    this.tracks.delete(producerId);
  }

  /** Ends everything that arrived of somebody who left. */
  dropAllOf(participantId: ParticipantId): void {
    for (const track of [...this.tracks.values()]) {
      if (track.participantId === participantId) this.drop(track.producerId);
    }
  }

  /** Stops or continues the picture of a tile that is not shown right now. */
  async setShown(producerId: ProducerId, shown: boolean): Promise<void> {
    const track = this.tracks.get(producerId);
    if (!track) return;
    const consumerIds = [track.consumer.id as ConsumerId];
    await this.#signaling.request(shown ? 'media:resumeConsumers' : 'media:pauseConsumers', { consumerIds });
  }

  async preferLayer(producerId: ProducerId, spatialLayer: number): Promise<void> {
    const track = this.tracks.get(producerId);
    if (!track) return;
    const consumerId = track.consumer.id as ConsumerId;
    await this.#signaling.request('media:preferLayers', { consumerId, spatialLayer });
  }

  close(): void {
    this.#closed = true;
    this.#transport?.close();
    this.tracks.clear();
  }

  async #ask(): Promise<void> {
    const producerIds = this.#wanted.splice(0, 64);
    if (this.#wanted.length === 0) this.#asking = null;
    else this.#asking = Promise.resolve().then(() => this.#ask());
    if (producerIds.length === 0 || this.#closed) return;
    const asked = this.#signaling
      .request('media:consume', { producerIds })
      .then(({ receiveTransport, consumers }) =>
        // The server closed the transport that nobody had used, or there was none yet.
        receiveTransport ? this.open(receiveTransport, consumers) : this.#add(consumers),
      )
      .finally(() => {
        for (const id of producerIds) this.#asked.delete(id);
      });
    for (const id of producerIds) this.#asked.set(id, asked);
    await asked;
  }

  async #add(infos: readonly ConsumerInfo[]): Promise<void> {
    const transport = this.#transport;
    if (!transport || transport.closed) return;
    await Promise.all(
      infos.map(async ({ id, producerId, participantId, source, rtpParameters }) => {
        const consumer = await transport.consume({
          id,
          producerId,
          kind: kindOf(source),
          rtpParameters: rtpParameters as types.RtpParameters,
          // Sound and picture of one person belong together; a screen has its own clock.
          streamId: `${participantId}-${source.startsWith('screen') ? 'screen' : 'person'}`,
        });
        const stream = new MediaStream([consumer.track]);
        this.tracks.set(producerId, { producerId, participantId, source, consumer, stream });
      }),
    );
    // Only now is the browser ready: a key frame that came earlier would be lost.
    const pictures = infos.filter(({ source }) => kindOf(source) === 'video').map(({ id }) => id);
    if (pictures.length > 0) {
      await this.#signaling.request('media:resumeConsumers', { consumerIds: pictures });
    }
  }
}
