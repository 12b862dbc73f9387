import type { RoomSlug, UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { Whereabouts as Place } from '../../protocol/profile.ts';
import type { RoomCard, RoomInfo } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';
import type { Room } from '../rooms/Room.ts';

/** The rooms as this looks at them: `RoomRegistry` is one. */
export interface KnownRooms {
  readonly liveRooms: readonly Room[];
  readonly infos: readonly RoomInfo[];
  cardOf(room: RoomInfo): RoomCard;
}

/** Which rooms people are in and which they keep. Rooms found by their link only are told to nobody. */
export class Whereabouts {
  readonly #rooms: KnownRooms;

  constructor(rooms: KnownRooms) {
    this.#rooms = rooms;
  }

  /** The open rooms somebody opened, those that are live first. */
  roomsOf(id: UserId): RoomCard[] {
    return this.#rooms.infos
      .filter(({ openedBy, visibility }) => openedBy.id === id && visibility === 'open')
      .map((info) => this.#rooms.cardOf(info))
      .sort((a, b) => b.count - a.count);
  }

  /** Rooms by their ids; those that are not there any more are left out. */
  roomsById(ids: readonly string[]): RoomCard[] {
    const wanted = new Set(ids);
    return this.#rooms.infos.filter(({ id }) => wanted.has(id)).map((info) => this.#rooms.cardOf(info));
  }

  /** Throws `not_found`. */
  room(slug: RoomSlug): RoomInfo {
    const info = this.#rooms.infos.find((room) => room.slug === slug);
    if (!info) throw new AppError('not_found', 'There is no such room.');
    return info;
  }

  /** The open room somebody is in. */
  placeOf(id: UserId): Place | null {
    for (const room of this.#rooms.liveRooms) {
      const participant = room.info.visibility === 'open' ? room.find(id) : undefined;
      if (participant) return { card: this.#rooms.cardOf(room.info), participantId: participant.id };
    }
    return null;
  }

  /** Somebody who never changed anything, as rooms know them. */
  personOf(id: UserId): PersonInfo | null {
    for (const room of this.#rooms.liveRooms) {
      const participant = room.find(id);
      if (participant) return participant.person;
    }
    return this.#rooms.infos.find(({ openedBy }) => openedBy.id === id)?.openedBy ?? null;
  }
}
