import { expect, test } from 'vitest';
import { InterestSlug } from '../../protocol/ids.ts';
import { aGuest, aNotice, aRoom } from './storeSamples.ts';
import { eachStore } from './stores.ts';

const keep = { count: 200, since: 0 };

eachStore((opened) => {
  test('keeps what somebody was told, the latest first, and nothing of others', async () => {
    const { notices, rooms } = opened.store;
    const room = aRoom();
    await rooms.add(room);
    const { id: userId } = aGuest();
    const line = aNotice({ userId, roomId: room.id, seq: 7, at: 1_000, text: '明天见' });
    const live = aNotice({
      ...{ userId, roomId: room.id, kind: 'live', fold: `live ${room.id}`, who: null, seq: null },
      ...{ interest: InterestSlug.parse('chess'), at: 2_000, read: true },
    });
    for (const record of [line, live, aNotice()]) await notices.save(record, keep);
    expect(await notices.list(userId)).toEqual([live, line]);
    await notices.save({ ...line, count: 2, at: 3_000 }, keep);
    expect(await notices.list(userId)).toEqual([{ ...line, count: 2, at: 3_000 }, live]);
  });

  test('folds what is told at once into one, each into what was told before it, and nothing into other things', async () => {
    const { notices } = opened.store;
    const { id: userId } = aGuest();
    const first = aNotice({ userId, at: 1, count: 1 });
    await notices.save(aNotice({ userId, at: 9, fold: 'something else' }), keep);
    const counted = Array.from({ length: 5 }, () =>
      notices.fold(
        userId,
        first.fold,
        (before) => (before ? { ...before, count: before.count + 1 } : first),
        keep,
      ),
    );
    expect((await Promise.all(counted)).map((record) => record?.count)).toEqual([1, 2, 3, 4, 5]);
    expect(await notices.fold(userId, first.fold, () => null, keep)).toBeNull();
    expect((await notices.list(userId)).map(({ fold, count }) => [fold, count])).toEqual([
      ['something else', 1],
      [first.fold, 5],
    ]);
  });

  test('lets go of the oldest notices of a person, by number and by age', async () => {
    const { notices } = opened.store;
    const { id: userId } = aGuest();
    const other = aNotice({ at: 1 });
    await notices.save(other, keep);
    for (const at of [10, 40, 20, 30]) {
      await notices.save(aNotice({ userId, at }), { count: 3, since: 5 });
    }
    const times = async () => (await notices.list(userId)).map(({ at }) => at);
    expect(await times()).toEqual([40, 30, 20]);
    await notices.save(aNotice({ userId, at: 50 }), { count: 3, since: 35 });
    expect(await times()).toEqual([50, 40]);
    expect(await notices.list(other.userId)).toEqual([other]);
  });

  test('marks as read what is one’s own alone', async () => {
    const { notices } = opened.store;
    const { id: userId } = aGuest();
    const [first, second, other] = [aNotice({ userId, at: 1 }), aNotice({ userId, at: 2 }), aNotice()];
    for (const record of [first, second, other]) await notices.save(record, keep);
    await notices.markRead(userId, [first.id, other.id]);
    expect((await notices.list(userId)).map(({ read }) => read)).toEqual([false, true]);
    expect(await notices.list(other.userId)).toEqual([other]);
    await notices.markRead(userId, []);
  });

  test('forgets what tells of a line that was taken away, and of a room that is gone', async () => {
    const { notices, rooms } = opened.store;
    const room = aRoom();
    await rooms.add(room);
    const { id: userId } = aGuest();
    const [one, two] = [1, 2].map((seq) => aNotice({ userId, roomId: room.id, seq, at: seq }));
    if (!one || !two) throw new Error('nothing');
    for (const record of [one, two]) await notices.save(record, keep);
    await notices.forgetLine(room.id, 1);
    expect(await notices.list(userId)).toEqual([two]);
    await rooms.remove(room.id);
    expect(await notices.list(userId)).toEqual([]);
  });

  test('keeps what somebody wants to be told as it was chosen last', async () => {
    const { notices } = opened.store;
    const [{ id: ann }, { id: bo }] = [aGuest(), aGuest()];
    const room = { kind: 'room', id: aRoom().id, level: 'all' } as const;
    const person = { kind: 'person', id: bo, level: 'off' } as const;
    await notices.saveLevel(ann, { ...room, level: 'off' });
    await notices.saveLevel(ann, person);
    await notices.saveLevel(ann, room);
    const quiet = { from: 1_380, to: 480, zone: 'Europe/Lisbon' };
    await notices.saveQuiet(ann, { ...quiet, to: 1 });
    await notices.saveQuiet(ann, quiet);
    await notices.saveQuiet(bo, quiet);
    await notices.saveQuiet(bo, null);
    const [kept, ...more] = await notices.choices();
    expect(more).toEqual([]);
    expect(kept).toMatchObject({ userId: ann, quiet });
    expect(new Set(kept?.levels)).toEqual(new Set([person, room]));
  });
});
