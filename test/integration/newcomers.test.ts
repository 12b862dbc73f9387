import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  // Empty is the default: as every house has it that says nothing.
  server = await startServer({ env: { NEWCOMER_MINUTES: '' } });
});
afterAll(() => server.close());

const later = { code: 'new_here', retryAfterMs: expect.any(Number) };
const tooFast = { code: 'rate_limited', retryAfterMs: expect.any(Number) };
const say = (client: Client, text: string) =>
  client.request('chat:send', { clientMessageId: crypto.randomUUID() as never, text });
const file = (client: Client, roomId: string) =>
  client.ask('POST', '/files', { roomId, name: 'a.txt', size: 3 });
const idOf = async (client: Client) => (await client.ask<{ id: string }>('GET', '/me')).id;

async function company() {
  const [hana, bo] = [await server.person('Hana'), await server.person('Bo')];
  const room = await hana.openRoom({ lasting: true });
  await hana.join(room.slug);
  const seat = await bo.join(room.slug);
  return { hana, bo, room, seat };
}

test('whoever is new writes less, names and links less, asks fewer questions of links, and sends no file', async () => {
  const { bo, room } = await company();
  await expect(say(bo, 'a.com and b.com')).rejects.toMatchObject({ code: 'new_here_less' });
  const { seq } = await say(bo, 'Hello');
  await expect(bo.request('chat:edit', { seq, text: 'a.com b.com' })).rejects.toMatchObject({
    code: 'new_here_less',
  });
  await expect(bo.request('question:ask', { text: 'Is a.com or b.com better?' })).rejects.toMatchObject({
    code: 'new_here_less',
  });
  for (let line = 0; line < 7; line++) await say(bo, `Line ${line}`);
  await expect(say(bo, 'Another')).rejects.toMatchObject(tooFast);
  await expect(file(bo, room.id)).rejects.toMatchObject(later);
});

test('whoever opened the room, was given a role there, or is a friend of its host, is held to nothing', async () => {
  const { hana, bo, room } = await company();
  for (let line = 0; line < 12; line++) await say(hana, 'See a.com and b.com');
  await expect(file(hana, room.id)).resolves.toMatchObject({ received: 0 });
  await hana.request('role:grant', { userId: (await idOf(bo)) as never, role: 'speaker' });
  await expect(file(bo, room.id)).resolves.toMatchObject({ received: 0 });
  const cy = await server.person('Cy');
  await cy.join(room.slug);
  await expect(file(cy, room.id)).rejects.toMatchObject(later);
  await cy.ask('PUT', `/people/${await idOf(hana)}/friend`, {});
  await hana.ask('PUT', `/people/${await idOf(cy)}/friend`, {});
  await expect(file(cy, room.id)).resolves.toMatchObject({ received: 0 });
});

test('whoever is new opens two rooms, asks three people to be friends, and walks through five rooms in a minute', async () => {
  const eve = await server.person('Eve');
  for (const name of ['One', 'Two']) await eve.openRoom({ name });
  await expect(eve.openRoom({ name: 'Three' })).rejects.toMatchObject(later);
  const others = [];
  for (const name of ['A', 'B', 'C', 'D', 'E', 'F']) {
    const host = await server.person(name);
    const room = await host.openRoom({ name, lasting: true });
    others.push({ host, room, id: await idOf(host) });
  }
  for (const { id } of others.slice(0, 3)) await eve.ask('PUT', `/people/${id}/friend`, {});
  await expect(eve.ask('PUT', `/people/${others[3]?.id}/friend`, {})).rejects.toMatchObject(later);
  const asking = others[4];
  await asking?.host.ask('PUT', `/people/${await idOf(eve)}/friend`, {});
  await expect(eve.ask('PUT', `/people/${asking?.id}/friend`, {})).resolves.toBeDefined();
  for (const { room } of others.slice(0, 3)) {
    await eve.join(room.slug);
    await eve.request('room:leave', {});
  }
  // Of a friend of whoever opened it nothing is counted.
  await eve.join(others[4]?.room.slug ?? ('' as never));
  await eve.request('room:leave', {});
  for (const { room } of [others[3], others[5]].flatMap((one) => one ?? [])) {
    await eve.join(room.slug);
    await eve.request('room:leave', {});
  }
  const { room: again } = others[0] ?? { room: { slug: '' as never } };
  await expect(eve.join(again.slug)).resolves.toBeDefined();
  await eve.request('room:leave', {});
  const host = await server.person('Last');
  const sixth = await host.openRoom({ name: 'Sixth' });
  // At its door neither, and a room in which nobody is does not wake for it.
  await expect(eve.join(sixth.slug)).rejects.toMatchObject(tooFast);
  await expect(eve.request('door:knock', { slug: sixth.slug, reason: '' })).rejects.toMatchObject(tooFast);
  await expect(eve.request('door:queue', { slug: sixth.slug })).rejects.toMatchObject(tooFast);
  expect(server.app.rooms.live(sixth.id)).toBeUndefined();
});

test('moderators see who is new, and nobody else does', async () => {
  const { hana, bo, seat } = await company();
  expect(await hana.request('moderation:newcomers', {})).toEqual({ ids: [seat.selfId] });
  const look = await hana.request('moderation:look', { participantId: seat.selfId });
  expect(look.newForMs).toBeGreaterThan(500_000);
  await expect(bo.request('moderation:newcomers', {})).rejects.toMatchObject({ code: 'forbidden' });
});
