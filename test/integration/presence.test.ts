import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UserId } from '../../protocol/ids.ts';
import type { Me } from '../../protocol/people.ts';
import type { ProfilePage } from '../../protocol/profile.ts';
import type { Client } from '../support/Client.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const idOf = async (client: Client) => (await client.ask<Me>('GET', '/me')).id;
const tie = async (by: Client, whom: UserId, kind: string) => by.ask('PUT', `/people/${whom}/${kind}`, {});

/** Somebody, and one who follows them. */
async function followed() {
  const [ann, bo] = [await server.person('Ann'), await server.person('Bo')];
  const id = await idOf(bo);
  await tie(ann, id, 'follow');
  const last = () => ann.all('presence:changed').findLast((it) => it.id === id);
  return { ann, bo, id, last };
}

test('R12: online, idle, do not disturb, in a room, and gone reach a follower within two seconds', async () => {
  const { ann, bo, id, last } = await followed();
  const room = await bo.openRoom({ name: 'Repair café' });
  expect((await ann.request('presence:watch', {})).people).toEqual([{ id, status: 'online', room: null }]);
  const told = async (act: () => Promise<unknown>, expected: object) => {
    const began = performance.now();
    await act();
    await eventually(last).toMatchObject({ id, ...expected });
    expect(performance.now() - began).toBeLessThan(2_000);
  };
  await told(() => bo.request('presence:setIdle', { idle: true }), { status: 'idle' });
  await told(() => bo.request('presence:setIdle', { idle: false }), { status: 'online' });
  const dnd = { status: 'dnd', visibleTo: 'everyone' } as const;
  await told(() => bo.request('presence:choose', dnd), { status: 'dnd' });
  await told(() => bo.join(room.slug), { room: { slug: room.slug, name: 'Repair café' } });
  await told(() => bo.request('room:leave', {}), { room: null });
  await told(async () => bo.close(), { status: 'offline' });
});

test('R12: who is invisible is nowhere: not for followers, not on cards, not on the own page', async () => {
  const { ann, bo, id, last } = await followed();
  const room = await ann.openRoom();
  await bo.join(room.slug);
  await eventually(last).toMatchObject({ status: 'online', room: { slug: room.slug } });
  await ann.request('lobby:watch', {});
  const gone = ann.next('lobby:card', ({ faces }) => faces.length === 0);
  await bo.request('presence:choose', { status: 'invisible', visibleTo: 'everyone' });
  await eventually(last).toEqual({ id, status: 'offline', room: null });
  expect(await gone).toMatchObject({ count: 1, talkingIds: [] });
  expect((await ann.ask<ProfilePage>('GET', `/people/${id}`)).now).toBeNull();
  // Whoever steps in anew is as invisible from the first moment on.
  await bo.request('room:leave', {});
  const from = ann.heard.length;
  await bo.join(room.slug);
  const { participants } = await ann.join(room.slug);
  const faces = ann.heard
    .slice(from)
    .flatMap(({ name, payload }) => (name === 'lobby:card' ? [payload] : []));
  expect(JSON.stringify(faces)).not.toContain('Bo');
  // In the room itself everybody sees who is there.
  expect(participants.map(({ name }) => name)).toContain('Bo');
});

test('who is visible to friends is offline to followers, and to nobody is offline to all', async () => {
  const { ann, bo, id } = await followed();
  const cy = await server.person('Cy');
  await tie(cy, id, 'friend');
  await tie(bo, await idOf(cy), 'friend');
  const seen = async (by: Client) =>
    (await by.request('presence:watch', {})).people.map(({ status }) => status);
  await bo.request('presence:choose', { status: 'online', visibleTo: 'friends' });
  expect([await seen(ann), await seen(cy)]).toEqual([['offline'], ['online']]);
  await bo.request('presence:choose', { status: 'online', visibleTo: 'nobody' });
  expect([await seen(ann), await seen(cy)]).toEqual([['offline'], ['offline']]);
  expect((await bo.request('presence:watch', {})).own).toEqual({ status: 'online', visibleTo: 'nobody' });
});

test('strangers are told of nobody, and who was blocked no more', async () => {
  const { ann, bo, id } = await followed();
  const stranger = await server.person('Dee');
  await tie(bo, await idOf(ann), 'block');
  const before = ann.all('presence:changed').length;
  await bo.request('presence:setIdle', { idle: true });
  await Promise.all([ann.settled(), stranger.settled()]);
  expect(
    ann
      .all('presence:changed')
      .slice(before)
      .filter((it) => it.id === id),
  ).toEqual([]);
  expect(stranger.all('presence:changed')).toEqual([]);
  expect((await ann.request('presence:watch', {})).people).toEqual([]);
});
