import { EventEmitter } from 'node:events';
import type { RoomId, RoomSlug } from '../../../protocol/ids.ts';
import type { RoomCard, RoomInfo } from '../../../protocol/room.ts';
import type { RoomDirectory, RoomDirectoryEvents } from '../../../server/discovery/RoomDirectory.ts';
import { AppError } from '../../../server/errors.ts';

/** A directory whose rooms are put in by hand. */
export class FakeDirectory extends EventEmitter<RoomDirectoryEvents> implements RoomDirectory {
  readonly #rooms = new Map<RoomId, { room: RoomInfo; card: RoomCard }>();
  readonly full = new Set<RoomId>();

  put(room: RoomInfo, live: Partial<RoomCard> = {}): RoomCard {
    const card: RoomCard = {
      id: room.id,
      slug: room.slug,
      name: room.name,
      topic: room.topic,
      interests: room.interests,
      language: room.language,
      lasting: room.lasting,
      faces: [],
      count: 0,
      talkingIds: [],
      hostPresent: false,
      liveSince: null,
      ...live,
    };
    this.#rooms.set(room.id, { room, card });
    if (room.visibility === 'open') this.emit('card', card);
    return card;
  }

  take(id: RoomId): void {
    const room = this.#rooms.get(id)?.room;
    this.#rooms.delete(id);
    if (room) this.emit('cardGone', room);
  }

  get infos(): RoomInfo[] {
    return [...this.#rooms.values()].map(({ room }) => room);
  }

  async find(slug: RoomSlug): Promise<RoomInfo> {
    for (const { room } of this.#rooms.values()) if (room.slug === slug) return room;
    throw new AppError('not_found', 'There is no such room.');
  }

  cardOf(room: RoomInfo): RoomCard {
    const found = this.#rooms.get(room.id);
    if (!found) throw new AppError('not_found', 'There is no such room.');
    return found.card;
  }

  listed(): RoomCard[] {
    return [...this.#rooms.values()]
      .filter(({ room }) => room.visibility === 'open')
      .map(({ card }) => card)
      .sort((a, b) => b.count - a.count);
  }

  readonly capacity = 12;

  isFull(id: RoomId): boolean {
    return this.full.has(id);
  }
}
