import type { InterestSlug, UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { Profile, ProfilePage } from '../../protocol/profile.ts';
import { AppError } from '../errors.ts';
import type { Interest, Store } from '../store/Store.ts';
import type { Acquaintances } from './Acquaintances.ts';
import type { Kindred } from './Kindred.ts';
import type { Presence } from './Presence.ts';
import type { Ties } from './Ties.ts';
import type { Whereabouts } from './Whereabouts.ts';

const blank: Profile = {
  bio: '',
  pronouns: '',
  city: '',
  languages: [],
  interests: [],
  theme: { base: 'device', accent: 'marigold', wallpaper: null },
};

interface Parts {
  readonly store: Pick<Store, 'guests' | 'profiles'>;
  readonly interests: readonly Interest[];
  readonly whereabouts: Whereabouts;
  readonly ties: Ties;
  readonly acquaintances: Acquaintances;
  readonly kindred: Kindred;
  readonly presence: Pick<Presence, 'shows'>;
}

/** People's pages: what they say about themselves, the rooms they keep, and where they are. */
export class Profiles {
  readonly #parts: Parts;
  readonly #interests: ReadonlySet<InterestSlug>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#interests = new Set(parts.interests.map(({ slug }) => slug));
  }

  /** A page. Throws `not_found` for who is not known, unless it is the asker. */
  async page(id: UserId, asker: PersonInfo | null): Promise<ProfilePage> {
    const { store, whereabouts, ties, acquaintances, presence } = this.#parts;
    const person = asker?.id === id ? asker : await acquaintances.person(id);
    const relation = asker && asker.id !== id ? await acquaintances.relation(asker.id, id) : null;
    // Two who are kept apart know each other's name, and nothing more. Who was blocked cannot tell that from an empty page.
    if (asker && ties.areApart(asker.id, id)) {
      const { picture, ...named } = person;
      return {
        person: named,
        profile: blank,
        since: null,
        rooms: [],
        now: null,
        relation: relation && { ...relation, shared: [] },
      };
    }
    const record = await store.profiles.find(id);
    const viewer = asker?.id ?? null;
    return {
      person,
      profile: record?.profile ?? blank,
      since: record?.since ?? null,
      rooms: whereabouts.roomsOf(id, viewer),
      now: presence.shows(id, viewer) ? whereabouts.placeOf(id, viewer) : null,
      relation,
    };
  }

  /** Writes one's own page. Throws `bad_request` for an interest there is none of. */
  async write(id: UserId, profile: Profile): Promise<Profile> {
    const unknown = [...profile.interests, profile.theme.wallpaper].find(
      (slug) => slug !== null && !this.#interests.has(slug),
    );
    if (unknown) throw new AppError('bad_request', `There is no interest "${unknown}".`);
    await this.#parts.store.profiles.save({ id, since: Date.now(), profile });
    this.#parts.kindred.note(id, profile.interests);
    return profile;
  }
}
