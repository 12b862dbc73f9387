import type { ProducerId } from '../../protocol/ids.ts';
import { kindOf } from '../../protocol/sources.ts';
import type { RemoteTrack } from './RemoteTrack.ts';
import { RequestError } from './RequestError.ts';
import { hidden, type Place, type ReceiveLimit, sameWish, type Wish, wishOf } from './wishes.ts';

/** What pictures arrive over. */
export interface PictureLine {
  readonly tracks: ReadonlyMap<ProducerId, RemoteTrack>;
  consume(ids: readonly ProducerId[]): Promise<void>;
  prefer(wishes: readonly (readonly [RemoteTrack, Wish])[]): Promise<void>;
  giveUp(ids: readonly ProducerId[]): Promise<void>;
}

/** A place that a picture has on the screen, until it is closed. */
export interface OpenPlace {
  /** The picture is this wide there, in pixels of the screen; 0: it is out of sight. */
  show(width: number): void;
  close(): void;
}

/** Between a change on the screen and the request that tells all that changed with it. */
const settleMs = 100;
/** How long a picture that has no place waits to be shown again, so that turning back a page is instant. */
const patienceMs = 30_000;
const retryMs = 1_000;

/** What arrives of others' pictures: what is shown, in the size in which it is shown, and nothing else. */
export class Reception {
  readonly #places = new Map<ProducerId, Set<Place>>();
  readonly #partings = new Map<ProducerId, ReturnType<typeof setTimeout>>();
  #limit = $state<ReceiveLimit>('none');
  #line: PictureLine | null = null;
  // By the track and not by its producer: a track that is made anew has been told nothing.
  #told = new WeakMap<RemoteTrack, Wish>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** A cap on all pictures together. */
  get limit(): ReceiveLimit {
    return this.#limit;
  }

  set limit(limit: ReceiveLimit) {
    this.#limit = limit;
    this.#settleSoon();
  }

  /** Goes on over this line: everything that is shown is asked for, and told again. */
  use(line: PictureLine): void {
    this.#line = line;
    this.#told = new WeakMap();
    this.#settle();
  }

  /** A picture has a place on the screen from now on. */
  open(id: ProducerId): OpenPlace {
    let place: Place | null = null;
    const change = (next: Place | null) => {
      const places = this.#places.get(id) ?? new Set();
      if (place) places.delete(place);
      if (next) places.add(next);
      place = next;
      if (places.size > 0) this.#places.set(id, places);
      else this.#places.delete(id);
      this.#settleSoon();
    };
    return {
      show: (width) => {
        if (place?.width === width) return;
        change({ width, visible: width > 0 });
        // Nobody waits for a picture longer than it takes.
        if (this.#wish(id).shown) this.#ask([id]);
      },
      close: () => change(null),
    };
  }

  close(): void {
    this.#line = null;
    clearTimeout(this.#timer);
    for (const parting of this.#partings.values()) clearTimeout(parting);
  }

  #wish(id: ProducerId): Wish {
    return wishOf(this.#places.get(id) ?? [], this.#limit);
  }

  #settleSoon(ms = settleMs): void {
    this.#timer ??= setTimeout(() => this.#settle(), ms);
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#ask([...this.#places.keys()].filter((id) => this.#wish(id).shown));
    this.#tellChanges();
  }

  #tellChanges(): void {
    const line = this.#line;
    if (!line) return;
    const changed: [RemoteTrack, Wish][] = [];
    for (const track of line.tracks.values()) {
      if (kindOf(track.source) !== 'video') continue;
      const wish = this.#wish(track.producerId);
      if (!sameWish(this.#told.get(track) ?? hidden, wish)) changed.push([track, wish]);
      this.#waitFor(track.producerId);
    }
    if (changed.length > 0) this.#tell(line, changed);
  }

  #ask(ids: readonly ProducerId[]): void {
    const line = this.#line;
    const missing = ids.filter((id) => !line?.tracks.has(id));
    if (!line || missing.length === 0) return;
    line.consume(missing).then(
      // They wait for our word, paused. What did not come is not asked for again: it is gone.
      () => this.#line === line && this.#tellChanges(),
      (error: unknown) => this.#again(error),
    );
  }

  #tell(line: PictureLine, changed: readonly (readonly [RemoteTrack, Wish])[]): void {
    for (const [track, wish] of changed) this.#told.set(track, wish);
    line.prefer(changed).catch((error: unknown) => {
      for (const [track] of changed) this.#told.delete(track);
      this.#again(error);
    });
  }

  /** What the line lost is told on the way back; what the server refused for now, a little later. */
  #again(error: unknown): void {
    if (!this.#line || !(error instanceof RequestError)) return;
    if (error.code === 'rate_limited') this.#settleSoon(error.retryAfterMs ?? retryMs);
  }

  /** A picture without a place is given up after a while. */
  #waitFor(id: ProducerId): void {
    if (this.#places.has(id)) {
      clearTimeout(this.#partings.get(id));
      this.#partings.delete(id);
      return;
    }
    if (this.#partings.has(id)) return;
    const part = () => {
      this.#partings.delete(id);
      // A request that is lost costs nothing: the track is paused, and told again when it is asked for.
      if (!this.#places.has(id)) this.#line?.giveUp([id]).catch(() => {});
    };
    this.#partings.set(id, setTimeout(part, patienceMs));
  }
}
