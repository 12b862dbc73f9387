import { EventEmitter } from 'node:events';
import type { UserId } from '../../protocol/ids.ts';
import type { Relation, TieKind } from '../../protocol/ties.ts';
import { AppError } from '../errors.ts';
import type { Tie, TieStore } from '../store/Store.ts';

/** What people follow beside people. */
type ThingKind = Exclude<Tie['kind'], TieKind>;

interface TiesEvents {
  /** Two people are to see and hear nothing of each other any more, or again. */
  apart: [one: UserId, other: UserId];
  together: [one: UserId, other: UserId];
  /** What somebody else did changed whom this one knows. */
  changed: [id: UserId];
  /** Somebody asked another one to be friends; or agreed, `together`; or one of them does not want it any more. */
  befriended: [from: UserId, to: UserId, how: 'asked' | 'together' | 'apart'];
}

// More than anybody keeps up with.
const mostOfKind = 2_000;

/** Who knows whom. All of it is at hand: whether two are kept apart is asked for with every voice. */
export class Ties extends EventEmitter<TiesEvents> {
  readonly #store: TieStore;
  readonly #from = new Index();
  readonly #to = new Index();

  private constructor(store: TieStore) {
    super();
    this.#store = store;
  }

  static async load(store: TieStore): Promise<Ties> {
    const ties = new Ties(store);
    for (const tie of await store.list()) ties.#note(tie);
    return ties;
  }

  /** Whether one of the two blocked the other. */
  areApart(one: UserId, other: UserId): boolean {
    return this.#from.has('block', one, other) || this.#from.has('block', other, one);
  }

  /** Everybody who is kept apart from somebody, by whomever. */
  apartFrom(id: UserId): UserId[] {
    return [...new Set([...this.#from.of('block', id), ...this.#to.of('block', id)])] as UserId[];
  }

  /** To whom, or to what, somebody is tied, the oldest first. */
  of(id: UserId, kind: Tie['kind']): string[] {
    return this.#from.of(kind, id);
  }

  /** Whether somebody follows somebody, or something. */
  follows(from: UserId, to: string, kind: 'follow' | ThingKind): boolean {
    return this.#from.has(kind, from, to);
  }

  /** Who follows somebody, or something. */
  followersOf(id: string, kind: 'follow' | ThingKind = 'follow'): UserId[] {
    return this.#to.of(kind, id) as UserId[];
  }

  friendsOf(id: UserId): UserId[] {
    return this.#from.of('friend', id).filter((other) => this.#to.has('friend', id, other)) as UserId[];
  }

  areFriends(one: UserId, other: UserId): boolean {
    return this.#from.has('friend', one, other) && this.#from.has('friend', other, one);
  }

  /** Who asks somebody to be friends. */
  asking(id: UserId): UserId[] {
    return this.#to.of('friend', id).filter((other) => !this.#from.has('friend', id, other)) as UserId[];
  }

  /** Whom somebody asked to be friends. */
  askedBy(id: UserId): UserId[] {
    return this.#from.of('friend', id).filter((other) => !this.#to.has('friend', id, other)) as UserId[];
  }

  relation(id: UserId, other: UserId): Omit<Relation, 'shared'> {
    const asked = this.#from.has('friend', id, other);
    const asking = this.#to.has('friend', id, other);
    return {
      blocked: this.#from.has('block', id, other),
      following: this.#from.has('follow', id, other),
      friend: asked ? (asking ? 'friends' : 'asked') : asking ? 'asking' : 'none',
    };
  }

  /** Blocks, follows or asks; what was so already stays. Throws `conflict` for oneself and for whom one blocked. */
  async tie(from: UserId, to: UserId, kind: TieKind): Promise<void> {
    if (from === to) throw new AppError('conflict', 'That is you.');
    if (kind === 'block') return await this.#block(from, to);
    if (this.#from.has('block', from, to)) throw new AppError('conflict', 'You blocked this person.');
    // Who was blocked is not told so: it looks as if the other one did not answer.
    if (this.#to.has('block', from, to)) return;
    const isNew = !this.#from.has(kind, from, to);
    await this.#add({ from, to, kind, since: Date.now() });
    if (kind !== 'friend') return;
    this.emit('changed', to);
    if (isNew) this.emit('befriended', from, to, this.#to.has(kind, from, to) ? 'together' : 'asked');
  }

  async untie(from: UserId, to: UserId, kind: TieKind): Promise<void> {
    await this.#remove({ from, to, kind });
    if (kind === 'friend') this.emit('befriended', from, to, 'apart');
    if (kind === 'block' && !this.areApart(from, to)) this.emit('together', from, to);
    if (kind !== 'friend' || !this.#from.has('friend', to, from)) return;
    await this.#remove({ from: to, to: from, kind });
    this.emit('changed', to);
  }

  async follow(from: UserId, to: string, kind: ThingKind): Promise<void> {
    await this.#add({ from, to, kind, since: Date.now() });
  }

  async unfollow(from: UserId, to: string, kind: ThingKind): Promise<void> {
    await this.#remove({ from, to, kind });
  }

  /** Somebody is here no more; the store forgets by itself. Tells those who were friends. */
  forget(id: UserId): void {
    const friends = this.friendsOf(id);
    for (const kind of ['follow', 'friend', 'block', 'room', 'interest'] as const) {
      for (const to of this.of(id, kind)) this.#forget({ from: id, to, kind });
      for (const from of this.#to.of(kind, id) as UserId[]) this.#forget({ from, to: id, kind });
    }
    for (const friend of friends) this.emit('changed', friend);
  }

  async #block(from: UserId, to: UserId): Promise<void> {
    const kept = this.#add({ from, to, kind: 'block', since: Date.now() });
    // In force at once, whatever the disk says.
    this.emit('apart', from, to);
    await kept;
    for (const kind of ['follow', 'friend'] as const) {
      await this.#remove({ from, to, kind });
      await this.#remove({ from: to, to: from, kind });
    }
    this.emit('changed', to);
  }

  async #add(tie: Tie): Promise<void> {
    if (this.#from.has(tie.kind, tie.from, tie.to)) return;
    if (this.#from.of(tie.kind, tie.from).length >= mostOfKind) {
      throw new AppError('too_large', 'Nobody keeps up with more.');
    }
    this.#note(tie);
    await this.#store.save(tie).catch((error: unknown) => {
      this.#forget(tie);
      throw error;
    });
  }

  async #remove(tie: Omit<Tie, 'since'>): Promise<void> {
    if (!this.#from.has(tie.kind, tie.from, tie.to)) return;
    await this.#store.remove(tie);
    this.#forget(tie);
  }

  #note({ from, to, kind }: Tie): void {
    this.#from.add(kind, from, to);
    this.#to.add(kind, to, from);
  }

  #forget({ from, to, kind }: Omit<Tie, 'since'>): void {
    this.#from.delete(kind, from, to);
    this.#to.delete(kind, to, from);
  }
}

/** Sets of ids by kind and id. */
class Index {
  readonly #sets = new Map<string, Set<string>>();

  has(kind: string, id: string, other: string): boolean {
    return this.#sets.get(`${kind} ${id}`)?.has(other) ?? false;
  }

  of(kind: string, id: string): string[] {
    return [...(this.#sets.get(`${kind} ${id}`) ?? [])];
  }

  add(kind: string, id: string, other: string): void {
    const key = `${kind} ${id}`;
    this.#sets.set(key, (this.#sets.get(key) ?? new Set()).add(other));
  }

  delete(kind: string, id: string, other: string): void {
    const key = `${kind} ${id}`;
    const set = this.#sets.get(key);
    set?.delete(other);
    if (set?.size === 0) this.#sets.delete(key);
  }
}
