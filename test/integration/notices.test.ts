import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChatMessage } from '../../protocol/chat.ts';
import type { RoomSlug, UserId } from '../../protocol/ids.ts';
import type { NoticeChoices, NoticePage } from '../../protocol/notices.ts';
import type { Client } from '../support/Client.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { idOf } from '../support/friends.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const inbox = (of: Client) => of.ask<NoticePage>('GET', '/me/notices');
const kinds = async (of: Client) => (await inbox(of)).notices.map(({ kind }) => kind);
const put = (by: Client, path: string, body: object = {}) => by.ask('PUT', path, body);

/** Says something; gives its place. */
async function say(by: Client, text: string, more: { mentions?: UserId[]; answers?: number } = {}) {
  const clientMessageId = crypto.randomUUID() as never;
  return (await by.request('chat:send', { clientMessageId, text, ...more })).seq;
}

/** A room with its host in it, and somebody who was there, said something, and left. */
async function scene() {
  const [host, bo] = [await server.person('Hana'), await server.person('Bo')];
  const room = await host.openRoom({ name: 'Repair café', lasting: true });
  await host.join(room.slug);
  await bo.join(room.slug);
  const seq = await say(bo, 'Who has a soldering iron?');
  await bo.request('room:leave', {});
  return { host, bo, room, seq, id: await idOf(bo) };
}

test('R18: who is named or answered while away is told at once, and finds it in the inbox', async () => {
  const { host, bo, room, seq, id } = await scene();
  const told = bo.next('notices:told');
  const place = await say(host, '@Bo **I** have one', { mentions: [id] });
  const { notice, quiet } = await told;
  expect(quiet).toBe(false);
  expect(notice).toMatchObject({
    ...{ kind: 'mention', seq: place, text: '@Bo I have one', count: 1, read: false },
    who: { name: 'Hana' },
    room: { slug: room.slug, name: 'Repair café' },
  });
  await say(host, 'Two, even', { answers: seq });
  await eventually(() => kinds(bo)).toEqual(['answer', 'mention']);
  expect(await inbox(bo)).toMatchObject({ unread: 2, mentions: 2, more: false });
  expect(await inbox(host)).toMatchObject({ notices: [], unread: 0 });
});

test('what was read is read on every device, one by one, all at once, or by reading the chat', async () => {
  const { host, bo, room, id } = await scene();
  const phone = await server.client({ cookie: bo.cookie });
  await say(host, '@Bo one', { mentions: [id] });
  await eventually(() => kinds(bo)).toEqual(['mention']);
  await put(host, `/people/${id}/friend`);
  await eventually(() => kinds(bo)).toEqual(['friendRequest', 'mention']);
  const [request] = (await inbox(bo)).notices;
  const changed = phone.next('notices:changed');
  expect(await put(bo, `/me/notices/${request?.id}/read`)).toEqual({ unread: 1, mentions: 1 });
  await changed;
  // Somebody else's hand changes nothing of it.
  await put(host, `/me/notices/${request?.id}/read`);
  const place = await say(host, '@Bo two', { mentions: [id] });
  await eventually(async () => (await inbox(phone)).notices[0]).toMatchObject({ count: 2, seq: place });
  await bo.join(room.slug);
  await bo.request('chat:read', { seq: place });
  expect(await inbox(phone)).toMatchObject({ unread: 0, mentions: 0 });
  await bo.request('room:leave', {});
  await say(host, '@Bo three', { mentions: [id] });
  await eventually(async () => (await inbox(bo)).unread).toBe(1);
  expect(await put(bo, '/me/notices/read')).toEqual({ unread: 0, mentions: 0 });
});

test('who is in the room, was removed from it, or is kept apart is told nothing, and a block hides the past', async () => {
  const { host, bo, room, id } = await scene();
  await say(host, '@Bo first', { mentions: [id] });
  await eventually(() => kinds(bo)).toEqual(['mention']);
  const hostId = await idOf(host);
  await put(bo, `/people/${hostId}/block`);
  expect(await kinds(bo)).toEqual([]);
  await say(host, '@Bo second', { mentions: [id] });
  await put(host, `/people/${id}/friend`);
  await bo.ask('DELETE', `/people/${hostId}/block`);
  expect(await kinds(bo)).toEqual(['mention']);
  expect((await inbox(bo)).notices[0]?.text).toBe('@Bo first');
  await put(bo, '/me/notices/read');
  const { selfId } = await bo.join(room.slug);
  await say(host, '@Bo third', { mentions: [id] });
  await host.request('moderation:remove', { participantId: selfId, ban: true });
  await say(host, '@Bo fourth', { mentions: [id] });
  await host.settled();
  expect(bo.all('notices:told')).toHaveLength(1);
  expect(await inbox(bo)).toMatchObject({ notices: [], unread: 0 });
});

test('a friend asks, and hears that the other one agreed', async () => {
  const [ann, bo] = [await server.person('Ann'), await server.person('Bo')];
  await put(ann, `/people/${await idOf(bo)}/friend`);
  await put(ann, `/people/${await idOf(bo)}/friend`);
  await eventually(() => inbox(bo)).toMatchObject({
    notices: [{ kind: 'friendRequest', count: 1 }],
    unread: 1,
  });
  await put(bo, `/people/${await idOf(ann)}/friend`);
  await eventually(() => inbox(ann)).toMatchObject({
    notices: [{ kind: 'friendAccepted', who: { name: 'Bo' } }],
  });
  // It is answered.
  await eventually(async () => (await inbox(bo)).unread).toBe(0);
});

test('R18: a room that is followed tells that it is live once, and every line when that is wanted', async () => {
  const { host, bo, room } = await scene();
  await put(bo, `/rooms/${room.slug}/follow`);
  for (let turn = 0; turn < 2; turn++) {
    await host.request('room:leave', {});
    await host.join(room.slug);
  }
  await eventually(() => inbox(bo)).toMatchObject({
    notices: [{ kind: 'live', count: 1, who: { name: 'Hana' }, room: { slug: room.slug } }],
  });
  await say(host, 'Nobody wants to know');
  const choices = await bo.ask<NoticeChoices>('PUT', '/me/notices/level', {
    ...{ kind: 'room', id: room.id, level: 'all' },
  });
  expect(choices.levels).toEqual([{ kind: 'room', id: room.id, level: 'all' }]);
  for (const text of ['One', 'Two', 'Three']) await say(host, text);
  await eventually(async () => (await inbox(bo)).notices[0]).toMatchObject({
    ...{ kind: 'line', count: 3, text: 'Three' },
  });
  await put(bo, '/me/notices/level', { kind: 'room', id: room.id, level: 'off' });
  await say(host, '@Bo Four', { mentions: [await idOf(bo)] });
  await host.settled();
  expect((await inbox(bo)).notices[0]).toMatchObject({ kind: 'line', count: 3 });
  // Whoever steps in knows that it is live.
  await bo.join(room.slug);
  await eventually(async () => (await inbox(bo)).notices.filter(({ read }) => !read)).toMatchObject([
    { kind: 'line' },
  ]);
});

test('R18: who is followed tells where they are, unless they are hidden or the room is for few', async () => {
  const [ann, bo] = [await server.person('Ann'), await server.person('Bo')];
  const boId = await idOf(bo);
  await put(ann, `/people/${boId}/follow`);
  const stepInto = async (slug: RoomSlug) => {
    await bo.join(slug);
    await bo.request('room:leave', {});
  };
  await stepInto((await bo.openRoom({ visibility: 'link' })).slug);
  await bo.request('presence:choose', { status: 'invisible', visibleTo: 'everyone' });
  await stepInto((await bo.openRoom()).slug);
  await bo.request('presence:choose', { status: 'online', visibleTo: 'everyone' });
  expect(await kinds(ann)).toEqual([]);
  const { slug } = await bo.openRoom({ name: 'Slow dough', interests: ['baking'] as never });
  await stepInto(slug);
  await eventually(() => inbox(ann)).toMatchObject({
    notices: [{ kind: 'live', who: { id: boId }, room: { slug, name: 'Slow dough' }, interest: null }],
  });
});

test('an interest tells what went live in it when that is wanted', async () => {
  const [ann, bo] = [await server.person('Ann'), await server.person('Bo')];
  await put(ann, '/interests/cycling/follow');
  await put(ann, '/me/notices/level', { kind: 'interest', id: 'cycling', level: 'live' });
  await bo.join((await bo.openRoom({ interests: ['cycling'] as never })).slug);
  await eventually(() => inbox(ann)).toMatchObject({ notices: [{ kind: 'live', interest: 'cycling' }] });
  await expect(
    put(ann, '/me/notices/level', { kind: 'interest', id: 'cycling', level: 'all' }),
  ).rejects.toMatchObject({ code: 'bad_request' });
});

test('who wants no disturbance, or has quiet hours, is told without a sound', async () => {
  const { host, bo, id } = await scene();
  const quiet = async () => {
    const told = bo.next('notices:told');
    await say(host, '@Bo?', { mentions: [id] });
    return (await told).quiet;
  };
  expect(await quiet()).toBe(false);
  await bo.request('presence:choose', { status: 'dnd', visibleTo: 'everyone' });
  expect(await quiet()).toBe(true);
  await bo.request('presence:choose', { status: 'online', visibleTo: 'everyone' });
  const now = new Date().getUTCHours() * 60 + new Date().getUTCMinutes();
  const around = { from: (now + 1_440 - 60) % 1_440, to: (now + 60) % 1_440, zone: 'UTC' };
  await put(bo, '/me/notices/quiet', { quiet: around });
  expect(await quiet()).toBe(true);
  await put(bo, '/me/notices/quiet', { quiet: null });
  expect(await quiet()).toBe(false);
  expect(await inbox(bo)).toMatchObject({ unread: 1, notices: [{ count: 4 }] });
});

test('what was taken away is in nobody’s inbox any more', async () => {
  const { host, bo, id } = await scene();
  const seq = await say(host, '@Bo a secret', { mentions: [id] });
  await eventually(() => kinds(bo)).toEqual(['mention']);
  const deleted: Pick<ChatMessage, 'deleted'> = await host.request('chat:delete', { seq });
  expect(deleted.deleted).toBe(true);
  await eventually(() => kinds(bo)).toEqual([]);
});
