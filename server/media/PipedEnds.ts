import type { ProducerId } from '../../protocol/ids.ts';

/** A producer or a consumer. */
interface Made {
  readonly closed: boolean;
  readonly observer: { once(event: 'close', listener: () => void): unknown };
  close(): void;
}

/** What one end of a pipe made of tracks, one of each. */
export class PipedEnds<One extends Made> {
  readonly #made = new Map<ProducerId, Promise<One>>();
  readonly #dropping = new Map<ProducerId, Promise<void>>();

  get(id: ProducerId): Promise<One> | undefined {
    return this.#made.get(id);
  }

  /** What there is of a track, or what is made of it now. */
  of(id: ProducerId, make: () => Promise<One>): Promise<One> {
    return this.#made.get(id) ?? this.#begin(id, make);
  }

  /** Closes what there is of a track, or is being made; nothing is fine. */
  drop(id: ProducerId): void {
    const making = this.#made.get(id);
    if (!making) return;
    this.#made.delete(id);
    const dropping = making.then(
      (made) => made.close(),
      () => {},
    );
    this.#dropping.set(id, dropping);
    void dropping.then(() => {
      if (this.#dropping.get(id) === dropping) this.#dropping.delete(id);
    });
  }

  #begin(id: ProducerId, make: () => Promise<One>): Promise<One> {
    // There cannot be two of one id: the one before has to be closed first.
    const making = (this.#dropping.get(id) ?? Promise.resolve()).then(make);
    this.#made.set(id, making);
    const forget = () => {
      if (this.#made.get(id) === making) this.#made.delete(id);
    };
    making.then((made) => (made.closed ? forget() : made.observer.once('close', forget)), forget);
    return making;
  }
}
