import type { Quality } from '../../../protocol/quality.ts';
import type { ReceiveLimit } from '../wishes.ts';
import { consider, spend } from './thrift.ts';

/** What was chosen: as the connection bears it, or one and the same whatever it bears. */
export type DataMode = 'auto' | ReceiveLimit;

/** How much data a call uses for pictures; sound comes first in any case. */
export class DataSaver {
  mode = $state<DataMode>('auto');
  #thrift = $state.raw(spend(0));

  get limit(): ReceiveLimit {
    return this.mode === 'auto' ? this.#thrift.limit : this.mode;
  }

  /** Whether it saves by itself, because of the connection. */
  get byItself(): boolean {
    return this.mode === 'auto' && this.#thrift.limit !== 'none';
  }

  /** By hand; what was chosen stays, however good or bad the connection becomes. */
  choose(mode: DataMode, at: number): void {
    this.mode = mode;
    this.#thrift = spend(at);
  }

  /** Takes the quality of the connection by now into account. */
  consider(quality: Quality, at: number): void {
    this.#thrift = consider(this.#thrift, quality, at);
  }
}
