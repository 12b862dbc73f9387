import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { CircleInfo } from '../../protocol/circles.ts';
import { type RequestName, requests } from '../../protocol/index.ts';
import type { Me } from '../../protocol/people.ts';
import type { ProfilePage } from '../../protocol/profile.ts';
import { type RouteName, routes } from '../../protocol/rest.ts';
import type { RoomCard, RoomInfo, RoomSettings } from '../../protocol/room.ts';
import { MemoryStore } from '../../server/store/MemoryStore.ts';
import { validFor } from '../support/arbitraries.ts';
import type { Client } from '../support/Client.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { type Aim, aimed } from '../support/standings.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  // Some hundred strangers come, with circles and friends: what they have needs no disk.
  server = await startServer({ store: new MemoryStore() });
});
afterAll(() => server.close());

const routeNames = Object.keys(routes) as RouteName[];
const requestNames = Object.keys(requests) as RequestName[];
const idOf = async (client: Client) => (await client.ask<Me>('GET', '/me')).id;
const tie = async (by: Client, to: Client, kind: string) =>
  by.ask('PUT', `/people/${await idOf(to)}/${kind}`, {});
const refused = { code: 'not_found' };
const roomName = 'Zephyrwort';

/** Ann with a room for Bo, in which both are; nobody else is to know of it. */
async function company(visibility: 'friends' | 'circle') {
  const [ann, bo] = [await server.person('Ann'), await server.person('Bo')];
  const [annId, boId] = [await idOf(ann), await idOf(bo)];
  const circle = await ann.ask<CircleInfo>('POST', '/me/circles', { name: 'Quillfolk' });
  await tie(bo, ann, 'follow');
  if (visibility === 'friends') {
    await tie(ann, bo, 'friend');
    await tie(bo, ann, 'friend');
  } else await ann.ask('PUT', `/me/circles/${circle.id}/people/${boId}`, {});
  const settings = { name: roomName, lasting: true, visibility } satisfies Partial<RoomSettings>;
  const room = await ann.openRoom({ ...settings, ...(visibility === 'circle' && { circle: circle.id }) });
  const leave = async () => {
    if (visibility === 'friends') await bo.ask('DELETE', `/people/${annId}/friend`);
    else await ann.ask('DELETE', `/me/circles/${circle.id}/people/${boId}`);
  };
  return { ann, bo, annId, boId, circle, room, leave };
}

/** Somebody who follows both, asked both to be friends, and keeps a circle with both. */
async function stranger(ann: Client, bo: Client): Promise<Client> {
  const cy = await server.person('Cy');
  const { id } = await cy.ask<CircleInfo>('POST', '/me/circles', { name: 'All I know' });
  for (const other of [ann, bo]) {
    await tie(cy, other, 'follow');
    await tie(cy, other, 'friend');
    await cy.ask('PUT', `/me/circles/${id}/people/${await idOf(other)}`, {});
  }
  return cy;
}

async function textAt(client: Client, path: string, init: RequestInit = {}) {
  const headers = { origin: server.url, 'content-type': 'application/json', cookie: client.cookie ?? '' };
  const response = await fetch(server.url + path, { ...init, headers });
  return { status: response.status, text: await response.text() };
}

describe.each(['friends', 'circle'] as const)('R15, R23: a room for %s', (visibility) => {
  test('is found by whom it is for, on every surface, and says nothing of a circle', async () => {
    const { ann, bo, annId, circle, room } = await company(visibility);
    await bo.request('lobby:watch', {});
    const told = bo.next('lobby:card', ({ id, count }) => id === room.id && count === 1);
    await ann.join(room.slug);
    await told;
    const found = async (path: string) =>
      (await bo.ask<{ rooms: RoomCard[] }>('GET', path)).rooms.map(({ id }) => id);
    for (const path of ['/rooms', '/interests/astronomy', '/search?q=zephyr']) {
      expect(await found(path)).toContain(room.id);
    }
    const page = await bo.ask<ProfilePage>('GET', `/people/${annId}`);
    expect(page).toMatchObject({ rooms: [{ id: room.id }], now: { card: { id: room.id } } });
    expect((await bo.request('presence:watch', {})).people).toMatchObject([{ room: { slug: room.slug } }]);
    expect((await bo.request('lobby:watch', {})).cards.map(({ id }) => id)).toContain(room.id);
    const snapshot = await bo.join(room.slug);
    expect(snapshot.room).toMatchObject({ visibility, name: roomName });
    for (const seen of [snapshot, bo.heard, await bo.ask('GET', `/rooms/${room.slug}`)]) {
      expect(JSON.stringify(seen)).not.toContain(circle.id);
      expect(JSON.stringify(seen)).not.toContain('Quillfolk');
    }
  });

  test('is none for a third, whatever they ask with all of its ids, over HTTP and sockets', async () => {
    const { ann, bo, annId, boId, room } = await company(visibility);
    const watcher = await stranger(ann, bo);
    await watcher.request('lobby:watch', {});
    await watcher.request('presence:watch', {});
    const { selfId } = await ann.join(room.slug);
    await bo.join(room.slug);
    const text = 'Marmalade at midnight';
    const clientMessageId = crypto.randomUUID() as never;
    const { seq } = await ann.request('chat:send', { clientMessageId, text });
    const secrets = [room.id, room.slug, roomName, selfId, text];
    const leaks = (said: unknown) => {
      const all = typeof said === 'string' ? said : JSON.stringify(said);
      return secrets.filter((secret) => all.toLowerCase().includes(secret.toLowerCase()));
    };
    const aim: Aim = {
      ...{ slug: room.slug, roomId: room.id, participantId: selfId, userId: boId, seq, q: 'zephyrwort' },
      ...{ person: boId, interest: 'astronomy', language: 'en' },
    };

    for (const name of routeNames) {
      const { method, path, params, query, body, bytes } = routes[name];
      if (bytes) continue;
      const cy = await stranger(ann, bo);
      for (const id of [annId, boId, room.id]) {
        const sample = (schema: z.ZodType) =>
          fc.sample(validFor(schema, {}), { numRuns: 1, seed: 7 })[0] as object;
        const given = aimed(sample(params), { ...aim, id }) as Record<string, string>;
        const address = path.replaceAll(/:(\w+)/g, (_all, key: string) => given[key] ?? '');
        const asked = aimed(sample(query), aim) as Record<string, string>;
        const answer = await textAt(cy, `/api${address}?${new URLSearchParams(asked)}`, {
          method: method.toUpperCase(),
          ...(method !== 'get' && { body: JSON.stringify(aimed(sample(body), { ...aim, id })) }),
        });
        expect([name, leaks(answer.text)]).toEqual([name, []]);
        if ('slug' in given && !/interests|events/.test(path))
          expect([name, answer.status]).toEqual([name, 404]);
        expect(answer.status).toBeLessThan(500);
      }
      cy.close();
    }
    for (const name of requestNames) {
      const cy = await stranger(ann, bo);
      const inputs = fc.sample(validFor(requests[name].input, {}), { numRuns: 3, seed: 7 });
      for (const input of inputs) {
        const answer = await cy.answer(name, aimed(input, aim));
        expect([name, leaks(answer)]).toEqual([name, []]);
        if (name === 'room:join') expect(answer).toMatchObject({ ok: false, error: refused });
      }
      expect([name, leaks(cy.heard)]).toEqual([name, []]);
      cy.close();
    }
    const pages = [
      `/r/${room.slug}`,
      `/u/${annId}`,
      `/u/${boId}`,
      '/',
      '/i/astronomy',
      '/search?q=zephyrwort',
    ];
    for (const path of pages) {
      // The address itself is what whoever asks has said.
      const { text: html } = await textAt(watcher, path);
      expect([path, leaks(html.replaceAll(path, ''))]).toEqual([path, []]);
    }
    expect((await textAt(watcher, `/r/${room.slug}`)).status).toBe(404);
    for (const client of [watcher, bo]) {
      expect((await textAt(client, `/og/r/${room.slug}.png`)).status).toBe(404);
    }
    await watcher.settled();
    expect(leaks(watcher.heard)).toEqual([]);
    expect(await textAt(watcher, '/api/interests')).toEqual(
      await textAt(await server.client(), '/api/interests'),
    );
    const astronomy = await watcher.ask<{ interests: { slug: string; people: number }[] }>(
      'GET',
      '/interests',
    );
    expect(astronomy.interests.find(({ slug }) => slug === 'astronomy')).toMatchObject({ people: 0 });
    // It grows with the table.
  }, 120_000);

  test('lets whoever does not belong any more stay until they leave, and not come back', async () => {
    const { ann, bo, annId, room, leave } = await company(visibility);
    await ann.join(room.slug);
    await bo.request('lobby:watch', {});
    const { seatToken } = await bo.join(room.slug);
    await leave();
    await bo.drop();
    await bo.connect();
    await bo.join(room.slug, { seatToken });
    const clientMessageId = crypto.randomUUID() as never;
    await bo.request('chat:send', { clientMessageId, text: 'Still here' });
    expect(await bo.ask<ProfilePage>('GET', `/people/${annId}`)).toMatchObject({ rooms: [], now: null });
    await bo.request('room:leave', {});
    await expect(bo.join(room.slug)).rejects.toMatchObject(refused);
    await expect(bo.ask('GET', `/rooms/${room.slug}`)).rejects.toMatchObject(refused);
    expect((await bo.request('lobby:watch', {})).cards.map(({ id }) => id)).not.toContain(room.id);
  });

  test.each(['the host', 'a guest'])(
    'puts a guest out at once when %s blocks the other, and tells nobody why',
    async (who) => {
      const { ann, bo, room } = await company(visibility);
      await ann.join(room.slug);
      await bo.join(room.slug);
      const [ended, left] = [bo.next('room:ended'), ann.next('room:participantLeft')];
      await (who === 'the host' ? tie(ann, bo, 'block') : tie(bo, ann, 'block'));
      expect(await ended).toEqual({ reason: 'closed', until: null });
      await left;
      await expect(bo.join(room.slug)).rejects.toMatchObject(refused);
      expect((await ann.ask<{ room: RoomInfo }>('GET', `/rooms/${room.slug}`)).room.id).toBe(room.id);
    },
  );
});

test('R15: whoever comes into a circle sees its rooms at once, whoever is taken out no more', async () => {
  const { ann, bo, boId, circle, room, leave } = await company('circle');
  await ann.join(room.slug);
  await bo.request('lobby:watch', {});
  await leave();
  await eventually(() => bo.all('lobby:cardGone')).toEqual([{ id: room.id }]);
  await ann.ask('PUT', `/me/circles/${circle.id}/people/${boId}`, {});
  await eventually(() => bo.heard.at(-1)).toMatchObject({
    name: 'lobby:card',
    payload: { id: room.id, count: 1 },
  });
  await ann.ask('DELETE', `/me/circles/${circle.id}`);
  await expect(bo.join(room.slug)).rejects.toMatchObject(refused);
});

test("R15: nobody opens a room for another one's circle, or for a circle without naming one", async () => {
  const { bo, circle } = await company('circle');
  await expect(bo.openRoom({ visibility: 'circle', circle: circle.id } as object)).rejects.toMatchObject(
    refused,
  );
  for (const wrong of [{ visibility: 'circle' }, { visibility: 'open', circle: circle.id }]) {
    await expect(bo.openRoom(wrong as object)).rejects.toMatchObject({ code: 'bad_request' });
  }
});
