import { beforeEach, expect, test } from 'vitest';
import { FileId } from '../../protocol/ids.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { aDraft, aGuest, aRoom } from './storeSamples.ts';
import { eachStore } from './stores.ts';

eachStore((opened) => {
  let room: RoomInfo;
  const ann = aGuest();
  const bob = aGuest();
  beforeEach(async () => {
    room = aRoom();
    await opened.store.rooms.add(room);
  });

  const id = (name: string) => FileId.parse(name.padEnd(22, '_'));
  const aFile = (name: string) => ({
    ...{ id: id(name), name: `${name}.pdf`, size: 9, type: 'application/octet-stream' },
    picture: name === 'cat' ? { width: 4, height: 3 } : null,
  });
  const keep = (name: string, { ownerId = ann.id, roomId = room.id, since = 1_000 } = {}) =>
    opened.store.files.add({ roomId, ownerId, file: aFile(name), kept: 10, since });
  const say = (files: string[], changes = {}) =>
    opened.store.messages.add(aDraft(room.id, { author: ann, text: '', files: files.map(id), ...changes }));

  test('keeps a file, and gives it to the line that carries it', async () => {
    const { store } = opened;
    await keep('cat');
    await keep('dog');
    expect(await store.files.find(id('cat'))).toEqual({
      ...{ roomId: room.id, ownerId: ann.id, file: aFile('cat'), kept: 10, since: 1_000, seq: null },
    });
    const { message } = await say(['dog', 'cat']);
    expect(message.files).toEqual([aFile('dog'), aFile('cat')]);
    expect((await store.messages.latest(room.id, 1)).messages).toEqual([message]);
    expect(await store.files.find(id('cat'))).toMatchObject({ seq: message.seq });
    expect((await store.files.ofLine(room.id, message.seq)).sort()).toEqual([id('cat'), id('dog')].sort());
    const { message: next } = await say([], { text: 'which one?', answers: message.seq });
    expect(next.answers?.text).toBe('dog.pdf, cat.pdf');
    expect(next).not.toHaveProperty('files');
  });

  test('gives no line what is not its author’s, of another room, carried already, or not there', async () => {
    const other = aRoom();
    await opened.store.rooms.add(other);
    await keep('mine');
    await keep('his', { ownerId: bob.id });
    await keep('elsewhere', { roomId: other.id });
    await keep('carried');
    await say(['carried']);
    for (const wrong of ['his', 'elsewhere', 'carried', 'nothing']) {
      await expect(say(['mine', wrong])).rejects.toMatchObject({ code: 'not_found' });
    }
    expect((await opened.store.messages.latest(room.id, 10)).messages).toHaveLength(1);
    expect((await say(['mine'])).message.seq).toBe(2);
  });

  test('carries a file once, however often its line is sent', async () => {
    await keep('cat');
    const clientMessageId = aDraft(room.id).clientMessageId;
    const first = await say(['cat'], { clientMessageId });
    const again = await say(['cat'], { clientMessageId });
    expect(again).toEqual({ message: first.message, isNew: false });
  });

  test('keeps what a line links to, until its author or the line takes it away', async () => {
    const { store } = opened;
    const { message } = await say([], { text: 'https://example.org' });
    const change = { roomId: room.id, seq: message.seq, by: ann };
    await keep('cat');
    const about = { url: 'https://example.org', site: 'Example', title: 'It', description: '' };
    const preview = { ...about, picture: { id: id('cat'), width: 4, height: 3 } };
    const shown = await store.messages.preview(change, preview);
    expect(shown).toMatchObject({ preview, revision: message.revision + 1 });
    expect((await store.messages.latest(room.id, 1)).messages).toEqual([shown]);
    expect(await store.files.ofLine(room.id, message.seq)).toEqual([id('cat')]);
    await expect(store.messages.preview({ ...change, by: bob }, null)).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect((await store.messages.preview(change, null)).preview).toBeUndefined();
    await store.messages.preview(change, { ...about, picture: null });
    expect((await store.messages.remove(change, false)).preview).toBeUndefined();
    await expect(store.messages.preview(change, null)).rejects.toMatchObject({ code: 'gone' });
  });

  test('knows how much somebody has, and everybody', async () => {
    await keep('cat');
    await keep('dog');
    await keep('his', { ownerId: bob.id });
    expect(await opened.store.files.used(ann.id)).toEqual({ own: 20, all: 30 });
    await opened.store.files.remove([id('cat'), id('nothing')]);
    expect(await opened.store.files.used(ann.id)).toEqual({ own: 10, all: 20 });
    expect(await opened.store.files.used(aGuest().id)).toEqual({ own: 0, all: 20 });
  });

  test('says which stay: those of lines, and loose ones for a while', async () => {
    const { store } = opened;
    await keep('said');
    await keep('deleted');
    await keep('old');
    await keep('new', { since: 5_000 });
    await say(['said']);
    await say(['deleted']);
    const gone = await store.messages.remove({ roomId: room.id, seq: 2, by: ann }, false);
    expect(gone.files).toBeUndefined();
    expect((await store.files.staying(4_000)).sort()).toEqual([id('said'), id('new')].sort());
    expect(await store.files.ofLine(room.id, 2)).toEqual([id('deleted')]);
  });

  test('forgets the files of a room with it, and keeps none for a room that is not kept', async () => {
    await keep('cat');
    await opened.store.rooms.remove(room.id);
    expect(await opened.store.files.find(id('cat'))).toBeNull();
    await expect(keep('late')).rejects.toMatchObject({ code: 'not_found' });
  });
});
