import type { CircleId, UserId } from '../../protocol/ids.ts';
import type { RoomCard, RoomInfo } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';
import type { Listing } from '../house/Listing.ts';
import type { Members } from '../rooms/Members.ts';
import type { Circles } from './Circles.ts';
import type { RoomCircles } from './RoomCircles.ts';
import type { Ties } from './Ties.ts';
import type { KnownRooms } from './Whereabouts.ts';

interface Parts {
  readonly members: Members;
  readonly ties: Ties;
  readonly circles: Circles;
  readonly roomCircles: RoomCircles;
  readonly rooms: Pick<KnownRooms, 'infos' | 'cardOf'>;
  /** Whether open rooms are listed for somebody they do not concern. */
  readonly listing: Pick<Listing, 'isOpenFor'>;
}

type Door = Pick<RoomInfo, 'id' | 'visibility' | 'openedBy'>;

/** Who may know of a room and step into it. For everybody else there is no such room, at any door. */
export class Audience {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Whether somebody may; null is nobody we know. */
  mayEnter(room: Door, userId: UserId | null): boolean {
    const { id, visibility } = room;
    const { members } = this.#parts;
    switch (visibility) {
      case 'open':
      case 'link':
        return true;
      case 'members':
        return userId !== null && members.has(id, userId);
      case 'direct':
        return userId !== null && members.has(id, userId) && !this.#isApart(id, userId);
      case 'friends':
      case 'circle':
        return userId !== null && (userId === room.openedBy.id || this.#isForOne(room, userId));
    }
  }

  /** Throws `not_found`, as for a room there is none of. */
  require(room: Door, userId: UserId | null): void {
    if (!this.mayEnter(room, userId)) throw new AppError('not_found', 'There is no such room.');
  }

  /** Whether somebody who may enter may write there: two who talk with each other, as long as they are friends. */
  mayWrite({ id, visibility }: Pick<RoomInfo, 'id' | 'visibility'>, userId: UserId): boolean {
    if (visibility !== 'direct') return true;
    const { members, ties } = this.#parts;
    const others = members.of(id).filter((other) => other !== userId);
    return others.every((other) => ties.areFriends(userId, other));
  }

  /** Throws `forbidden`. */
  requireWriter(room: Pick<RoomInfo, 'id' | 'visibility'>, userId: UserId): void {
    if (!this.mayWrite(room, userId)) throw new AppError('forbidden', 'Only friends write to each other.');
  }

  /** Whether somebody comes upon a room in lists: open ones, and those for some people of whom they are one. */
  isListedFor(room: Door, userId: UserId | null): boolean {
    if (room.visibility !== 'open') return isForSome(room) && this.mayEnter(room, userId);
    return this.listsAll(userId) || (userId !== null && this.#isKnownTo(room, userId));
  }

  /** Whether somebody comes upon every open room; else upon those alone that have to do with them. */
  listsAll(userId: UserId | null): boolean {
    return this.#parts.listing.isOpenFor(userId);
  }

  /**
   * The cards of the rooms that are for somebody beside those that everybody finds: while anybody is there, lasting ones
   * always.
   */
  cardsFor(userId: UserId | null): RoomCard[] {
    const { rooms } = this.#parts;
    const listed = this.listsAll(userId);
    return rooms.infos
      .filter((info) => (isForSome(info) || !listed) && this.isListedFor(info, userId))
      .map((info) => rooms.cardOf(info))
      .filter(({ lasting, count }) => lasting || count > 0);
  }

  /** Who comes upon an open room where the house lists none: whoever opened it, their friends, and who follows it. */
  knowersOf({ id, openedBy }: Pick<Door, 'id' | 'openedBy'>): UserId[] {
    const { ties } = this.#parts;
    const people = [openedBy.id, ...ties.friendsOf(openedBy.id), ...ties.followersOf(id, 'room')];
    return [...new Set(people)];
  }

  /** Everybody for whom a room is that is for some people. */
  of(room: Door): UserId[] {
    const { ties, circles, roomCircles } = this.#parts;
    const { id: host } = room.openedBy;
    const circle = roomCircles.of(room.id);
    const some =
      room.visibility === 'friends'
        ? ties.friendsOf(host)
        : (circles.of(host).find(({ id }) => id === circle)?.people ?? []);
    return [host, ...some];
  }

  /** The cards of the rooms that are for a circle. */
  cardsOf(circle: CircleId): { info: RoomInfo; card: RoomCard }[] {
    const { rooms, roomCircles } = this.#parts;
    return rooms.infos
      .filter(({ id }) => roomCircles.of(id) === circle)
      .map((info) => ({ info, card: rooms.cardOf(info) }));
  }

  #isKnownTo({ id, openedBy }: Door, userId: UserId): boolean {
    const { ties } = this.#parts;
    if (openedBy.id === userId || ties.areFriends(openedBy.id, userId)) return true;
    return ties.of(userId, 'room').includes(id);
  }

  #isForOne({ id, visibility, openedBy }: Door, userId: UserId): boolean {
    const { ties, circles, roomCircles } = this.#parts;
    if (ties.areApart(openedBy.id, userId)) return false;
    if (visibility === 'friends') return ties.areFriends(openedBy.id, userId);
    const circle = roomCircles.of(id);
    return circle !== undefined && circles.have(openedBy.id, [circle], userId);
  }

  #isApart(id: RoomInfo['id'], userId: UserId): boolean {
    const { members, ties } = this.#parts;
    return members.of(id).some((other) => ties.areApart(userId, other));
  }
}

/** Whether a room is for some people only, whom its host knows. */
export function isForSome({ visibility }: Pick<RoomInfo, 'visibility'>): boolean {
  return visibility === 'friends' || visibility === 'circle';
}
