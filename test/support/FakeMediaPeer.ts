import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { codecsIn } from '../../protocol/codecs.ts';
import { ConsumerId, type ParticipantId, ProducerId, TransportId } from '../../protocol/ids.ts';
import type { ConsumerInfo, ConsumerPreference, ProducerInfo } from '../../protocol/media.ts';
import type { IceParameters, RtpCapabilities, RtpParameters, TransportInfo } from '../../protocol/rtp.ts';
import { kindOf, type Source } from '../../protocol/sources.ts';
import { AppError } from '../../server/errors.ts';
import type { Direction, MediaPeer, MediaPeerEvents, ProduceOptions } from '../../server/media/api.ts';
import type { FakeMediaRoom } from './FakeMediaEngine.ts';
import { dtlsParameters } from './rtp.ts';

interface FakeTransport {
  readonly direction: Direction;
  readonly patience: NodeJS.Timeout;
  connected: boolean;
}

/** A track that is sent nowhere. */
export interface FakeProducer {
  readonly ownerId: ParticipantId;
  readonly source: Source;
  readonly rtpParameters: RtpParameters;
  paused: boolean;
}

/** What one participant would send and receive. Every answer takes a moment, as a worker's does. */
export class FakeMediaPeer extends EventEmitter<MediaPeerEvents> implements MediaPeer {
  readonly id: ParticipantId;
  readonly transports = new Map<TransportId, FakeTransport>();
  readonly producers = new Map<ProducerId, FakeProducer>();
  readonly consumers = new Map<ConsumerId, ProducerId>();
  readonly #room: FakeMediaRoom;
  readonly #rtpCapabilities: RtpCapabilities | undefined;
  #receiving: Promise<TransportInfo> | undefined;
  #closed = false;

  constructor(room: FakeMediaRoom, id: ParticipantId, rtpCapabilities: RtpCapabilities | undefined) {
    super();
    this.id = id;
    this.#room = room;
    this.#rtpCapabilities = rtpCapabilities;
  }

  get canReceive(): boolean {
    return this.#rtpCapabilities !== undefined;
  }

  async createTransport(direction: Direction): Promise<TransportInfo> {
    if (direction === 'send') return await this.#make(direction);
    this.#receiving ??= this.#make(direction).finally(() => {
      this.#receiving = undefined;
    });
    return await this.#receiving;
  }

  async #make(direction: Direction): Promise<TransportInfo> {
    await this.#worker();
    for (const [id, transport] of this.transports) if (transport.direction === direction) this.#drop(id);
    const id = TransportId.parse(randomUUID());
    const patience = setTimeout(() => this.#drop(id), this.#room.connectWithinMs).unref();
    this.transports.set(id, { direction, patience, connected: false });
    return { id, iceParameters: iceParameters(), iceCandidates: [], dtlsParameters: dtlsParameters() };
  }

  async ensureReceive(): Promise<TransportInfo | null> {
    this.#requireOpen();
    if (!this.canReceive) throw new AppError('conflict', 'This participant cannot receive media.');
    if ([...this.transports.values()].some(({ direction }) => direction === 'receive')) return null;
    return await this.createTransport('receive');
  }

  async connectTransport(id: TransportId): Promise<void> {
    const transport = this.#transport(id);
    if (transport.connected) throw new AppError('conflict', 'This transport was connected before.');
    transport.connected = true;
    // There is no browser whose handshake could fail.
    clearTimeout(transport.patience);
    await this.#worker();
  }

  async restartIce(id: TransportId): Promise<IceParameters> {
    this.#transport(id);
    await this.#worker();
    return iceParameters();
  }

  holds(id: TransportId): boolean {
    return this.transports.has(id);
  }

  async produce(options: ProduceOptions): Promise<ProducerInfo> {
    const { transportId, source, rtpParameters, paused, replaces } = options;
    const transport = this.#transport(transportId);
    if (transport.direction !== 'send') throw new AppError('bad_request', 'This is no send transport.');
    if (replaces && this.#producer(replaces).source !== source) {
      throw new AppError('bad_request', 'What is replaced is of another source.');
    }
    const same = () => [...this.producers].some(([id, other]) => other.source === source && id !== replaces);
    if (same()) throw new AppError('conflict', `There is a ${source} track already.`);
    const fits = kindOf(source) === 'video' ? codecsIn(rtpParameters).length > 0 : isSound(rtpParameters);
    if (!fits) throw new AppError('bad_request', 'These media parameters do not fit.');
    await this.#worker();
    if (same()) throw new AppError('conflict', `There is a ${source} track already.`);
    const id = ProducerId.parse(randomUUID());
    const producer = { ownerId: this.id, source, rtpParameters, paused };
    this.producers.set(id, producer);
    this.#room.producers.set(id, producer);
    return { id, source, paused };
  }

  async setPaused(id: ProducerId, paused: boolean): Promise<boolean> {
    const producer = this.#producer(id);
    if (producer.paused === paused) return false;
    producer.paused = paused;
    if (paused) this.#room.silenced(this.id);
    await this.#worker();
    return true;
  }

  closeProducer(id: ProducerId): void {
    this.#producer(id);
    this.#end(id);
  }

  async consume(ids: readonly ProducerId[]): Promise<ConsumerInfo[]> {
    await this.#worker();
    const before = new Map([...this.consumers].map(([id, producerId]) => [producerId, id]));
    const receives = [...this.transports.values()].some(({ direction }) => direction === 'receive');
    if (!receives || !this.canReceive)
      throw new AppError('conflict', 'This participant cannot receive media.');
    return [...new Set(ids)].flatMap((producerId): ConsumerInfo[] => {
      const producer = this.#room.producers.get(producerId);
      if (!producer || producer.ownerId === this.id || !this.#shows(producer)) return [];
      const id = before.get(producerId) ?? ConsumerId.parse(randomUUID());
      this.consumers.set(id, producerId);
      const { ownerId: participantId, source, rtpParameters } = producer;
      return [{ id, producerId, participantId, source, rtpParameters }];
    });
  }

  async setPreferences(preferences: readonly ConsumerPreference[]): Promise<void> {
    this.#existing(preferences.map(({ consumerId }) => consumerId));
    await this.#worker();
  }

  closeConsumers(ids: readonly ConsumerId[]): void {
    for (const id of this.#existing(ids)) this.consumers.delete(id);
  }

  forget(ids: readonly ProducerId[]): void {
    for (const [id, producerId] of this.consumers) if (ids.includes(producerId)) this.consumers.delete(id);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#room.silenced(this.id);
    for (const id of [...this.producers.keys()]) this.#remove(id);
    this.#clear();
  }

  /** The worker is gone: producers end without anybody having closed them. */
  lose(): void {
    for (const id of [...this.producers.keys()]) this.#end(id);
    this.#clear();
  }

  /** Whether the browser could decode it. */
  #shows({ rtpParameters }: FakeProducer): boolean {
    const shown = this.#rtpCapabilities ? codecsIn(this.#rtpCapabilities) : [];
    return codecsIn(rtpParameters).every((codec) => shown.includes(codec));
  }

  #clear(): void {
    for (const { patience } of this.transports.values()) clearTimeout(patience);
    this.transports.clear();
    this.consumers.clear();
    this.#room.peers.delete(this);
  }

  #drop(id: TransportId): void {
    const transport = this.transports.get(id);
    clearTimeout(transport?.patience);
    this.transports.delete(id);
    this.emit('transportClosed', id);
    if (transport?.direction === 'receive') this.consumers.clear();
    else for (const producerId of [...this.producers.keys()]) this.#end(producerId);
  }

  #end(id: ProducerId): void {
    this.#remove(id);
    this.#room.silenced(this.id);
    this.emit('producerClosed', id);
  }

  #remove(id: ProducerId): void {
    this.producers.delete(id);
    this.#room.end(id);
  }

  async #worker(): Promise<void> {
    this.#requireOpen();
    await this.#room.answer();
    this.#requireOpen();
  }

  #existing(ids: readonly ConsumerId[]): ConsumerId[] {
    this.#requireOpen();
    const found = ids.filter((id) => this.consumers.has(id));
    if (found.length === 0) throw new AppError('not_found', 'There is no such track.');
    return found;
  }

  #producer(id: ProducerId): FakeProducer {
    this.#requireOpen();
    const producer = this.producers.get(id);
    if (!producer) throw new AppError('not_found', 'There is no such track.');
    return producer;
  }

  #transport(id: TransportId): FakeTransport {
    this.#requireOpen();
    const transport = this.transports.get(id);
    if (!transport) throw new AppError('not_found', 'There is no such transport.');
    return transport;
  }

  #requireOpen(): void {
    if (this.#closed) throw new AppError('gone', 'The participant left.');
    this.#room.requireOpen();
  }
}

function isSound({ codecs }: RtpParameters): boolean {
  return codecs.every(({ mimeType }) => mimeType === 'audio/opus');
}

function iceParameters(): IceParameters {
  return { usernameFragment: randomUUID(), password: randomUUID(), iceLite: true };
}
