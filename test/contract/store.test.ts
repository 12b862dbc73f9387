import { beforeEach, expect, test } from 'vitest';
import type { Store } from '../../server/store/Store.ts';
import { aDraft, aGuest, aRoom } from './storeSamples.ts';
import { eachStore } from './stores.ts';

eachStore((opened) => {
  let store: Store;
  beforeEach(() => {
    store = opened.store;
  });

  test('begins with interests in English and Chinese, each related to others both ways', async () => {
    const interests = await store.interests.list();
    const bySlug = new Map(interests.map((interest) => [interest.slug as string, interest]));
    expect(interests.length).toBeGreaterThanOrEqual(28);
    expect(bySlug.get('diving')).toMatchObject({ names: { en: 'Diving', zh: '潜水' } });
    for (const { slug, related } of interests) {
      expect(related.length).toBeGreaterThan(0);
      for (const other of related) expect(bySlug.get(other)?.related, `${slug} in ${other}`).toContain(slug);
    }
  });

  test('takes no changes while it is held, keeps what was on the way, and goes on after', async () => {
    const [early, late] = [aGuest(), aGuest()];
    const room = aRoom();
    await store.rooms.add(room);
    const underway = store.guests.save(early);
    await store.hold();
    await underway;
    const refusal = { code: 'draining', retryAfterMs: 100 };
    await expect(store.guests.save(late)).rejects.toMatchObject(refusal);
    await expect(store.messages.add(aDraft(room.id))).rejects.toMatchObject(refusal);
    await expect(store.rooms.remove(room.id)).rejects.toMatchObject(refusal);
    expect(await store.guests.find(early.id)).toEqual(early);
    expect(await store.rooms.list()).toEqual([room]);
    store.release();
    await store.guests.save(late);
    expect(await store.guests.find(late.id)).toEqual(late);
  });

  test('keeps guests as they were saved last', async () => {
    const guest = aGuest();
    expect(await store.guests.find(guest.id)).toBeNull();
    await store.guests.save(guest);
    await store.guests.save({ ...guest, name: '蓝水獭' });
    expect(await store.guests.find(guest.id)).toEqual({ ...guest, name: '蓝水獭' });
  });

  test('gives a room back as it was added', async () => {
    const room = aRoom({ lasting: true, visibility: 'link', topic: 'Saturn ♄ "tonight"', music: true });
    await store.rooms.add(room);
    expect(await store.rooms.find(room.slug)).toEqual(room);
    expect(await store.rooms.find(aRoom().slug)).toBeNull();
  });

  test('does not change with what was handed in', async () => {
    const room = aRoom();
    await store.rooms.add(room);
    const { name } = room;
    room.name = 'changed outside';
    expect(await store.rooms.find(room.slug)).toMatchObject({ name });
  });

  test('lists rooms, the newest first', async () => {
    const [older, newer] = [aRoom({ createdAt: 1 }), aRoom({ createdAt: 2 })];
    await store.rooms.add(newer);
    await store.rooms.add(older);
    expect((await store.rooms.list()).map(({ id }) => id)).toEqual([newer.id, older.id]);
  });

  test('refuses a slug that is taken', async () => {
    const [one, other] = [aRoom(), aRoom()];
    await store.rooms.add(one);
    await store.rooms.add(other);
    await expect(store.rooms.add(aRoom({ slug: one.slug }))).rejects.toMatchObject({ code: 'conflict' });
    await expect(store.rooms.update({ ...other, slug: one.slug })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('updates a room, but only one that is kept', async () => {
    const room = aRoom();
    await store.rooms.add(room);
    const changed = { ...room, name: 'Another name', interests: aRoom().interests, pushToTalk: true };
    await store.rooms.update(changed);
    expect(await store.rooms.find(room.slug)).toEqual(changed);
    await expect(store.rooms.update(aRoom())).rejects.toMatchObject({ code: 'not_found' });
  });

  test('removes a room with its messages, twice without complaint', async () => {
    const room = aRoom();
    await store.rooms.add(room);
    await store.messages.add(aDraft(room.id));
    await store.rooms.remove(room.id);
    await store.rooms.remove(room.id);
    expect(await store.rooms.find(room.slug)).toBeNull();
    expect(await store.messages.latest(room.id, 10)).toEqual({ messages: [], more: false, revision: 0 });
    await store.rooms.add(room);
    expect((await store.messages.add(aDraft(room.id))).message.seq).toBe(1);
  });

  test('numbers messages that come at once from one upwards, without gaps, in their order', async () => {
    const rooms = [aRoom(), aRoom()];
    for (const room of rooms) await store.rooms.add(room);
    for (const room of rooms) {
      const drafts = Array.from({ length: 700 }, (_, index) => aDraft(room.id, { text: String(index) }));
      const added = await Promise.all(drafts.map((draft) => store.messages.add(draft)));
      expect(added.map(({ message }) => message.seq)).toEqual(drafts.map((_, index) => index + 1));
      const { messages } = await store.messages.changes(room.id, 0, 1000);
      expect(messages.map(({ text }) => text)).toEqual(drafts.map(({ text }) => text));
    }
  });

  test('stores once what the same author sends twice, even at once', async () => {
    const room = aRoom();
    await store.rooms.add(room);
    const draft = aDraft(room.id, { text: 'first' });
    const again = { ...draft, text: 'second' };
    const both = await Promise.all([store.messages.add(draft), store.messages.add(again)]);
    const later = await store.messages.add(again);
    const other = await store.messages.add({ ...draft, author: aGuest() });
    expect(both.map(({ isNew }) => isNew)).toEqual([true, false]);
    expect(both[1].message).toEqual(both[0].message);
    expect(later).toEqual({ message: both[0].message, isNew: false });
    expect(other).toMatchObject({ isNew: true, message: { seq: 2 } });
  });

  test('refuses a message to a room that is not kept', async () => {
    await expect(store.messages.add(aDraft(aRoom().id))).rejects.toMatchObject({ code: 'not_found' });
  });

  test('keeps the rest when one of several writes at once fails', async () => {
    const room = aRoom();
    await store.rooms.add(room);
    const outcomes = await Promise.allSettled([
      store.messages.add(aDraft(room.id)),
      store.messages.add(aDraft(aRoom().id)),
      store.rooms.add(aRoom({ slug: room.slug })),
      store.messages.add(aDraft(room.id)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    const { messages } = await store.messages.latest(room.id, 10);
    expect(messages.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  test('pages through messages in both directions', async () => {
    const room = aRoom();
    await store.rooms.add(room);
    for (let i = 0; i < 7; i++) await store.messages.add(aDraft(room.id));
    const seqs = async (page: ReturnType<Store['messages']['before']>) => {
      const { messages, more } = await page;
      return [messages.map(({ seq }) => seq), more];
    };
    const { messages } = store;
    expect(await seqs(messages.latest(room.id, 3))).toEqual([[5, 6, 7], true]);
    expect(await seqs(messages.before(room.id, 5, 3))).toEqual([[2, 3, 4], true]);
    expect(await seqs(messages.before(room.id, 2, 3))).toEqual([[1], false]);
    expect(await seqs(messages.changes(room.id, 0, 3))).toEqual([[1, 2, 3], true]);
    expect(await seqs(messages.changes(room.id, 4, 3))).toEqual([[5, 6, 7], false]);
    expect(await seqs(messages.changes(room.id, 7, 3))).toEqual([[], false]);
    expect(await seqs(messages.latest(aRoom().id, 3))).toEqual([[], false]);
  });

  test('answers a ping until it is closed, and closes twice without complaint', async () => {
    await store.ping();
    await store.close();
    await store.close();
    const unavailable = { code: 'storage_unavailable' };
    await expect(store.ping()).rejects.toMatchObject(unavailable);
    await expect(store.rooms.list()).rejects.toMatchObject(unavailable);
    await expect(store.rooms.add(aRoom())).rejects.toMatchObject(unavailable);
  });
});
