import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import type { ConsumerId, ParticipantId, ProducerId, TransportId } from '../../protocol/ids.ts';
import type { ConsumerInfo, ConsumerPreference, ProducerInfo } from '../../protocol/media.ts';
import type { DtlsParameters, IceParameters, RtpCapabilities, TransportInfo } from '../../protocol/rtp.ts';
import { kindOf, type Source } from '../../protocol/sources.ts';
import { AppError } from '../errors.ts';
import type { Direction, MediaPeer, MediaPeerEvents, ProduceOptions } from './api.ts';
import { consumerOptions } from './codecs.ts';
import { prefer, toConsumerInfo } from './consumers.ts';
import type { MediasoupRoom } from './MediasoupRoom.ts';
import { PeerTransports, type PlacedTransport } from './PeerTransports.ts';
import { ifFitting, unlessClosed } from './refusals.ts';

/** What one participant sends and receives. Every id it is given is looked up in its own maps only. */
export class MediasoupPeer extends EventEmitter<MediaPeerEvents> implements MediaPeer {
  readonly id: ParticipantId;
  readonly #room: MediasoupRoom;
  readonly #rtpCapabilities: RtpCapabilities | undefined;
  readonly #transports: PeerTransports;
  readonly #producers = new Map<ProducerId, types.Producer>();
  readonly #consumers = new Map<ConsumerId, types.Consumer>();
  // Asked for and not made yet: the same request may come again while the worker works.
  readonly #producing = new Set<Source>();
  readonly #consuming = new Map<ProducerId, Promise<ConsumerInfo | null>>();

  constructor(room: MediasoupRoom, id: ParticipantId, rtpCapabilities: RtpCapabilities | undefined) {
    super();
    this.id = id;
    this.#room = room;
    this.#rtpCapabilities = rtpCapabilities;
    this.#transports = new PeerTransports(room, id);
    this.#transports.on('pathChanged', (...change) => this.emit('pathChanged', ...change));
    this.#transports.on('transportClosed', (id) => this.emit('transportClosed', id));
  }

  get canReceive(): boolean {
    return this.#rtpCapabilities !== undefined;
  }

  createTransport(direction: Direction): Promise<TransportInfo> {
    return this.#transports.create(direction);
  }

  async ensureReceive(): Promise<TransportInfo | null> {
    this.#transports.requireOpen();
    this.#requireReceiving();
    return await this.#transports.ensureReceive();
  }

  async connectTransport(id: TransportId, dtlsParameters: DtlsParameters): Promise<void> {
    const transport = this.#transports.require(id);
    // What state it is in tells nothing: packets of the browser may be here before its fingerprint.
    if (transport.appData.connecting) throw new AppError('conflict', 'This transport was connected before.');
    transport.appData.connecting = true;
    const { role, fingerprints } = dtlsParameters;
    await ifFitting(transport.connect({ dtlsParameters: { fingerprints, ...(role && { role }) } }));
  }

  async restartIce(id: TransportId): Promise<IceParameters> {
    return await unlessClosed(this.#transports.require(id).restartIce());
  }

  holds(id: TransportId): boolean {
    return this.#transports.has(id);
  }

  async produce(options: ProduceOptions): Promise<ProducerInfo> {
    const { transportId, source, rtpParameters, paused, replaces } = options;
    const transport = this.#transports.require(transportId);
    if (transport !== this.#transports.of('send')?.transport) {
      throw new AppError('bad_request', 'Tracks are sent over the send transport.');
    }
    if (replaces && this.#find(this.#producers, replaces).appData.source !== source) {
      throw new AppError('bad_request', `What is replaced is no ${source}.`);
    }
    const others = [...this.#producers.values()].filter(({ id }) => id !== replaces);
    if (others.some(({ appData }) => appData.source === source) || this.#producing.has(source)) {
      throw new AppError('conflict', `There is a ${source} track already.`);
    }
    // mediasoup itself would send pictures as a microphone.
    const kind = kindOf(source);
    if (!rtpParameters.codecs.every(({ mimeType }) => mimeType.toLowerCase().startsWith(`${kind}/`))) {
      throw new AppError('bad_request', `A ${source} is ${kind}.`);
    }
    this.#producing.add(source);
    const parameters = rtpParameters as types.RtpParameters;
    const work = transport.produce({ kind, rtpParameters: parameters, paused, appData: { source } });
    const producer = await ifFitting(work).finally(() => this.#producing.delete(source));
    if (transport.closed || producer.closed) {
      producer.close();
      throw new AppError('gone', 'The participant left.');
    }
    const producerId = producer.id as ProducerId;
    this.#producers.set(producerId, producer);
    producer.observer.once('close', () => {
      if (this.#producers.delete(producerId)) this.emit('producerClosed', producerId);
    });
    await unlessClosed(this.#room.add({ producer, ownerId: this.id, source })).catch((error: unknown) => {
      producer.close();
      throw error;
    });
    if (producer.closed) throw new AppError('gone', 'The track ended.');
    return { id: producerId, source, paused: producer.paused };
  }

  async setPaused(id: ProducerId, paused: boolean): Promise<boolean> {
    const producer = this.#find(this.#producers, id);
    if (producer.paused === paused) return false;
    await unlessClosed(paused ? producer.pause() : producer.resume());
    return true;
  }

  closeProducer(id: ProducerId): void {
    this.#find(this.#producers, id).close();
  }

  async consume(ids: readonly ProducerId[]): Promise<ConsumerInfo[]> {
    const receive = this.#transports.of('receive');
    const capabilities = this.#requireReceiving();
    if (!receive) throw new AppError('conflict', 'There is no transport to receive on.');
    const unique = [...new Set(ids)];
    const consumers = await Promise.all(
      unique.map((id) => {
        // Asked for twice at once, as by the transport of before and by this one: both are told.
        const consuming =
          this.#consuming.get(id) ??
          this.#consume(receive, capabilities, id).finally(() => this.#consuming.delete(id));
        this.#consuming.set(id, consuming);
        return consuming;
      }),
    );
    return consumers.filter((consumer) => consumer !== null);
  }

  async setPreferences(preferences: readonly ConsumerPreference[]): Promise<void> {
    const wishes = new Map(preferences.map((preference) => [preference.consumerId, preference]));
    const found = this.#existing([...wishes.keys()]);
    await unlessClosed(
      Promise.all(found.map((consumer) => prefer(consumer, wishes.get(consumer.id as ConsumerId)))),
    );
  }

  closeConsumers(ids: readonly ConsumerId[]): void {
    for (const consumer of this.#existing(ids)) consumer.close();
  }

  forget(ids: readonly ProducerId[]): void {
    const forgotten = new Set<string>(ids);
    const found = [...this.#consumers.values()].filter(({ producerId }) => forgotten.has(producerId));
    for (const consumer of found) consumer.close();
  }

  close(): void {
    // Nobody is told of producers that end with their peer.
    this.#producers.clear();
    this.#transports.close();
  }

  async #consume(
    { transport, slice }: PlacedTransport,
    rtpCapabilities: types.RtpCapabilities,
    producerId: ProducerId,
  ): Promise<ConsumerInfo | null> {
    const placed = this.#room.producers.get(producerId);
    // Gone in the meantime, or one's own.
    if (!placed || placed.ownerId === this.id) return null;
    const before = [...this.#consumers.values()].find((consumer) => consumer.producerId === producerId);
    if (before) return toConsumerInfo(before, placed);
    const wanted = kindOf(placed.source) === 'audio';
    const fits = () => this.#room.canConsume({ producerId, rtpCapabilities });
    // Not every browser shows every codec: whoever sends such a picture is asked to send it anew. What is heard they all
    // can hear, and looking costs a third of what consuming does.
    if (!wanted && !fits()) return null;
    const consumer = await this.#room
      .consume(slice, placed, (open) =>
        ifFitting(
          transport.consume({
            ...{ producerId, rtpCapabilities, ...consumerOptions },
            paused: !wanted || !open,
            appData: { wanted, open },
          }),
        ),
      )
      .catch((error: unknown) => {
        // The producer or the transport may close while the workers work: then there is nothing to consume.
        const ended = placed.producer.closed || transport.closed;
        if (this.#room.closed || (!ended && fits())) throw error;
        return null;
      });
    if (!consumer) return null;
    if (transport.closed) {
      consumer.close();
      return null;
    }
    const id = consumer.id as ConsumerId;
    this.#consumers.set(id, consumer);
    consumer.observer.once('close', () => this.#consumers.delete(id));
    return toConsumerInfo(consumer, placed);
  }

  #existing(ids: readonly ConsumerId[]): types.Consumer[] {
    this.#transports.requireOpen();
    // A consumer may close with its producer while the request is on its way: no reason to refuse the others.
    const found = ids.map((id) => this.#consumers.get(id)).filter((consumer) => consumer !== undefined);
    if (found.length === 0) throw new AppError('not_found', 'There is no such track.');
    return found;
  }

  #requireReceiving(): types.RtpCapabilities {
    if (!this.#rtpCapabilities) throw new AppError('conflict', 'This participant cannot receive media.');
    return this.#rtpCapabilities as types.RtpCapabilities;
  }

  #find<Id, Value>(map: ReadonlyMap<Id, Value>, id: Id): Value {
    this.#transports.requireOpen();
    const value = map.get(id);
    if (value === undefined) throw new AppError('not_found', 'There is no such track.');
    return value;
  }
}
