import { beforeEach, expect, test } from 'vitest';
import type { InviteId } from '../../protocol/ids.ts';
import type { Store } from '../../server/store/Store.ts';
import { aGuest, aRoom } from './storeSamples.ts';
import { eachStore } from './stores.ts';

eachStore((opened) => {
  let store: Store;
  beforeEach(() => {
    store = opened.store;
  });

  const anInvite = (roomId: ReturnType<typeof aRoom>['id'], number: number) => ({
    id: `invite-${number}-aaaaaaaaaa` as InviteId,
    roomId,
    digest: `digest ${number}`,
    role: 'guest' as const,
    by: { id: aGuest().id, name: 'Hana' },
    createdAt: number,
    expiresAt: number === 1 ? null : 99,
    most: number === 1 ? 3 : null,
  });

  test('keeps one passcode of a room, as it was chosen last', async () => {
    const room = aRoom({ entry: 'passcode' });
    await expect(store.doors.setPasscode(room.id, 'a')).rejects.toMatchObject({ code: 'not_found' });
    await store.rooms.add(room);
    expect(await store.doors.passcode(room.id)).toBeNull();
    await store.doors.setPasscode(room.id, 'one');
    await store.doors.setPasscode(room.id, 'two');
    expect(await store.doors.passcode(room.id)).toBe('two');
    expect(await store.rooms.find(room.slug)).toEqual(room);
    await store.rooms.remove(room.id);
    expect(await store.doors.passcode(room.id)).toBeNull();
  });

  test('knows who came by an invitation after it was burned', async () => {
    const [room, guest] = [aRoom(), aGuest()];
    const [one, two] = [anInvite(room.id, 1), anInvite(room.id, 2)];
    await expect(store.doors.addInvite(one)).rejects.toMatchObject({ code: 'not_found' });
    await store.rooms.add(room);
    await store.doors.addInvite(two);
    await store.doors.addInvite(one);
    expect(await store.doors.invites()).toEqual([one, two]);
    const use = { inviteId: one.id, roomId: room.id, userId: guest.id, usedAt: 5 };
    await store.doors.addUse(use);
    await store.doors.addUse({ ...use, usedAt: 6 });
    await store.doors.burnInvite(one.id);
    await store.doors.burnInvite(one.id);
    expect(await store.doors.invites()).toEqual([two]);
    expect(await store.doors.uses()).toEqual([use]);
    await store.forget(guest.id);
    expect(await store.doors.uses()).toEqual([]);
    await store.rooms.remove(room.id);
    expect(await store.doors.invites()).toEqual([]);
  });

  test('lets no more people in by an invitation than it is for, even at once, and nobody once it is burned', async () => {
    const room = aRoom();
    await store.rooms.add(room);
    const [three, open] = [anInvite(room.id, 1), anInvite(room.id, 2)];
    await store.doors.addInvite(three);
    await store.doors.addInvite(open);
    const comer = () => ({ inviteId: three.id, roomId: room.id, userId: aGuest().id, usedAt: 5 });
    const comers = [comer(), comer(), comer(), comer()];
    const outcomes = await Promise.allSettled(comers.map((use) => store.doors.addUse(use)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual([
      ...['fulfilled', 'fulfilled', 'fulfilled'],
      'rejected',
    ]);
    expect(outcomes.at(-1)).toMatchObject({ reason: { code: 'invite_over' } });
    expect(await store.doors.uses()).toHaveLength(3);
    await store.doors.addUse(comers[0] ?? comer());
    for (let n = 0; n < 4; n++) await store.doors.addUse({ ...comer(), inviteId: open.id });
    await store.doors.burnInvite(open.id);
    const late = store.doors.addUse({ ...comer(), inviteId: open.id });
    await expect(late).rejects.toMatchObject({ code: 'invite_over' });
  });

  test('keeps the words that a room does not want, and who writes links there', async () => {
    const room = aRoom({ links: 'members' });
    await expect(store.filters.setWords(room.id, ['a'])).rejects.toMatchObject({ code: 'not_found' });
    await store.rooms.add(room);
    expect(await store.rooms.find(room.slug)).toEqual(room);
    expect(await store.filters.words(room.id)).toEqual([]);
    await store.filters.setWords(room.id, ['Ä', '骗子']);
    await store.filters.setWords(room.id, ['骗子', "it's"]);
    expect(await store.filters.words(room.id)).toEqual(['骗子', "it's"]);
    await store.rooms.remove(room.id);
    expect(await store.filters.words(room.id)).toEqual([]);
  });
});
