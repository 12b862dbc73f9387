import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Conversation } from '../../protocol/conversations.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { NoticePage } from '../../protocol/notices.ts';
import type { Me } from '../../protocol/people.ts';
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

/** Ann, her friends, and their ids. */
async function friends(count: number, at = server) {
  const ann = await at.person('Ann');
  const annId = await idOf(ann);
  const others = await Promise.all(['Bo', 'Cy', 'Dee', 'Eve'].slice(0, count).map((name) => at.person(name)));
  const ids: UserId[] = [];
  for (const other of others) {
    const id = await idOf(other);
    await ann.ask('PUT', `/people/${id}/friend`, {});
    await other.ask('PUT', `/people/${annId}/friend`, {});
    ids.push(id);
  }
  return { ann, annId, others, ids };
}

async function call(ann: Client, people: UserId[], join = true) {
  const { room } = await ann.ask<Conversation>('POST', '/me/conversations', { people });
  if (join) await ann.join(room.slug);
  return { room, ring: await ann.request('ring:call', { roomId: room.id, people, video: true }) };
}

test('R14: four friends are told at once, each as they want it, and their answers come back', async () => {
  const { ann, annId, others, ids } = await friends(4);
  const [bo, cy, dee, eve] = others as [Client, Client, Client, Client];
  const [boId, cyId, deeId, eveId] = ids as [UserId, UserId, UserId, UserId];
  const secondTab = await server.client({ cookie: bo.cookie });
  await dee.request('presence:choose', { status: 'dnd', visibleTo: 'everyone' });
  await eve.request('presence:choose', { status: 'invisible', visibleTo: 'everyone' });
  const began = performance.now();
  const { room, ring } = await call(ann, ids);
  expect(room).toMatchObject({ visibility: 'members' });
  for (const tab of [bo, secondTab, cy, eve]) {
    const [incoming] = await tab.count('ring:incoming', 1);
    expect(incoming).toMatchObject({
      id: ring.id,
      from: { id: annId, name: 'Ann' },
      room: { slug: room.slug },
      video: true,
    });
  }
  expect(performance.now() - began).toBeLessThan(2_000);
  // Who wants no disturbance looks as if they did not answer, and who is invisible as if they were not here.
  expect(ring.people).toEqual([
    { id: boId, answer: 'ringing' },
    { id: cyId, answer: 'ringing' },
    { id: deeId, answer: 'ringing' },
    { id: eveId, answer: 'away' },
  ]);
  expect(dee.all('ring:incoming')).toEqual([]);
  expect((await dee.request('ring:waiting', {})).rings).toEqual([]);

  await bo.join(room.slug);
  await secondTab.count('ring:over', 1);
  await cy.request('ring:decline', { id: ring.id });
  await eve.request('ring:decline', { id: ring.id });
  await cy.count('ring:over', 1);
  const answers = () =>
    ann
      .all('ring:changed')
      .at(-1)
      ?.people.map(({ answer }) => answer);
  await eventually(answers).toEqual(['joined', 'declined', 'ringing', 'away']);
  await ann.request('room:leave', {});
  await eventually(() => ann.all('ring:changed').at(-1)).toMatchObject({ over: true });
  expect(answers()).toEqual(['joined', 'declined', 'missed', 'away']);
});

test('who opens another tab while it rings hears it there, and it stops everywhere when the caller takes it back', async () => {
  const { ann, others, ids } = await friends(1);
  const bo = others[0] as Client;
  const { ring } = await call(ann, ids);
  const late = await server.client({ cookie: bo.cookie });
  expect((await late.request('ring:waiting', {})).rings).toMatchObject([
    { id: ring.id, from: { name: 'Ann' } },
  ]);
  const stopped = Promise.all([bo, late].map((tab) => tab.next('ring:over')));
  // Somebody else cannot take it back.
  await bo.request('ring:cancel', { id: ring.id });
  expect((await late.request('ring:waiting', {})).rings).toHaveLength(1);
  await ann.request('ring:cancel', { id: ring.id });
  await stopped;
  expect((await late.request('ring:waiting', {})).rings).toEqual([]);
});

test('only friends ring each other, and into rooms that are for both', async () => {
  const { ann, annId, others, ids } = await friends(2);
  const [bo, cy] = others as [Client, Client];
  const { room } = await call(ann, ids);
  const stranger = await server.person('Zoe');
  // A one-sided request grants nothing.
  await stranger.ask('PUT', `/people/${annId}/friend`, {});
  const open = await stranger.openRoom();
  const ring = (by: Client, roomId: unknown, to: UserId) =>
    by.request('ring:call', { roomId: roomId as never, people: [to] });
  await expect(ring(stranger, open.id, annId)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(ring(bo, open.id, ids[1] as UserId)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(ring(stranger, room.id, annId)).rejects.toMatchObject({ code: 'not_found' });
  const own = await ann.openRoom({ visibility: 'friends' });
  const dee = await server.person('Dee');
  await dee.ask('PUT', `/people/${ids[0]}/friend`, {});
  await bo.ask('PUT', `/people/${await idOf(dee)}/friend`, {});
  await expect(ring(bo, own.id, await idOf(dee))).rejects.toMatchObject({ code: 'forbidden' });
  expect(dee.all('ring:incoming')).toEqual([]);
  await cy.ask('PUT', `/people/${annId}/block`, {});
  await expect(ring(ann, room.id, ids[1] as UserId)).rejects.toMatchObject({ code: 'forbidden' });
});

test('who had nothing open, or did not answer, finds it in the inbox until they step in', async () => {
  const { ann, others, ids } = await friends(2);
  const [bo, cy] = others as [Client, Client];
  bo.close();
  await eventually(async () => (await ann.request('presence:watch', {})).people[0]?.status).toBe('offline');
  const { room, ring } = await call(ann, ids);
  await cy.count('ring:incoming', 1);
  const rungIn = async (client: Client) =>
    (await client.ask<NoticePage>('GET', '/me/notices')).notices
      .filter(({ kind }) => kind === 'ring')
      .map(({ who, room: place, read }) => [who?.name, place?.id, read]);
  await eventually(() => rungIn(bo)).toEqual([['Ann', room.id, false]]);
  expect(await rungIn(cy)).toEqual([]);
  await ann.request('ring:cancel', { id: ring.id });
  await eventually(() => rungIn(cy)).toEqual([['Ann', room.id, false]]);
  await cy.join(room.slug);
  await eventually(() => rungIn(cy)).toEqual([['Ann', room.id, true]]);
});

test('a block stops the ring at once', async () => {
  const { ann, annId, others, ids } = await friends(2);
  const bo = others[0] as Client;
  const { ring } = await call(ann, ids);
  await bo.count('ring:incoming', 1);
  const stopped = bo.next('ring:over');
  await bo.ask('PUT', `/people/${annId}/block`, {});
  expect(await stopped).toEqual({ id: ring.id });
  await eventually(() => ann.all('ring:changed').at(-1)?.people[0]?.answer).toBe('missed');
});

test('nobody rings more than ten people a minute', async () => {
  const strict = await startServer({ env: { RATE_SCALE: '1' } });
  try {
    const { ann, ids } = await friends(4, strict);
    const { room } = await call(ann, ids);
    const again = () => ann.request('ring:call', { roomId: room.id, people: ids });
    await again();
    await expect(again()).rejects.toMatchObject({ code: 'rate_limited' });
  } finally {
    await strict.close();
  }
});
