import type { Device, types } from 'mediasoup-client';
import { SvelteMap } from 'svelte/reactivity';
import type { ConsumerId, ParticipantId, ProducerId, TransportId } from '../../protocol/ids.ts';
import type { ConsumerInfo, RtpParameters, TransportInfo } from '../../protocol/media.ts';
import { kindOf, type Source } from '../../protocol/sources.ts';
import { producerOptions } from './producerOptions.ts';
import type { RemoteTrack } from './RemoteTrack.ts';
import type { SignalingClient } from './SignalingClient.ts';

/** The media of one stay in a room: a transport for each direction, what is sent, what arrives. */
export class MediaClient {
  /** What arrives, by the id of its producer. */
  readonly tracks = new SvelteMap<ProducerId, RemoteTrack>();
  readonly #signaling: SignalingClient;
  readonly #device: Device;
  readonly #producers = new Map<Source, types.Producer>();
  readonly #asked = new Map<ProducerId, Promise<void>>();
  #receive: types.Transport | null = null;
  // The promise and not the transport: microphone and camera may be opened at the same moment.
  #send: Promise<types.Transport> | null = null;
  #wanted: ProducerId[] = [];
  #asking: Promise<void> | null = null;
  #closed = false;

  constructor(signaling: SignalingClient, device: Device) {
    this.#signaling = signaling;
    this.#device = device;
  }

  /** Whether both ends of what was opened are still there, so that media can go on after a lost socket. */
  get alive(): boolean {
    return !this.#closed && this.#receive !== null && !this.#receive.closed;
  }

  /** Begins to receive with what came in the answer to joining. */
  async receive(info: TransportInfo, consumers: readonly ConsumerInfo[]): Promise<void> {
    const transport = this.#device.createRecvTransport(toOptions(info));
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      this.#connect(info.id, dtlsParameters).then(done, failed);
    });
    this.#receive = transport;
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

  /** Sends a track; it ends with the producer. */
  async produce(source: Source, track: MediaStreamTrack, paused = false): Promise<void> {
    const transport = await this.#sendTransport();
    const producer = await transport.produce({
      track,
      ...producerOptions[source],
      appData: { source, paused },
      // Ending the track is left to whoever opened it: it is needed again when transports have to be made anew.
      stopTracks: false,
    });
    if (paused) producer.pause();
    this.#producers.set(source, producer);
    producer.observer.once('close', () => {
      if (this.#producers.get(source) === producer) this.#producers.delete(source);
    });
  }

  sends(source: Source): boolean {
    return this.#producers.has(source);
  }

  /** Mutes at once in the browser, then at the server, which forwards nothing from then on. */
  async setPaused(source: Source, paused: boolean): Promise<void> {
    const producer = this.#producers.get(source);
    if (!producer) return;
    if (paused) producer.pause();
    await this.#signaling.request('media:setPaused', { producerId: producer.id as ProducerId, paused });
    if (!paused) producer.resume();
  }

  /** The server, or somebody with the right to, muted us: no packet leaves the browser either. */
  hush(source: Source): void {
    this.#producers.get(source)?.pause();
  }

  async replaceTrack(source: Source, track: MediaStreamTrack): Promise<void> {
    await this.#producers.get(source)?.replaceTrack({ track });
  }

  async stop(source: Source): Promise<void> {
    const producer = this.#producers.get(source);
    if (!producer) return;
    producer.close();
    await this.#signaling.request('media:closeProducer', { producerId: producer.id as ProducerId });
  }

  /**
   * Finds a new network path. After a change of network nothing else does, and browsers take seconds to notice
   * that the old one is dead; where it is alive, the new one is found without a gap.
   */
  async restartIce(): Promise<void> {
    const transports = [this.#receive, this.#send && (await this.#send)];
    await Promise.all(
      transports.map(async (transport) => {
        if (!transport || transport.closed || transport.connectionState === 'new') return;
        const transportId = transport.id as TransportId;
        const iceParameters = await this.#signaling.request('media:restartIce', { transportId });
        await transport.restartIce({ iceParameters });
      }),
    );
  }

  close(): void {
    this.#closed = true;
    this.#receive?.close();
    void this.#send?.then((transport) => transport.close()).catch(() => {});
    this.tracks.clear();
  }

  async #ask(): Promise<void> {
    const producerIds = this.#wanted.splice(0, 64);
    if (this.#wanted.length === 0) this.#asking = null;
    else this.#asking = Promise.resolve().then(() => this.#ask());
    if (producerIds.length === 0) return;
    const asked = this.#signaling
      .request('media:consume', { producerIds })
      .then(({ consumers }) => this.#add(consumers))
      .finally(() => {
        for (const id of producerIds) this.#asked.delete(id);
      });
    for (const id of producerIds) this.#asked.set(id, asked);
    await asked;
  }

  async #add(infos: readonly ConsumerInfo[]): Promise<void> {
    const transport = this.#receive;
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
    if (pictures.length > 0)
      await this.#signaling.request('media:resumeConsumers', { consumerIds: pictures });
  }

  #sendTransport(): Promise<types.Transport> {
    this.#send ??= this.#createSendTransport().catch((error: unknown) => {
      this.#send = null;
      throw error;
    });
    return this.#send;
  }

  async #createSendTransport(): Promise<types.Transport> {
    const info = await this.#signaling.request('media:createSendTransport', {});
    const transport = this.#device.createSendTransport(toOptions(info));
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      this.#connect(info.id, dtlsParameters).then(done, failed);
    });
    transport.on('produce', ({ rtpParameters: parameters, appData }, done, failed) => {
      const { source, paused } = appData as { source: Source; paused: boolean };
      // mediasoup-client also describes what no browser of today sends; the server's schema knows the rest.
      const rtpParameters = parameters as RtpParameters;
      this.#signaling
        .request('media:produce', { transportId: info.id, source, rtpParameters, paused })
        .then(done, failed);
    });
    return transport;
  }

  async #connect(transportId: TransportId, dtlsParameters: types.DtlsParameters): Promise<void> {
    await this.#signaling.request('media:connectTransport', { transportId, dtlsParameters });
  }
}

function toOptions({
  id,
  iceParameters,
  iceCandidates,
  dtlsParameters,
}: TransportInfo): types.TransportOptions {
  return {
    id,
    iceParameters,
    iceCandidates,
    dtlsParameters,
  };
}
