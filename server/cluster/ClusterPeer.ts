import { EventEmitter } from 'node:events';
import type { ConsumerId, ParticipantId, ProducerId, TransportId } from '../../protocol/ids.ts';
import type { ConsumerInfo, ConsumerPreference, ProducerInfo } from '../../protocol/media.ts';
import type { DtlsParameters, IceParameters, RtpCapabilities, TransportInfo } from '../../protocol/rtp.ts';
import { AppError } from '../errors.ts';
import type { Direction, MediaPeer, MediaPeerEvents, ProduceOptions } from '../media/api.ts';
import type { Listener } from './Branch.ts';
import type { ClusterRoom, Ears } from './ClusterRoom.ts';

interface Seated extends Ears {
  readonly peer: MediaPeer;
}

/** One participant: what they send goes to the home of the room, what they hear comes from the node they are best off at. */
export class ClusterPeer extends EventEmitter<MediaPeerEvents> implements MediaPeer {
  readonly id: ParticipantId;
  readonly canReceive: boolean;
  readonly #room: ClusterRoom;
  readonly #rtpCapabilities: RtpCapabilities | undefined;
  readonly #home: MediaPeer;
  readonly #transports = new Map<TransportId, MediaPeer>();
  readonly #producers = new Set<ProducerId>();
  readonly #consumers = new Map<ConsumerId, ProducerId>();
  readonly #listener: Listener;
  #ears: Promise<Seated> | undefined;
  #seated: Seated | undefined;
  #closed = false;

  constructor(room: ClusterRoom, id: ParticipantId, rtpCapabilities: RtpCapabilities | undefined) {
    super();
    this.id = id;
    this.canReceive = rtpCapabilities !== undefined;
    this.#room = room;
    this.#rtpCapabilities = rtpCapabilities;
    this.#listener = {
      id,
      unseat: () => this.#unseat(),
      move: () => this.#move(),
      sends: () => this.#producers.size > 0,
    };
    this.#home = room.home.createPeer(id, rtpCapabilities);
    this.#home.on('pathChanged', (...change) => this.emit('pathChanged', ...change));
    this.#home.on('producerClosed', (producerId) => {
      this.#gone(producerId);
      this.emit('producerClosed', producerId);
    });
  }

  async createTransport(direction: Direction): Promise<TransportInfo> {
    const peer = direction === 'send' ? this.#home : (await this.#listen()).peer;
    return this.#note(peer, await peer.createTransport(direction));
  }

  async ensureReceive(): Promise<TransportInfo | null> {
    this.#requireOpen();
    this.#requireReceiving();
    const { peer } = await this.#listen();
    const made = await peer.ensureReceive();
    return made && this.#note(peer, made);
  }

  async connectTransport(id: TransportId, dtlsParameters: DtlsParameters): Promise<void> {
    await this.#peerOf(id).connectTransport(id, dtlsParameters);
  }

  async restartIce(id: TransportId): Promise<IceParameters> {
    return await this.#peerOf(id).restartIce(id);
  }

  holds(id: TransportId): boolean {
    return this.#transports.get(id)?.holds(id) ?? false;
  }

  async produce(options: ProduceOptions): Promise<ProducerInfo> {
    const producer = await this.#home.produce(options);
    this.#producers.add(producer.id);
    return producer;
  }

  setPaused(id: ProducerId, paused: boolean): Promise<boolean> {
    return this.#home.setPaused(id, paused);
  }

  closeProducer(id: ProducerId): void {
    this.#home.closeProducer(id);
  }

  async consume(ids: readonly ProducerId[]): Promise<ConsumerInfo[]> {
    this.#requireOpen();
    this.#requireReceiving();
    const { peer, branch } = await this.#listen();
    if (!branch) return await peer.consume(ids);
    const others = ids.filter((id) => !this.#producers.has(id));
    await branch.bring(others, this.#listener);
    const consumers = await peer.consume(others);
    for (const { id, producerId } of consumers) this.#consumers.set(id, producerId);
    return consumers;
  }

  async setPreferences(preferences: readonly ConsumerPreference[]): Promise<void> {
    await (await this.#listen()).peer.setPreferences(preferences);
  }

  closeConsumers(ids: readonly ConsumerId[]): void {
    this.#requireOpen();
    const { peer, branch } = this.#seated ?? {};
    if (!peer) throw new AppError('not_found', 'There is no such track.');
    peer.closeConsumers(ids);
    const producers = ids.flatMap((id) => this.#consumers.get(id) ?? []);
    for (const id of ids) this.#consumers.delete(id);
    branch?.giveUp(producers, this.#listener);
  }

  forget(ids: readonly ProducerId[]): void {
    const { peer, branch } = this.#seated ?? {};
    peer?.forget(ids);
    const forgotten = new Set(ids);
    for (const [id, producerId] of this.#consumers) if (forgotten.has(producerId)) this.#consumers.delete(id);
    branch?.giveUp(ids, this.#listener);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const id of [...this.#producers]) this.#gone(id);
    this.#home.close();
    const leave = (ears: Seated) => {
      if (ears.peer !== this.#home) ears.peer.close();
      ears.leave();
    };
    // Some may be about to sit down.
    this.#ears?.then(leave, () => {});
  }

  /** Where what is heard comes from: chosen when it is first asked for, and again when that node is gone. */
  async #listen(): Promise<Seated> {
    this.#requireOpen();
    this.#ears ??= this.#sit();
    return await this.#ears;
  }

  async #sit(): Promise<Seated> {
    const ears = await this.#room.seat(this.#listener);
    const peer = ears.branch?.room.createPeer(this.id, this.#rtpCapabilities) ?? this.#home;
    if (ears.branch) peer.on('pathChanged', (...change) => this.emit('pathChanged', ...change));
    this.#seated = { ...ears, peer };
    return this.#seated;
  }

  #unseat(): void {
    this.#ears = undefined;
    this.#seated = undefined;
    this.#consumers.clear();
    // Whoever asks for one of those is to be told that it is gone, and not that a node is.
    for (const [id, peer] of this.#transports) if (peer !== this.#home) this.#transports.delete(id);
  }

  #move(): void {
    const ears = this.#seated;
    this.#unseat();
    if (!ears) return;
    if (ears.peer !== this.#home) ears.peer.close();
    ears.leave();
  }

  #requireOpen(): void {
    if (this.#closed) throw new AppError('gone', 'The participant left.');
    this.#room.requireOpen();
  }

  #requireReceiving(): void {
    if (!this.canReceive) throw new AppError('conflict', 'This participant cannot receive media.');
  }

  #note(peer: MediaPeer, transport: TransportInfo): TransportInfo {
    this.#transports.set(transport.id, peer);
    return transport;
  }

  #peerOf(id: TransportId): MediaPeer {
    return this.#transports.get(id) ?? this.#home;
  }

  #gone(id: ProducerId): void {
    if (this.#producers.delete(id)) this.#room.dropped(id);
  }
}
