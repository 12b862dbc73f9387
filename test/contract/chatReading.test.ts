import { beforeEach, expect, test } from 'vitest';
import { limits } from '../../protocol/limits.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { Store } from '../../server/store/Store.ts';
import { aDraft, aGuest, aRoom } from './storeSamples.ts';
import { eachStore } from './stores.ts';

eachStore((opened) => {
  let store: Store;
  let room: RoomInfo;
  const [ann, bob] = [
    { ...aGuest(), name: 'Ann' },
    { ...aGuest(), name: 'Bob' },
  ];
  beforeEach(async () => {
    store = opened.store;
    room = aRoom();
    await store.rooms.add(room);
  });

  const named = ({ id, name }: PersonInfo) => ({ id, name });
  const say = async (text: string, author = ann, mentions: PersonInfo[] = []) =>
    (await store.messages.add(aDraft(room.id, { author, text, mentions: mentions.map(named) }))).message;
  const readOf = (person: PersonInfo, count = 10) => store.reading.find(room.id, person.id, count);

  test('knows every room in which somebody read something', async () => {
    const other = aRoom();
    await store.rooms.add(other);
    await store.reading.save(room.id, ann.id, 3);
    await store.reading.save(other.id, ann.id, 1);
    await store.reading.save(other.id, bob.id, 9);
    const found = await store.reading.rooms(ann.id);
    expect(new Map(found.map(({ roomId, seq }) => [roomId, seq]))).toEqual(
      new Map([
        [room.id, 3],
        [other.id, 1],
      ]),
    );
    await store.rooms.remove(other.id);
    expect(await store.reading.rooms(bob.id)).toEqual([]);
  });

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

  test('finds lines by their words, English and Chinese, as they are by now', async () => {
    const texts = [
      'Café in the kitchen',
      '土星光环很清楚',
      'kitchen timer',
      '我们看土星',
      'nothing',
      'Rye, café!',
    ];
    for (const text of texts) await say(text);
    await store.rooms.add({ ...aRoom(), name: 'Another' });
    const found = async (text: string, before = 100) =>
      (await store.messages.search(room.id, text, before, 10)).messages.map(({ seq }) => seq);
    expect(await found('cafe')).toEqual([6, 1]);
    expect(await found('KITCHEN caf')).toEqual([1]);
    expect(await found('itchen')).toEqual([]);
    expect(await found('土星')).toEqual([4, 2]);
    expect(await found('光环')).toEqual([2]);
    expect(await found('星我')).toEqual([]);
    expect(await found('环')).toEqual([2]);
    expect(await found('土星', 4)).toEqual([2]);
    expect(await found('!? "')).toEqual([]);
    expect(await found('cafe" OR "kitchen')).toEqual([]);
    await store.messages.edit({ roomId: room.id, seq: 3, by: ann }, 'oven timer', []);
    expect(await found('kitchen')).toEqual([1]);
    expect(await found('oven')).toEqual([3]);
    await store.messages.remove({ roomId: room.id, seq: 3, by: ann }, false);
    expect(await found('oven')).toEqual([]);
    expect(await found('nothing')).toEqual([5]);
  });

  test('finds page by page, and nothing of other rooms or of one that is gone', async () => {
    const other = aRoom();
    await store.rooms.add(other);
    await store.messages.add(aDraft(other.id, { text: 'rye' }));
    for (let n = 1; n <= 5; n++) await say('rye');
    const page = await store.messages.search(room.id, 'rye', 100, 3);
    expect([page.messages.map(({ seq }) => seq), page.more]).toEqual([[5, 4, 3], true]);
    const rest = await store.messages.search(room.id, 'rye', 3, 3);
    expect([rest.messages.map(({ seq }) => seq), rest.more]).toEqual([[2, 1], false]);
    await store.rooms.remove(room.id);
    await store.rooms.add(room);
    expect(await store.messages.search(room.id, 'rye', 100, 3)).toEqual({ messages: [], more: false });
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
