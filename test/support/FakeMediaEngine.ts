import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { ParticipantId, ProducerId, RoomId } from '../../protocol/ids.ts';
import type { RtpCapabilities } from '../../protocol/media.ts';
import { AppError } from '../../server/errors.ts';
import type { MediaCounts, MediaEngine, MediaRoom, MediaRoomEvents } from '../../server/media/api.ts';
import { Talking } from '../../server/media/Talking.ts';
import { FakeMediaPeer, type FakeProducer } from './FakeMediaPeer.ts';
import { fewCapabilities } from './rtp.ts';

/** An SFU that forwards nothing, with the same contract as the real one: see `contract/media.test.ts`. */
export class FakeMediaEngine implements MediaEngine {
  readonly rtpCapabilities: RtpCapabilities = fewCapabilities;
  readonly rooms = new Map<RoomId, FakeMediaRoom>();
  /** No worker lives: no room can be opened. */
  down = false;
  /** What every answer of the worker waits for; tests put something slower in its place. */
  answer: () => Promise<unknown> = () => setImmediate();

  async createRoom(id: RoomId): Promise<FakeMediaRoom> {
    if (this.down) throw new AppError('media_unavailable', 'No media worker is running.');
    await setImmediate();
    const room = new FakeMediaRoom(
      () => this.answer(),
      () => this.rooms.delete(id),
    );
    this.rooms.set(id, room);
    return room;
  }

  async count(): Promise<MediaCounts> {
    const peers = [...this.rooms.values()].flatMap(({ peers }) => [...peers]);
    const sum = (of: (peer: FakeMediaPeer) => number) => peers.reduce((total, peer) => total + of(peer), 0);
    return {
      workers: this.down ? 0 : 1,
      routers: this.rooms.size,
      transports: sum(({ transports }) => transports.size),
      producers: sum(({ producers }) => producers.size),
      consumers: sum(({ consumers }) => consumers.size),
    };
  }

  /** Ends the worker, and every room on it. */
  crash(): void {
    for (const room of [...this.rooms.values()]) room.die();
  }

  async close(): Promise<void> {
    for (const room of [...this.rooms.values()]) room.close();
  }
}

/** The media of one room; tests say who is heard. */
export class FakeMediaRoom extends EventEmitter<MediaRoomEvents> implements MediaRoom {
  readonly peers = new Set<FakeMediaPeer>();
  readonly producers = new Map<ProducerId, FakeProducer>();
  readonly #talking = new Talking();
  readonly answer: () => Promise<unknown>;
  readonly #ended: () => void;

  constructor(answer: () => Promise<unknown>, ended: () => void) {
    super();
    this.answer = answer;
    this.#ended = ended;
    this.#talking.on('change', (ids) => this.emit('talking', ids));
  }

  createPeer(id: ParticipantId, rtpCapabilities: RtpCapabilities | undefined): FakeMediaPeer {
    const peer = new FakeMediaPeer(this, id, rtpCapabilities);
    this.peers.add(peer);
    return peer;
  }

  /** These are heard now, the first of them the loudest. */
  hear(ids: readonly ParticipantId[]): void {
    this.#talking.heard(ids);
    this.emit('activeSpeaker', ids[0] ?? null);
  }

  silenced(id: ParticipantId): void {
    this.#talking.silenced(id);
  }

  die(): void {
    this.#end();
    this.emit('died');
  }

  close(): void {
    this.#end();
  }

  #end(): void {
    for (const peer of [...this.peers]) peer.lose();
    this.#talking.close();
    this.#ended();
  }
}
