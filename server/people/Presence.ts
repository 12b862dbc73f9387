import { EventEmitter } from 'node:events';
import type { UserId } from '../../protocol/ids.ts';
import type { PresenceChoice, PresenceInfo } from '../../protocol/presence.ts';
import type { Room } from '../rooms/Room.ts';
import type { PresenceStore } from '../store/Store.ts';
import type { Circles } from './Circles.ts';
import type { Ties } from './Ties.ts';
import type { Whereabouts } from './Whereabouts.ts';

interface Parts {
  readonly store: PresenceStore;
  readonly ties: Ties;
  readonly circles: Circles;
  readonly whereabouts: Whereabouts;
  readonly rooms: { readonly liveRooms: readonly Room[] };
}

interface PresenceEvents {
  /** Somebody came, went, moved, or is seen otherwise. */
  changed: [id: UserId];
}

const usual: PresenceChoice = { status: 'online', visibleTo: 'everyone' };
// Who loads the page anew has not gone.
const reloadMs = 1_000;

/** Who is here, and who may know. */
export class Presence extends EventEmitter<PresenceEvents> {
  readonly #parts: Parts;
  readonly #choices = new Map<UserId, PresenceChoice>();
  /** The connections of each, and whether anybody is at them. */
  readonly #lines = new Map<UserId, Map<string, { idle: boolean }>>();

  private constructor(parts: Parts) {
    super();
    this.#parts = parts;
    parts.circles.on('changed', (id) => {
      if (this.choiceOf(id).visibleTo === 'circles') this.emit('changed', id);
    });
  }

  static async load(parts: Parts): Promise<Presence> {
    const presence = new Presence(parts);
    for (const { id, choice } of await parts.store.list()) presence.#choices.set(id, choice);
    return presence;
  }

  choiceOf(id: UserId): PresenceChoice {
    return this.#choices.get(id) ?? usual;
  }

  /** Whether strangers may know that somebody is in a room. */
  isHidden(id: UserId): boolean {
    const { status, visibleTo } = this.choiceOf(id);
    return status === 'invisible' || visibleTo !== 'everyone';
  }

  /** Whether one may know of the other; null: somebody who is nobody yet. */
  shows(id: UserId, viewer: UserId | null): boolean {
    if (id === viewer) return true;
    const { ties, circles } = this.#parts;
    const { status, visibleTo, circles: chosen = [] } = this.choiceOf(id);
    if (status === 'invisible' || visibleTo === 'nobody') return false;
    if (visibleTo === 'everyone') return viewer === null || !ties.areApart(id, viewer);
    if (viewer === null || ties.areApart(id, viewer)) return false;
    return visibleTo === 'friends' ? ties.areFriends(id, viewer) : circles.have(id, chosen, viewer);
  }

  /** Somebody as another one may see them. */
  of(id: UserId, viewer: UserId): PresenceInfo {
    const lines = [...(this.#lines.get(id)?.values() ?? [])];
    if (lines.length === 0 || !this.shows(id, viewer)) return { id, status: 'offline', room: null };
    const { status } = this.choiceOf(id);
    const here = status === 'dnd' ? 'dnd' : lines.every(({ idle }) => idle) ? 'idle' : 'online';
    const place = this.#parts.whereabouts.placeOf(id, viewer);
    return { id, status: here, room: place && { slug: place.card.slug, name: place.card.name } };
  }

  /** Those of whose coming and going somebody is told. */
  knownBy(id: UserId): UserId[] {
    const { ties } = this.#parts;
    return [...new Set([...ties.friendsOf(id), ...(ties.of(id, 'follow') as UserId[])])];
  }

  /** Those who are told of somebody's coming and going. */
  tellOf(id: UserId): UserId[] {
    const { ties } = this.#parts;
    return [...new Set([...ties.friendsOf(id), ...ties.followersOf(id)])];
  }

  arrive(id: UserId, line: string): void {
    const lines = this.#lines.get(id) ?? new Map<string, { idle: boolean }>();
    this.#lines.set(id, lines.set(line, { idle: false }));
    this.emit('changed', id);
  }

  leave(id: UserId, line: string): void {
    setTimeout(() => {
      const lines = this.#lines.get(id);
      lines?.delete(line);
      if (lines?.size === 0) this.#lines.delete(id);
      this.emit('changed', id);
    }, reloadMs).unref();
  }

  setIdle(id: UserId, line: string, idle: boolean): void {
    const found = this.#lines.get(id)?.get(line);
    if (!found || found.idle === idle) return;
    found.idle = idle;
    this.emit('changed', id);
  }

  /** Somebody is here no more; the store forgets by itself. */
  forget(id: UserId): void {
    this.#choices.delete(id);
  }

  /** In force at once, and kept when it resolves. */
  async choose(id: UserId, choice: PresenceChoice): Promise<void> {
    this.#choices.set(id, choice);
    for (const room of this.#parts.rooms.liveRooms) {
      const participant = room.find(id);
      if (participant) room.hide(participant, this.isHidden(id));
    }
    this.emit('changed', id);
    await this.#parts.store.save(id, choice);
  }
}
