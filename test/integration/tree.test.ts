import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const roleOf = ({ selfId, participants }: Awaited<ReturnType<Client['join']>>) =>
  participants.find(({ id }) => id === selfId)?.role;

/** Hana and Bob in a room, with another one beside it. */
async function family() {
  const [hana, bob] = [await server.person('Hana'), await server.person('Bob')];
  const room = await hana.openRoom({ lasting: true });
  await hana.join(room.slug);
  const seat = await bob.join(room.slug);
  const beside = await hana.request('tree:open', { name: 'The quiet corner' });
  return { hana, bob, room, beside, seat };
}

test('R21: an interest has rooms, a room has rooms beside it, and who is in each is seen in all of them', async () => {
  const { hana, bob, room, beside } = await family();
  expect(beside).toMatchObject({ parentId: room.id, interests: room.interests, lasting: false });
  const cy = await server.person('Cy');
  const seen = bob.next('tree:changed', ({ rooms }) => rooms[1]?.count === 1);
  await cy.join(beside.slug);
  expect((await seen).rooms).toMatchObject([
    { slug: room.slug, count: 2 },
    { slug: beside.slug, count: 1, faces: [{ name: 'Cy' }], parentId: room.id },
  ]);
  expect((await cy.request('tree:list', {})).rooms.map(({ slug }) => slug)).toEqual([room.slug, beside.slug]);
  const found = await fetch(`${server.url}/api/interests/${room.interests[0]}`);
  const { data } = (await found.json()) as { data: { rooms: { slug: string; parentId?: string }[] } };
  expect(data.rooms.find(({ slug }) => slug === beside.slug)).toMatchObject({ parentId: room.id });
  await hana.request('room:leave', {});
});

test('who runs a room runs those beside it', async () => {
  const { hana, bob, seat, beside } = await family();
  const userId = seat.participants.find(({ id }) => id === seat.selfId)?.userId ?? ('' as never);
  await hana.request('role:grant', { userId, role: 'moderator' });
  for (const [client, role] of [
    [hana, 'owner'],
    [bob, 'moderator'],
  ] as const) {
    await client.request('room:leave', {});
    expect(roleOf(await client.join(beside.slug))).toBe(role);
  }
});

test('whoever is moved leaves at once, is told whereto, and is let in', async () => {
  const { hana, bob, seat, beside, room } = await family();
  const inside = await server.person('Inside');
  await inside.join(beside.slug);
  const [told, left] = [bob.next('room:ended'), hana.next('room:participantLeft')];
  await hana.request('tree:move', { participantId: seat.selfId, slug: beside.slug });
  expect(await told).toMatchObject({ reason: 'moved', moved: { slug: beside.slug, by: 'Hana' } });
  expect(await left).toEqual({ id: seat.selfId, reason: 'moved' });
  await expect(bob.join(room.slug, { seatToken: seat.seatToken })).resolves.not.toMatchObject({
    selfId: seat.selfId,
  });
  await bob.request('room:leave', {});
  await expect(bob.join(beside.slug)).resolves.toBeDefined();
});

test('nobody is moved by their equals, or into a room that is not beside', async () => {
  const { hana, bob, seat, beside } = await family();
  const elsewhere = await (await server.person('Otto')).openRoom({ name: 'Elsewhere', lasting: true });
  const { selfId: participantId } = seat;
  await expect(hana.request('tree:move', { participantId, slug: elsewhere.slug })).rejects.toMatchObject({
    code: 'not_found',
  });
  const ownerId = seat.participants.find(({ name }) => name === 'Hana')?.id ?? ('' as never);
  await expect(bob.request('tree:move', { participantId: ownerId, slug: beside.slug })).rejects.toMatchObject(
    { code: 'forbidden' },
  );
  await expect(bob.request('tree:open', { name: 'Mine' })).rejects.toMatchObject({ code: 'forbidden' });
});

test('who was put out of a room is out of those beside it', async () => {
  const { hana, bob, seat, beside } = await family();
  await hana.request('moderation:remove', { participantId: seat.selfId, reason: 'other' } as never);
  await expect(bob.join(beside.slug)).rejects.toMatchObject({ code: 'forbidden' });
});
