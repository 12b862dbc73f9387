import type { InterestSlug, RoomSlug, UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { OwnTies, Relation, TieKind } from '../../protocol/ties.ts';
import { AppError } from '../errors.ts';
import type { Interest, Store } from '../store/Store.ts';
import type { Audience } from './Audience.ts';
import type { Ties } from './Ties.ts';
import type { Whereabouts } from './Whereabouts.ts';

interface Parts {
  readonly store: Pick<Store, 'guests'>;
  readonly ties: Ties;
  readonly interests: readonly Interest[];
  readonly whereabouts: Whereabouts;
  readonly audience: Pick<Audience, 'mayEnter' | 'require'>;
}

/** Whom and what people know, by name. */
export class Acquaintances {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Somebody by id. Throws `not_found`. */
  async person(id: UserId): Promise<PersonInfo> {
    const person = (await this.#parts.store.guests.find(id)) ?? this.#parts.whereabouts.personOf(id);
    if (!person) throw new AppError('not_found', 'There is nobody like that.');
    return person;
  }

  /** Makes sure that somebody can be found by name later, whatever becomes of the room they are known by. Throws `not_found`. */
  async know(id: UserId): Promise<void> {
    const person = await this.person(id);
    if (!(await this.#parts.store.guests.find(id))) await this.#parts.store.guests.save(person);
  }

  async of(id: UserId): Promise<OwnTies> {
    const { ties, whereabouts, audience } = this.#parts;
    const mayEnter = (room: RoomInfo) => audience.mayEnter(room, id);
    return {
      friends: await this.people(ties.friendsOf(id)),
      asking: await this.people(ties.asking(id)),
      asked: await this.people(ties.askedBy(id)),
      following: await this.people(ties.of(id, 'follow')),
      rooms: whereabouts.roomsById(ties.of(id, 'room'), mayEnter),
      interests: ties.of(id, 'interest') as InterestSlug[],
      blocked: await this.people(ties.of(id, 'block')),
    };
  }

  async relation(id: UserId, other: UserId): Promise<Relation> {
    const { ties } = this.#parts;
    const own = new Set(ties.friendsOf(id));
    const shared = ties.friendsOf(other).filter((friend) => own.has(friend));
    return { ...ties.relation(id, other), shared: await this.people(shared) };
  }

  /** Whether somebody was asked by another one to be friends, or asked them before. */
  isAskedBy(id: UserId, other: UserId): boolean {
    return this.#parts.ties.relation(id, other).friend !== 'none';
  }

  async tie(from: UserId, to: UserId, kind: TieKind): Promise<OwnTies> {
    await this.know(to);
    await this.#parts.ties.tie(from, to, kind);
    return await this.of(from);
  }

  async untie(from: UserId, to: UserId, kind: TieKind): Promise<OwnTies> {
    await this.#parts.ties.untie(from, to, kind);
    return await this.of(from);
  }

  async followRoom(from: UserId, slug: RoomSlug, on: boolean): Promise<OwnTies> {
    const room = this.#parts.whereabouts.room(slug);
    this.#parts.audience.require(room, from);
    return await this.#follow(from, room.id, 'room', on);
  }

  async followInterest(from: UserId, slug: InterestSlug, on: boolean): Promise<OwnTies> {
    if (!this.#parts.interests.some((interest) => interest.slug === slug)) {
      throw new AppError('not_found', 'There is no such interest.');
    }
    return await this.#follow(from, slug, 'interest', on);
  }

  async #follow(from: UserId, to: string, kind: 'room' | 'interest', on: boolean): Promise<OwnTies> {
    if (on) await this.#parts.ties.follow(from, to, kind);
    else await this.#parts.ties.unfollow(from, to, kind);
    return await this.of(from);
  }

  /** Those of these who are known by name. */
  async people(ids: readonly string[]): Promise<PersonInfo[]> {
    const found = await Promise.all(ids.map((id) => this.#parts.store.guests.find(id as UserId)));
    return found.filter((person) => person !== null);
  }
}
