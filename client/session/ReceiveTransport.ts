import type { Device, types } from 'mediasoup-client';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { ConsumerId, ParticipantId, ProducerId } from '../../protocol/ids.ts';
import type { ConsumerInfo } from '../../protocol/media.ts';
import type { TransportInfo } from '../../protocol/rtp.ts';
import { kindOf } from '../../protocol/sources.ts';
import type { RemoteTrack } from './RemoteTrack.ts';
import type { SignalingClient } from './SignalingClient.ts';
import { connectTransport, toOptions } from './transports.ts';
import type { Wish } from './wishes.ts';

// As many as the server takes in one request.
const mostAtOnce = 64;

/** What arrives from others in one stay in a room. */
export class ReceiveTransport {
  /** By the id of its producer. */
  readonly tracks = new SvelteMap<ProducerId, RemoteTrack>();
  /** Of these something has arrived. */
  readonly begun = new SvelteSet<ProducerId>();
  readonly #signaling: SignalingClient;
  readonly #device: Device;
  readonly #asked = new Map<ProducerId, Promise<void>>();
  // Being taken in: the server tells again what it is asked for again.
  readonly #coming = new Set<ProducerId>();
  #transport: types.Transport | null = null;
  #wanted: ProducerId[] = [];
  #asking: Promise<void> | null = null;
  /** How often everything was lost: answers to what was asked before are of what is gone. */
  #lost = 0;
  #cutOff = false;
  #closed = false;

  constructor(signaling: SignalingClient, device: Device) {
    this.#signaling = signaling;
    this.#device = device;
  }

  /** mediasoup's end in this browser; null before there is one. */
  get transport(): types.Transport | null {
    return this.#transport;
  }

  /** The server sends over a transport that is not here. */
  get isCutOff(): boolean {
    return this.#cutOff && !this.#transport;
  }

  /** Begins with what the server made, and with the tracks that came with it. */
  async open(info: TransportInfo, consumers: readonly ConsumerInfo[] = []): Promise<void> {
    if (this.#closed) return;
    // Two requests that met while it was made are told the same.
    if (this.#transport?.id === info.id) return await this.#add(consumers);
    const before = [...this.tracks.keys()];
    this.#drop();
    const transport = this.#device.createRecvTransport(toOptions(info));
    connectTransport(transport, this.#signaling);
    this.#transport = transport;
    await this.#add(consumers);
    // What came over the one before ended with it.
    const gone = before.filter((id) => !this.tracks.has(id));
    if (gone.length > 0) await this.consume(gone);
  }

  /** Gives up what the server has given up: what is asked for next brings another transport. */
  lose(): void {
    this.#lost++;
    this.#asked.clear();
    this.#wanted = [];
    this.#drop();
  }

  /** Asks for tracks: sound flows, pictures wait for `prefer`. What is there already is not asked for again. */
  async consume(ids: readonly ProducerId[]): Promise<void> {
    const news = ids.filter(
      (id) => !this.tracks.has(id) && !this.#asked.has(id) && !this.#wanted.includes(id),
    );
    this.#wanted.push(...news);
    // Tiles appear one by one in the same moment: they are asked for together.
    this.#asking ??= Promise.resolve().then(() => this.#ask());
    await Promise.all([this.#asking, ...ids.map((id) => this.#asked.get(id))]);
  }

  /** Lets voices wait for late packets for so long before they are played, in milliseconds; null: as usual. */
  bufferSound(ms: number | null): void {
    for (const { consumer, source } of this.tracks.values()) {
      const receiver: (RTCRtpReceiver & { jitterBufferTarget?: number | null }) | undefined =
        consumer.rtpReceiver;
      // What is shared has a picture beside it, with which it stays in step by itself.
      if (source !== 'microphone' || !receiver || !('jitterBufferTarget' in receiver)) continue;
      if (receiver.jitterBufferTarget !== ms) receiver.jitterBufferTarget = ms;
    }
  }

  /** Ends what arrived of a producer that is gone, or is not wanted any more. */
  drop(producerId: ProducerId): void {
    this.tracks.get(producerId)?.consumer.close();
    this.tracks.delete(producerId);
    this.begun.delete(producerId);
  }

  /** Ends everything that arrived of somebody who left. */
  dropAllOf(participantId: ParticipantId): void {
    for (const track of [...this.tracks.values()]) {
      if (track.participantId === participantId) this.drop(track.producerId);
    }
  }

  /** Tells how pictures are to arrive: everything that changed at once. */
  async prefer(wishes: readonly (readonly [RemoteTrack, Wish])[]): Promise<void> {
    const preferences = wishes.map(([{ consumer }, wish]) => ({
      consumerId: consumer.id as ConsumerId,
      ...wish,
    }));
    for (let from = 0; from < preferences.length; from += mostAtOnce) {
      await this.#signaling.request('media:setPreferences', {
        preferences: preferences.slice(from, from + mostAtOnce),
      });
    }
  }

  /** Gives up what is not wanted any more. */
  async giveUp(ids: readonly ProducerId[]): Promise<void> {
    const consumerIds = ids.flatMap((id) => (this.tracks.get(id)?.consumer.id as ConsumerId) ?? []);
    for (const id of ids) this.drop(id);
    if (consumerIds.length > 0) await this.#signaling.request('media:closeConsumers', { consumerIds });
  }

  close(): void {
    this.#closed = true;
    this.lose();
  }

  #drop(): void {
    this.#transport?.close();
    this.#transport = null;
    this.tracks.clear();
    this.begun.clear();
  }

  async #ask(): Promise<void> {
    const producerIds = this.#wanted.splice(0, mostAtOnce);
    if (this.#wanted.length === 0) this.#asking = null;
    else this.#asking = Promise.resolve().then(() => this.#ask());
    if (producerIds.length === 0 || this.#closed) return;
    const lost = this.#lost;
    const asked = this.#signaling
      .request('media:consume', { producerIds })
      .then(async ({ receiveTransport, consumers }) => {
        // The server closed the transport that nobody had used, or there was none yet.
        if (receiveTransport) await this.open(receiveTransport, consumers);
        else if (lost === this.#lost) await this.#add(consumers);
      })
      .finally(() => {
        for (const id of producerIds) if (this.#asked.get(id) === asked) this.#asked.delete(id);
      });
    for (const id of producerIds) this.#asked.set(id, asked);
    await asked;
  }

  async #add(infos: readonly ConsumerInfo[]): Promise<void> {
    const transport = this.#transport;
    this.#cutOff = !transport && infos.length > 0;
    if (!transport || transport.closed) return;
    const news = infos.filter(
      ({ producerId }) => !this.tracks.has(producerId) && !this.#coming.has(producerId),
    );
    for (const { producerId } of news) this.#coming.add(producerId);
    try {
      await Promise.all(news.map((info) => this.#take(transport, info)));
    } finally {
      for (const { producerId } of news) this.#coming.delete(producerId);
    }
  }

  async #take(transport: types.Transport, info: ConsumerInfo): Promise<void> {
    const { id, producerId, participantId, source, rtpParameters } = info;
    const consumer = await transport.consume({
      id,
      producerId,
      kind: kindOf(source),
      rtpParameters: rtpParameters as types.RtpParameters,
      // Sound and picture of one person belong together; a screen has its own clock.
      streamId: `${participantId}-${source.startsWith('screen') ? 'screen' : 'person'}`,
    });
    const { track } = consumer;
    // A track is muted until its first packet.
    track.addEventListener('unmute', () => this.tracks.has(producerId) && this.begun.add(producerId));
    const stream = new MediaStream([track]);
    this.tracks.set(producerId, { producerId, participantId, source, consumer, stream });
  }
}
