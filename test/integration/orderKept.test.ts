import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditEntry } from '../../protocol/audit.ts';
import type { Belongings } from '../../protocol/belongings.ts';
import type { Client } from '../support/Client.ts';
import { events } from '../support/events.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { fetchFile, sayFiles, sendFile } from '../support/files.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer({ env: { TRUST_PROXY: '1' } });
});
afterAll(() => server.close());

const idOf = async (client: Client) => (await client.ask<{ id: string }>('GET', '/me')).id;

async function company() {
  const [hana, bo] = [await server.person('Hana'), await server.person('Bo')];
  const room = await hana.openRoom({ lasting: true });
  await hana.join(room.slug);
  const { selfId: participantId } = await bo.join(room.slug);
  return { hana, bo, room, who: { participantId } };
}

test('lines that were swept away come back with the press that takes it back, files too', async () => {
  const { hana, bo, room, who } = await company();
  const { id } = await sendFile(bo, room.id, Buffer.from('notes'));
  const { seq } = await sayFiles(bo, [id], 'Hello there');
  await hana.request('chat:pin', { seq, pinned: true });
  const { undo } = await hana.request('moderation:sweep', who);
  const line = async () => (await hana.request('chat:before', { seq: seq + 1 })).messages.at(-1);
  expect(await line()).toMatchObject({ deleted: true, text: '' });
  await hana.request('moderation:undo', { id: undo });
  expect(await line()).toMatchObject({ deleted: false, text: 'Hello there', pinned: true, files: [{ id }] });
  expect(await (await fetchFile(hana, id)).text()).toBe('notes');
  const removal = await hana.request('moderation:remove', { ...who, lines: true });
  expect(await line()).toMatchObject({ deleted: true });
  await hana.request('moderation:undo', { id: removal.undo });
  expect(await line()).toMatchObject({ text: 'Hello there' });
  await expect(bo.join(room.slug)).resolves.toBeDefined();
});

test('what a host changes of a room leaves a line in the log, and what stays as it is none', async () => {
  const { hana, room } = await company();
  const { name, interests, language } = room;
  const settings = { name, interests, language, topic: 'Stars', slowSeconds: 5 };
  await hana.request('room:edit', settings);
  await hana.request('room:edit', settings);
  await hana.request('room:lock', { locked: true });
  await hana.request('room:lock', { locked: false });
  const { entries } = await hana.ask<{ entries: AuditEntry[] }>('GET', `/audit?room=${room.id}`);
  expect(entries.map(({ action, note }) => [action, note])).toEqual([
    ['unlocked', ''],
    ['locked', ''],
    ['settingsChanged', 'topic, slowSeconds'],
  ]);
});

test('what holds for somebody and what they reported is among what they take along', async () => {
  const { hana, bo, room, who } = await company();
  await hana.request('moderation:restrain', {
    ...who,
    kind: 'noChat',
    minutes: 5,
    reason: 'insults',
    note: 'Easy',
  });
  const about = { room: room.slug, person: await idOf(hana), reason: 'talksOver', note: 'All day' };
  await bo.ask('POST', '/reports', about);
  expect(await bo.ask<Belongings>('GET', '/me/belongings')).toMatchObject({
    restraints: [{ room: room.name, kind: 'noChat', reason: 'insults', note: 'Easy' }],
    reports: [{ kind: 'person', room: room.name, reason: 'talksOver', note: 'All day', outcome: null }],
  });
  expect(await hana.ask<Belongings>('GET', '/me/belongings')).toMatchObject({ restraints: [], reports: [] });
});

test('who was put out of the room of an event does not say that they come, and may say that they do not', async () => {
  const [hana, bo] = [await server.person('Hana'), await server.person('Bo')];
  const event = await events.announce(hana);
  const { occasion, room } = await events.page(bo, event.slug);
  await hana.join(room ?? ('' as never));
  const seat = await bo.join(room ?? ('' as never));
  await hana.request('moderation:remove', { participantId: seat.selfId, ban: true });
  for (const answer of ['going', 'maybe'] as const) {
    await expect(events.answer(bo, event.slug, occasion.date, answer)).rejects.toMatchObject({
      code: 'forbidden',
    });
  }
  await expect(events.answer(bo, event.slug, occasion.date, 'not')).resolves.toBeDefined();
});

test('guests who come by the invitation of somebody who was banned are kept out, but for who was here before', async () => {
  const hana = await server.person('Hana');
  const room = await hana.openRoom({ lasting: true });
  await hana.join(room.slug);
  const { token } = await hana.request('invite:make', { role: 'guest', minutes: 60, most: 10 });
  const key = { invite: token };
  const marked = async (address: string) => {
    const headers = { 'x-forwarded-for': address, connection: 'close' };
    const given = (await fetch(`${server.url}/api/me`, { headers })).headers.getSetCookie();
    return await server.client({ cookie: given.map((one) => one.split(';')[0]).join('; '), headers });
  };
  const known = await marked('198.51.100.9');
  const eve = await marked('203.0.113.9');
  const { selfId: participantId } = await eve.join(room.slug, { key });
  await hana.request('moderation:remove', { participantId, ban: true });
  const friend = await marked('192.0.2.9');
  await expect(friend.join(room.slug, { key })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(known.join(room.slug, { key })).resolves.toBeDefined();
  const another = await marked('192.0.2.77');
  await expect(another.join(room.slug)).resolves.toBeDefined();
});
