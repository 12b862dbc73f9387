import { expect, test } from 'vitest';
import { aGuest, aProfile, aRoom } from './storeSamples.ts';
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

  test('keeps the picture of a guest until there is none', async () => {
    const { guests } = opened.store;
    const guest = aGuest();
    const picture = 'p'.repeat(43);
    await guests.save({ ...guest, picture });
    expect(await guests.find(guest.id)).toEqual({ ...guest, picture });
    await guests.save({ ...guest, picture: null });
    expect(await guests.find(guest.id)).toEqual(guest);
  });

  test('keeps how somebody wants to be seen, as it was chosen last', async () => {
    const { presences } = opened.store;
    const { id } = aGuest();
    await presences.save(id, { status: 'dnd', visibleTo: 'friends' });
    await presences.save(id, { status: 'invisible', visibleTo: 'everyone' });
    expect(await presences.list()).toEqual([{ id, choice: { status: 'invisible', visibleTo: 'everyone' } }]);
  });

  test('keeps who belongs to a room until they leave, or the room is gone', async () => {
    const { members, rooms } = opened.store;
    const room = aRoom({ visibility: 'members' });
    await rooms.add(room);
    const [ann, bo] = [aGuest().id, aGuest().id];
    await members.save({ roomId: room.id, userId: ann, since: 1 });
    await members.save({ roomId: room.id, userId: bo, since: 2 });
    await members.save({ roomId: room.id, userId: ann, since: 3 });
    expect(await members.list()).toEqual([
      { roomId: room.id, userId: ann, since: 1 },
      { roomId: room.id, userId: bo, since: 2 },
    ]);
    await members.remove({ roomId: room.id, userId: ann });
    await members.remove({ roomId: room.id, userId: ann });
    expect(await members.list()).toEqual([{ roomId: room.id, userId: bo, since: 2 }]);
    await rooms.remove(room.id);
    expect(await members.list()).toEqual([]);
    await expect(members.save({ roomId: room.id, userId: bo, since: 4 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('knows what everybody is into', async () => {
    const { profiles } = opened.store;
    const [ann, bo] = [aGuest().id, aGuest().id];
    await profiles.save({ id: ann, since: 1, profile: aProfile() });
    await profiles.save({ id: bo, since: 1, profile: aProfile({ interests: [] }) });
    const found = new Map((await profiles.interests()).map(({ id, interests }) => [id, interests]));
    expect(found).toEqual(
      new Map([
        [ann, aProfile().interests],
        [bo, []],
      ]),
    );
  });

  test('does not change with a page that was handed in', async () => {
    const { profiles } = opened.store;
    const { id } = aGuest();
    const profile = aProfile();
    await profiles.save({ id, since: 1_000, profile });
    profile.languages.push('de');
    expect((await profiles.find(id))?.profile.languages).toEqual(aProfile().languages);
  });

  test('keeps who knows whom as it was first said, until it is taken back', async () => {
    const { ties } = opened.store;
    const [ann, bo] = [aGuest().id, aGuest().id];
    const follows = { from: ann, to: bo, kind: 'follow', since: 1 } as const;
    const blocks = { from: bo, to: ann, kind: 'block', since: 2 } as const;
    const likes = { from: ann, to: 'chess', kind: 'interest', since: 3 } as const;
    for (const tie of [likes, blocks, follows, { ...follows, since: 9 }]) await ties.save(tie);
    expect(await ties.list()).toEqual([follows, blocks, likes]);
    await ties.remove({ from: bo, to: ann, kind: 'follow' });
    await ties.remove({ from: bo, to: ann, kind: 'block' });
    expect(await ties.list()).toEqual([follows, likes]);
  });
});
