import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UserId } from '../../protocol/ids.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer({ env: { ROOM_CAPACITY: '3' } });
});
afterAll(() => server.close());

/** Hana in a room of hers, with its door as she wants it. */
async function house(door?: { entry: 'free' | 'knock' | 'passcode'; passcode?: string }) {
  const hana = await server.person('Hana');
  const room = await hana.openRoom({ lasting: true });
  await hana.join(room.slug);
  if (door) await hana.request('door:set', door);
  return { hana, room };
}

const roleOf = ({ selfId, participants }: Awaited<ReturnType<Client['join']>>) =>
  participants.find(({ id }) => id === selfId)?.role;

test('who knocks is seen with the reason by who may open, and comes in once let in', async () => {
  const { hana, room } = await house({ entry: 'knock' });
  const bob = await server.person('Bob');
  await expect(bob.join(room.slug)).rejects.toMatchObject({ code: 'knock_first' });
  const seen = hana.next('door:outside');
  await bob.request('door:knock', { slug: room.slug, reason: 'Ann sends me' });
  const { knocks } = await seen;
  expect(knocks).toMatchObject([{ person: { name: 'Bob' }, reason: 'Ann sends me' }]);
  const answered = bob.next('door:answered');
  await hana.request('door:answer', { userId: knocks[0]?.person.id as UserId, admit: true });
  expect(await answered).toEqual({ slug: room.slug, admitted: true });
  await expect(bob.join(room.slug)).resolves.toMatchObject({ room: { id: room.id } });
});

test('who is not let in stays out, and a visitor inside neither sees nor answers knocks', async () => {
  const { hana, room } = await house();
  const cy = await server.person('Cy');
  await cy.join(room.slug);
  await hana.request('door:set', { entry: 'knock' });
  const bob = await server.person('Bob');
  const seen = hana.next('door:outside');
  await bob.request('door:knock', { slug: room.slug });
  const userId = (await seen).knocks[0]?.person.id as UserId;
  await expect(cy.request('door:answer', { userId, admit: true })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const answered = bob.next('door:answered');
  await hana.request('door:answer', { userId, admit: false });
  expect(await answered).toMatchObject({ admitted: false });
  await expect(bob.join(room.slug)).rejects.toMatchObject({ code: 'knock_first' });
  expect(cy.all('door:outside')).toEqual([]);
  await expect(hana.request('door:answer', { userId, admit: true })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('who knocks and goes away stands there no longer, and a door that opens lets all in who knock', async () => {
  const { hana, room } = await house({ entry: 'knock' });
  const [bob, cy] = [await server.person('Bob'), await server.person('Cy')];
  await bob.request('door:knock', { slug: room.slug });
  await cy.request('door:knock', { slug: room.slug });
  const gone = hana.next('door:outside', ({ knocks }) => knocks.length === 1);
  await bob.drop();
  expect((await gone).knocks).toMatchObject([{ person: { name: 'Cy' } }]);
  const answered = cy.next('door:answered');
  await hana.request('door:set', { entry: 'free' });
  expect(await answered).toMatchObject({ admitted: true });
  await expect(cy.request('door:knock', { slug: room.slug })).rejects.toMatchObject({ code: 'conflict' });
});

test('a passcode opens, a wrong one does not, and a machine that tries them all is stopped', async () => {
  const { hana, room } = await house();
  await expect(hana.request('door:set', { entry: 'passcode' })).rejects.toMatchObject({ code: 'conflict' });
  await hana.request('door:set', { entry: 'passcode', passcode: 'rye and salt' });
  const bob = await server.person('Bob');
  await expect(bob.join(room.slug)).rejects.toMatchObject({ code: 'passcode_needed' });
  await expect(bob.join(room.slug, { key: { passcode: 'wheat' } })).rejects.toMatchObject({
    code: 'passcode_wrong',
  });
  const { seatToken } = await bob.join(room.slug, { key: { passcode: 'rye and salt' } });
  // Who has a seat needs no passcode to come back to it.
  await bob.drop();
  const back = await server.client({ cookie: bob.cookie });
  await expect(back.join(room.slug, { seatToken })).resolves.toBeDefined();
});

test('who guesses passcodes runs out of tries', async () => {
  const strict = await startServer({ env: { RATE_SCALE: '1' } });
  try {
    const hana = await strict.person('Hana');
    const room = await hana.openRoom();
    await hana.join(room.slug);
    await hana.request('door:set', { entry: 'passcode', passcode: '4711' });
    const bob = await strict.person('Bob');
    const codes = [];
    for (let tried = 0; tried < 14; tried++) {
      const answer = await bob.answer('room:join', { slug: room.slug, key: { passcode: `000${tried}` } });
      codes.push(answer.ok ? 'in' : answer.error.code);
    }
    expect(codes.filter((code) => code === 'passcode_wrong').length).toBeLessThanOrEqual(10);
    expect(codes.at(-1)).toBe('rate_limited');
    const late = await bob.answer('room:join', { slug: room.slug, key: { passcode: '4711' } });
    expect(late).toMatchObject({ ok: false, error: { code: 'rate_limited' } });
  } finally {
    await strict.close();
  }
});

test('an invitation leads past the door with its role, so often as it says, until it is burned', async () => {
  const { hana, room } = await house({ entry: 'knock' });
  const { token, invite } = await hana.request('invite:make', { role: 'speaker', most: 1 });
  expect(invite).toMatchObject({ role: 'speaker', by: 'Hana', most: 1, used: 0, expiresAt: null });
  const [bob, cy] = [await server.person('Bob'), await server.person('Cy')];
  expect(roleOf(await bob.join(room.slug, { key: { invite: token } }))).toBe('speaker');
  await bob.request('room:leave', {});
  // Who came by it comes again, by it and without it.
  await bob.join(room.slug, { key: { invite: token } });
  await bob.request('room:leave', {});
  await bob.join(room.slug);
  await expect(cy.join(room.slug, { key: { invite: token } })).rejects.toMatchObject({ code: 'invite_over' });

  const { token: other, invite: open } = await hana.request('invite:make', {});
  const { invites } = await hana.request('invite:list', {});
  expect(invites.map(({ used }) => used)).toEqual([1, 0]);
  await hana.request('invite:burn', { id: open.id });
  await expect(cy.join(room.slug, { key: { invite: other } })).rejects.toMatchObject({ code: 'invite_over' });
  await expect(hana.request('invite:burn', { id: open.id })).rejects.toMatchObject({ code: 'not_found' });
});

test('nobody invites above themselves, into another room, or where only some may come', async () => {
  const { hana, room } = await house();
  const { hana: otto, room: other } = await house({ entry: 'knock' });
  const { token } = await hana.request('invite:make', { role: 'moderator' });
  const bob = await server.person('Bob');
  await expect(bob.join(other.slug, { key: { invite: token } })).rejects.toMatchObject({
    code: 'invite_over',
  });
  await bob.join(room.slug, { key: { invite: token } });
  await expect(bob.request('invite:make', { role: 'moderator' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(bob.request('invite:make', { role: 'speaker' })).resolves.toBeDefined();
  const visitor = await server.person('Vi');
  await visitor.join(room.slug);
  await expect(visitor.request('invite:make', {})).rejects.toMatchObject({ code: 'forbidden' });
  await otto.request('room:leave', {});
  const friends = await otto.openRoom({ visibility: 'friends' });
  await otto.join(friends.slug);
  await expect(otto.request('invite:make', {})).rejects.toMatchObject({ code: 'forbidden' });
});

test('who was removed gets in by no invitation, knock or passcode', async () => {
  const { hana, room } = await house();
  const bob = await server.person('Bob');
  const { selfId } = await bob.join(room.slug);
  const { token } = await hana.request('invite:make', {});
  await hana.request('door:set', { entry: 'knock' });
  await hana.request('moderation:remove', { participantId: selfId });
  for (const key of [{ invite: token }, {}]) {
    await expect(bob.join(room.slug, { key })).rejects.toMatchObject({ code: 'forbidden' });
  }
  await expect(bob.request('door:knock', { slug: room.slug })).rejects.toMatchObject({ code: 'forbidden' });
  const { invites } = await hana.request('invite:list', {});
  expect(invites).toMatchObject([{ used: 0 }]);
});

test('who waits for a seat is told the place, and called in turn; nobody overtakes', async () => {
  const { hana, room } = await house();
  const inside = [];
  for (const name of ['In1', 'In2']) {
    const client = await server.person(name);
    await client.join(room.slug);
    inside.push(client);
  }
  const [bob, cy, late] = [
    await server.person('Bob'),
    await server.person('Cy'),
    await server.person('Late'),
  ];
  await expect(bob.join(room.slug)).rejects.toMatchObject({ code: 'room_full' });
  expect(await bob.request('door:queue', { slug: room.slug })).toEqual({ place: 1 });
  expect(await cy.request('door:queue', { slug: room.slug })).toEqual({ place: 2 });
  const [called, moved] = [bob.next('door:answered'), cy.next('door:place', ({ place }) => place === 1)];
  await inside[0]?.request('room:leave', {});
  expect(await called).toMatchObject({ admitted: true });
  await moved;
  for (const other of [late, cy]) {
    await expect(other.join(room.slug)).rejects.toMatchObject({ code: 'room_full' });
  }
  await bob.join(room.slug);
  const next = cy.next('door:answered');
  await inside[1]?.request('room:leave', {});
  expect(await next).toMatchObject({ admitted: true });
  await cy.join(room.slug);
  await expect(hana.request('door:queue', { slug: room.slug })).rejects.toMatchObject({ code: 'conflict' });
});
