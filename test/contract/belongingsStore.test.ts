import { expect, test } from 'vitest';
import { aDraft, aGuest, aRoom } from './storeSamples.ts';
import { eachStore } from './stores.ts';

eachStore((opened) => {
  test('finds what somebody wrote, room by room, and by what they are called from then on', async () => {
    const { rooms, messages } = opened.store;
    const [first, second] = [aRoom(), aRoom()].sort((a, b) => (a.id < b.id ? -1 : 1));
    if (!first || !second) throw new Error('no rooms');
    for (const room of [first, second]) await rooms.add(room);
    const [ann, bo] = [aGuest(), aGuest()];
    await messages.add(aDraft(second.id, { author: ann, text: 'c' }));
    await messages.add(aDraft(first.id, { author: ann, text: 'a' }));
    await messages.add(aDraft(first.id, { author: bo, text: 'not hers' }));
    await messages.add(aDraft(first.id, { author: ann, text: 'b' }));
    const { message: gone } = await messages.add(aDraft(first.id, { author: ann, text: 'gone' }));
    await messages.remove({ roomId: first.id, seq: gone.seq, by: ann }, false);
    const texts = async (...args: Parameters<typeof messages.writtenBy>) =>
      (await messages.writtenBy(...args)).map(({ text }) => text);
    expect(await texts(ann.id, null, 9)).toEqual(['a', 'b', 'c']);
    expect(await texts(ann.id, null, 2)).toEqual(['a', 'b']);
    expect(await texts(ann.id, { roomId: first.id, seq: 1 }, 9)).toEqual(['b', 'c']);
    expect(await texts(aGuest().id, null, 9)).toEqual([]);
    await messages.renameAuthor(ann.id, { name: 'Nobody', avatar: bo.avatar });
    const { messages: lines } = await messages.latest(first.id, 9);
    expect(lines.map(({ author }) => author.name)).toEqual(['Nobody', bo.name, 'Nobody', 'Nobody']);
  });

  test('finds old lines that are neither pinned nor deleted, and where somebody put stamps', async () => {
    const { rooms, messages } = opened.store;
    const room = aRoom();
    await rooms.add(room);
    const ann = aGuest();
    const roomId = room.id;
    for (const text of ['one', 'two', 'three', 'four'])
      await messages.add(aDraft(roomId, { author: ann, text }));
    await messages.pin({ roomId, seq: 2, by: ann }, true);
    await messages.remove({ roomId, seq: 3, by: ann }, false);
    const later = Date.now() + 1_000;
    expect(await messages.aged(roomId, later, 9)).toEqual([1, 4]);
    expect(await messages.aged(roomId, later, 1)).toEqual([1]);
    expect(await messages.aged(roomId, 1_000, 9)).toEqual([]);
    await messages.react({ roomId, seq: 1, by: ann }, 'heart', true);
    await messages.react({ roomId, seq: 1, by: aGuest() }, 'clap', true);
    expect(await messages.stampedBy(ann.id)).toEqual([{ roomId, seq: 1, stamp: 'heart' }]);
  });

  test('forgets all that is somebody’s alone', async () => {
    const { store } = opened;
    const [ann, bo] = [aGuest(), aGuest()];
    const room = aRoom();
    await store.rooms.add(room);
    for (const guest of [ann, bo]) {
      await store.guests.save(guest);
      await store.members.save({ roomId: room.id, userId: guest.id, since: 1 });
      await store.presences.save(guest.id, { status: 'online', visibleTo: 'nobody' });
    }
    await store.ties.save({ from: ann.id, to: bo.id, kind: 'friend', since: 1 });
    await store.ties.save({ from: bo.id, to: ann.id, kind: 'friend', since: 1 });
    await store.ties.save({ from: bo.id, to: room.id, kind: 'room', since: 1 });
    await store.forget(ann.id);
    expect(await store.guests.find(ann.id)).toBeNull();
    expect(await store.guests.find(bo.id)).toEqual(bo);
    expect(await store.ties.list()).toEqual([{ from: bo.id, to: room.id, kind: 'room', since: 1 }]);
    expect((await store.members.list()).map(({ userId }) => userId)).toEqual([bo.id]);
    expect((await store.presences.list()).map(({ id }) => id)).toEqual([bo.id]);
  });
});
