import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditEntry } from '../../protocol/audit.ts';
import type { NoticePage } from '../../protocol/notices.ts';
import type { ReportInfo } from '../../protocol/reports.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const idOf = async (client: Client) => (await client.ask<{ id: string }>('GET', '/me')).id;
const queueOf = async (client: Client) =>
  (await client.ask<{ reports: ReportInfo[] }>('GET', '/reports')).reports;
const write = (client: Client, text: string) =>
  client.request('chat:send', { clientMessageId: crypto.randomUUID() as never, text });

/** Hana with a room, in which Bob wrote something and Eve read it. */
async function company() {
  const [hana, bob, eve] = [
    await server.person('Hana'),
    await server.person('Bob'),
    await server.person('Eve'),
  ];
  const room = await hana.openRoom({ lasting: true });
  for (const client of [hana, bob, eve]) await client.join(room.slug);
  const { seq } = await write(bob, 'You all are fools');
  const report = (by: Client, body: object) =>
    by.ask('POST', '/reports', { room: room.slug, reason: 'insults', ...body });
  return { hana, bob, eve, room, seq, report };
}

test('a reported line is kept as it was, and whoever reported it is told what came of it', async () => {
  const { hana, bob, eve, seq, report } = await company();
  await report(eve, { seq, note: 'This one' });
  await bob.request('chat:delete', { seq });
  const [found, ...others] = await queueOf(hana);
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    ...{ kind: 'line', seq, state: 'open', reason: 'insults', note: 'This one' },
    ...{ person: { name: 'Bob' }, reporter: { name: 'Eve' } },
  });
  expect(found?.evidence).toMatchObject([{ seq, text: 'You all are fools', author: { name: 'Bob' } }]);
  const decide = (outcome: string | null) => hana.ask('PUT', `/reports/${found?.id}`, { outcome });
  await decide(null);
  expect(await queueOf(hana)).toMatchObject([{ state: 'taken', by: { name: 'Hana' } }]);
  await decide('acted');
  await expect(decide('nothing')).rejects.toMatchObject({ code: 'conflict' });
  const { notices } = await eve.ask<NoticePage>('GET', '/me/notices');
  expect(notices).toMatchObject([{ kind: 'reportActed', who: null }]);
});

test('whoever is reported learns of it by nothing that they can ask, and neither does anybody else', async () => {
  const { hana, bob, eve, report } = await company();
  const moId = await idOf(bob);
  await hana.request('role:grant', { userId: moId as never, role: 'moderator' });
  await report(eve, { person: moId });
  expect(await queueOf(bob)).toEqual([]);
  expect(await queueOf(eve)).toEqual([]);
  const [found] = await queueOf(hana);
  await expect(bob.ask('PUT', `/reports/${found?.id}`, { outcome: 'nothing' })).rejects.toMatchObject({
    code: 'not_found',
  });
  const { entries } = await bob.ask<{ entries: AuditEntry[] }>('GET', '/audit');
  expect(entries.filter(({ action }) => action !== 'roleGiven')).toMatchObject([
    { action: 'reported', by: null },
  ]);
  expect(JSON.stringify(entries)).not.toContain(await idOf(eve));
});

test('the same again says nothing new, guests count a quarter, and the weightiest comes first', async () => {
  const { hana, bob, eve, room, report } = await company();
  const cy = await server.person('Cy');
  await report(eve, { person: await idOf(bob) });
  await expect(report(eve, { person: await idOf(bob) })).rejects.toMatchObject({ code: 'conflict' });
  await expect(report(eve, { person: await idOf(eve) })).rejects.toMatchObject({ code: 'conflict' });
  await expect(report(eve, { seq: 999 })).rejects.toMatchObject({ code: 'not_found' });
  await report(cy, { person: await idOf(bob), lines: false });
  await report(cy, { note: 'The whole room' });
  const queue = await queueOf(hana);
  expect(queue.map(({ kind, weight }) => [kind, weight])).toEqual([
    ['person', 0.5],
    ['person', 0.5],
  ]);
  expect(queue.find(({ reporter }) => reporter?.name === 'Cy')?.evidence).toEqual([]);
  expect(room.id).toBe(queue[0]?.room?.id);
});

test('who was put out objects once, and those who keep order read it', async () => {
  const { hana, bob, eve, room } = await company();
  const appeal = (by: Client) => by.ask('POST', `/rooms/${room.slug}/appeal`, { note: 'It was my brother' });
  await expect(appeal(eve)).rejects.toMatchObject({ code: 'conflict' });
  await hana.request('moderation:remove', { userId: (await idOf(bob)) as never, reason: 'insults' });
  await appeal(bob);
  await expect(appeal(bob)).rejects.toMatchObject({ code: 'conflict' });
  expect(await queueOf(hana)).toMatchObject([
    { kind: 'appeal', note: 'It was my brother', person: { name: 'Bob' } },
  ]);
});
