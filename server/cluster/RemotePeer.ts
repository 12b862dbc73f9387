import { EventEmitter } from 'node:events';
import type { ConsumerId, ParticipantId, ProducerId, TransportId } from '../../protocol/ids.ts';
import type { ConsumerInfo, ConsumerPreference, ProducerInfo } from '../../protocol/media.ts';
import type { DtlsParameters, IceParameters, RtpCapabilities, TransportInfo } from '../../protocol/rtp.ts';
import { AppError } from '../errors.ts';
import type { Direction, MediaPeer, MediaPeerEvents, ProduceOptions } from '../media/api.ts';
import type { RemoteRoom } from './RemoteEngine.ts';
import type { PeerOrder, PeerRequest, Told } from './words.ts';

/** Asks something of the peer at the other node. */
type AskPeer = (name: PeerRequest | PeerOrder, args: readonly unknown[]) => Promise<unknown>;

type Answer<Name extends PeerRequest> = Awaited<ReturnType<MediaPeer[Name]>>;

/** A peer whose transports are on another node. What needs no answer is known here and only told there. */
export class RemotePeer extends EventEmitter<MediaPeerEvents & { closed: [] }> implements MediaPeer {
  readonly id: ParticipantId;
  readonly canReceive: boolean;
  readonly #room: RemoteRoom;
  readonly #askPeer: AskPeer;
  /** As far as it was told. */
  readonly #transports = new Set<TransportId>();
  readonly #producers = new Set<ProducerId>();
  readonly #consumers = new Map<ConsumerId, ProducerId>();
  #closed = false;

  constructor(
    room: RemoteRoom,
    { id, rtpCapabilities }: { id: ParticipantId; rtpCapabilities: RtpCapabilities | undefined },
    ask: AskPeer,
  ) {
    super();
    this.id = id;
    this.canReceive = rtpCapabilities !== undefined;
    this.#room = room;
    this.#askPeer = ask;
  }

  async createTransport(direction: Direction): Promise<TransportInfo> {
    const made = await this.#ask('createTransport', direction);
    this.#transports.add(made.id);
    return made;
  }

  async ensureReceive(): Promise<TransportInfo | null> {
    const made = await this.#ask('ensureReceive');
    if (made) this.#transports.add(made.id);
    return made;
  }

  holds(id: TransportId): boolean {
    return this.#transports.has(id);
  }

  async connectTransport(id: TransportId, dtlsParameters: DtlsParameters): Promise<void> {
    await this.#ask('connectTransport', id, dtlsParameters);
  }

  restartIce(id: TransportId): Promise<IceParameters> {
    return this.#ask('restartIce', id);
  }

  async produce(options: ProduceOptions): Promise<ProducerInfo> {
    const producer = await this.#ask('produce', options);
    this.#producers.add(producer.id);
    this.#room.producers.add(producer.id);
    return producer;
  }

  setPaused(id: ProducerId, paused: boolean): Promise<boolean> {
    return this.#ask('setPaused', id, paused);
  }

  closeProducer(id: ProducerId): void {
    this.#requireOpen();
    if (!this.#producers.has(id)) throw new AppError('not_found', 'There is no such track.');
    this.#order('closeProducer', id);
    this.#gone(id);
  }

  async consume(ids: readonly ProducerId[]): Promise<ConsumerInfo[]> {
    this.#requireOpen();
    const consumers = await this.#ask('consume', ids).catch((error: unknown) => {
      // Who left meanwhile is sent nothing.
      if (this.#closed) return [];
      throw error;
    });
    for (const { id, producerId } of consumers) this.#consumers.set(id, producerId);
    return consumers;
  }

  async setPreferences(preferences: readonly ConsumerPreference[]): Promise<void> {
    await this.#ask('setPreferences', preferences);
  }

  closeConsumers(ids: readonly ConsumerId[]): void {
    this.#requireOpen();
    const known = ids.filter((id) => this.#room.producers.has(this.#consumers.get(id) ?? ('' as ProducerId)));
    if (known.length === 0) throw new AppError('not_found', 'There is no such track.');
    for (const id of known) this.#consumers.delete(id);
    this.#order('closeConsumers', known);
  }

  forget(ids: readonly ProducerId[]): void {
    const forgotten = new Set(ids);
    for (const [id, producerId] of this.#consumers) if (forgotten.has(producerId)) this.#consumers.delete(id);
    this.#order('forget', ids);
  }

  close(): void {
    if (this.#closed) return;
    this.#order('close');
    this.#closed = true;
    // Nobody is told of producers that end with their peer.
    for (const id of this.#producers) this.#room.producers.delete(id);
    this.#producers.clear();
    this.emit('closed');
  }

  /** What the other node tells of this peer. */
  hear(told: Extract<Told, { about: 'peer' }>): void {
    if (this.#closed) return;
    if (told.event === 'producerClosed') this.#gone(...told.args);
    else if (told.event === 'transportClosed') this.#transports.delete(...told.args);
    else this.emit('pathChanged', ...told.args);
  }

  /** Its room ended: with that, all that it had. */
  lose(): void {
    this.#transports.clear();
    for (const id of [...this.#producers]) this.#gone(id);
  }

  #gone(id: ProducerId): void {
    this.#room.producers.delete(id);
    if (this.#producers.delete(id)) this.emit('producerClosed', id);
  }

  async #ask<Name extends PeerRequest>(
    name: Name,
    ...args: Parameters<MediaPeer[Name]>
  ): Promise<Answer<Name>> {
    this.#requireOpen();
    const output = await this.#askPeer(name, args);
    // Left while the other node worked.
    this.#requireOpen();
    return output as Answer<Name>;
  }

  #order(name: PeerOrder, ...args: readonly unknown[]): void {
    // What the other end cannot do any more is done.
    this.#askPeer(name, args).catch(() => {});
  }

  #requireOpen(): void {
    if (this.#closed) throw new AppError('gone', 'The participant left.');
    this.#room.requireOpen();
  }
}
