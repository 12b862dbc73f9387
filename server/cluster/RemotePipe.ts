import { EventEmitter } from 'node:events';
import type { ProducerId } from '../../protocol/ids.ts';
import type { MediaPipe, PipeAddress, PipedTrack } from '../media/api.ts';
import type { PipeRequest } from './words.ts';

type AskPipe = (name: PipeRequest, args: readonly unknown[]) => Promise<unknown>;

/** What the room on the other node knows of a pipe that ends there. */
export interface PipedRoom {
  readonly producers: Set<ProducerId>;
  readonly ended: () => void;
}

/** An end of a pipe that is on another node. */
export class RemotePipe extends EventEmitter<{ closed: [] }> implements MediaPipe {
  readonly address: PipeAddress;
  readonly #ask: AskPipe;
  readonly #room: PipedRoom;
  readonly #brought = new Set<ProducerId>();

  constructor(address: PipeAddress, room: PipedRoom, ask: AskPipe) {
    super();
    this.address = address;
    this.#room = room;
    this.#ask = ask;
  }

  async connect(other: PipeAddress): Promise<boolean> {
    return (await this.#ask('connect', [other])) === true;
  }

  async send(id: ProducerId): Promise<PipedTrack | null> {
    // Both ends are of one version.
    return (await this.#ask('send', [id])) as PipedTrack | null;
  }

  async bring(track: PipedTrack): Promise<void> {
    this.#brought.add(track.id);
    this.#room.producers.add(track.id);
    await this.#ask('bring', [track]).catch((error: unknown) => {
      this.#forget(track.id);
      throw error;
    });
  }

  drop(id: ProducerId): void {
    this.#order('drop', id);
    this.#forget(id);
  }

  close(): void {
    this.#order('close');
    this.#finish();
  }

  /** It ended at the other node. */
  lose(): void {
    this.#finish();
    this.emit('closed');
  }

  #finish(): void {
    for (const id of this.#brought) this.#room.producers.delete(id);
    this.#brought.clear();
    this.#room.ended();
  }

  #forget(id: ProducerId): void {
    if (this.#brought.delete(id)) this.#room.producers.delete(id);
  }

  #order(name: PipeRequest, ...args: readonly unknown[]): void {
    // What the other end cannot do any more is done.
    this.#ask(name, args).catch(() => {});
  }
}
