import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../protocol/limits.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { MemoryStore } from '../../server/store/MemoryStore.ts';
import { SqlStore } from '../../server/store/SqlStore.ts';
import type { Store } from '../../server/store/Store.ts';
import { aDraft, aGuest, aRoom } from './storeSamples.ts';

const stores: Record<string, () => Promise<Store>> = {
  MemoryStore: async () => new MemoryStore(),
  'SqlStore on SQLite': () => SqlStore.open(':memory:'),
};

describe.each(Object.entries(stores))('%s', (_name, open) => {
  let store: Store;
  let room: RoomInfo;
  const [ann, bob] = [
    { ...aGuest(), name: 'Ann' },
    { ...aGuest(), name: 'Bob' },
  ];
  beforeEach(async () => {
    store = await open();
    room = aRoom();
    await store.rooms.add(room);
  });
  afterEach(() => store.close());

  const named = ({ id, name }: PersonInfo) => ({ id, name });
  const say = async (text: string, author = ann, mentions: PersonInfo[] = []) =>
    (await store.messages.add(aDraft(room.id, { author, text, mentions: mentions.map(named) }))).message;
  const readOf = (person: PersonInfo, count = 10) => store.reading.find(room.id, person.id, count);

  test('knows whom a line names, until it names somebody else or is taken away', async () => {
    const change = { roomId: room.id, seq: 1, by: ann };
    expect((await say('@Bob?', ann, [bob])).mentions).toEqual([named(bob)]);
    await store.reading.save(room.id, bob.id, 0);
    expect(await readOf(bob)).toEqual({ seq: 0, mentions: [1] });
    expect(await store.messages.edit(change, 'Anybody?', [])).toMatchObject({ mentions: [] });
    expect(await readOf(bob)).toEqual({ seq: 0, mentions: [] });
    await store.messages.edit(change, '@Bob!', [named(bob)]);
    expect((await readOf(bob))?.mentions).toEqual([1]);
    expect(await store.messages.remove(change, false)).toMatchObject({ mentions: [] });
    expect((await readOf(bob))?.mentions).toEqual([]);
  });

  test('keeps what is pinned, in the order of the lines and not more than may be', async () => {
    for (let n = 0; n <= limits.pins; n++) await say(`line ${n}`);
    const pin = (seq: number, on = true) => store.messages.pin({ roomId: room.id, seq, by: bob }, on);
    const pins = async () => (await store.messages.pins(room.id)).map(({ seq }) => seq);
    const { revision } = await pin(3);
    expect(await pin(1)).toMatchObject({ seq: 1, pinned: true, revision: revision + 1 });
    expect((await pin(1)).revision).toBe(revision + 1);
    expect(await pins()).toEqual([1, 3]);
    expect(await pin(3, false)).toMatchObject({ pinned: false });
    expect(await store.messages.remove({ roomId: room.id, seq: 1, by: ann }, false)).toMatchObject({
      pinned: false,
    });
    expect(await pins()).toEqual([]);
    await expect(pin(1)).rejects.toMatchObject({ code: 'gone' });
    await expect(pin(99)).rejects.toMatchObject({ code: 'not_found' });
    for (let seq = 2; seq <= limits.pins; seq++) await pin(seq);
    await say('one more');
    await pin(limits.pins + 1);
    await expect(pin(limits.pins + 2)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('keeps how far somebody read, which never goes back', async () => {
    expect(await readOf(bob)).toBeNull();
    for (const text of ['one', '@Bob two', 'three', '@Bob four']) {
      await say(text, ann, text.startsWith('@') ? [bob] : []);
    }
    for (const seq of [2, 3, 1]) await store.reading.save(room.id, bob.id, seq);
    expect(await readOf(bob)).toEqual({ seq: 3, mentions: [4] });
    expect(await readOf(ann)).toBeNull();
  });

  test('gives the latest of many lines that name somebody', async () => {
    await store.reading.save(room.id, bob.id, 0);
    for (let n = 1; n <= 5; n++) await say('@Bob', ann, [bob]);
    expect((await readOf(bob, 2))?.mentions).toEqual([4, 5]);
  });

  test('knows who wrote in a room, by the name of their last line there', async () => {
    await say('one', { ...ann, name: 'Anna' });
    await say('two');
    await say('three', bob);
    expect(await store.messages.authors(room.id, [ann.id, aGuest().id])).toEqual([ann]);
    expect(await store.messages.authors(room.id, [])).toEqual([]);
  });

  test('gives the lines after one, page by page', async () => {
    for (let n = 1; n <= 5; n++) await say(`line ${n}`);
    const from = async (seq: number) => {
      const { messages, more } = await store.messages.after(room.id, seq, 3);
      return [messages.map(({ seq }) => seq), more];
    };
    expect(await from(1)).toEqual([[2, 3, 4], true]);
    expect(await from(4)).toEqual([[5], false]);
  });

  test('forgets with a room who read it, and who was named there', async () => {
    await say('@Bob', ann, [bob]);
    await store.reading.save(room.id, bob.id, 1);
    await store.rooms.remove(room.id);
    await store.rooms.add(room);
    expect(await readOf(bob)).toBeNull();
    await expect(store.reading.save(aRoom().id, bob.id, 1)).rejects.toMatchObject({ code: 'not_found' });
  });
});
