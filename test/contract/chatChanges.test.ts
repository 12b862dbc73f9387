import { beforeEach, expect, test } from 'vitest';
import { limits } from '../../protocol/limits.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { MessageChange, Store } from '../../server/store/Store.ts';
import { aDraft, aGuest, aRoom } from './storeSamples.ts';
import { eachStore } from './stores.ts';

eachStore((opened) => {
  const ann = aGuest();
  const bob = aGuest();
  let store: Store;
  let room: RoomInfo;
  beforeEach(async () => {
    store = opened.store;
    room = aRoom();
    await store.rooms.add(room);
  });

  const say = async (author = ann, text = 'Hello', answers: number | null = null) =>
    (await store.messages.add({ ...aDraft(room.id), author, text, answers })).message;
  const change = (seq: number, by = ann): MessageChange => ({ roomId: room.id, seq, by });
  const stored = async () => (await store.messages.latest(room.id, 50)).messages;

  test('gives a line another text, and every change the next revision of its room', async () => {
    await say();
    await say(bob);
    const edited = await store.messages.edit(change(1), 'Hello, all', []);
    expect(edited).toMatchObject({ seq: 1, revision: 3, text: 'Hello, all', editedAt: expect.any(Number) });
    expect(await stored()).toMatchObject([{ text: 'Hello, all', revision: 3 }, { revision: 2 }]);
    expect((await say()).revision).toBe(4);
    expect((await store.messages.latest(room.id, 1)).revision).toBe(4);
  });

  test('leaves a line as it is that is given the text it has', async () => {
    await say();
    expect(await store.messages.edit(change(1), 'Hello', [])).toMatchObject({ revision: 1, editedAt: null });
  });

  test('lets nobody change what somebody else said, and nothing change that is not there', async () => {
    await say();
    const { messages } = store;
    await expect(messages.edit(change(1, bob), 'I did not', [])).rejects.toMatchObject({ code: 'forbidden' });
    await expect(messages.remove(change(1, bob), false)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(messages.edit(change(2), 'What?', [])).rejects.toMatchObject({ code: 'not_found' });
    await expect(messages.react(change(2), 'heart', true)).rejects.toMatchObject({ code: 'not_found' });
    const elsewhere = { ...change(1), roomId: aRoom().id };
    await expect(messages.edit(elsewhere, 'What?', [])).rejects.toMatchObject({ code: 'not_found' });
    expect(await stored()).toMatchObject([{ text: 'Hello', revision: 1 }]);
  });

  test('takes a line away for good, with all that was put under it, and keeps its place', async () => {
    await say();
    await store.messages.react(change(1, bob), 'heart', true);
    const gone = await store.messages.remove(change(1), false);
    expect(gone).toMatchObject({ text: '', deleted: true, reactions: [], revision: 3 });
    expect(await store.messages.remove(change(1), false)).toMatchObject({ revision: 3 });
    await expect(store.messages.edit(change(1), 'Back', [])).rejects.toMatchObject({ code: 'gone' });
    await expect(store.messages.react(change(1), 'heart', true)).rejects.toMatchObject({ code: 'gone' });
    expect((await say()).seq).toBe(2);
  });

  test('brings a line back as it was, with all that was under it, and found by its words; one that is there stays', async () => {
    await say();
    await store.messages.react(change(1, bob), 'heart', true);
    await store.messages.pin(change(1), true);
    const [was] = (await store.messages.before(change(1).roomId, 2, 1)).messages;
    if (!was) throw new Error('nothing was said');
    await store.messages.remove(change(1, bob), true);
    const back = await store.messages.restore(change(1, bob), was);
    expect(back).toEqual({ ...was, revision: 5 });
    expect(await stored()).toMatchObject([{ text: 'Hello', deleted: false, pinned: true, revision: 5 }]);
    expect((await store.messages.search(change(1).roomId, 'hello', 9, 5)).messages).toHaveLength(1);
    await store.messages.edit(change(1), 'Other', []);
    expect(await store.messages.restore(change(1, bob), was)).toMatchObject({ text: 'Other' });
  });

  test('takes away what anybody said for whoever may do that', async () => {
    await say();
    expect(await store.messages.remove(change(1, bob), true)).toMatchObject({ deleted: true });
  });

  test('keeps who put which stamp under a line, each once, in their order', async () => {
    await say();
    const { messages } = store;
    await messages.react(change(1), 'heart', true);
    await messages.react(change(1, bob), 'heart', true);
    const both = await messages.react(change(1, bob), 'idea', true);
    const [a, b] = [ann, bob].map(({ id, name }) => ({ id, name }));
    expect(both.reactions).toEqual([
      { stamp: 'heart', people: [a, b] },
      { stamp: 'idea', people: [b] },
    ]);
    expect((await messages.react(change(1, bob), 'idea', true)).revision).toBe(both.revision);
    await messages.react(change(1), 'heart', false);
    const last = await messages.react(change(1, bob), 'idea', false);
    expect(last.reactions).toEqual([{ stamp: 'heart', people: [b] }]);
    expect(await stored()).toEqual([last]);
    expect((await messages.react(change(1), 'clap', false)).revision).toBe(last.revision);
  });

  test('takes no more people under one stamp than it may', async () => {
    await say();
    for (let n = 0; n < limits.stampPeople; n++)
      await store.messages.react(change(1, aGuest()), 'clap', true);
    const full = store.messages.react(change(1, aGuest()), 'clap', true);
    await expect(full).rejects.toMatchObject({ code: 'conflict' });
    expect((await stored())[0]?.reactions[0]?.people).toHaveLength(limits.stampPeople);
  });

  test('tells which line another one answers, as that is by now', async () => {
    await say(bob, 'x'.repeat(limits.quotedText + 50));
    const answer = await say(ann, 'Indeed', 1);
    const text = 'x'.repeat(limits.quotedText);
    const quoted = { seq: 1, authorId: bob.id, name: bob.name, text, deleted: false };
    expect(answer.answers).toEqual(quoted);
    await store.messages.edit(change(1, bob), 'y', []);
    expect((await stored())[1]?.answers).toEqual({ ...quoted, text: 'y' });
    await store.messages.remove(change(1, bob), false);
    expect((await stored())[1]?.answers).toEqual({ ...quoted, text: '', deleted: true });
  });

  test('stores no answer to a line that is not there', async () => {
    await expect(say(ann, 'Indeed', 1)).rejects.toMatchObject({ code: 'not_found' });
    expect(await stored()).toEqual([]);
  });

  test('gives what changed since a revision, each line once', async () => {
    for (let n = 0; n < 4; n++) await say();
    await store.messages.edit(change(2), 'Once', []);
    await store.messages.edit(change(2), 'Twice', []);
    await store.messages.react(change(1), 'flame', true);
    const since = async (revision: number, count = 10) => {
      const { messages, more } = await store.messages.changes(room.id, revision, count);
      return [messages.map(({ seq }) => seq), more];
    };
    expect(await since(0)).toEqual([[3, 4, 2, 1], false]);
    expect(await since(4)).toEqual([[2, 1], false]);
    expect(await since(0, 3)).toEqual([[3, 4, 2], true]);
    expect(await since(7)).toEqual([[], false]);
  });

  test('changes at once get each a revision of their own', async () => {
    await say();
    const people = Array.from({ length: 30 }, () => aGuest());
    const changed = await Promise.all(people.map((by) => store.messages.react(change(1, by), 'spark', true)));
    expect(changed.map(({ revision }) => revision)).toEqual(people.map((_, index) => index + 2));
    expect((await stored())[0]?.reactions[0]?.people).toHaveLength(people.length);
  });
});
