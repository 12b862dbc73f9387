import { expect, test } from 'vitest';
import { LoginId } from '../../protocol/ids.ts';
import { aGuest, aPush } from './storeSamples.ts';
import { eachStore } from './stores.ts';

const login = (letter: string) => LoginId.parse(letter.repeat(22));

eachStore((opened) => {
  test('keeps where somebody is told, the newest first, and nothing of others', async () => {
    const { pushes } = opened.store;
    const { id: userId } = aGuest();
    const phone = aPush({ userId, loginId: login('p'), since: 1, language: 'zh' });
    const laptop = aPush({ userId, loginId: login('l'), since: 2 });
    for (const record of [phone, laptop, aPush()]) await pushes.save(record, 10);
    expect(await pushes.list(userId)).toEqual([laptop, phone]);
    await pushes.setFailures(phone.endpoint, 3);
    await pushes.setFailures('https://push.example/nobody', 3);
    expect(await pushes.list(userId)).toEqual([laptop, { ...phone, failures: 3 }]);
    await pushes.remove(laptop.endpoint);
    expect(await pushes.list(userId)).toEqual([{ ...phone, failures: 3 }]);
  });

  test('has one place for each login, one for a guest, and one person for each place', async () => {
    const { pushes } = opened.store;
    const [ann, bo] = [aGuest().id, aGuest().id];
    const before = aPush({ userId: ann, since: 1 });
    const now = aPush({ userId: ann, since: 2 });
    const signedIn = aPush({ userId: ann, since: 3, loginId: login('a') });
    for (const record of [before, signedIn, now]) await pushes.save(record, 10);
    expect(await pushes.list(ann)).toEqual([signedIn, now]);
    const taken = { ...now, userId: bo, since: 4 };
    await pushes.save(taken, 10);
    expect(await pushes.list(ann)).toEqual([signedIn]);
    expect(await pushes.list(bo)).toEqual([taken]);
  });

  test('lets go of the oldest places of a person, and of nobody else’s', async () => {
    const { pushes } = opened.store;
    const { id: userId } = aGuest();
    const other = aPush({ since: 0 });
    await pushes.save(other, 2);
    for (const [letter, since] of Object.entries({ a: 1, b: 4, c: 2, d: 3 })) {
      await pushes.save(aPush({ userId, since, loginId: login(letter) }), 2);
    }
    expect((await pushes.list(userId)).map(({ since }) => since)).toEqual([4, 3]);
    expect(await pushes.list(other.userId)).toEqual([other]);
  });

  test('forgets the places of a login, of a guest, and of whoever leaves for good', async () => {
    const { pushes } = opened.store;
    const [ann, bo] = [aGuest().id, aGuest().id];
    const guest = aPush({ userId: ann, since: 1 });
    const [here, there] = [login('h'), login('t')];
    const [phone, laptop] = [here, there].map((loginId, index) =>
      aPush({ userId: ann, loginId, since: 2 + index }),
    );
    if (!phone || !laptop) throw new Error('nothing');
    const other = aPush({ userId: bo });
    for (const record of [guest, phone, laptop, other]) await pushes.save(record, 10);
    await pushes.removeOf(ann, null);
    expect(await pushes.list(ann)).toEqual([laptop, phone]);
    await pushes.removeOf(bo, here);
    await pushes.removeLogins([]);
    await pushes.removeLogins([here]);
    expect(await pushes.list(ann)).toEqual([laptop]);
    await opened.store.forget(ann);
    expect(await pushes.list(ann)).toEqual([]);
    expect(await pushes.list(bo)).toEqual([other]);
  });
});
