import type { ParticipantId, ProducerId } from '../../protocol/ids.ts';
import { AppError } from '../errors.ts';
import type { MediaPipe, MediaRoom } from '../media/api.ts';

/** Nothing that is sent over a pipe arrives. */
export class Unreached extends AppError {
  /** Where the two ends are. */
  readonly between: readonly string[];

  constructor(...between: string[]) {
    super('media_unavailable', 'Media does not reach the other node.');
    this.between = between;
  }
}

interface Ends {
  readonly near: MediaPipe;
  readonly far: MediaPipe;
}

/** Somebody who listens in one part of a room. */
export interface Listener {
  readonly id: ParticipantId;
  /** The part is gone, and everything they had there. */
  readonly unseat: () => void;
  /** Gives up what they hear here, for another place. */
  readonly move: () => void;
  /** Whether others hear or see them. */
  readonly sends: () => boolean;
}

export interface BranchParts {
  /** The room where everything is sent in. */
  readonly home: MediaRoom;
  /** The same room on the other node. */
  readonly room: MediaRoom;
  /** Whether more may listen there, and whether they had better do so elsewhere. */
  readonly hasRoom: () => boolean;
  readonly isBusy: () => boolean;
  /** What was brought is gone, and has to be asked for again. */
  readonly broke: () => void;
  /** There is no way to the other node for media any more. */
  readonly cutOff: (error: Unreached) => void;
  /** The node may be asked again. */
  readonly ended: () => void;
}

/**
 * Those of a room who listen on another node than where it is at home. Each track that somebody takes there is brought
 * once, by a pipe that is tried before anybody sits here, and laid anew when it broke; one that nobody takes is brought no
 * longer.
 */
export class Branch {
  readonly room: MediaRoom;
  readonly hasRoom: () => boolean;
  readonly isBusy: () => boolean;
  readonly listeners = new Set<Listener>();
  readonly #parts: BranchParts;
  readonly #asked = new WeakSet<Listener>();
  readonly #takers = new Map<ProducerId, Set<Listener>>();
  // Of one track one thing is done after the other: it cannot be brought while it is being dropped.
  readonly #turns = new Map<ProducerId, Promise<void>>();
  #laying: Promise<Ends> | undefined;
  #closed = false;

  constructor(parts: BranchParts) {
    this.#parts = parts;
    this.room = parts.room;
    this.hasRoom = parts.hasRoom;
    this.isBusy = parts.isBusy;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Lays the pipe, before anybody is there. Throws `Unreached` where nothing comes through. */
  async reach(): Promise<void> {
    await this.#ends();
  }

  /** Makes tracks of the home ones that can be consumed here; those that ended meanwhile are passed over. */
  async bring(ids: readonly ProducerId[], taker: Listener): Promise<void> {
    if (!this.listeners.has(taker)) return;
    for (const id of ids) this.#takers.set(id, (this.#takers.get(id) ?? new Set()).add(taker));
    await Promise.all(ids.map((id) => this.#inTurn(id, () => this.#bring(id))));
  }

  /** Somebody takes these tracks no longer. */
  giveUp(ids: Iterable<ProducerId>, taker: Listener): void {
    for (const id of ids) {
      const takers = this.#takers.get(id);
      if (takers?.delete(taker) && takers.size === 0) this.drop(id);
    }
  }

  /** Somebody is gone. */
  leave(listener: Listener): void {
    if (this.listeners.delete(listener)) this.giveUp([...this.#takers.keys()], listener);
  }

  /** Some who were not asked to leave yet; now they are. */
  toAsk(most: number): Listener[] {
    const some = [...this.listeners].filter((listener) => !this.#asked.has(listener)).slice(0, most);
    for (const listener of some) this.#asked.add(listener);
    return some;
  }

  /** A track ended, or nobody takes it any more. */
  drop(id: ProducerId): void {
    if (!this.#takers.delete(id) || this.#closed) return;
    const dropped = this.#inTurn(id, async () => {
      // Wanted again meanwhile: it goes on.
      if (this.#takers.has(id)) return;
      const ends = await this.#laying;
      ends?.near.drop(id);
      ends?.far.drop(id);
    });
    // A pipe that was never laid has nothing to drop.
    dropped.catch(() => {});
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#laying?.then(({ near }) => near.close()).catch(() => {});
    this.room.close();
    this.#parts.ended();
  }

  async #bring(id: ProducerId): Promise<void> {
    if (!this.#takers.has(id)) return;
    const { near, far } = await this.#ends();
    const track = await near.send(id);
    if (track) await far.bring(track);
    else this.#takers.delete(id);
  }

  async #inTurn(id: ProducerId, act: () => Promise<void>): Promise<void> {
    const turn = (this.#turns.get(id) ?? Promise.resolve()).then(act, act);
    this.#turns.set(id, turn);
    await turn.finally(() => {
      if (this.#turns.get(id) === turn) this.#turns.delete(id);
    });
  }

  #ends(): Promise<Ends> {
    if (this.#laying) return this.#laying;
    const laying = this.#lay(() => {
      if (this.#laying !== laying) return;
      this.#laying = undefined;
      // Whoever took something asks anew.
      this.#takers.clear();
      if (!this.#closed) this.#parts.broke();
    });
    this.#laying = laying;
    laying.catch((error: unknown) => {
      if (this.#laying === laying) this.#laying = undefined;
      if (error instanceof Unreached && !this.#closed) this.#parts.cutOff(error);
    });
    return laying;
  }

  async #lay(broke: () => void): Promise<Ends> {
    const opened = await Promise.allSettled([this.#parts.home.openPipe(), this.room.openPipe()]);
    const open = opened.flatMap((end) => (end.status === 'fulfilled' ? end.value : []));
    try {
      for (const end of opened) if (end.status === 'rejected') throw end.reason;
      const [near, far] = open as [MediaPipe, MediaPipe];
      near.once('closed', () => {
        far.close();
        broke();
      });
      far.once('closed', () => {
        near.close();
        broke();
      });
      const reached = await Promise.all([near.connect(far.address), far.connect(near.address)]);
      if (!reached.every(Boolean)) throw new Unreached(near.address.ip, far.address.ip);
      return { near, far };
    } catch (error) {
      for (const end of open) end.close();
      throw error;
    }
  }
}
