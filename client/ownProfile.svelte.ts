import type { InterestSlug, UserId } from '../protocol/ids.ts';
import type { Profile } from '../protocol/profile.ts';
import type { Base } from '../protocol/themes.ts';
import { api } from './api.ts';
import { otherLight, wear, wornAccent } from './theme.ts';

/** One's own page, and the look that comes with it: the same on every device. */
export class OwnProfile {
  /** Null until it was asked for. */
  profile = $state.raw<Profile | null>(null);
  readonly #id: UserId;
  #kept = false;

  constructor(id: UserId) {
    this.#id = id;
  }

  /** Asks for it, and looks like it. */
  async load(): Promise<Profile> {
    const { profile, since } = await api.profile(this.#id);
    this.#kept = since !== null;
    this.profile = profile;
    if (this.#kept) wear(profile.theme);
    return profile;
  }

  async save(profile: Profile): Promise<void> {
    this.profile = await api.changeProfile(profile);
    this.#kept = true;
    wear(this.profile.theme);
  }

  /** Light becomes dark and dark becomes light. */
  switchLight(): void {
    this.useLight(otherLight());
  }

  /** Shows everything in this light, now and at the next visit. */
  useLight(base: Base): void {
    wear({ base, accent: wornAccent() });
    // Who has no page yet gets none by this.
    if (!this.#kept || !this.profile) return;
    const theme = { ...this.profile.theme, base };
    // It holds here all the same.
    void this.save({ ...this.profile, theme }).catch(() => {});
  }

  shares(interest: InterestSlug): boolean {
    return this.profile?.interests.includes(interest) ?? false;
  }
}
