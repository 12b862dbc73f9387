import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import type { ParticipantId, ProducerId } from '../../protocol/ids.ts';
import type { RtpParameters } from '../../protocol/rtp.ts';
import { kindOf } from '../../protocol/sources.ts';
import { AppError } from '../errors.ts';
import type { MediaPipe, PipeAddress, PipedTrack } from './api.ts';
import { letFlow } from './consumers.ts';
import type { PlacedProducer } from './MediasoupRoom.ts';
import { PipedEnds } from './PipedEnds.ts';
import { ifAlive, ifFitting, unlessClosed } from './refusals.ts';

// What is lost on the way is sent again after a second.
const patienceMs = 3_000;

/** What a pipe asks of the room at its end. */
export interface PipedRoom {
  readonly producers: ReadonlyMap<ProducerId, PlacedProducer>;
  readonly isOpen: (id: ProducerId) => boolean;
  readonly place: (placed: PlacedProducer) => void;
  readonly ended: (pipe: NodePipe) => void;
}

/** An end of a pipe to another node, encrypted: what it sends crosses a network. */
export class NodePipe extends EventEmitter<{ closed: [] }> implements MediaPipe {
  readonly address: PipeAddress;
  readonly #transport: types.PipeTransport;
  readonly #room: PipedRoom;
  readonly #sent = new PipedEnds<types.Consumer>();
  readonly #brought = new PipedEnds<types.Producer>();
  #closing = false;

  private constructor(transport: types.PipeTransport, room: PipedRoom, announced: string) {
    super();
    const { srtpParameters, tuple } = transport;
    if (!srtpParameters) throw new Error('A pipe between nodes has no key.');
    this.address = { ip: announced, port: tuple.localPort, srtpParameters };
    this.#transport = transport;
    this.#room = room;
    transport.observer.once('close', () => {
      room.ended(this);
      if (!this.#closing) this.emit('closed');
    });
  }

  /** Listens at this address of the machine, by which the other node reaches it. */
  static async open(router: types.Router, room: PipedRoom, ip: string): Promise<NodePipe> {
    const transport = await unlessClosed(
      router.createPipeTransport({
        listenInfo: { protocol: 'udp', ip },
        ...{ enableRtx: true, enableSrtp: true, enableSctp: true },
      }),
    );
    return new NodePipe(transport, room, ip);
  }

  async connect({ ip, port, srtpParameters }: PipeAddress): Promise<boolean> {
    await ifFitting(
      this.#transport.connect({ ip, port, srtpParameters: srtpParameters as types.SrtpParameters }),
    );
    return await this.#shakeHands();
  }

  async send(id: ProducerId): Promise<PipedTrack | null> {
    const placed = this.#room.producers.get(id);
    if (!placed) return null;
    const { ownerId, source } = placed;
    try {
      const { rtpParameters } = await this.#sent.of(id, () => this.#send(id));
      return { id, ownerId, source, rtpParameters: rtpParameters as RtpParameters };
    } catch (error) {
      if (placed.producer.closed) return null;
      throw error;
    }
  }

  async bring(track: PipedTrack): Promise<void> {
    await this.#brought.of(track.id, () => this.#bring(track));
  }

  drop(id: ProducerId): void {
    this.#sent.drop(id);
    this.#brought.drop(id);
  }

  /** Lets a track flow through, or not. */
  async setOpen(id: ProducerId, open: boolean): Promise<void> {
    // One that could not be sent is refused where it was asked for.
    const consumer = await this.#sent.get(id)?.catch(() => null);
    if (consumer) await ifAlive([letFlow(consumer, { open })]);
  }

  close(): void {
    this.#closing = true;
    this.#transport.close();
  }

  /** Opens a channel on which nothing is ever said: that takes packets in both directions, as no track does. */
  async #shakeHands(): Promise<boolean> {
    const shaken = Promise.withResolvers<boolean>();
    this.#transport.on('sctpstatechange', (state) => {
      if (state === 'connected') shaken.resolve(true);
    });
    this.#transport.observer.once('close', () => shaken.reject(new AppError('gone', 'The pipe closed.')));
    const patience = setTimeout(() => shaken.resolve(false), patienceMs);
    try {
      const opening = ifFitting(this.#transport.produceData({ sctpStreamParameters: { streamId: 0 } }));
      const [reaches] = await Promise.all([shaken.promise, opening]);
      return reaches;
    } finally {
      clearTimeout(patience);
    }
  }

  async #send(id: ProducerId): Promise<types.Consumer> {
    const consumer = await unlessClosed(this.#transport.consume({ producerId: id }));
    if (!this.#room.isOpen(id)) await letFlow(consumer, { open: false });
    return consumer;
  }

  async #bring({ id, ownerId, source, rtpParameters }: PipedTrack): Promise<types.Producer> {
    const parameters = rtpParameters as types.RtpParameters;
    const producer = await ifFitting(
      this.#transport.produce({ id, kind: kindOf(source), rtpParameters: parameters, appData: { source } }),
    );
    this.#room.place({ producer, ownerId: ownerId as ParticipantId, source });
    return producer;
  }
}
