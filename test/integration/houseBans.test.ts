import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditEntry } from '../../protocol/audit.ts';
import type { Conversation } from '../../protocol/conversations.ts';
import type { HouseBan } from '../../protocol/houseBans.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { Browser } from '../support/account/Browser.ts';
import { keepName, visit } from '../support/account/people.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { firstAdmin, member } from '../support/house.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
let admin: Awaited<ReturnType<typeof firstAdmin>>;
beforeAll(async () => {
  server = await startServer({ env: { TRUST_PROXY: '1' } });
  admin = await firstAdmin(server);
});
afterAll(() => server.close());

const room = { name: 'Backyard', interests: ['astronomy'], language: 'en', lasting: true };
const from = (address: string) => ({ 'x-forwarded-for': address });
const socket = (browser: Browser, address = '192.168.7.7'): Promise<Client> =>
  server.client({ cookie: browser.cookie, headers: from(address) });
const banPath = (id: string) => `/house/bans/${id}`;
const ban = (id: string, grounds: object = { minutes: 60 }) =>
  admin.browser.ask<{ undo: string }>('PUT', banPath(id), grounds);
const log = async () =>
  (await admin.browser.ask<{ entries: AuditEntry[] }>('GET', '/house/log')).entries.map(
    ({ action }) => action,
  );
const open = (browser: Browser) => browser.ask<RoomInfo>('POST', '/rooms', room);

async function aModerator(name: string) {
  const made = await member(server.url, name);
  await admin.browser.ask('PUT', `/house/team/${made.me.id}`, { role: 'moderator' });
  return made;
}

test('whoever is banned is out of every seat, tab and route in the same moment, and told why and until when', async () => {
  const eve = await member(server.url, 'Eve');
  const [own, other] = [await open(eve.browser), await open(admin.browser)];
  const [first, second, tab] = [
    await socket(eve.browser),
    await socket(eve.browser),
    await socket(eve.browser),
  ];
  await first.join(own.slug);
  await second.join(other.slug);
  const barred = [first, second, tab].map((client) => client.next('server:barred'));
  const ended = [first, second, tab].map((client) => client.disconnected());
  await ban(eve.me.id, { minutes: 60, reason: 'insults', note: 'Not here' });
  for (const told of await Promise.all(barred)) {
    expect(told).toMatchObject({ kind: 'out', reason: 'insults', note: 'Not here', by: 'Hana' });
    expect(told.until).toBeGreaterThan(Date.now() + 59 * 60_000);
  }
  await Promise.all(ended);
  expect(server.app.rooms.liveRooms.flatMap(({ participants }) => [...participants.values()])).toEqual([]);
  for (const path of ['/rooms', `/rooms/${other.slug}`, '/me/ties', '/account', '/interests']) {
    expect(await eve.browser.refusal('GET', path)).toMatchObject({
      code: 'barred',
      retryAfterMs: expect.any(Number),
    });
  }
  expect(await eve.browser.refusal('POST', '/rooms', room)).toMatchObject({ code: 'barred' });
  const again = await socket(eve.browser);
  await again.count('server:barred', 1);
  await again.disconnected();
  expect(await eve.browser.ask('GET', '/me/belongings')).toMatchObject({ person: { name: 'Eve' } });
});

test('a new guest of the same browser is the same one, and one from the same network too, but nobody with an account', async () => {
  const address = '203.0.113.9';
  const eve = new Browser(server.url);
  const { id } = await eve.ask<{ id: string }>('GET', '/me', undefined, { headers: from(address) });
  (await socket(eve, address)).close();
  const neighbour = await member(server.url, 'Neighbour');
  await ban(id);
  const device = eve.cookie.split('; ').find((one) => one.startsWith('hobnob_device')) ?? '';
  const anew = new Browser(server.url);
  anew.plant(device);
  const newId = (await anew.ask<{ id: string }>('GET', '/me')).id;
  expect(newId).not.toBe(id);
  expect(await anew.refusal('GET', '/rooms')).toMatchObject({ code: 'barred' });
  await (await socket(anew)).disconnected();
  const stranger = new Browser(server.url);
  expect((await stranger.refusal('GET', '/rooms', undefined, { headers: from('203.0.113.200') })).code).toBe(
    'barred',
  );
  const others = [new Browser(server.url), neighbour.browser];
  expect(await others[0]?.ask('GET', '/rooms', undefined, { headers: from('203.0.114.9') })).toBeDefined();
  expect(await others[1]?.ask('GET', '/rooms', undefined, { headers: from(address) })).toBeDefined();
});

test('who never opened a line is known again by what they asked for over HTTP', async () => {
  const eve = await visit(server.url, 'Eve');
  await eve.browser.ask('GET', '/rooms');
  await ban(eve.me.id);
  const anew = new Browser(server.url);
  anew.plant(eve.browser.cookie.split('; ').find((one) => one.startsWith('hobnob_device')) ?? '');
  await anew.ask('GET', '/me');
  expect(await anew.refusal('GET', '/rooms')).toMatchObject({ code: 'barred' });
});

test('who came by the same invitation is kept out of every room with whoever is banned', async () => {
  const hana = await socket(admin.browser);
  const info = await open(admin.browser);
  await hana.join(info.slug);
  const { token } = await hana.request('invite:make', { role: 'guest', minutes: 60, most: 10 });
  const eve = await visit(server.url, 'Eve');
  const key = { invite: token };
  await (await socket(eve.browser)).join(info.slug, { key });
  await ban(eve.me.id);
  const bo = await visit(server.url, 'Bo');
  const late = await socket(bo.browser);
  await expect(late.join(info.slug, { key })).rejects.toMatchObject({ code: 'barred' });
  hana.close();
});

test('a ban can be taken back for a moment by who made it, lifted at any time, and all of it is in the log', async () => {
  const mo = await aModerator('Mo');
  const eve = await visit(server.url, 'Eve');
  const { undo } = await mo.browser.ask<{ undo: string }>('PUT', banPath(eve.me.id), { minutes: null });
  expect(await admin.browser.refusal('POST', '/house/undo', { id: undo })).toMatchObject({ code: 'gone' });
  await mo.browser.ask('POST', '/house/undo', { id: undo });
  expect(await eve.browser.ask('GET', '/rooms')).toBeDefined();
  await mo.browser.ask('PUT', banPath(eve.me.id), { minutes: null, reason: 'selling' });
  const { bans } = await admin.browser.ask<{ bans: HouseBan[] }>('GET', '/house/bans');
  expect(bans[0]).toMatchObject({ person: { name: 'Eve' }, until: null, reason: 'selling', by: 'Mo' });
  await admin.browser.ask('DELETE', banPath(eve.me.id));
  expect(await eve.browser.ask('GET', '/rooms')).toBeDefined();
  expect(await admin.browser.refusal('DELETE', banPath(eve.me.id))).toMatchObject({ code: 'not_found' });
  expect((await log()).slice(0, 4)).toEqual(['housePardoned', 'houseBanned', 'undone', 'houseBanned']);
});

test('nobody bans their equals, who is above them, or themselves, and nobody without a role in the house bans at all', async () => {
  const [mo, ann, bo] = [await aModerator('Mo'), await aModerator('Ann'), await member(server.url, 'Bo')];
  const refused = { code: 'forbidden' };
  for (const id of [admin.me.id, ann.me.id, mo.me.id]) {
    expect(await mo.browser.refusal('PUT', banPath(id), { minutes: 5 })).toMatchObject(refused);
  }
  expect(await admin.browser.refusal('PUT', banPath(admin.me.id), { minutes: 5 })).toMatchObject(refused);
  for (const [method, path] of [
    ['GET', '/house/bans'],
    ['GET', '/house/reports'],
    ['PUT', banPath(ann.me.id)],
  ] as const) {
    const body = method === 'PUT' ? { minutes: 5 } : undefined;
    expect(await bo.browser.refusal(method, path, body)).toMatchObject(refused);
  }
  await ban(ann.me.id);
  expect(await ann.browser.refusal('GET', '/house/bans')).toMatchObject({ code: 'barred' });
  await admin.browser.ask('DELETE', banPath(ann.me.id));
});

test('who runs the house is not locked out by a ban of somebody at the same browser', async () => {
  const shared = new Browser(server.url);
  const guest = await shared.ask<{ id: string }>('GET', '/me');
  (await socket(shared)).close();
  await ban(guest.id);
  const device = shared.cookie.split('; ').find((one) => one.startsWith('hobnob_device')) ?? '';
  const own = new Browser(server.url);
  own.plant(
    admin.browser.cookie
      .split('; ')
      .filter((one) => !one.startsWith('hobnob_device'))
      .join('; '),
  );
  own.plant(device);
  expect(await own.ask('GET', '/house/bans')).toBeDefined();
});

test('a ban for good outlives the process', async () => {
  const { mkdtempSync, rmSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const folder = mkdtempSync(join(tmpdir(), 'hobnob-ban-'));
  const first = await startServer({ folder });
  const { browser } = await firstAdmin(first);
  const eve = await visit(first.url, 'Eve');
  await browser.ask('PUT', banPath(eve.me.id), { minutes: null });
  await first.close();
  const second = await startServer({ folder });
  const back = new Browser(second.url);
  back.plant(eve.browser.cookie);
  const refusal = await back.refusal('GET', '/rooms');
  expect([refusal.code, refusal.retryAfterMs]).toEqual(['barred', undefined]);
  await second.close();
  rmSync(folder, { recursive: true });
});

test('somebody who is banned may object once, and that reaches the house', async () => {
  const eve = await visit(server.url, 'Eve');
  expect(await eve.browser.refusal('POST', '/house/appeal', { note: 'Why?' })).toMatchObject({
    code: 'conflict',
  });
  await ban(eve.me.id);
  await eve.browser.ask('POST', '/house/appeal', { note: 'That was not me.' });
  expect(await eve.browser.refusal('POST', '/house/appeal', { note: 'Hello?' })).toMatchObject({
    code: 'conflict',
  });
  // Who is somebody else by now in the same browser has objected all the same.
  const anew = new Browser(server.url);
  anew.plant(eve.browser.cookie.split('; ').find((one) => one.startsWith('hobnob_device')) ?? '');
  await anew.ask('GET', '/me');
  expect(await anew.refusal('POST', '/house/appeal', { note: 'I am new here' })).toMatchObject({
    code: 'conflict',
    message: 'You have objected already.',
  });
  const { reports } = await admin.browser.ask<{ reports: object[] }>('GET', '/house/reports');
  expect(reports).toContainEqual(
    expect.objectContaining({ kind: 'appeal', room: null, note: 'That was not me.' }),
  );
});

test('who keeps the house is above the owner of a room, and puts them out of it for good if need be', async () => {
  const [mo, olga] = [await aModerator('Mo'), await member(server.url, 'Olga')];
  const info = await open(olga.browser);
  const owner = await socket(olga.browser);
  const { selfId } = await owner.join(info.slug);
  await owner.request('room:lock', { locked: true });
  const keeper = await socket(mo.browser);
  const snapshot = await keeper.join(info.slug);
  expect(snapshot.participants.find(({ id }) => id === snapshot.selfId)).toMatchObject({ keeper: true });
  const mine = { participantId: snapshot.selfId };
  await expect(owner.request('moderation:remove', mine)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(keeper.request('role:decide', { permissions: {} })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await keeper.request('moderation:restrain', { participantId: selfId, kind: 'noChat', minutes: 5 });
  const write = owner.request('chat:send', { clientMessageId: crypto.randomUUID() as never, text: 'Hello' });
  await expect(write).rejects.toMatchObject({ code: 'forbidden' });
  await keeper.request('moderation:remove', { participantId: selfId, ban: true });
  await expect(owner.join(info.slug)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await olga.browser.ask('GET', `/rooms/${info.slug}`)).toMatchObject({ barred: { by: 'Mo' } });
  await keeper.request('moderation:pardon', { userId: olga.me.id });
  await expect(owner.join(info.slug)).resolves.toBeDefined();
});

test('a room that the house closes is gone for everybody in it, with what was written, and never a conversation', async () => {
  const olga = await member(server.url, 'Olga');
  const info = await open(olga.browser);
  const owner = await socket(olga.browser);
  await owner.join(info.slug);
  await owner.request('chat:send', { clientMessageId: crypto.randomUUID() as never, text: 'Buy' });
  const ended = owner.next('room:ended');
  const why = { reason: 'selling', note: 'A shop' };
  expect(await olga.browser.refusal('POST', `/house/rooms/${info.id}/close`, why)).toMatchObject({
    code: 'forbidden',
  });
  await admin.browser.ask('POST', `/house/rooms/${info.id}/close`, why);
  expect(await ended).toMatchObject({ reason: 'closed' });
  expect(await olga.browser.refusal('GET', `/rooms/${info.slug}`)).toMatchObject({ code: 'not_found' });
  await expect(owner.join(info.slug)).rejects.toMatchObject({ code: 'not_found' });
  const gone = await admin.browser.refusal('POST', `/house/rooms/${info.id}/close`, why);
  expect(gone).toMatchObject({ code: 'not_found' });
  expect((await olga.browser.ask<{ lines: object[] }>('GET', '/me/lines')).lines).toEqual([]);
  const bo = await member(server.url, 'Bo');
  await olga.browser.ask('PUT', `/people/${bo.me.id}/friend`, {});
  await bo.browser.ask('PUT', `/people/${olga.me.id}/friend`, {});
  const direct = await olga.browser.ask<Conversation>('POST', '/me/conversations', {
    people: [bo.me.id],
  });
  const close = admin.browser.refusal('POST', `/house/rooms/${direct.room.id}/close`, why);
  expect(await close).toMatchObject({ code: 'not_found' });
});

test('a guest who is banned makes no account to get around it', async () => {
  const eve = await visit(server.url, 'Eve');
  await ban(eve.me.id);
  await expect(keepName(eve.browser)).rejects.toThrow('barred');
});
