import type { RoomSlug, UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { Whereabouts as Place } from '../../protocol/profile.ts';
import type { RoomCard, RoomInfo } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';
import type { Room } from '../rooms/Room.ts';

/** Who comes upon which room: `Audience` is one. */
interface Lists {
  isListedFor(room: RoomInfo, viewer: UserId | null): boolean;
}

/** The rooms as this looks at them: `RoomRegistry` is one. */
export interface KnownRooms {
  readonly liveRooms: readonly Room[];
  readonly infos: readonly RoomInfo[];
  cardOf(room: RoomInfo): RoomCard;
}

/** Which rooms people are in and which they keep, as far as whoever asks may come upon them. */
export class Whereabouts {
  readonly #rooms: KnownRooms;
  readonly #lists: Lists;

  constructor(rooms: KnownRooms, lists: Lists) {
    this.#rooms = rooms;
    this.#lists = lists;
  }

  /** The rooms somebody opened, those that are live first; for a viewer, null: nobody we know. */
  roomsOf(id: UserId, viewer: UserId | null): RoomCard[] {
    return this.#rooms.infos
      .filter((info) => info.openedBy.id === id && this.#lists.isListedFor(info, viewer))
      .map((info) => this.#rooms.cardOf(info))
      .sort((a, b) => b.count - a.count);
  }

  /** Rooms by their ids; those that are not there any more are left out, and those that are not for the asker. */
  roomsById(ids: readonly string[], isFor: (room: RoomInfo) => boolean): RoomCard[] {
    const wanted = new Set(ids);
    return this.#rooms.infos
      .filter((info) => wanted.has(info.id) && isFor(info))
      .map((info) => this.#rooms.cardOf(info));
  }

  /** Throws `not_found`. */
  room(slug: RoomSlug): RoomInfo {
    const info = this.#rooms.infos.find((room) => room.slug === slug);
    if (!info) throw new AppError('not_found', 'There is no such room.');
    return info;
  }

  /** The room somebody is in. */
  placeOf(id: UserId, viewer: UserId | null): Place | null {
    for (const room of this.#rooms.liveRooms) {
      const participant = this.#lists.isListedFor(room.info, viewer) ? room.find(id) : undefined;
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
