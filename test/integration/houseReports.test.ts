import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NoticeInfo as Notice } from '../../protocol/notices.ts';
import type { ReportInfo } from '../../protocol/reports.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { EventInfo } from '../../protocol/schedule.ts';
import { entryOf } from '../../server/moderation/AuditLog.ts';
import { MemoryStore } from '../../server/store/MemoryStore.ts';
import type { Browser } from '../support/account/Browser.ts';
import { visit } from '../support/account/people.ts';
import { aDraftEvent } from '../support/events.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { firstAdmin, member } from '../support/house.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
let admin: Awaited<ReturnType<typeof firstAdmin>>;
const store = new MemoryStore();
beforeAll(async () => {
  server = await startServer({ store });
  admin = await firstAdmin(server);
});
afterAll(() => server.close());

const queue = async (browser: Browser) =>
  (await browser.ask<{ reports: ReportInfo[] }>('GET', '/house/reports')).reports;
const ofRooms = async (browser: Browser) =>
  (await browser.ask<{ reports: ReportInfo[] }>('GET', '/reports')).reports;
const report = (by: Browser, room: RoomInfo, about: object = {}) =>
  by.ask('POST', '/reports', { room: room.slug, reason: 'insults', note: 'Look', ...about });

/** Olga with a room that Mo moderates; Bo and Eve are in it. */
async function company() {
  const [olga, mo, bo, eve] = await Promise.all(
    ['Olga', 'Mo', 'Bo', 'Eve'].map((name) => member(server.url, name)),
  );
  if (!olga || !mo || !bo || !eve) throw new Error('nobody');
  const settings = { name: 'Backyard', interests: ['astronomy'], language: 'en', lasting: true };
  const room = await olga.browser.ask<RoomInfo>('POST', '/rooms', settings);
  const [owner, moderator] = [
    await server.client({ cookie: olga.browser.cookie }),
    await server.client({ cookie: mo.browser.cookie }),
  ];
  await owner.join(room.slug);
  await moderator.join(room.slug);
  await owner.request('role:grant', { userId: mo.me.id, role: 'moderator' });
  return { olga, mo, bo, eve, room };
}

test('what is about a room, or about who has it, is decided by the house, and the reporter is told what came of it', async () => {
  const { olga, mo, bo, room } = await company();
  await report(bo.browser, room);
  await report(bo.browser, room, { person: olga.me.id });
  const event = await olga.browser.ask<EventInfo>('POST', '/events', aDraftEvent({ room: room.slug }));
  const noSuch = async (id: string, where = room) => {
    const body = { room: where.slug, reason: 'insults', note: '', event: id };
    expect(await bo.browser.refusal('POST', '/reports', body)).toMatchObject({ code: 'not_found' });
  };
  await noSuch(event.id);
  await olga.browser.ask('PUT', `/events/${event.slug}/publish`, {});
  await noSuch('e'.repeat(22));
  await noSuch(event.id, (await company()).room);
  await report(bo.browser, room, { event: event.id });
  for (const { browser } of [olga, mo]) expect(await ofRooms(browser)).toEqual([]);
  const own = (await queue(admin.browser)).filter(({ room: one }) => one?.id === room.id);
  expect(own.map(({ kind }) => kind).sort()).toEqual(['event', 'person', 'room']);
  const [first] = own;
  await admin.browser.ask('PUT', `/reports/${first?.id}`, { outcome: null });
  expect((await queue(admin.browser)).find(({ id }) => id === first?.id)).toMatchObject({
    state: 'taken',
    by: { name: 'Hana' },
  });
  await admin.browser.ask('PUT', `/reports/${first?.id}`, { outcome: 'acted' });
  expect(await admin.browser.refusal('PUT', `/reports/${first?.id}`, { outcome: 'acted' })).toMatchObject({
    code: 'conflict',
  });
  const { notices } = await bo.browser.ask<{ notices: Notice[] }>('GET', '/me/notices');
  expect(notices.map(({ kind }) => kind)).toEqual(['reportActed']);
});

test('what is reported says where it is, for as long as it is there', async () => {
  const { olga, bo, room } = await company();
  const { slug } = await olga.browser.ask<EventInfo>('POST', '/events', aDraftEvent({ room: room.slug }));
  const { id } = await olga.browser.ask<EventInfo>('PUT', `/events/${slug}/publish`, {});
  await report(bo.browser, room);
  await report(bo.browser, room, { event: id });
  const own = async () => (await queue(admin.browser)).filter(({ room: one }) => one?.id === room.id);
  const before = await own();
  for (const one of before) expect(one.room).toMatchObject({ slug: room.slug, visibility: 'open' });
  const pages = before.flatMap(({ eventPage }) => eventPage ?? []);
  expect(pages).toEqual([{ slug, title: 'Contact sheets, read aloud' }]);
  await admin.browser.ask('POST', `/house/rooms/${room.id}/close`, { reason: 'selling' });
  const after = await own();
  expect(after).toHaveLength(2);
  for (const one of after) {
    expect(one.room).toEqual({ id: room.id, name: 'Backyard', slug: null, visibility: null });
  }
});

test('what the moderators of a room can decide is theirs, until they pass it on, or nobody took it for a day', async () => {
  const { mo, bo, eve, room } = await company();
  await report(bo.browser, room, { person: eve.me.id });
  const here = async () => (await queue(admin.browser)).filter(({ person }) => person?.id === eve.me.id);
  expect(await here()).toEqual([]);
  const [found] = await ofRooms(mo.browser);
  await mo.browser.ask('POST', `/reports/${found?.id}/house`, {});
  expect(await here()).toMatchObject([{ passedOn: true, state: 'open' }]);
  expect(await mo.browser.refusal('POST', `/reports/${found?.id}/house`, {})).toMatchObject({
    code: 'conflict',
  });
  expect(await bo.browser.refusal('POST', `/reports/${found?.id}/house`, {})).toMatchObject({
    code: 'not_found',
  });
  await report(mo.browser, room, { person: eve.me.id, note: 'Again' });
  expect(await here()).toHaveLength(1);
  const [latest] = await store.reports.by(mo.me.id, 0);
  if (!latest) throw new Error('no report');
  const yesterday = { ...latest, at: Date.now() - 24 * 3_600_000 - 1 };
  await store.reports.save(yesterday, { ...(await store.audit.list({ rooms: null, count: 1 }))[0] } as never);
  expect(await here()).toHaveLength(2);
});

test('nobody decides about themselves or what they reported, and what is about who keeps the house is for admins', async () => {
  const { mo, bo, room } = await company();
  const keeper = await member(server.url, 'Ann');
  await admin.browser.ask('PUT', `/house/team/${keeper.me.id}`, { role: 'moderator' });
  await admin.browser.ask('PUT', `/house/team/${mo.me.id}`, { role: 'moderator' });
  await report(bo.browser, room, { person: mo.me.id });
  await report(keeper.browser, room);
  const seen = async (browser: Browser) =>
    (await queue(browser)).filter(({ room: one }) => one?.id === room.id).map(({ kind }) => kind);
  expect(await seen(keeper.browser)).toEqual([]);
  expect(await seen(mo.browser)).toEqual(['room']);
  expect((await seen(admin.browser)).sort()).toEqual(['person', 'room']);
});

test('what is about the room or the event of who keeps the house is not theirs to decide, and an admin’s is for another', async () => {
  const [ann, ben, ada, bo] = [
    await member(server.url, 'Ann'),
    await member(server.url, 'Ben'),
    await member(server.url, 'Ada'),
    await member(server.url, 'Bo'),
  ];
  for (const [{ me }, role] of [
    [ann, 'moderator'] as const,
    [ben, 'moderator'] as const,
    [ada, 'admin'] as const,
  ]) {
    await admin.browser.ask('PUT', `/house/team/${me.id}`, { role });
  }
  const settings = { name: 'Kitchen', interests: ['film'], language: 'en', lasting: true };
  for (const owner of [ann, ada]) {
    const own = await owner.browser.ask<RoomInfo>('POST', '/rooms', settings);
    const draft = await owner.browser.ask<EventInfo>('POST', '/events', aDraftEvent({ room: own.slug }));
    const event = await owner.browser.ask<EventInfo>('PUT', `/events/${draft.slug}/publish`, {});
    await report(bo.browser, own);
    await report(bo.browser, own, { event: event.id });
    const seen = async ({ browser }: typeof ann) =>
      (await queue(browser)).filter(({ room: one }) => one?.id === own.id).map(({ kind }) => kind);
    expect(await seen(ann)).toEqual([]);
    expect(await seen(ben)).toEqual([]);
    expect((await seen(admin)).sort()).toEqual(['event', 'room']);
    expect(await seen(ada)).toHaveLength(owner === ada ? 0 : 2);
    const [one] = (await queue(admin.browser)).filter(({ room: which }) => which?.id === own.id);
    expect(await owner.browser.refusal('PUT', `/reports/${one?.id}`, { outcome: 'nothing' })).toMatchObject({
      code: 'not_found',
    });
  }
});

test('guests who report a thousand times push what somebody with an account reported out of no queue', async () => {
  const { bo, eve, room } = await company();
  await report(bo.browser, room, { note: 'The real one' });
  const [real] = await store.reports.by(bo.me.id, 0);
  if (!real) throw new Error('no report');
  for (let nth = 0; nth < 1_000; nth++) {
    const id = `${real.id.slice(0, 16)}${String(nth).padStart(6, '0')}` as typeof real.id;
    const state = nth % 2 ? 'open' : 'decided';
    const noise = { id, state, reporterGuest: true, note: 'Noise', at: real.at + nth + 1 } as const;
    await store.reports.save({ ...real, ...noise, person: eve.me }, entryOf({ action: 'reported' }));
  }
  const found = await queue(admin.browser);
  expect(found).toHaveLength(300);
  expect(found.filter(({ state }) => state === 'decided')).toEqual([]);
  expect(found.map(({ note }) => note)).toContain('The real one');
});

test('nobody reports more than ten times an hour, whatever becomes of it', async () => {
  const strict = await startServer({ env: { RATE_SCALE: '1' } });
  try {
    const { browser } = await visit(strict.url, 'Bo');
    const codes: string[] = [];
    for (let nth = 0; nth < 11; nth++) {
      const body = { room: 'no-such-room', reason: 'insults', note: '' };
      codes.push((await browser.refusal('POST', '/reports', body)).code);
    }
    expect(codes).toEqual([...Array(10).fill('not_found'), 'rate_limited']);
  } finally {
    await strict.close();
  }
});
