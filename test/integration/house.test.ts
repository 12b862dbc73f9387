import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../protocol/audit.ts';
import { capacityRoutes } from '../../protocol/capacity.ts';
import { type HouseKeeper, houseRoutes } from '../../protocol/house.ts';
import { type HousePerson, type HouseRoom, housePeopleRoutes } from '../../protocol/housePeople.ts';
import type { Me } from '../../protocol/people.ts';
import { MemoryStore } from '../../server/store/MemoryStore.ts';
import type { Browser } from '../support/account/Browser.ts';
import { keepName, visit } from '../support/account/people.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { firstAdmin, member } from '../support/house.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

const team = async (browser: Browser) =>
  (await browser.ask<{ team: HouseKeeper[] }>('GET', '/house/team')).team.map(({ person, role }) => [
    person.name,
    role,
  ]);

describe('the code', () => {
  let server: TestServer<FakeMediaEngine>;
  let store: MemoryStore;
  beforeAll(async () => {
    store = new MemoryStore();
    server = await startServer({ store, env: { RATE_SCALE: '1' } });
  });
  afterAll(() => server.close());

  test('is none for guests, none for who guesses, and stops both after ten tries', async () => {
    await server.app.firstAdmin();
    const { browser: guest } = await visit(server.url, 'Gus');
    expect(await guest.refusal('POST', '/house/claim', { code: 'x' })).toMatchObject({
      code: 'unauthenticated',
    });
    const { browser } = await member(server.url, 'Mallory');
    const answers = [];
    for (let tries = 0; tries < 11; tries++) {
      answers.push((await browser.refusal('POST', '/house/claim', { code: `ABCD-${tries}` })).code);
    }
    expect(answers).toEqual([...Array(10).fill('admin_code_wrong'), 'rate_limited']);
    expect(await browser.ask<Me>('GET', '/me')).not.toHaveProperty('house');
  });

  test('that has expired is none, and the next start makes another', async () => {
    const expired = new MemoryStore();
    const again = await startServer({ store: expired });
    const { browser: later } = await member(again.url, 'Ann');
    const { code } = (await again.app.firstAdmin()) as { code: string };
    const kept = await expired.house.code();
    const [entry] = await expired.audit.list({ rooms: null, count: 1 });
    if (!kept || !entry) throw new Error('no code');
    await expired.house.setCode({ ...kept, expiresAt: Date.now() - 1 }, { ...entry });
    expect(await later.refusal('POST', '/house/claim', { code })).toMatchObject({ code: 'admin_code_wrong' });
    expect(await again.app.firstAdmin()).toMatchObject({ code: expect.not.stringMatching(code) });
    await again.close();
  });

  test('is good over restarts, once for all who come at once, however it is typed, and then nothing is printed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hobnob-house-'));
    const first = await startServer({ folder });
    const { code } = (await first.app.firstAdmin()) as { code: string };
    expect(code.replaceAll('-', '')).toMatch(/^[2-9A-Z]{24}$/);
    await first.close();
    const second = await startServer({ folder });
    expect(await second.app.firstAdmin()).toBe('code printed before');
    const people = await Promise.all(['Ann', 'Bo', 'Cy'].map((name) => member(second.url, name)));
    const typed = code.toLowerCase().replaceAll('-', ' ');
    const answers = await Promise.all(
      people.map(({ browser }) => browser.answer<Me>('POST', '/house/claim', { code: typed })),
    );
    const went = answers.flatMap(({ answer }) => (answer.ok ? [answer.data] : []));
    expect(went).toMatchObject([{ house: 'admin' }]);
    const refused = answers.flatMap(({ answer }) => (answer.ok ? [] : [answer.error.code]));
    expect(refused).toEqual(['admin_code_wrong', 'admin_code_wrong']);
    await second.close();
    const third = await startServer({ folder });
    expect(await third.app.firstAdmin()).toBeNull();
    const admin = people.find((_, index) => answers[index]?.answer.ok)?.browser;
    const back = await visit(third.url);
    back.browser.plant(admin?.cookie ?? '');
    expect(await back.browser.ask<Me>('GET', '/me')).toMatchObject({ house: 'admin' });
    await third.close();
    rmSync(folder, { recursive: true });
  });
});

test('the command of the machine prints a code while the server runs, for whoever lost their way in', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hobnob-house-'));
  const server = await startServer({ folder });
  await firstAdmin(server);
  const { browser } = await member(server.url, 'Owner');
  const root = join(import.meta.dirname, '../..');
  const env = { ...process.env, DATA_DIR: folder, PUBLIC_URL: 'https://hobnob.example' };
  const { stdout } = await promisify(execFile)(process.execPath, ['server/adminCode.ts'], { cwd: root, env });
  const code = /https:\/\/hobnob\.example\/admin#code=(\S+)/.exec(stdout)?.[1];
  expect(await browser.ask<Me>('POST', '/house/claim', { code })).toMatchObject({ house: 'admin' });
  expect(await browser.refusal('POST', '/house/claim', { code })).toMatchObject({ code: 'admin_code_wrong' });
  await server.close();
  rmSync(folder, { recursive: true });
});

describe('a house', () => {
  let server: TestServer<FakeMediaEngine>;
  let admin: Browser;
  let adminId: string;
  beforeAll(async () => {
    server = await startServer({ store: new MemoryStore() });
    const made = await firstAdmin(server);
    admin = made.browser;
    adminId = made.me.id;
  });
  afterAll(() => server.close());

  test.each(Object.entries({ ...houseRoutes, ...housePeopleRoutes, ...capacityRoutes }))(
    '%s is for those the table says',
    async (_name, route) => {
      const ask = async (browser: Browser) => {
        const { answer } = await browser.answer(
          route.method.toUpperCase(),
          route.path.replace(':id', 'x'.repeat(22)),
          route.method === 'get' ? undefined : {},
        );
        return answer.ok ? 'done' : answer.error.code;
      };
      const { browser: guest } = await visit(server.url, 'Gus');
      if (route.may === 'anyone') return expect(await ask(guest)).toBe('done');
      expect(await ask(guest)).toBe('unauthenticated');
      const { browser: somebody } = await member(server.url, 'Sam');
      if (route.may === 'member') expect(await ask(somebody)).not.toBe('forbidden');
      else expect(await ask(somebody)).toBe('forbidden');
      const mo = await member(server.url, 'Mo');
      await admin.ask('PUT', `/house/team/${mo.me.id}`, { role: 'moderator' });
      if (route.may === 'admin') expect(await ask(mo.browser)).toBe('forbidden');
      else expect(await ask(mo.browser)).not.toBe('forbidden');
      expect(await ask(admin)).not.toBe('forbidden');
      await admin.ask('DELETE', `/house/team/${mo.me.id}`);
    },
  );

  test('is no field of anything that one may change of oneself', async () => {
    const { browser } = await member(server.url, 'Mallory');
    for (const change of [{ house: 'admin' }, { role: 'admin' }, { isAdmin: true }, { account: true }]) {
      expect(await browser.refusal('PUT', '/me', { name: 'Mallory', ...change })).toMatchObject({
        code: 'bad_request',
      });
    }
    expect(await browser.ask<Me>('GET', '/me')).not.toHaveProperty('house');
  });

  test('has moderators and admins of whom everybody hears by asking who they are, and a log of it', async () => {
    const [mo, ada] = [await member(server.url, 'Mo'), await member(server.url, 'Ada')];
    await admin.ask('PUT', `/house/team/${mo.me.id}`, { role: 'moderator' });
    expect(await mo.browser.ask<Me>('GET', '/me')).toMatchObject({ house: 'moderator' });
    await admin.ask('PUT', `/house/team/${ada.me.id}`, { role: 'admin' });
    expect(await team(mo.browser)).toEqual([
      ['Hana', 'admin'],
      ['Mo', 'moderator'],
      ['Ada', 'admin'],
    ]);
    expect(await mo.browser.refusal('DELETE', `/house/team/${ada.me.id}`)).toMatchObject({
      code: 'forbidden',
    });
    await mo.browser.ask('DELETE', `/house/team/${mo.me.id}`);
    expect(await mo.browser.ask<Me>('GET', '/me')).not.toHaveProperty('house');
    await admin.ask('DELETE', `/house/team/${ada.me.id}`);
    const { entries } = await admin.ask<{ entries: AuditEntry[] }>('GET', '/house/log');
    expect(entries.slice(0, 4).map(({ action, by, to }) => [action, by?.name, to?.name])).toEqual([
      ['houseRoleTaken', 'Hana', 'Ada'],
      ['houseRoleTaken', 'Mo', 'Mo'],
      ['houseAdmin', 'Hana', 'Ada'],
      ['houseModerator', 'Hana', 'Mo'],
    ]);
  });

  test('shows people by name and id, signs them out, and takes them away for good', async () => {
    const [zoe, mo] = [await member(server.url, 'Zoe Quillfeather'), await member(server.url, 'Mo')];
    const { browser: guest, me: gus } = await visit(server.url, 'Gus Quillfeather');
    const find = async (q: string) =>
      (await admin.ask<{ people: HousePerson[] }>('GET', `/house/people?q=${encodeURIComponent(q)}`)).people;
    expect(await find('quillf')).toMatchObject([
      { person: { name: 'Zoe Quillfeather' }, account: true, seenAt: expect.any(Number), house: null },
      { person: { name: 'Gus Quillfeather' }, account: false, since: null, seenAt: null },
    ]);
    expect(await find(mo.me.id)).toMatchObject([{ person: { name: 'Mo' } }]);
    await admin.ask('DELETE', `/house/people/${zoe.me.id}/logins`);
    expect((await zoe.browser.ask<Me>('GET', '/me')).id).not.toBe(zoe.me.id);
    await admin.ask('DELETE', `/house/people/${mo.me.id}`);
    await admin.ask('DELETE', `/house/people/${gus.id}`);
    expect(await find('quillf')).toMatchObject([{ person: { name: 'Zoe Quillfeather' } }]);
    expect((await mo.browser.ask<Me>('GET', '/me')).name).not.toBe('Mo');
    expect((await guest.ask<Me>('GET', '/me')).name).not.toBe('Gus Quillfeather');
    expect(await admin.refusal('DELETE', `/house/people/${mo.me.id}`)).toMatchObject({ code: 'not_found' });
    expect(await admin.refusal('DELETE', `/house/people/${adminId}`)).toMatchObject({ code: 'conflict' });
    const { entries } = await admin.ask<{ entries: AuditEntry[] }>(
      'GET',
      '/house/log?actions=houseSignedOut',
    );
    expect(entries).toMatchObject([{ by: { name: 'Hana' }, to: { name: 'Zoe Quillfeather' } }]);
  });

  test('shows its rooms with who is in them and whose they are, and none of what people talk in private', async () => {
    const [ann, bo] = [await server.person('Ann'), await server.person('Bo')];
    const [annId, boId] = await Promise.all(
      [ann, bo].map(async (one) => (await one.ask<Me>('GET', '/me')).id),
    );
    await ann.ask('PUT', `/people/${boId}/friend`, {});
    await bo.ask('PUT', `/people/${annId}/friend`, {});
    await ann.ask('POST', '/me/conversations', { people: [boId] });
    const room = await ann.openRoom({ name: 'Quillery', lasting: true });
    await bo.join(room.slug);
    const { rooms } = await admin.ask<{ rooms: HouseRoom[] }>('GET', '/house/rooms');
    expect(rooms).toMatchObject([{ name: 'Quillery', owner: { name: 'Ann' }, lasting: true, count: 1 }]);
    const none = await admin.ask<{ rooms: HouseRoom[] }>('GET', '/house/rooms?q=nothing');
    expect(none).toEqual({ rooms: [], more: false });
    const figures = await admin.ask<Record<string, number>>('GET', '/house/figures');
    expect(figures).toMatchObject({ rooms: 1, live: 1, inside: 1, fileBytes: 0 });
    expect(figures.accounts).toBeGreaterThan(0);
  });

  test('opens the log of any room to who moderates it', async () => {
    const ann = await server.person('Ann');
    const room = await ann.openRoom({ name: 'Logged', lasting: true });
    await ann.join(room.slug);
    await ann.request('room:lock', { locked: true });
    const { entries } = await admin.ask<{ entries: AuditEntry[] }>('GET', `/audit?room=${room.id}`);
    expect(entries.map(({ action }) => action)).toContain('locked');
    const { browser } = await member(server.url, 'Sam');
    expect(await browser.refusal('GET', `/audit?room=${room.id}`)).toMatchObject({ code: 'forbidden' });
  });

  test('takes its roles from accounts alone, and a guest is told so', async () => {
    const { me } = await visit(server.url, 'Gus');
    for (const role of ['moderator', 'admin']) {
      expect(await admin.refusal('PUT', `/house/team/${me.id}`, { role })).toMatchObject({
        code: 'conflict',
      });
    }
    expect(await admin.refusal('DELETE', `/house/team/${me.id}`)).toMatchObject({ code: 'not_found' });
  });

  test('is never without an admin: the last one neither steps down nor is made less nor leaves', async () => {
    const refused = { code: 'last_admin' };
    expect(await admin.refusal('DELETE', `/house/team/${adminId}`)).toMatchObject(refused);
    expect(await admin.refusal('PUT', `/house/team/${adminId}`, { role: 'moderator' })).toMatchObject(
      refused,
    );
    expect(await admin.refusal('DELETE', '/me')).toMatchObject(refused);
    expect(await admin.ask<Me>('GET', '/me')).toMatchObject({ name: 'Hana', house: 'admin' });
  });

  test('keeps one of two admins who take from each other at once, and one who leaves for good is none', async () => {
    const ada = await member(server.url, 'Ada');
    await admin.ask('PUT', `/house/team/${ada.me.id}`, { role: 'admin' });
    const taken = await Promise.all([
      admin.answer('DELETE', `/house/team/${ada.me.id}`),
      ada.browser.answer('DELETE', `/house/team/${adminId}`),
    ]);
    expect(taken.filter(({ answer }) => answer.ok)).toHaveLength(1);
    const [left, gone] = taken[0].answer.ok ? [admin, ada] : [ada.browser, { me: { id: adminId } }];
    await left.ask('PUT', `/house/team/${gone.me.id}`, { role: 'admin' });
    const mine = await left.ask<{ house: unknown }>('GET', '/me/belongings');
    expect(mine.house).toMatchObject({ role: 'admin' });
    const other = left === admin ? ada.browser : admin;
    await left.ask('DELETE', '/me');
    expect(await team(other)).toHaveLength(1);
    const { browser: newcomer } = await visit(server.url, 'Nia');
    expect((await keepName(newcomer)).account).toMatchObject({ logins: [{ current: true }] });
  });
});
