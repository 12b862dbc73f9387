import { EventEmitter } from 'node:events';
import type { ProducerId } from '../../protocol/ids.ts';
import type { MediaPipe, PipeAddress, PipedTrack } from '../media/api.ts';
import type { PipeRequest } from './words.ts';

type AskPipe = (name: PipeRequest, args: readonly unknown[]) => Promise<unknown>;

/** An end of a pipe that is on another node. */
export class RemotePipe extends EventEmitter<{ closed: [] }> implements MediaPipe {
  readonly address: PipeAddress;
  readonly #ask: AskPipe;

  constructor(address: PipeAddress, ask: AskPipe) {
    super();
    this.address = address;
    this.#ask = ask;
  }

  async connect(other: PipeAddress): Promise<void> {
    await this.#ask('connect', [other]);
  }

  async send(id: ProducerId): Promise<PipedTrack | null> {
    // Both ends are of one version.
    return (await this.#ask('send', [id])) as PipedTrack | null;
  }

  async bring(track: PipedTrack): Promise<void> {
    await this.#ask('bring', [track]);
  }

  drop(id: ProducerId): void {
    this.#ask('drop', [id]).catch(() => {});
  }

  close(): void {
    this.#ask('close', []).catch(() => {});
  }
}
