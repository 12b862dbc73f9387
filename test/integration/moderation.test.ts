import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditEntry } from '../../protocol/audit.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { microphoneParameters } from '../support/rtp.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer({ env: { TRUST_PROXY: '1' } });
});
afterAll(() => server.close());

const refused = { code: 'forbidden' };

/** Every cookie that a visit leaves in a browser, at an address; `kept` are those it brings along. */
async function browser({ kept = '', address = '203.0.113.7' } = {}) {
  const headers = { 'x-forwarded-for': address, ...(kept && { cookie: kept }) };
  const response = await fetch(`${server.url}/api/me`, { headers: { ...headers, connection: 'close' } });
  const given = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  const cookie = [...(kept ? [kept] : []), ...given].join('; ');
  const of = (name: string) => cookie.split('; ').find((one) => one.startsWith(name)) ?? '';
  return { cookie, guest: of('hobnob_guest'), device: of('hobnob_device'), address };
}

async function at({ cookie, address }: { cookie: string; address: string }): Promise<Client> {
  return await server.client({ cookie, headers: { 'x-forwarded-for': address } });
}

/** Hana with a room, and a guest in it at a browser. */
async function company(options: Parameters<typeof browser>[0] = {}) {
  const hana = await server.person('Hana');
  const room = await hana.openRoom({ lasting: true });
  const { rtpCapabilities } = server.media;
  await hana.join(room.slug, { rtpCapabilities });
  const theirs = await browser(options);
  const guest = await at(theirs);
  const seat = await guest.join(room.slug, { rtpCapabilities });
  const who = { participantId: seat.selfId };
  const speak = async (client: Client) => {
    const { id: transportId } = await client.request('media:createSendTransport', {});
    const rtpParameters = microphoneParameters();
    return await client.request('media:produce', { transportId, source: 'microphone', rtpParameters });
  };
  return { hana, room, theirs, guest, seat, who, speak, rtpCapabilities };
}

const log = async (client: Client, query = '') =>
  (await client.ask<{ entries: AuditEntry[] }>('GET', `/audit${query}`)).entries;
const write = (client: Client, text = 'Hello') =>
  client.request('chat:send', { clientMessageId: crypto.randomUUID() as never, text });

test('a removed guest is told what, why and until when, and every word of it is in the log', async () => {
  const { hana, room, guest, who } = await company();
  const ended = guest.next('room:ended');
  const why = { reason: 'insults', note: 'Not in this room' } as const;
  await hana.request('moderation:remove', { ...who, ...why });
  const { until, bar } = await ended;
  expect(bar).toMatchObject({ kind: 'out', ...why, by: 'Hana', until });
  expect(until).toBeGreaterThan(Date.now() + 29 * 60_000);
  const [entry] = await log(hana, `?room=${room.id}`);
  expect(entry).toMatchObject({
    action: 'removed',
    ...why,
    until,
    by: { name: 'Hana' },
    room: { id: room.id },
  });
});

test('a removed guest is not back from the same browser under another name, as another guest, or by its seat', async () => {
  const { hana, room, theirs, who, seat, guest } = await company();
  await hana.request('moderation:remove', who);
  const again = async (cookie: string, options = {}) =>
    (await at({ ...theirs, cookie })).join(room.slug, options);
  await expect(guest.join(room.slug)).rejects.toMatchObject(refused);
  await guest.callMe('Somebody else');
  await expect(guest.join(room.slug)).rejects.toMatchObject(refused);
  await expect(again(theirs.cookie, { seatToken: seat.seatToken })).rejects.toMatchObject(refused);
  const anew = await browser({ kept: theirs.device, address: '198.51.100.1' });
  expect(anew.guest).not.toBe(theirs.guest);
  await expect((await at(anew)).join(room.slug)).rejects.toMatchObject(refused);
  const forged = `${anew.guest}; ${theirs.device.slice(0, -3)}abc`;
  await expect(
    (await at({ cookie: forged, address: '198.51.100.1' })).join(room.slug),
  ).resolves.toBeDefined();
});

test('without any cookie it is the network that is asked, for guests who were never here before', async () => {
  const known = await browser({ address: '203.0.114.20' });
  const { hana, room, who } = await company({ address: '203.0.114.7' });
  await hana.request('moderation:remove', who);
  const join = async (options: Parameters<typeof browser>[0]) =>
    (await at(await browser(options))).join(room.slug);
  await expect(join({ address: '203.0.114.99' })).rejects.toMatchObject(refused);
  await expect(join({ address: '203.0.115.99' })).resolves.toBeDefined();
  await expect((await at(known)).join(room.slug)).resolves.toBeDefined();
});

test('who is muted for a while does not speak, by no tab, browser, new transport or new name', async () => {
  const { hana, room, theirs, guest, who, speak, rtpCapabilities } = await company();
  const { id } = await speak(guest);
  const told = guest.next('moderation:restrained');
  await hana.request('moderation:restrain', { ...who, kind: 'mute', minutes: 5, reason: 'talksOver' });
  expect(await told).toMatchObject({ kind: 'mute', reason: 'talksOver', by: 'Hana' });
  await expect(guest.request('media:setPaused', { producerId: id, paused: false })).rejects.toMatchObject(
    refused,
  );
  const other = await at(theirs);
  const { restraints } = await other.join(room.slug, { rtpCapabilities });
  expect(restraints).toMatchObject([{ kind: 'mute' }]);
  await expect(speak(other)).rejects.toMatchObject(refused);
  const anew = await at(await browser({ kept: theirs.device }));
  await anew.join(room.slug, { rtpCapabilities });
  await expect(speak(anew)).rejects.toMatchObject(refused);
  const { removed } = await hana.request('moderation:removed', {});
  const lifted = other.next('moderation:lifted');
  await hana.request('moderation:pardon', { userId: removed[0]?.person.id ?? ('' as never), kind: 'mute' });
  expect(await lifted).toEqual({ kind: 'mute' });
  await expect(speak(other)).resolves.toBeDefined();
});

test('who may not show anything has no camera and no screen, and who may not write writes in no tab', async () => {
  const { hana, room, theirs, guest, who } = await company();
  const { seq } = await write(guest);
  await hana.request('moderation:restrain', { ...who, kind: 'noVideo', minutes: null });
  await hana.request('moderation:restrain', { ...who, kind: 'noChat', minutes: 1 });
  const { id: transportId } = await guest.request('media:createSendTransport', {});
  for (const source of ['camera', 'screen'] as const) {
    const rtpParameters = microphoneParameters();
    const show = guest.request('media:produce', { transportId, source, rtpParameters });
    await expect(show).rejects.toMatchObject(refused);
  }
  const companion = await at(theirs);
  await companion.join(room.slug, { companion: true });
  for (const client of [guest, companion]) {
    await expect(write(client)).rejects.toMatchObject({ ...refused, retryAfterMs: expect.any(Number) });
    await expect(client.request('chat:edit', { seq, text: 'Other' })).rejects.toMatchObject(refused);
    await expect(
      client.request('chat:react', { seq, stamp: 'love' as never, on: true }),
    ).rejects.toBeDefined();
  }
});

test('what was done can be taken back for a moment by who did it, and by nobody else', async () => {
  const { hana, room, guest, who, speak } = await company();
  const { undo } = await hana.request('moderation:restrain', { ...who, kind: 'mute' });
  await expect(guest.request('moderation:undo', { id: undo })).rejects.toMatchObject(refused);
  await hana.request('moderation:undo', { id: undo });
  await expect(speak(guest)).resolves.toBeDefined();
  await expect(hana.request('moderation:undo', { id: undo })).rejects.toMatchObject({ code: 'gone' });
  const removal = await hana.request('moderation:remove', { ...who, ban: true });
  await hana.request('moderation:undo', { id: removal.undo });
  await expect(guest.join(room.slug)).resolves.toBeDefined();
  const actions = (await log(hana, `?room=${room.id}`)).map(({ action }) => action);
  expect(actions).toEqual(['undone', 'banned', 'undone', 'muted']);
});

test('who left is still within reach, and so is whoever once wrote here, with what they wrote in the last hour', async () => {
  const { hana, room, guest, seat } = await company();
  const { seq } = await write(guest, 'Buy my things');
  await guest.request('room:leave', {});
  const { leavers } = await hana.request('moderation:leavers', {});
  expect(leavers).toMatchObject([{ id: seat.selfId, guest: true }]);
  await hana.request('moderation:remove', { participantId: seat.selfId, lines: true, reason: 'selling' });
  await expect(guest.join(room.slug)).rejects.toMatchObject(refused);
  const { messages } = await hana.request('chat:before', { seq: seq + 1 });
  expect(messages.at(-1)).toMatchObject({ seq, deleted: true, text: '' });
  const author = messages.at(-1)?.author.id;
  await hana.request('moderation:pardon', { userId: author ?? ('' as never) });
  await hana.request('moderation:remove', { userId: author, ban: true, minutes: 60 });
  await expect(guest.join(room.slug)).rejects.toMatchObject({ ...refused, retryAfterMs: expect.any(Number) });
  await expect(hana.request('moderation:remove', { userId: 'n'.repeat(22) as never })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('nobody acts on their equals or on who is above them, here or gone, and nobody reads a log that is not theirs', async () => {
  const { hana, room, guest, seat } = await company();
  const [mo, ann] = [await server.person('Mo'), await server.person('Ann')];
  for (const moderator of [mo, ann]) {
    const { selfId, participants } = await moderator.join(room.slug);
    const userId = participants.find(({ id }) => id === selfId)?.userId ?? ('' as never);
    await hana.request('role:grant', { userId, role: 'moderator' });
  }
  const annId = (await ann.ask<{ id: string }>('GET', '/me')).id as never;
  const hanaId = seat.participants[0]?.userId;
  await ann.request('room:leave', {});
  for (const userId of [annId, hanaId]) {
    await expect(mo.request('moderation:remove', { userId })).rejects.toMatchObject(refused);
    await expect(mo.request('moderation:restrain', { userId, kind: 'mute' })).rejects.toMatchObject(refused);
    await expect(mo.request('moderation:warn', { userId })).rejects.toMatchObject(refused);
    await expect(mo.request('moderation:sweep', { userId })).rejects.toMatchObject(refused);
  }
  await mo.request('moderation:warn', { participantId: seat.selfId, note: 'Easy' });
  expect(guest.all('moderation:warned')).toMatchObject([{ note: 'Easy', by: 'Mo' }]);
  expect((await log(mo)).filter(({ action }) => action !== 'roleGiven')).toMatchObject([
    { action: 'warned', note: 'Easy' },
  ]);
  expect(await log(guest)).toEqual([]);
  await expect(log(guest, `?room=${room.id}`)).rejects.toMatchObject(refused);
});

test('removals, mutes and the log outlive the process', async () => {
  const { mkdtempSync, rmSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const folder = mkdtempSync(join(tmpdir(), 'hobnob-mod-'));
  const first = await startServer({ folder });
  const [hana, bob, eve] = [await first.person('Hana'), await first.person('Bob'), await first.person('Eve')];
  const room = await hana.openRoom({ lasting: true });
  const { rtpCapabilities } = first.media;
  await hana.join(room.slug);
  const seats = [await bob.join(room.slug, { rtpCapabilities }), await eve.join(room.slug)];
  await hana.request('moderation:restrain', { participantId: seats[0]?.selfId, kind: 'mute' });
  await hana.request('moderation:remove', { participantId: seats[1]?.selfId, ban: true });
  const cookies = [hana.cookie, bob.cookie, eve.cookie];
  await first.close();
  const second = await startServer({ folder });
  const [hanaNow, bobNow, eveNow] = await Promise.all(
    cookies.map((cookie) => second.client({ cookie: cookie ?? '' })),
  );
  if (!hanaNow || !bobNow || !eveNow) throw new Error('nobody');
  expect((await log(hanaNow)).map(({ action }) => action)).toEqual(['banned', 'muted']);
  await expect(eveNow.join(room.slug)).rejects.toMatchObject(refused);
  const { restraints } = await bobNow.join(room.slug, { rtpCapabilities, seatToken: seats[0]?.seatToken });
  expect(restraints).toMatchObject([{ kind: 'mute' }]);
  await second.close();
  rmSync(folder, { recursive: true });
});

test('a frozen room takes nobody in, and nobody but moderators speaks, shows or writes, until each part is let go', async () => {
  const { hana, room, guest, speak, rtpCapabilities } = await company();
  await guest.request('participant:setHand', { raised: true });
  const { id } = await speak(guest);
  const all = { joins: true, speak: true, show: true, chat: true };
  await expect(guest.request('room:freeze', all)).rejects.toMatchObject(refused);
  const changed = guest.next('room:changed');
  const muted = hana.next('media:producerChanged');
  await hana.request('room:freeze', { ...all, note: 'One moment, please' });
  expect(await changed).toMatchObject({ frozen: { ...all, note: 'One moment, please', by: 'Hana' } });
  expect(await muted).toMatchObject({ producer: { id, paused: true } });
  const open = () => guest.request('media:setPaused', { producerId: id, paused: false });
  await expect(open()).rejects.toMatchObject(refused);
  await expect(write(guest)).rejects.toMatchObject(refused);
  await expect(write(hana)).resolves.toBeDefined();
  const late = await server.person('Late');
  await expect(late.join(room.slug)).rejects.toMatchObject({ code: 'room_locked' });
  const { participants } = await (await server.client({ cookie: hana.cookie })).join(room.slug, {
    rtpCapabilities,
  });
  expect(participants.every(({ handRaisedAt }) => handRaisedAt === null)).toBe(true);
  const host = await server.client({ cookie: hana.cookie });
  await host.join(room.slug);
  await host.request('room:freeze', { ...all, chat: false });
  await expect(write(guest)).resolves.toBeDefined();
  await expect(open()).rejects.toMatchObject(refused);
  await host.request('room:freeze', { joins: false, speak: false, show: false, chat: false });
  await expect(open()).resolves.toBeNull();
  await expect(late.join(room.slug)).resolves.toMatchObject({ room: { frozen: null } });
  expect((await log(host, `?room=${room.id}`)).map(({ action }) => action)).toEqual([
    'thawed',
    'frozen',
    'frozen',
  ]);
});

test('hosts are told when many guests come at once, and nobody else is', async () => {
  const { hana, room, guest } = await company();
  const raid = hana.next('moderation:raid');
  for (let i = 0; i < 7; i++) await (await server.client()).join(room.slug);
  expect(await raid).toEqual({ came: 8, guests: 8 });
  await guest.settled();
  expect(guest.all('moderation:raid')).toEqual([]);
});

test('what was refused is in no log', async () => {
  const [hana, mo] = [await server.person('Hana'), await server.person('Mo')];
  const room = await hana.openRoom();
  const { selfId: participantId } = await hana.join(room.slug);
  const { selfId, participants } = await mo.join(room.slug);
  const userId = participants.find(({ id }) => id === selfId)?.userId ?? ('' as never);
  await hana.request('role:grant', { userId, role: 'moderator' });
  await expect(mo.request('moderation:mute', { participantId })).rejects.toMatchObject({ code: 'forbidden' });
  const entries = await log(hana);
  expect(entries.map(({ action }) => action)).toEqual(['roleGiven']);
});
