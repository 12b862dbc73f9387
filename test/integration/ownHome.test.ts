import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OwnRooms } from '../../protocol/home.ts';
import type { RoomSettings } from '../../protocol/room.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { idOf } from '../support/friends.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const home = (of: Client) => of.ask<OwnRooms>('GET', '/me/rooms');
const say = async (by: Client, text: string, mentions: string[] = []) =>
  (
    await by.request('chat:send', {
      clientMessageId: crypto.randomUUID() as never,
      text,
      mentions: mentions as never,
    })
  ).seq;

/** A lasting room with its host in it, in which somebody read all that was said, and left. */
async function scene(settings: Partial<RoomSettings> = {}) {
  const [host, bo] = [await server.person('Hana'), await server.person('Bo')];
  const room = await host.openRoom({ lasting: true, ...settings });
  await host.join(room.slug);
  await bo.join(room.slug);
  await bo.request('chat:read', { seq: await say(bo, 'I am here') });
  return { host, bo, room, id: await idOf(bo), leave: () => bo.request('room:leave', {}) };
}

test('home knows the rooms one was in, what is new there, and how much of it names one', async () => {
  const { host, bo, room, id, leave } = await scene();
  expect(await home(await server.person('Cy'))).toEqual({ known: [], fresh: [] });
  await leave();
  await say(host, 'One');
  await say(host, '@Bo *two*', [id]);
  const gone = await say(host, 'Three');
  await host.request('chat:delete', { seq: gone });
  const { known } = await home(bo);
  expect(known).toMatchObject([
    { card: { slug: room.slug, count: 1 }, unread: 2, mentions: 1, last: { name: 'Hana', text: '@Bo two' } },
  ]);
});

test('home is silent about people who are kept apart', async () => {
  const { host, bo, id, leave } = await scene();
  const cy = await server.person('Cy');
  await cy.join((await home(bo)).known[0]?.card.slug ?? ('' as never));
  await leave();
  await say(cy, 'Fine here');
  await say(host, '@Bo you there?', [id]);
  await bo.ask('PUT', `/people/${await idOf(host)}/block`, {});
  expect((await home(bo)).known).toMatchObject([
    { unread: 1, mentions: 0, last: { name: 'Cy', text: 'Fine here' } },
  ]);
});

test('home has no room from which one was removed', async () => {
  const { host, bo, room } = await scene();
  expect((await home(bo)).known).toHaveLength(1);
  const { participants } = await host.join(room.slug);
  const participantId = participants.find(({ name }) => name === 'Bo')?.id;
  if (!participantId) throw new Error('Bo is not there');
  await host.request('moderation:remove', { participantId, ban: false });
  expect((await home(bo)).known).toEqual([]);
});

test('home shows what was opened lately in one’s interests by people one is not kept apart from', async () => {
  const { host, bo, room, leave } = await scene({ interests: ['film'] as never });
  await leave();
  expect((await home(bo)).fresh).toEqual([]);
  await bo.ask('PUT', '/interests/film/follow', {});
  await host.openRoom({ interests: ['film'] as never, visibility: 'link', lasting: true });
  await host.openRoom({ interests: ['chess'] as never, lasting: true });
  expect((await home(bo)).fresh).toMatchObject([{ slug: room.slug }]);
  expect((await home(host)).fresh).toEqual([]);
  await bo.ask('PUT', `/people/${await idOf(host)}/block`, {});
  expect((await home(bo)).fresh).toEqual([]);
});
