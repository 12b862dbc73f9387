import { expect, test } from 'vitest';
import { aGuest, aProfile } from './storeSamples.ts';
import { eachStore } from './stores.ts';

eachStore((opened) => {
  test("keeps somebody's page as it was written last, and since when there is one", async () => {
    const { profiles } = opened.store;
    const { id } = aGuest();
    expect(await profiles.find(id)).toBeNull();
    await profiles.save({ id, since: 1_000, profile: aProfile() });
    expect(await profiles.find(id)).toEqual({ id, since: 1_000, profile: aProfile() });
    const plain = aProfile({ interests: [], theme: { base: 'device', accent: 'slate', wallpaper: null } });
    await profiles.save({ id, since: 2_000, profile: plain });
    expect(await profiles.find(id)).toEqual({ id, since: 1_000, profile: plain });
    expect(await profiles.find(aGuest().id)).toBeNull();
  });

  test('does not change with a page that was handed in', async () => {
    const { profiles } = opened.store;
    const { id } = aGuest();
    const profile = aProfile();
    await profiles.save({ id, since: 1_000, profile });
    profile.languages.push('de');
    expect((await profiles.find(id))?.profile.languages).toEqual(aProfile().languages);
  });
});
