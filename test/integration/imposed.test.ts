import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditEntry } from '../../protocol/audit.ts';
import type { Conversation } from '../../protocol/conversations.ts';
import type { Me } from '../../protocol/people.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { makeAdminCode } from '../../server/house/AdminCode.ts';
import { MemoryStore } from '../../server/store/MemoryStore.ts';
import { Browser } from '../support/account/Browser.ts';
import { visit } from '../support/account/people.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { befriend } from '../support/friends.ts';
import { firstAdmin, member } from '../support/house.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
const store = new MemoryStore();
let admin: Awaited<ReturnType<typeof firstAdmin>>;
beforeAll(async () => {
  server = await startServer({ store });
  admin = await firstAdmin(server);
});
afterAll(() => server.close());

const refused = { code: 'forbidden' };
const socket = ({ cookie }: Browser): Promise<Client> => server.client({ cookie });
const banPath = (id: string) => `/house/bans/${id}`;
const write = (client: Client) =>
  client.request('chat:send', { clientMessageId: crypto.randomUUID() as never, text: 'Hello' });

async function aModerator(name: string) {
  const made = await member(server.url, name);
  await admin.browser.ask('PUT', `/house/team/${made.me.id}`, { role: 'moderator' });
  return made;
}

const deviceOf = ({ cookie }: Browser) =>
  cookie.split('; ').find((one) => one.startsWith('hobnob_device')) ?? '';

/** The same person at the browser of somebody else. */
function at(other: Browser, cookie: string | null): Browser {
  const browser = new Browser(server.url);
  browser.plant(
    [...(cookie ?? '').split('; ').filter((one) => !one.startsWith('hobnob_device')), deviceOf(other)].join(
      '; ',
    ),
  );
  return browser;
}

/** Olga's room with a moderator of it, a keeper of the house, and Eve. */
async function company() {
  const [olga, mo, eve] = [
    await member(server.url, 'Olga'),
    await member(server.url, 'Mo'),
    await member(server.url, 'Eve'),
  ];
  const kim = await aModerator('Kim');
  const room = await olga.browser.ask<RoomInfo>('POST', '/rooms', {
    ...{ name: 'Backyard', interests: ['astronomy'], language: 'en', lasting: true },
  });
  const clients = [];
  for (const { browser } of [olga, mo, eve, kim]) clients.push(await socket(browser));
  const [owner, moderator, guest, keeper] = clients as [Client, Client, Client, Client];
  for (const client of clients) await client.join(room.slug);
  await owner.request('role:grant', { userId: mo.me.id, role: 'moderator' });
  return { room, owner, moderator, guest, keeper, ids: { olga: olga.me.id, mo: mo.me.id, eve: eve.me.id } };
}

test('nobody ends what holds for themselves, and what somebody above decided is not ended or shortened from below', async () => {
  const { owner, moderator, guest, keeper, ids } = await company();
  await keeper.request('moderation:restrain', { userId: ids.olga, kind: 'noChat', minutes: null });
  await expect(
    owner.request('moderation:pardon', { userId: ids.olga, kind: 'noChat' }),
  ).rejects.toMatchObject(refused);
  await owner.request('moderation:restrain', { userId: ids.mo, kind: 'noChat', minutes: null });
  await expect(
    moderator.request('moderation:pardon', { userId: ids.mo, kind: 'noChat' }),
  ).rejects.toMatchObject(refused);
  await keeper.request('moderation:restrain', { userId: ids.eve, kind: 'noChat', minutes: null });
  for (const client of [moderator, owner]) {
    const pardon = client.request('moderation:pardon', { userId: ids.eve, kind: 'noChat' });
    await expect(pardon).rejects.toMatchObject(refused);
    const shorten = { userId: ids.eve, kind: 'noChat', minutes: 1 } as const;
    await expect(client.request('moderation:restrain', shorten)).rejects.toMatchObject(refused);
  }
  await owner.request('moderation:restrain', { userId: ids.eve, kind: 'noVideo', minutes: null });
  await expect(
    moderator.request('moderation:pardon', { userId: ids.eve, kind: 'noVideo' }),
  ).rejects.toMatchObject(refused);
  await expect(write(guest)).rejects.toMatchObject(refused);
  await expect(write(owner)).rejects.toMatchObject(refused);
  await keeper.request('moderation:pardon', { userId: ids.eve, kind: 'noChat' });
  await expect(write(guest)).resolves.toBeDefined();
  await moderator.request('moderation:restrain', { userId: ids.eve, kind: 'mute' });
  await owner.request('moderation:pardon', { userId: ids.eve, kind: 'mute' });
});

test('a way in that the house or the owner closed is neither opened nor shortened by a moderator of the room', async () => {
  const { room, owner, moderator, guest, keeper, ids } = await company();
  for (const above of [keeper, owner]) {
    await above.request('moderation:remove', { userId: ids.eve, ban: true });
    await expect(moderator.request('moderation:pardon', { userId: ids.eve })).rejects.toMatchObject(refused);
    const shorten = { userId: ids.eve, minutes: 1 };
    await expect(moderator.request('moderation:remove', shorten)).rejects.toMatchObject(refused);
    await expect(guest.join(room.slug)).rejects.toMatchObject({ code: 'forbidden', retryAfterMs: undefined });
    await above.request('moderation:pardon', { userId: ids.eve });
    await guest.join(room.slug);
  }
});

test('of a ban of the house nobody takes back what another one decided since, or an admin', async () => {
  const [ann, ben, eve] = [await aModerator('Ann'), await aModerator('Ben'), await member(server.url, 'Eve')];
  const ban = async (browser: Browser, minutes: number | null) =>
    await browser.ask<{ undo: string }>('PUT', banPath(eve.me.id), { minutes });
  const { undo } = await ban(ann.browser, 5);
  await ban(ben.browser, 60);
  expect(await ann.browser.refusal('POST', '/house/undo', { id: undo })).toMatchObject({ code: 'gone' });
  expect(await eve.browser.refusal('GET', '/rooms')).toMatchObject({ code: 'barred' });
  await ban(admin.browser, null);
  expect(await ann.browser.refusal('PUT', banPath(eve.me.id), { minutes: 1 })).toMatchObject(refused);
  expect(await ann.browser.refusal('DELETE', banPath(eve.me.id))).toMatchObject(refused);
  expect(await eve.browser.refusal('GET', '/rooms')).toMatchObject({ code: 'barred' });
  await admin.browser.ask('DELETE', banPath(eve.me.id));
  expect(await eve.browser.ask('GET', '/rooms')).toBeDefined();
});

test('what was said of somebody by name holds, however long it is that only their browser is kept out', async () => {
  const { room, owner, moderator, keeper, ids } = await company();
  const shared = await visit(server.url, 'Gus');
  const guest = await socket(shared.browser);
  await guest.join(room.slug);
  await moderator.request('moderation:remove', { userId: shared.me.id, ban: true });
  const olga = await socket(at(shared.browser, owner.cookie));
  await olga.join(room.slug);
  await keeper.request('moderation:remove', { userId: ids.olga, minutes: 5 });
  await expect(olga.join(room.slug)).rejects.toMatchObject({ ...refused, retryAfterMs: expect.any(Number) });

  await admin.browser.ask('PUT', banPath(shared.me.id), { minutes: null });
  const made = await aModerator('Kit');
  const kit = at(shared.browser, made.browser.cookie);
  expect(await kit.ask('GET', '/house/bans')).toBeDefined();
  await admin.browser.ask('PUT', banPath(made.me.id), { minutes: 5 });
  expect(await kit.refusal('GET', '/house/bans')).toMatchObject({
    code: 'barred',
    retryAfterMs: expect.any(Number),
  });
});

test('whoever has the code of the machine is let in by it, and nobody who may not come in is given the house', async () => {
  const rogue = await member(server.url, 'Rogue');
  await admin.browser.ask('PUT', `/house/team/${rogue.me.id}`, { role: 'admin' });
  await rogue.browser.ask('DELETE', `/house/team/${admin.me.id}`);
  await rogue.browser.ask('PUT', banPath(admin.me.id), { minutes: null });
  for (const role of ['moderator', 'admin']) {
    const give = rogue.browser.refusal('PUT', `/house/team/${admin.me.id}`, { role });
    expect(await give).toMatchObject({ code: 'conflict' });
  }
  const wrong = await admin.browser.refusal('POST', '/house/claim', { code: 'ABCD' });
  expect(wrong).toMatchObject({ code: 'admin_code_wrong' });
  expect(await admin.browser.refusal('GET', '/house/team')).toMatchObject({ code: 'barred' });
  const code = await makeAdminCode(store);
  expect(await admin.browser.ask<Me>('POST', '/house/claim', { code })).toMatchObject({ house: 'admin' });
  await admin.browser.ask('DELETE', `/house/team/${rogue.me.id}`);
});

test('who keeps the house is like everybody else where people talk in private, and reads no log of it', async () => {
  const [kim, ann, bo] = [
    await aModerator('Kim'),
    await member(server.url, 'Ann'),
    await member(server.url, 'Bo'),
  ];
  const [keeper, owner, guest] = [
    await socket(kim.browser),
    await socket(ann.browser),
    await socket(bo.browser),
  ];
  for (const friend of [keeper, guest]) await befriend(owner, friend);
  const { room } = await ann.browser.ask<Conversation>('POST', '/me/conversations', {
    people: [kim.me.id, bo.me.id],
    name: 'Book club',
  });
  for (const client of [owner, guest]) await client.join(room.slug);
  const { selfId, participants } = await keeper.join(room.slug);
  expect(participants.find(({ id }) => id === selfId)).not.toHaveProperty('keeper');
  for (const userId of [ann.me.id, bo.me.id]) {
    await expect(keeper.request('moderation:remove', { userId })).rejects.toMatchObject(refused);
  }
  await owner.request('moderation:restrain', { userId: kim.me.id, kind: 'noChat', minutes: 5 });
  await expect(write(keeper)).rejects.toMatchObject(refused);
  const log = async ({ browser }: typeof ann, query = '') =>
    (await browser.ask<{ entries: AuditEntry[] }>('GET', `/audit${query}`)).entries.filter(
      (entry) => entry.room?.id === room.id,
    );
  expect((await log(ann)).map(({ action }) => action)).toEqual(['chatOff']);
  for (const one of [kim, admin]) {
    expect(await log(one)).toEqual([]);
    expect(await one.browser.refusal('GET', `/audit?room=${room.id}`)).toMatchObject(refused);
  }
  await owner.request('moderation:remove', { userId: kim.me.id, ban: true });
  await expect(keeper.join(room.slug)).rejects.toMatchObject({ code: 'not_found' });
});
