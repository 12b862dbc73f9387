import { beforeEach, expect, test } from 'vitest';
import type { Store } from '../../server/store/Store.ts';
import { aGuest, aRoom } from './storeSamples.ts';
import { eachStore } from './stores.ts';

eachStore((opened) => {
  let store: Store;
  beforeEach(() => {
    store = opened.store;
  });

  test('keeps one role of somebody in a room, as it was given last', async () => {
    const [room, guest] = [aRoom(), aGuest()];
    await store.rooms.add(room);
    const given = { roomId: room.id, userId: guest.id, role: 'speaker', since: 1 } as const;
    await store.roles.save(given);
    await store.roles.save({ ...given, role: 'moderator', since: 2 });
    expect(await store.roles.list()).toEqual([{ ...given, role: 'moderator', since: 2 }]);
    await store.roles.remove(given);
    await store.roles.remove(given);
    expect(await store.roles.list()).toEqual([]);
  });

  test('has no roles in rooms that are not kept, or of people who left for good', async () => {
    const [room, other, guest] = [aRoom(), aRoom(), aGuest()];
    const role = { userId: guest.id, role: 'member', since: 1 } as const;
    await expect(store.roles.save({ ...role, roomId: room.id })).rejects.toMatchObject({ code: 'not_found' });
    for (const kept of [room, other]) {
      await store.rooms.add(kept);
      await store.roles.save({ ...role, roomId: kept.id });
    }
    await store.rooms.remove(room.id);
    expect((await store.roles.list()).map(({ roomId }) => roomId)).toEqual([other.id]);
    await store.forget(guest.id);
    expect(await store.roles.list()).toEqual([]);
  });

  test('keeps which roles may do what in a room', async () => {
    const room = aRoom();
    await store.rooms.add(room);
    const decided = { ...room, permissions: { 'room:speak': 'speaker', 'room:lock': 'owner' } as const };
    await store.rooms.update(decided);
    expect(await store.rooms.find(room.slug)).toEqual(decided);
  });
});
