import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Conversation } from '../../protocol/conversations.ts';
import { ClientMessageId, type UserId } from '../../protocol/ids.ts';
import type { RoomPage, SearchResult } from '../../protocol/rest.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { befriend, idOf } from '../support/friends.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
let [ann, bo, cy, eve]: [Client, Client, Client, Client] = [] as never;
let [annId, boId, cyId, eveId]: [UserId, UserId, UserId, UserId] = [] as never;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  ann = await server.person('Ann');
  bo = await server.person('Bo');
  cy = await server.person('Cy');
  eve = await server.person('Eve');
  [annId, boId, cyId, eveId] = [await idOf(ann), await idOf(bo), await idOf(cy), await idOf(eve)];
  await befriend(ann, bo);
  await befriend(ann, cy);
});

const begin = (by: Client, people: readonly UserId[], name = '') =>
  by.ask<Conversation>('POST', '/me/conversations', { people, name });
const list = async (of: Client) =>
  (await of.ask<{ conversations: Conversation[] }>('GET', '/me/conversations')).conversations;
const say = (by: Client, { room: { id: roomId } }: Conversation, text: string, mentions: UserId[] = []) => {
  const clientMessageId = ClientMessageId.parse(crypto.randomUUID());
  return by.request('chat:send', { roomId, clientMessageId, text, mentions });
};

test('two friends have one conversation, whoever begins it, and a line reaches the other wherever they are', async () => {
  const [one, same] = await Promise.all([begin(ann, [boId]), begin(bo, [annId])]);
  expect(same.room.id).toBe(one.room.id);
  expect(one.people.map(({ name }) => name).sort()).toEqual(['Ann', 'Bo']);
  const elsewhere = await bo.openRoom();
  await bo.join(elsewhere.slug);
  const heard = bo.next('chat:message');
  await say(ann, one, 'Are you there?');
  expect(await heard).toMatchObject({ text: 'Are you there?', roomId: one.room.id, author: { name: 'Ann' } });
  expect(await list(bo)).toMatchObject([{ unread: 1, last: { text: 'Are you there?' } }]);
  expect(await list(ann)).toMatchObject([{ unread: 0 }]);
  const opened = await bo.request('conversation:open', { roomId: one.room.id });
  expect(opened.messages.map(({ text }) => text)).toEqual(['Are you there?']);
  await bo.request('chat:read', { roomId: one.room.id, seq: 1 });
  expect(await list(bo)).toMatchObject([{ unread: 0 }]);
});

test('a group reads, answers, stamps and names; reading is in step over the tabs of one person', async () => {
  const group = await begin(ann, [boId, cyId], 'Book club');
  const { id: roomId } = group.room;
  const { seq } = await say(bo, group, '@Cy, chapter 3?', [cyId]);
  expect(await list(cy)).toMatchObject([{ mentions: 1, unread: 1, room: { name: 'Book club' } }]);
  const stamped = bo.next('chat:changed');
  await cy.request('chat:react', { roomId, seq, stamp: 'heart', on: true });
  expect(await stamped).toMatchObject({ roomId, reactions: [{ stamp: 'heart' }] });
  const otherTab = await server.client({ cookie: cy.cookie });
  const read = otherTab.next('chat:readUpTo');
  await cy.request('chat:read', { roomId, seq });
  expect(await read).toEqual({ roomId, seq });
  const typing = ann.next('chat:typing');
  await cy.request('chat:typing', { roomId });
  expect(await typing).toEqual({ roomId, userId: cyId });
  expect((await bo.request('chat:search', { roomId, text: 'chapter' })).messages).toHaveLength(1);
});

test('for everybody else there is no such conversation', async () => {
  const group = await begin(ann, [boId, cyId], 'Book club');
  const { id: roomId, slug } = group.room;
  const { seq } = await say(ann, group, 'Only for us');
  const eves = eve.heard.length;
  const attempts: Record<string, () => Promise<unknown>> = {
    open: () => eve.request('conversation:open', { roomId }),
    say: () => say(eve, group, 'Hello?'),
    edit: () => eve.request('chat:edit', { roomId, seq, text: 'Changed' }),
    remove: () => eve.request('chat:delete', { roomId, seq }),
    react: () => eve.request('chat:react', { roomId, seq, stamp: 'heart', on: true }),
    read: () => eve.request('chat:read', { roomId, seq }),
    before: () => eve.request('chat:before', { roomId, seq: 9 }),
    after: () => eve.request('chat:after', { roomId, seq: 1 }),
    around: () => eve.request('chat:around', { roomId, seq: 1 }),
    changes: () => eve.request('chat:changes', { roomId, revision: 0 }),
    search: () => eve.request('chat:search', { roomId, text: 'only' }),
    typing: () => eve.request('chat:typing', { roomId }),
    join: () => eve.join(slug),
    companion: () => eve.join(slug, { companion: true }),
    page: () => eve.ask<RoomPage>('GET', `/rooms/${slug}`),
    follow: () => eve.ask('PUT', `/rooms/${slug}/follow`, {}),
    one: () => eve.ask('GET', `/me/conversations/${roomId}`),
    rename: () => eve.ask('PUT', `/me/conversations/${roomId}`, { name: 'Ours' }),
    add: () => eve.ask('PUT', `/me/conversations/${roomId}/people/${eveId}`, {}),
    kick: () => eve.ask('DELETE', `/me/conversations/${roomId}/people/${boId}`),
  };
  for (const [name, attempt] of Object.entries(attempts)) {
    const code = await attempt().then(
      () => 'done',
      (error: { code: string }) => error.code,
    );
    expect([name, code]).toEqual([name, 'not_found']);
  }
  expect(await list(eve)).toEqual([]);
  expect((await eve.ask<SearchResult>('GET', '/search?q=Book%20club')).rooms).toEqual([]);
  const html = await fetch(`${server.url}/r/${slug}`);
  expect(html.status).toBe(404);
  expect(await html.text()).not.toContain('Book club');
  expect(eve.heard.slice(eves)).toEqual([]);
});

test('only friends are talked to, and once they are no friends the conversation can only be read', async () => {
  await expect(begin(ann, [eveId])).rejects.toMatchObject({ code: 'forbidden' });
  await expect(begin(ann, [boId, eveId], 'Us')).rejects.toMatchObject({ code: 'forbidden' });
  const two = await begin(ann, [boId]);
  await say(ann, two, 'Bye');
  await ann.ask('DELETE', `/people/${boId}/friend`);
  await expect(say(bo, two, 'Why?')).rejects.toMatchObject({ code: 'forbidden' });
  expect(await list(bo)).toMatchObject([{ writable: false, last: { text: 'Bye' } }]);
  await bo.ask('PUT', `/people/${annId}/block`, {});
  expect(await list(ann)).toEqual([]);
  expect(await list(bo)).toEqual([]);
  await expect(ann.join(two.room.slug)).rejects.toMatchObject({ code: 'not_found' });
});

test('a group takes in friends of its people, and whoever opened it takes them out, in its call too', async () => {
  const group = await begin(ann, [boId], 'Walkers');
  const { id, slug } = group.room;
  await expect(
    bo.ask('PUT', `/me/conversations/${id}/people/${cyId}`, {}),
    'who is no friend of the one who adds',
  ).rejects.toMatchObject({ code: 'forbidden' });
  const changed = cy.next('conversation:changed');
  await ann.ask('PUT', `/me/conversations/${id}/people/${cyId}`, {});
  expect(await changed).toEqual({ roomId: id });
  await cy.join(slug);
  expect(await list(bo)).toMatchObject([{ callers: [cyId] }]);
  await expect(bo.ask('DELETE', `/me/conversations/${id}/people/${cyId}`)).rejects.toMatchObject({
    code: 'forbidden',
  });
  const ended = cy.next('room:ended');
  await ann.ask('DELETE', `/me/conversations/${id}/people/${cyId}`);
  expect(await ended).toMatchObject({ reason: 'removed' });
  await expect(cy.join(slug)).rejects.toMatchObject({ code: 'not_found' });
  await expect(say(cy, group, 'Still here?')).rejects.toMatchObject({ code: 'not_found' });
});

test('when whoever opened a group leaves, the next one keeps it; the last one to leave ends it', async () => {
  const group = await begin(ann, [boId, cyId], 'Walkers');
  const { id } = group.room;
  await ann.ask('DELETE', `/me/conversations/${id}/people/${annId}`);
  expect(await list(bo)).toMatchObject([{ room: { openedBy: { name: 'Bo' } } }]);
  expect(await bo.ask('PUT', `/me/conversations/${id}`, { name: 'Hikers' })).toMatchObject({
    room: { name: 'Hikers' },
  });
  await bo.ask('DELETE', `/me/conversations/${id}/people/${boId}`);
  await cy.ask('DELETE', `/me/conversations/${id}/people/${cyId}`);
  expect(await list(cy)).toEqual([]);
  expect(server.app.rooms.info(id)).toBeUndefined();
});

test('conversations are there again after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hobnob-conversations-'));
  const first = await startServer({ folder });
  const [dan, flo] = [await first.person('Dan'), await first.person('Flo')];
  await befriend(dan, flo);
  const two = await begin(dan, [await idOf(flo)]);
  await say(dan, two, 'See you tomorrow');
  await first.close();
  const second = await startServer({ folder });
  const again = await second.client({ cookie: flo.cookie });
  expect(await list(again)).toMatchObject([{ unread: 1, last: { text: 'See you tomorrow' } }]);
  await second.close();
  rmSync(folder, { recursive: true });
});
