import type { ParticipantId, ProducerId } from '../../protocol/ids.ts';
import type { MediaPipe, MediaRoom, PipedTrack } from '../media/api.ts';

interface Ends {
  readonly near: MediaPipe;
  readonly far: MediaPipe;
}

/**
 * Those of a room who listen on another node than where it is at home. Each track they take is brought there once, by a
 * pipe that is laid when the first is wanted, and anew when it broke.
 */
export class Branch {
  readonly room: MediaRoom;
  readonly listeners = new Set<ParticipantId>();
  readonly #home: MediaRoom;
  readonly #brought = new Map<ProducerId, Promise<PipedTrack | null>>();
  readonly #broke: () => void;
  #laying: Promise<Ends> | undefined;

  /** `broke`: what was brought is gone, and has to be asked for again. */
  constructor(home: MediaRoom, room: MediaRoom, broke: () => void) {
    this.#home = home;
    this.room = room;
    this.#broke = broke;
  }

  /** Makes tracks of the home ones that can be consumed here; those that ended meanwhile are passed over. */
  async bring(ids: readonly ProducerId[]): Promise<void> {
    await Promise.all(ids.map((id) => this.#bringOnce(id)));
  }

  /** A track ended. */
  drop(id: ProducerId): void {
    if (!this.#brought.delete(id)) return;
    this.#laying?.then(
      ({ near, far }) => {
        near.drop(id);
        far.drop(id);
      },
      () => {},
    );
  }

  close(): void {
    this.#laying?.then(({ near }) => near.close()).catch(() => {});
    this.room.close();
  }

  #bringOnce(id: ProducerId): Promise<PipedTrack | null> {
    const known = this.#brought.get(id);
    if (known) return known;
    const bringing = this.#bring(id);
    this.#brought.set(id, bringing);
    const forget = () => {
      if (this.#brought.get(id) === bringing) this.#brought.delete(id);
    };
    bringing.then((track) => track ?? forget(), forget);
    return bringing;
  }

  async #bring(id: ProducerId): Promise<PipedTrack | null> {
    const { near, far } = await this.#ends();
    const track = await near.send(id);
    if (track) await far.bring(track);
    return track;
  }

  #ends(): Promise<Ends> {
    if (this.#laying) return this.#laying;
    const laying = this.#lay(() => {
      if (this.#laying !== laying) return;
      this.#laying = undefined;
      this.#brought.clear();
      this.#broke();
    });
    this.#laying = laying;
    laying.catch(() => {
      if (this.#laying === laying) this.#laying = undefined;
    });
    return laying;
  }

  async #lay(broke: () => void): Promise<Ends> {
    const [near, far] = await Promise.all([this.#home.openPipe(), this.room.openPipe()]);
    near.once('closed', () => {
      far.close();
      broke();
    });
    far.once('closed', () => {
      near.close();
      broke();
    });
    await Promise.all([near.connect(far.address), far.connect(near.address)]);
    return { near, far };
  }
}
