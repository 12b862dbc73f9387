import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { ParticipantId, ProducerId, RoomId } from '../../protocol/ids.ts';
import type { RtpCapabilities } from '../../protocol/rtp.ts';
import { AppError } from '../../server/errors.ts';
import type {
  MediaCounts,
  MediaEngine,
  MediaRoom,
  MediaRoomEvents,
  MediaUsage,
} from '../../server/media/api.ts';
import { Talking } from '../../server/media/Talking.ts';
import { FakeMediaPeer, type FakeProducer } from './FakeMediaPeer.ts';
import { FakeMediaPipe } from './FakeMediaPipe.ts';
import { allCapabilities } from './rtp.ts';

/** An SFU that forwards nothing, with the same contract as the real one: see `contract/media.test.ts`. */
export class FakeMediaEngine implements MediaEngine {
  readonly rtpCapabilities: RtpCapabilities = allCapabilities;
  readonly rooms = new Map<RoomId, FakeMediaRoom>();
  #deaths = 0;
  /** No worker lives: no room can be opened. */
  down = false;
  /** How long a transport waits for its browser. */
  connectWithinMs = 20_000;
  /** What every answer of the worker waits for; tests put something slower in its place. */
  answer: () => Promise<unknown> = () => setImmediate();

  async createRoom(id: RoomId): Promise<FakeMediaRoom> {
    if (this.down) throw new AppError('media_unavailable', 'No media worker is running.');
    await setImmediate();
    const room = new FakeMediaRoom({
      connectWithinMs: this.connectWithinMs,
      answer: () => this.answer(),
      // There may be another one of this id by then.
      ended: () => this.rooms.get(id) === room && this.rooms.delete(id),
    });
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

  async usage(): Promise<MediaUsage> {
    const workers = this.down ? [] : [{ pid: process.pid, cpuMs: 0, memory: 0 }];
    return { ...(await this.count()), workers, deaths: this.#deaths, elsewhere: [] };
  }

  /** Ends the worker, and every room on it. */
  crash(): void {
    this.#deaths++;
    for (const room of [...this.rooms.values()]) room.die();
  }

  async close(): Promise<void> {
    for (const room of [...this.rooms.values()]) room.close();
  }
}

interface FakeMediaRoomOptions {
  readonly connectWithinMs: number;
  readonly answer: () => Promise<unknown>;
  readonly ended: () => void;
}

/** The media of one room; tests say who is heard. */
export class FakeMediaRoom extends EventEmitter<MediaRoomEvents> implements MediaRoom {
  readonly peers = new Set<FakeMediaPeer>();
  readonly pipes = new Set<FakeMediaPipe>();
  readonly producers = new Map<ProducerId, FakeProducer>();
  /** How many voices are heard at most; null: all. */
  mostVoices: number | null = null;
  readonly #talking = new Talking();
  readonly connectWithinMs: number;
  readonly answer: () => Promise<unknown>;
  readonly #ended: () => void;
  #end: 'died' | 'closed' | undefined;

  constructor({ connectWithinMs, answer, ended }: FakeMediaRoomOptions) {
    super();
    this.connectWithinMs = connectWithinMs;
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

  async openPipe(): Promise<FakeMediaPipe> {
    this.requireOpen();
    await this.answer();
    this.requireOpen();
    const pipe = new FakeMediaPipe(this);
    this.pipes.add(pipe);
    return pipe;
  }

  /** A track is there no longer, and nobody receives it. */
  end(id: ProducerId): void {
    this.producers.delete(id);
    for (const { consumers } of this.peers) {
      for (const [consumerId, producerId] of consumers) if (producerId === id) consumers.delete(consumerId);
    }
  }

  limitVoices(most: number | null): void {
    this.mostVoices = most;
  }

  /** Throws `media_unavailable` when the worker died, `gone` when the room closed. */
  requireOpen(): void {
    if (this.#end === 'died') throw new AppError('media_unavailable', 'The media worker ended.');
    if (this.#end === 'closed') throw new AppError('gone', 'The room closed.');
  }

  die(): void {
    this.#finish('died');
    this.emit('died');
  }

  close(): void {
    this.#finish('closed');
  }

  #finish(end: 'died' | 'closed'): void {
    this.#end ??= end;
    for (const peer of [...this.peers]) peer.lose();
    for (const pipe of [...this.pipes]) pipe.break();
    this.#talking.close();
    this.#ended();
  }
}
