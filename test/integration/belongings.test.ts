import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Belongings } from '../../protocol/belongings.ts';
import type { Conversation } from '../../protocol/conversations.ts';
import { ClientMessageId, type RoomId, type UserId } from '../../protocol/ids.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { OwnTies } from '../../protocol/ties.ts';
import { createLogger } from '../../server/log.ts';
import { Erasure } from '../../server/people/Erasure.ts';
import { Retention } from '../../server/people/Retention.ts';
import { Chats } from '../../server/rooms/Chats.ts';
import { MemoryStore } from '../../server/store/MemoryStore.ts';
import { aProfile } from '../contract/storeSamples.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { befriend, idOf } from '../support/friends.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

const dayMs = 86_400_000;

let server: TestServer<FakeMediaEngine>;
let store: MemoryStore;
let [ann, bo]: [Client, Client] = [] as never;
let annId: UserId;
let room: RoomInfo;
beforeAll(async () => {
  store = new MemoryStore();
  server = await startServer({ store });
});
afterAll(() => server.close());
beforeEach(async () => {
  ann = await server.person('Ann');
  bo = await server.person('Bo');
  annId = await idOf(ann);
  await befriend(ann, bo);
  room = await bo.openRoom({ lasting: true });
});

const say = (by: Client, text: string, roomId?: RoomId) =>
  by.request('chat:send', {
    clientMessageId: ClientMessageId.parse(crypto.randomUUID()),
    text,
    ...(roomId && { roomId }),
  });

test('somebody takes along who they are, whom they know, and each line they wrote', async () => {
  await ann.ask('PUT', '/me/profile', aProfile());
  const { id } = (await ann.ask<{ id: string }>('POST', '/me/circles', { name: 'Climbers' })) ?? {};
  await ann.ask('PUT', `/me/circles/${id}/people/${await idOf(bo)}`, {});
  const kept = await ann.openRoom({ name: 'Mine', lasting: true });
  await ann.join(room.slug);
  await say(ann, 'One');
  await say(ann, 'Two');
  const { seq } = await say(ann, 'Three');
  await ann.request('chat:delete', { seq });
  expect(await ann.ask<Belongings>('GET', '/me/belongings')).toMatchObject({
    person: { name: 'Ann' },
    profile: { bio: aProfile().bio },
    account: null,
    ties: { friends: [{ name: 'Bo' }] },
    circles: [{ name: 'Climbers' }],
    rooms: [{ slug: kept.slug }],
  });
  const page = await ann.ask<{ lines: { text: string }[]; more: boolean }>('GET', '/me/lines');
  expect(page).toMatchObject({ lines: [{ text: 'One' }, { text: 'Two' }], more: false });
  const rest = await ann.ask<typeof page>('GET', `/me/lines?roomId=${room.id}&seq=1`);
  expect(rest.lines.map(({ text }) => text)).toEqual(['Two']);
});

test('whoever leaves for good takes their words, stamps and ties with them, before everybody’s eyes', async () => {
  await ann.join(room.slug);
  await bo.join(room.slug);
  const { seq } = await say(ann, 'Saturn is up');
  const answered = await bo.request('chat:send', {
    clientMessageId: ClientMessageId.parse(crypto.randomUUID()),
    text: 'Where?',
    answers: seq,
  });
  await ann.request('chat:react', { seq: answered.seq, stamp: 'heart', on: true });
  const own = await ann.openRoom({ name: 'Mine', lasting: true });
  const two = await ann.ask<Conversation>('POST', '/me/conversations', { people: [await idOf(bo)] });
  await say(ann, 'Only for you', two.room.id);
  const left = bo.next('room:participantLeft');
  const lost = new Promise<void>((resolve) => ann.socket.once('disconnect', () => resolve()));
  await ann.ask('DELETE', '/me');
  await left;
  await lost;
  const { messages } = await bo.request('chat:before', { seq: 9 });
  expect(messages).toMatchObject([
    { deleted: true, text: '', author: { name: 'Somebody who left' } },
    { text: 'Where?', reactions: [], answers: { deleted: true, text: '', name: 'Somebody who left' } },
  ]);
  expect(await bo.ask<OwnTies>('GET', '/me/ties')).toMatchObject({ friends: [], asking: [], asked: [] });
  expect(await bo.ask('GET', '/me/conversations')).toEqual({ conversations: [] });
  await expect(bo.ask('GET', `/people/${annId}`)).rejects.toMatchObject({ code: 'not_found' });
  expect(await bo.ask('GET', `/rooms/${own.slug}`)).toMatchObject({
    room: { openedBy: { name: 'Somebody who left' } },
  });
  expect(await store.guests.find(annId)).toBeNull();
});

test('a room that keeps its lines for a day forgets older ones, but for those that are pinned', async () => {
  const short = await bo.openRoom({ name: 'Short memory', lasting: true, keepDays: 1 });
  await bo.join(short.slug);
  await say(bo, 'Pinned for good');
  await bo.request('chat:pin', { seq: 1, pinned: true });
  await say(bo, 'Gone tomorrow');
  await ann.join(room.slug);
  await say(ann, 'Stays, as this room keeps everything');
  const erasure = new Erasure({
    store,
    rooms: server.app.rooms,
    chats: new Chats(server.app.rooms),
    dropFiles: async () => {},
  });
  const log = createLogger('silent');
  const retention = new Retention({ store, rooms: server.app.rooms, erasure, log });
  await retention.sweep(Date.now() + dayMs / 2);
  const lines = async () =>
    (await store.messages.latest(short.id, 9)).messages.map(({ text, deleted }) => (deleted ? null : text));
  expect(await lines()).toEqual(['Pinned for good', 'Gone tomorrow']);
  await retention.sweep(Date.now() + dayMs + 1);
  retention.close();
  expect(await lines()).toEqual(['Pinned for good', null]);
  expect((await store.messages.latest(room.id, 9)).messages.at(-1)?.deleted).toBe(false);
  const again = await server.person('Cy');
  const { messages } = await again.join(short.slug);
  expect(messages.map(({ text }) => text)).toEqual(['Pinned for good', '']);
});
