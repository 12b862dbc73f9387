import type { InterestSlug, UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { Profile, ProfilePage } from '../../protocol/profile.ts';
import { AppError } from '../errors.ts';
import type { Interest, Store } from '../store/Store.ts';
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
}

/** People's pages: what they say about themselves, the rooms they keep, and where they are. */
export class Profiles {
  readonly #store: Parts['store'];
  readonly #interests: ReadonlySet<InterestSlug>;
  readonly #whereabouts: Whereabouts;

  constructor({ store, interests, whereabouts }: Parts) {
    this.#store = store;
    this.#interests = new Set(interests.map(({ slug }) => slug));
    this.#whereabouts = whereabouts;
  }

  /** A page. Throws `not_found` for who is not known, unless it is the asker. */
  async page(id: UserId, asker: PersonInfo | null): Promise<ProfilePage> {
    const kept = asker?.id === id ? asker : await this.#store.guests.find(id);
    const person = kept ?? this.#whereabouts.personOf(id);
    if (!person) throw new AppError('not_found', 'There is nobody like that.');
    const record = await this.#store.profiles.find(id);
    return {
      person,
      profile: record?.profile ?? blank,
      since: record?.since ?? null,
      rooms: this.#whereabouts.roomsOf(id),
      now: this.#whereabouts.placeOf(id),
    };
  }

  /** Writes one's own page. Throws `bad_request` for an interest there is none of. */
  async write(id: UserId, profile: Profile): Promise<Profile> {
    const unknown = [...profile.interests, profile.theme.wallpaper].find(
      (slug) => slug !== null && !this.#interests.has(slug),
    );
    if (unknown) throw new AppError('bad_request', `There is no interest "${unknown}".`);
    await this.#store.profiles.save({ id, since: Date.now(), profile });
    return profile;
  }
}
