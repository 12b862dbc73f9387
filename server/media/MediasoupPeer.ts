import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import type { ConsumerId, ParticipantId, ProducerId, TransportId } from '../../protocol/ids.ts';
import type {
  ConsumerInfo,
  DtlsParameters,
  IceParameters,
  ProducerInfo,
  RtpCapabilities,
  RtpParameters,
  TransportInfo,
} from '../../protocol/media.ts';
import { kindOf, type Source } from '../../protocol/sources.ts';
import { AppError } from '../errors.ts';
import type { Direction, MediaPeer, MediaPeerEvents, ProduceOptions } from './api.ts';
import { consumerOptions } from './codecs.ts';
import type { MediasoupRoom } from './MediasoupRoom.ts';
import { ifFitting, unlessClosed } from './refusals.ts';
import { openTransport, toTransportInfo } from './transports.ts';

/** What one participant sends and receives. Every id it is given is looked up in its own maps only. */
export class MediasoupPeer extends EventEmitter<MediaPeerEvents> implements MediaPeer {
  readonly id: ParticipantId;
  readonly #room: MediasoupRoom;
  readonly #rtpCapabilities: RtpCapabilities | undefined;
  readonly #transports = new Map<Direction, types.WebRtcTransport>();
  readonly #producers = new Map<ProducerId, types.Producer>();
  readonly #consumers = new Map<ConsumerId, types.Consumer>();
  // Asked for and not made yet: the same request may come again while the worker works.
  readonly #producing = new Set<Source>();
  readonly #consuming = new Set<ProducerId>();
  #closed = false;

  constructor(room: MediasoupRoom, id: ParticipantId, rtpCapabilities: RtpCapabilities | undefined) {
    super();
    this.id = id;
    this.#room = room;
    this.#rtpCapabilities = rtpCapabilities;
  }

  get canReceive(): boolean {
    return this.#rtpCapabilities !== undefined;
  }

  async createTransport(direction: Direction): Promise<TransportInfo> {
    this.#requireOpen();
    const { router, webRtcServer } = this.#room;
    const transport = await unlessClosed(openTransport(router, webRtcServer, direction));
    // The participant may have left while the worker worked.
    if (this.#closed) {
      transport.close();
      this.#requireOpen();
    }
    this.#transports.get(direction)?.close();
    this.#transports.set(direction, transport);
    transport.observer.once('close', () => {
      if (this.#transports.get(direction) === transport) this.#transports.delete(direction);
    });
    return toTransportInfo(transport);
  }

  async ensureReceive(): Promise<TransportInfo | null> {
    return this.#transports.has('receive') ? null : await this.createTransport('receive');
  }

  async connectTransport(id: TransportId, dtlsParameters: DtlsParameters): Promise<void> {
    const transport = this.#transport(id);
    if (transport.dtlsState !== 'new' || transport.appData.connecting) {
      throw new AppError('conflict', 'This transport was connected before.');
    }
    transport.appData.connecting = true;
    const { role, fingerprints } = dtlsParameters;
    await ifFitting(transport.connect({ dtlsParameters: { fingerprints, ...(role && { role }) } }));
  }

  async restartIce(id: TransportId): Promise<IceParameters> {
    return await unlessClosed(this.#transport(id).restartIce());
  }

  async produce({ transportId, source, rtpParameters, paused }: ProduceOptions): Promise<ProducerInfo> {
    const transport = this.#transport(transportId);
    if (transport !== this.#transports.get('send')) {
      throw new AppError('bad_request', 'Tracks are sent over the send transport.');
    }
    const sources = [...this.#producers.values()].map((producer) => producer.appData.source);
    if (sources.includes(source) || this.#producing.has(source)) {
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
    await unlessClosed(this.#room.place({ producer, ownerId: this.id, source }));
    if (producer.closed) throw new AppError('gone', 'The track ended.');
    return { id: producerId, source, paused: producer.paused };
  }

  async setPaused(id: ProducerId, paused: boolean): Promise<boolean> {
    const producer = find(this.#producers, id, 'track');
    if (producer.paused === paused) return false;
    await unlessClosed(paused ? producer.pause() : producer.resume());
    return true;
  }

  closeProducer(id: ProducerId): void {
    find(this.#producers, id, 'track').close();
  }

  async consume(ids: readonly ProducerId[]): Promise<ConsumerInfo[]> {
    this.#requireOpen();
    const transport = this.#transports.get('receive');
    if (!transport || !this.#rtpCapabilities) {
      throw new AppError('conflict', 'This participant cannot receive media.');
    }
    const consumers = await Promise.all([...new Set(ids)].map((id) => this.#consume(transport, id)));
    return consumers.filter((consumer) => consumer !== null);
  }

  async pauseConsumers(ids: readonly ConsumerId[]): Promise<void> {
    await unlessClosed(Promise.all(this.#existing(ids).map((consumer) => consumer.pause())));
  }

  async resumeConsumers(ids: readonly ConsumerId[]): Promise<void> {
    await unlessClosed(Promise.all(this.#existing(ids).map((consumer) => consumer.resume())));
  }

  closeConsumers(ids: readonly ConsumerId[]): void {
    for (const consumer of this.#existing(ids)) consumer.close();
  }

  async preferLayers(id: ConsumerId, spatialLayer: number): Promise<void> {
    const consumer = find(this.#consumers, id, 'track');
    if (consumer.type !== 'simulcast') return;
    await unlessClosed(consumer.setPreferredLayers({ spatialLayer }));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#producers.clear();
    for (const transport of [...this.#transports.values()]) transport.close();
  }

  async #consume(transport: types.WebRtcTransport, producerId: ProducerId): Promise<ConsumerInfo | null> {
    const placed = this.#room.producers.get(producerId);
    const rtpCapabilities = this.#rtpCapabilities as types.RtpCapabilities;
    // Gone in the meantime, or one's own.
    if (!placed || placed.ownerId === this.id) return null;
    if ([...this.#consumers.values()].some((consumer) => consumer.producerId === producerId)) return null;
    if (this.#consuming.has(producerId)) return null;
    this.#consuming.add(producerId);
    const paused = kindOf(placed.source) === 'video';
    const consumer = await ifFitting(
      transport.consume({ producerId, rtpCapabilities, paused, ...consumerOptions }),
    )
      .catch((error: unknown) => {
        // The producer or the transport may close while the worker works: then there is nothing to consume.
        if (placed.producer.closed || transport.closed) return null;
        throw error;
      })
      .finally(() => this.#consuming.delete(producerId));
    if (!consumer) return null;
    if (transport.closed) {
      consumer.close();
      return null;
    }
    const id = consumer.id as ConsumerId;
    this.#consumers.set(id, consumer);
    consumer.observer.once('close', () => this.#consumers.delete(id));
    return {
      id,
      producerId,
      participantId: placed.ownerId,
      source: placed.source,
      rtpParameters: consumer.rtpParameters as RtpParameters,
    };
  }

  #existing(ids: readonly ConsumerId[]): types.Consumer[] {
    this.#requireOpen();
    // A consumer may close with its producer while the request is on its way: no reason to refuse the others.
    const found = ids.map((id) => this.#consumers.get(id)).filter((consumer) => consumer !== undefined);
    if (found.length === 0) throw new AppError('not_found', 'There is no such track.');
    return found;
  }

  #transport(id: TransportId): types.WebRtcTransport {
    this.#requireOpen();
    const found = [...this.#transports.values()].find((transport) => transport.id === id);
    if (!found) throw new AppError('not_found', 'There is no such transport.');
    return found;
  }

  #requireOpen(): void {
    if (this.#closed) throw new AppError('gone', 'The participant left.');
  }
}

function find<Id, Value>(map: ReadonlyMap<Id, Value>, id: Id, what: string): Value {
  const value = map.get(id);
  if (value === undefined) throw new AppError('not_found', `There is no such ${what}.`);
  return value;
}
