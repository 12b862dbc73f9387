import { EventEmitter } from 'node:events';
import type { ParticipantId, ProducerId, RoomId } from '../../protocol/ids.ts';
import type { RtpCapabilities } from '../../protocol/rtp.ts';
import { AppError } from '../errors.ts';
import type {
  MediaCounts,
  MediaEngine,
  MediaPeer,
  MediaPipe,
  MediaRoom,
  MediaRoomEvents,
  MediaUsage,
} from '../media/api.ts';
import type { NodeLine } from './NodeLine.ts';
import { RemotePeer } from './RemotePeer.ts';
import { RemotePipe } from './RemotePipe.ts';
import { type Asked, type AskedName, isTold, type Told } from './words.ts';

/** Asks something of the other node. */
export type Ask = <Name extends AskedName>(
  name: Name,
  input: Asked[Name]['input'],
) => Promise<Asked[Name]['output']>;

/** The workers of another node, which does what it is asked over a line. When that ends all rooms there have died. */
export class RemoteEngine implements MediaEngine {
  readonly rtpCapabilities: RtpCapabilities;
  readonly #line: NodeLine;
  readonly #rooms = new Map<number, RemoteRoom>();
  #numbers = 0;

  constructor(line: NodeLine, rtpCapabilities: RtpCapabilities) {
    this.#line = line;
    this.rtpCapabilities = rtpCapabilities;
    line.on('told', (told) => {
      if (isTold(told)) this.#rooms.get(told.room)?.hear(told);
    });
    line.once('closed', () => {
      for (const room of [...this.#rooms.values()])
        room.hear({ about: 'room', room: 0, event: 'died', args: [] });
    });
  }

  async createRoom(id: RoomId): Promise<MediaRoom> {
    const number = ++this.#numbers;
    const room = new RemoteRoom(number, this.#ask, () => this.#rooms.delete(number));
    this.#rooms.set(number, room);
    try {
      await this.#ask('createRoom', { room: number, id });
      return room;
    } catch (error) {
      this.#rooms.delete(number);
      throw error;
    }
  }

  count(): Promise<MediaCounts> {
    return this.#ask('count', {});
  }

  usage(): Promise<MediaUsage> {
    return this.#ask('usage', {});
  }

  async close(): Promise<void> {
    this.#line.close();
  }

  readonly #ask: Ask = async (name, input) => (await this.#line.ask(name, input)) as never;
}

/** The media of a room on another node. */
export class RemoteRoom extends EventEmitter<MediaRoomEvents> implements MediaRoom {
  /** Everything that can be consumed here, as far as it was told. */
  readonly producers = new Set<ProducerId>();
  readonly #number: number;
  readonly #ask: Ask;
  readonly #peers = new Map<number, RemotePeer>();
  readonly #pipes = new Map<number, RemotePipe>();
  readonly #ended: () => void;
  #numbers = 0;
  #end: 'died' | 'closed' | undefined;

  constructor(number: number, ask: Ask, ended: () => void) {
    super();
    this.#number = number;
    this.#ask = ask;
    this.#ended = ended;
  }

  /** Throws `media_unavailable` when the worker or the node died, `gone` when the room closed. */
  requireOpen(): void {
    if (this.#end === 'died') throw new AppError('media_unavailable', 'The media worker ended.');
    if (this.#end === 'closed') throw new AppError('gone', 'The room closed.');
  }

  createPeer(id: ParticipantId, rtpCapabilities: RtpCapabilities | undefined): MediaPeer {
    const place = { room: this.#number, peer: ++this.#numbers };
    const peer = new RemotePeer(this, { id, rtpCapabilities }, (name, args) =>
      this.#ask('peer', { ...place, name, args }),
    );
    this.#peers.set(place.peer, peer);
    peer.once('closed', () => this.#peers.delete(place.peer));
    // What is asked of it next waits behind this.
    this.#quietly(this.#ask('createPeer', { ...place, id, rtpCapabilities }));
    return peer;
  }

  limitVoices(most: number | null): void {
    this.#quietly(this.#ask('limitVoices', { room: this.#number, most }));
  }

  async openPipe(): Promise<MediaPipe> {
    this.requireOpen();
    const place = { room: this.#number, pipe: ++this.#numbers };
    const address = await this.#ask('openPipe', place);
    // Ended while the other node worked.
    this.requireOpen();
    const room = { producers: this.producers, ended: () => this.#pipes.delete(place.pipe) };
    const pipe = new RemotePipe(address, room, (name, args) => this.#ask('pipe', { ...place, name, args }));
    this.#pipes.set(place.pipe, pipe);
    return pipe;
  }

  close(): void {
    if (!this.#end) this.#quietly(this.#ask('closeRoom', { room: this.#number }));
    this.#finish('closed');
  }

  /** What the other node tells of this room. */
  hear(told: Told): void {
    if (told.about === 'peer') this.#peers.get(told.peer ?? 0)?.hear(told);
    else if (told.about === 'pipe') this.#pipes.get(told.pipe ?? 0)?.lose();
    else if (told.event === 'died') {
      if (this.#end) return;
      this.#finish('died');
      this.emit('died');
    } else if (told.event === 'lost') this.emit('lost', ...told.args);
    else if (told.event === 'talking') this.emit('talking', ...told.args);
    else this.emit('activeSpeaker', ...told.args);
  }

  #finish(end: 'died' | 'closed'): void {
    this.#end ??= end;
    for (const peer of [...this.#peers.values()]) peer.lose();
    this.#ended();
  }

  /** What fails with the line is told with its end. */
  #quietly(asked: Promise<unknown>): void {
    asked.catch(() => {});
  }
}
