import { EventEmitter } from 'node:events';
import type { CircleInfo } from '../../protocol/circles.ts';
import { CircleId, type UserId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { randomId } from '../rooms/Participant.ts';
import type { Circle, CircleStore } from '../store/Store.ts';
import type { Ties } from './Ties.ts';

interface Parts {
  readonly store: CircleStore;
  readonly ties: Ties;
  readonly log: Logger;
}

interface CirclesEvents {
  /** Something of somebody's circles changed. */
  changed: [owner: UserId];
  /** Somebody is in a circle now, or no longer. */
  moved: [id: CircleId, person: UserId];
}

/** Lists of people that each keeps for themselves. All of them are at hand: presence and doors ask who is in one. */
export class Circles extends EventEmitter<CirclesEvents> {
  readonly #parts: Parts;
  readonly #byOwner = new Map<UserId, Map<CircleId, Circle>>();

  private constructor(parts: Parts) {
    super();
    this.#parts = parts;
    parts.ties.on('apart', (one, other) => {
      this.#dropFrom(one, other);
      this.#dropFrom(other, one);
    });
  }

  static async load(parts: Parts): Promise<Circles> {
    const circles = new Circles(parts);
    for (const circle of await parts.store.list()) circles.#note(circle);
    return circles;
  }

  /** Whether somebody is in one of these circles of another one's. Circles of others do not count. */
  have(owner: UserId, ids: readonly CircleId[], person: UserId): boolean {
    const own = this.#byOwner.get(owner);
    return ids.some((id) => own?.get(id)?.people.includes(person));
  }

  /** All of somebody's, the oldest first. */
  of(owner: UserId): CircleInfo[] {
    return this.#of(owner).map(toInfo);
  }

  /** One's own circle. Throws `not_found`, as all that follow. */
  require(owner: UserId, id: CircleId): Circle {
    const circle = this.#byOwner.get(owner)?.get(id);
    if (!circle) throw new AppError('not_found', 'There is no such circle.');
    return circle;
  }

  async make(owner: UserId, name: string): Promise<CircleInfo> {
    if (this.#of(owner).length >= limits.circles)
      throw new AppError('too_large', 'These are all there can be.');
    const circle = { id: CircleId.parse(randomId()), owner, name, since: Date.now(), people: [] };
    return await this.#write(circle, undefined);
  }

  async rename(owner: UserId, id: CircleId, name: string): Promise<CircleInfo> {
    const circle = this.require(owner, id);
    return await this.#write({ ...circle, name }, circle);
  }

  async drop(owner: UserId, id: CircleId): Promise<void> {
    this.require(owner, id);
    await this.#parts.store.remove(id);
    const people = this.#byOwner.get(owner)?.get(id)?.people ?? [];
    this.#byOwner.get(owner)?.delete(id);
    this.emit('changed', owner);
    for (const person of people) this.emit('moved', id, person);
  }

  /** Takes somebody in. Throws `conflict` for oneself and for whom one blocked. */
  async add(owner: UserId, id: CircleId, person: UserId): Promise<CircleInfo> {
    const circle = this.require(owner, id);
    const { ties } = this.#parts;
    if (owner === person) throw new AppError('conflict', 'That is you.');
    if (ties.of(owner, 'block').includes(person)) throw new AppError('conflict', 'You blocked this person.');
    // Who was blocked is not told so: it looks as if nothing came of it.
    if (circle.people.includes(person) || ties.areApart(owner, person)) return toInfo(circle);
    if (circle.people.length >= limits.circlePeople) throw new AppError('too_large', 'The circle is full.');
    const info = await this.#write({ ...circle, people: [...circle.people, person] }, circle);
    this.emit('moved', id, person);
    return info;
  }

  /** Takes somebody out; who is not in it is fine. */
  async remove(owner: UserId, id: CircleId, person: UserId): Promise<CircleInfo> {
    const circle = this.require(owner, id);
    if (!circle.people.includes(person)) return toInfo(circle);
    const info = await this.#write(without(circle, person), circle);
    this.emit('moved', id, person);
    return info;
  }

  /** Somebody is here no more: out of everybody's circles, and theirs are gone. */
  async forget(id: UserId): Promise<void> {
    for (const owner of this.#byOwner.keys()) this.#dropFrom(owner, id);
    for (const circle of this.#of(id)) await this.drop(id, circle.id);
  }

  /** In force at once, so that two changes at the same time both count; taken back when it cannot be kept. */
  async #write(circle: Circle, before: Circle | undefined): Promise<CircleInfo> {
    this.#note(circle);
    try {
      await this.#parts.store.save(circle);
    } catch (error) {
      const own = this.#byOwner.get(circle.owner);
      if (own?.get(circle.id) === circle) {
        if (before) own.set(circle.id, before);
        else own.delete(circle.id);
      }
      throw error;
    }
    this.emit('changed', circle.owner);
    return toInfo(circle);
  }

  /** For good, whatever the disk says: the block itself holds anyway. */
  #dropFrom(owner: UserId, person: UserId): void {
    for (const circle of this.#of(owner).filter(({ people }) => people.includes(person))) {
      const rest = without(circle, person);
      this.#note(rest);
      this.#parts.store.save(rest).catch((error: unknown) => {
        this.#parts.log.error({ err: error }, 'circle not written');
      });
      this.emit('changed', owner);
      this.emit('moved', circle.id, person);
    }
  }

  #of(owner: UserId): Circle[] {
    return [...(this.#byOwner.get(owner)?.values() ?? [])];
  }

  #note(circle: Circle): void {
    const own = this.#byOwner.get(circle.owner) ?? new Map<CircleId, Circle>();
    this.#byOwner.set(circle.owner, own.set(circle.id, circle));
  }
}

function without(circle: Circle, person: UserId): Circle {
  return { ...circle, people: circle.people.filter((id) => id !== person) };
}

function toInfo({ id, name, people }: Circle): CircleInfo {
  return { id, name, people: [...people] };
}
