import { EventEmitter } from 'node:events';
import type { ParticipantId, ProducerId } from '../../protocol/ids.ts';
import type { RtpCapabilities } from '../../protocol/rtp.ts';
import { AppError } from '../errors.ts';
import type { MediaPeer, MediaPipe, MediaRoom, MediaRoomEvents } from '../media/api.ts';
import { Branch, type Listener } from './Branch.ts';
import { ClusterPeer } from './ClusterPeer.ts';

/** How a room comes by further nodes. */
export interface Reach {
  /** From how many listeners in each part of a room there is to be another. */
  readonly listeners: number;
  /** The same room on a node that has far less to do than any of these parts; null: there is none. */
  readonly open: () => Promise<Reached | null>;
}

/** The room on another node. */
interface Reached {
  readonly room: MediaRoom;
  /** Whether more may listen there. */
  readonly hasRoom: () => boolean;
  /** It is there no longer. */
  readonly ended: () => void;
}

/** A place in one part of a room, until its listener leaves. */
export interface Ears {
  /** Null: at home. */
  readonly branch: Branch | null;
  readonly leave: () => void;
}

/** The media of a room on several nodes: what is sent comes in on one of them, and each other one gets it once. */
export class ClusterRoom extends EventEmitter<MediaRoomEvents> implements MediaRoom {
  readonly home: MediaRoom;
  readonly #reach: Reach;
  readonly #branches = new Set<Branch>();
  #listeners = 0;
  #opening: Promise<Branch | null> | undefined;
  #end: 'died' | 'closed' | undefined;

  constructor(home: MediaRoom, reach: Reach) {
    super();
    this.home = home;
    this.#reach = reach;
    home.on('talking', (ids) => this.emit('talking', ids));
    home.on('activeSpeaker', (id) => this.emit('activeSpeaker', id));
    home.on('lost', (senders, listeners) => this.emit('lost', senders, listeners));
    home.once('died', () => {
      this.#finish('died');
      this.emit('died');
    });
  }

  /** Throws `media_unavailable` when its home died, `gone` when it closed. */
  requireOpen(): void {
    if (this.#end === 'died') throw new AppError('media_unavailable', 'The media worker ended.');
    if (this.#end === 'closed') throw new AppError('gone', 'The room closed.');
  }

  createPeer(id: ParticipantId, rtpCapabilities: RtpCapabilities | undefined): MediaPeer {
    return new ClusterPeer(this, id, rtpCapabilities);
  }

  limitVoices(most: number | null): void {
    this.home.limitVoices(most);
  }

  openPipe(): Promise<MediaPipe> {
    return this.home.openPipe();
  }

  /** Where somebody who listens is best off: they are counted in there. */
  async seat(listener: Listener): Promise<Ears> {
    let branch = this.#least();
    if (this.#listenersOf(branch) >= this.#reach.listeners) {
      // Whoever it is opened for sits there, even if there is room elsewhere by then: it is not to stay empty.
      const opened = this.#opening ? await this.#opening.then(() => null) : await this.#open();
      branch = opened ?? this.#least();
    }
    if (branch) branch.listeners.add(listener);
    else this.#listeners++;
    const leave = () => {
      if (branch === null) this.#listeners--;
      else branch.leave(listener);
      if (branch?.listeners.size === 0) this.#close(branch);
    };
    return { branch, leave };
  }

  /** A track ended. */
  dropped(id: ProducerId): void {
    for (const branch of this.#branches) branch.drop(id);
  }

  close(): void {
    this.#finish('closed');
    this.home.close();
  }

  #listenersOf(branch: Branch | null): number {
    return branch ? branch.listeners.size : this.#listeners;
  }

  #least(): Branch | null {
    const parts = [null, ...[...this.#branches].filter(({ hasRoom }) => hasRoom())];
    return parts.reduce((least, part) => (this.#listenersOf(part) < this.#listenersOf(least) ? part : least));
  }

  #open(): Promise<Branch | null> {
    this.#opening = this.#branchOut().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #branchOut(): Promise<Branch | null> {
    const reached = await this.#reach.open();
    if (!reached) return null;
    const { room, hasRoom, ended } = reached;
    const lost = () => this.emit('lost', [], idsOf(branch.listeners));
    const branch: Branch = new Branch({ home: this.home, room, hasRoom, broke: lost, ended });
    if (this.#end) {
      branch.close();
      return null;
    }
    this.#branches.add(branch);
    room.on('lost', (senders, listeners) => this.emit('lost', [], [...senders, ...listeners]));
    room.once('died', () => {
      if (!this.#branches.has(branch)) return;
      const listeners = [...branch.listeners];
      this.#close(branch);
      for (const { unseat } of listeners) unseat();
      this.emit('lost', [], idsOf(listeners));
    });
    return branch;
  }

  #close(branch: Branch): void {
    this.#branches.delete(branch);
    branch.close();
  }

  #finish(end: 'died' | 'closed'): void {
    this.#end ??= end;
    for (const branch of [...this.#branches]) this.#close(branch);
  }
}

function idsOf(listeners: Iterable<Listener>): ParticipantId[] {
  return [...new Set([...listeners].map(({ id }) => id))];
}
