import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Me } from '../../protocol/people.ts';
import type { ProfilePage } from '../../protocol/profile.ts';
import type { OwnTies } from '../../protocol/ties.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const idOf = async (client: Client) => (await client.ask<Me>('GET', '/me')).id;
const own = (client: Client) => client.ask<OwnTies>('GET', '/me/ties');
const put = (client: Client, path: string) => client.ask<OwnTies>('PUT', path, {});
const page = async (by: Client, whom: Client) => by.ask<ProfilePage>('GET', `/people/${await idOf(whom)}`);

test('R17: friends ask, hear of it at once, and agree; both pages show whom they share', async () => {
  const [ann, bo, cy] = await Promise.all(['Ann', 'Bo', 'Cy'].map((name) => server.person(name)));
  if (!ann || !bo || !cy) throw new Error('nobody');
  const asked = bo.next('ties:changed');
  expect(await put(ann, `/people/${await idOf(bo)}/friend`)).toMatchObject({
    asked: [{ name: 'Bo' }],
    friends: [],
  });
  await asked;
  expect(await own(bo)).toMatchObject({ asking: [{ name: 'Ann' }], friends: [] });
  expect((await page(bo, ann)).relation).toMatchObject({ friend: 'asking' });
  const agreed = ann.next('ties:changed');
  expect(await put(bo, `/people/${await idOf(ann)}/friend`)).toMatchObject({
    asking: [],
    friends: [{ name: 'Ann' }],
  });
  await agreed;
  await put(cy, `/people/${await idOf(bo)}/friend`);
  await put(bo, `/people/${await idOf(cy)}/friend`);
  expect((await page(ann, cy)).relation).toEqual({
    blocked: false,
    following: false,
    friend: 'none',
    shared: [expect.objectContaining({ name: 'Bo' })],
  });
  await ann.ask('DELETE', `/people/${await idOf(bo)}/friend`);
  expect(await own(bo)).toMatchObject({ friends: [{ name: 'Cy' }] });
});

test('R18: people, rooms and interests are followed one-way', async () => {
  const [ann, bo] = [await server.person('Ann'), await server.person('Bo')];
  const room = await bo.openRoom({ lasting: true });
  await put(ann, `/people/${await idOf(bo)}/follow`);
  await put(ann, `/rooms/${room.slug}/follow`);
  await put(ann, '/interests/chess/follow');
  expect(await own(ann)).toMatchObject({
    following: [{ name: 'Bo' }],
    rooms: [{ id: room.id }],
    interests: ['chess'],
    friends: [],
  });
  expect(await own(bo)).toMatchObject({ following: [], asking: [], friends: [] });
  expect((await page(ann, bo)).relation).toMatchObject({ following: true, friend: 'none' });
  await ann.ask('DELETE', `/rooms/${room.slug}/follow`);
  await ann.ask('DELETE', '/interests/chess/follow');
  await ann.ask('DELETE', `/people/${await idOf(bo)}/follow`);
  expect(await own(ann)).toMatchObject({ following: [], rooms: [], interests: [] });
});

test('whoever is nobody, or nowhere, cannot be tied to', async () => {
  const ann = await server.person('Ann');
  for (const path of [
    '/people/nobody-has-this-id/follow',
    '/rooms/never-was/follow',
    '/interests/nothing/follow',
  ]) {
    await expect(put(ann, path)).rejects.toMatchObject({ code: 'not_found' });
  }
  await expect(put(ann, `/people/${await idOf(ann)}/follow`)).rejects.toMatchObject({ code: 'conflict' });
  await expect(put(ann, `/people/${await idOf(ann)}/marry`)).rejects.toMatchObject({ code: 'bad_request' });
});

test('somebody met in a room who never said who they are is found in the list by name', async () => {
  const [ann, bo] = [await server.person('Ann'), await server.client()];
  const room = await ann.openRoom();
  await bo.join(room.slug);
  const { name, id } = await bo.ask<Me>('GET', '/me');
  await put(ann, `/people/${id}/follow`);
  await bo.request('room:leave', {});
  expect(await own(ann)).toMatchObject({ following: [{ id, name }] });
});
