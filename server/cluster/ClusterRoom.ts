import { EventEmitter } from 'node:events';
import type { ParticipantId, ProducerId } from '../../protocol/ids.ts';
import type { RtpCapabilities } from '../../protocol/rtp.ts';
import { AppError } from '../errors.ts';
import type { MediaPeer, MediaPipe, MediaRoom, MediaRoomEvents } from '../media/api.ts';
import { Branch, type Listener, type Unreached } from './Branch.ts';
import { ClusterPeer } from './ClusterPeer.ts';

/** How a room comes by further nodes. */
export interface Reach {
  /** From how many listeners in each part of a room there is to be another. */
  readonly listeners: number;
  /** Whether the node of its home has so much to do that there is to be another one for whoever comes. */
  readonly isBusy: () => boolean;
  /** The same room on a node that has far less to do than any of these parts, which may ask them to leave; null: there is none. */
  readonly open: (leave: () => boolean) => Promise<Reached | null>;
}

/** The room on another node. */
interface Reached {
  readonly room: MediaRoom;
  /** Whether more may listen there, and whether they had better do so elsewhere. */
  readonly hasRoom: () => boolean;
  readonly isBusy: () => boolean;
  /** It is there no longer. */
  readonly ended: () => void;
  /** What is sent there does not arrive. */
  readonly cutOff: (error: Unreached) => void;
}

/** A place in one part of a room, until its listener leaves. */
export interface Ears {
  /** Null: at home. */
  readonly branch: Branch | null;
  readonly leave: () => void;
}

interface ClusterRoomEvents extends MediaRoomEvents {
  /** Nothing of it is left on any node. */
  ended: [];
}

// Where they cannot go now, they are asked again.
const askAgainMs = 15_000;
const listenersAtOnce = 20;

/** The media of a room on several nodes: what is sent comes in on one of them, and each other one gets it once. */
export class ClusterRoom extends EventEmitter<ClusterRoomEvents> implements MediaRoom {
  readonly home: MediaRoom;
  readonly #reach: Reach;
  readonly #branches = new Set<Branch>();
  #listeners = 0;
  #askedAt = Number.NEGATIVE_INFINITY;
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
    if (this.#listenersOf(branch) >= this.#reach.listeners || this.#isBusy(branch)) {
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

  /** Its home is about to end. Says whether that is news to those who are there. */
  leave(): boolean {
    if (this.#end || performance.now() - this.#askedAt < askAgainMs) return false;
    this.#askedAt = performance.now();
    this.emit('leaving', null);
    return true;
  }

  close(): void {
    this.#finish('closed');
    this.home.close();
  }

  #listenersOf(branch: Branch | null): number {
    return branch ? branch.listeners.size : this.#listeners;
  }

  #isBusy(branch: Branch | null): boolean {
    return branch ? branch.isBusy() : this.#reach.isBusy();
  }

  /** Where the fewest listen, of the nodes that have time for more if there are any. */
  #least(): Branch | null {
    const all = [null, ...[...this.#branches].filter(({ hasRoom }) => hasRoom())];
    const idle = all.filter((part) => !this.#isBusy(part));
    const parts = idle.length > 0 ? idle : all;
    return parts.reduce((least, part) => (this.#listenersOf(part) < this.#listenersOf(least) ? part : least));
  }

  #open(): Promise<Branch | null> {
    this.#opening = this.#branchOut().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #branchOut(): Promise<Branch | null> {
    let branch: Branch | undefined;
    const reached = await this.#reach.open(() => branch !== undefined && this.#leaveBranch(branch));
    if (!reached) return null;
    const opened = this.#branchOf(reached);
    branch = opened;
    try {
      await opened.reach();
    } catch {
      // Said where it happened; whoever comes is served where there is a way.
      opened.close();
    }
    // Whatever ended meanwhile.
    if (this.#end) opened.close();
    if (opened.closed) return null;
    this.#branches.add(opened);
    return opened;
  }

  #branchOf({ room, hasRoom, isBusy, ended, cutOff }: Reached): Branch {
    const branch: Branch = new Branch({
      ...{ home: this.home, room, hasRoom, isBusy, ended },
      broke: () => this.emit('lost', [], idsOf(branch.listeners)),
      cutOff: (error) => {
        cutOff(error);
        this.#lose(branch);
      },
    });
    room.on('lost', (senders, listeners) => this.emit('lost', [], [...senders, ...listeners]));
    room.once('died', () => this.#lose(branch));
    return branch;
  }

  /** Whoever listened there needs another place. */
  #lose(branch: Branch): void {
    if (branch.closed) return;
    const listeners = [...branch.listeners];
    this.#close(branch);
    for (const { unseat } of listeners) unseat();
    if (listeners.length > 0) this.emit('lost', [], idsOf(listeners));
  }

  /** Has some of those who listen there go elsewhere: whoever sends too hears nothing for a moment, to be heard all the time. */
  #leaveBranch(branch: Branch): boolean {
    const some = branch.toAsk(listenersAtOnce);
    const [senders, others] = [some.filter(({ sends }) => sends()), some.filter(({ sends }) => !sends())];
    for (const { move } of senders) move();
    if (senders.length > 0) this.emit('lost', [], idsOf(senders));
    if (others.length > 0) this.emit('leaving', idsOf(others));
    return some.length > 0;
  }

  #close(branch: Branch): void {
    this.#branches.delete(branch);
    branch.close();
  }

  #finish(end: 'died' | 'closed'): void {
    if (this.#end) return;
    this.#end = end;
    for (const branch of [...this.#branches]) this.#close(branch);
    this.emit('ended');
  }
}

function idsOf(listeners: Iterable<Listener>): ParticipantId[] {
  return [...new Set([...listeners].map(({ id }) => id))];
}
