import { EventEmitter } from 'node:events';
import type { ParticipantId, ProducerId } from '../../protocol/ids.ts';
import type { RtpCapabilities } from '../../protocol/rtp.ts';
import type { MediaPeer, MediaPipe, MediaRoom, MediaRoomEvents } from '../media/api.ts';
import { Branch } from './Branch.ts';
import { ClusterPeer } from './ClusterPeer.ts';

/** How a room comes by further nodes. */
export interface Reach {
  /** From how many listeners in each part of a room there is to be another. */
  readonly listeners: number;
  /** The same room on a node that has far less to do than any of these parts; null: there is none. */
  readonly open: () => Promise<MediaRoom | null>;
}

/** The media of a room on several nodes: what is sent comes in on one of them, and each other one gets it once. */
export class ClusterRoom extends EventEmitter<MediaRoomEvents> implements MediaRoom {
  readonly home: MediaRoom;
  readonly #reach: Reach;
  readonly #branches = new Set<Branch>();
  #listeners = 0;
  #opening: Promise<void> | undefined;
  #ended = false;

  constructor(home: MediaRoom, reach: Reach) {
    super();
    this.home = home;
    this.#reach = reach;
    home.on('talking', (ids) => this.emit('talking', ids));
    home.on('activeSpeaker', (id) => this.emit('activeSpeaker', id));
    home.on('lost', (senders, listeners) => this.emit('lost', senders, listeners));
    home.once('died', () => {
      this.#ended = true;
      for (const branch of this.#branches) branch.close();
      this.emit('died');
    });
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

  /** Where the next listener is best off; null: at home. What it returns has counted them in. */
  async seat(id: ParticipantId): Promise<{ branch: Branch | null; leave: () => void }> {
    if (this.#listenersOf(this.#least()) >= this.#reach.listeners) {
      this.#opening ??= this.#branchOut().finally(() => {
        this.#opening = undefined;
      });
      await this.#opening;
    }
    const branch = this.#least();
    if (branch) branch.listeners.add(id);
    else this.#listeners++;
    const leave = () => {
      if (branch === null) this.#listeners--;
      else if (branch.listeners.delete(id) && branch.listeners.size === 0) this.#end(branch);
    };
    return { branch, leave };
  }

  /** A track ended. */
  dropped(id: ProducerId): void {
    for (const branch of this.#branches) branch.drop(id);
  }

  close(): void {
    this.#ended = true;
    for (const branch of this.#branches) branch.close();
    this.home.close();
  }

  #listenersOf(branch: Branch | null): number {
    return branch ? branch.listeners.size : this.#listeners;
  }

  #least(): Branch | null {
    const parts = [null, ...this.#branches];
    return parts.reduce((least, part) => (this.#listenersOf(part) < this.#listenersOf(least) ? part : least));
  }

  async #branchOut(): Promise<void> {
    const room = await this.#reach.open();
    if (!room) return;
    if (this.#ended) return room.close();
    const branch = new Branch(this.home, room, () => this.emit('lost', [], [...branch.listeners]));
    this.#branches.add(branch);
    room.on('lost', (senders, listeners) => this.emit('lost', [], [...senders, ...listeners]));
    room.once('died', () => {
      if (!this.#branches.delete(branch) || this.#ended) return;
      branch.close();
      this.emit('lost', [], [...branch.listeners]);
    });
  }

  #end(branch: Branch): void {
    if (this.#branches.delete(branch)) branch.close();
  }
}
