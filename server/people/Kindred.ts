import type { InterestSlug, UserId } from '../../protocol/ids.ts';
import type { KindredPerson } from '../../protocol/profile.ts';
import type { Store } from '../store/Store.ts';
import type { Ties } from './Ties.ts';

type Parts = Pick<Store, 'guests' | 'profiles'>;

const leastShared = 2;
const mostShown = 24;

/** Who is into the same things. */
export class Kindred {
  readonly #store: Parts;
  readonly #ties: Ties;
  readonly #interests = new Map<UserId, readonly InterestSlug[]>();
  readonly #people = new Map<InterestSlug, Set<UserId>>();

  private constructor(store: Parts, ties: Ties) {
    this.#store = store;
    this.#ties = ties;
  }

  static async load(store: Parts, ties: Ties): Promise<Kindred> {
    const kindred = new Kindred(store, ties);
    for (const { id, interests } of await store.profiles.interests()) kindred.note(id, interests);
    return kindred;
  }

  /** Somebody is into these from now on. */
  note(id: UserId, interests: readonly InterestSlug[]): void {
    for (const slug of this.#interests.get(id) ?? []) this.#people.get(slug)?.delete(id);
    this.#interests.set(id, [...interests]);
    for (const slug of interests) this.#people.set(slug, (this.#people.get(slug) ?? new Set()).add(id));
  }

  /** Those who share two interests or more with somebody and are not kept apart, the closest first. */
  async of(id: UserId): Promise<KindredPerson[]> {
    const shared = new Map<UserId, InterestSlug[]>();
    for (const slug of this.#interests.get(id) ?? []) {
      for (const other of this.#people.get(slug) ?? []) {
        shared.set(other, [...(shared.get(other) ?? []), slug]);
      }
    }
    const closest = [...shared]
      .filter(
        ([other, slugs]) => other !== id && slugs.length >= leastShared && !this.#ties.areApart(id, other),
      )
      .sort(([, a], [, b]) => b.length - a.length)
      .slice(0, mostShown);
    const people = await Promise.all(
      closest.map(async ([other, slugs]) => ({
        person: await this.#store.guests.find(other),
        shared: slugs,
      })),
    );
    return people.flatMap(({ person, shared }) => (person ? { person, shared } : []));
  }
}
