import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** Two in a room, both with media. */
async function annAndBo() {
  const [ann, bo] = [await server.person('Ann'), await server.person('Bo')];
  const room = await ann.openRoom();
  const { rtpCapabilities } = server.media;
  await ann.join(room.slug, { rtpCapabilities });
  const seat = await bo.join(room.slug, { rtpCapabilities });
  return { ann, bo, room, seat };
}

test('how good a connection is others hear when it changes, and whoever comes later sees it', async () => {
  const { ann, bo, room, seat } = await annAndBo();
  const heard = ann.next('room:quality');
  await bo.request('participant:setQuality', { quality: 'weak' });
  expect(await heard).toEqual({ id: seat.selfId, quality: 'weak' });

  for (const quality of ['weak', 'weak', 'bad'] as const) {
    await bo.request('participant:setQuality', { quality });
  }
  await ann.settled();
  expect(ann.all('room:quality').map(({ quality }) => quality)).toEqual(['weak', 'bad']);

  const late = await server.person('Cy');
  const { participants } = await late.join(room.slug);
  expect(participants.find(({ id }) => id === seat.selfId)?.quality).toBe('bad');
  expect(participants.filter(({ quality }) => quality === undefined)).toHaveLength(2);
});

test('with new media nothing bad is known of it', async () => {
  const { ann, bo, seat } = await annAndBo();
  await bo.request('participant:setQuality', { quality: 'bad' });
  const forgotten = ann.next('room:quality', ({ quality }) => quality === 'good');
  await bo.request('media:renew', {});
  expect(await forgotten).toEqual({ id: seat.selfId, quality: 'good' });
});

test('a tab without the call, and whoever is in no room, has no connection to speak of', async () => {
  const { bo, room } = await annAndBo();
  const tab = await server.client({ cookie: bo.cookie });
  await expect(tab.request('participant:setQuality', { quality: 'bad' })).rejects.toMatchObject({
    code: 'not_joined',
  });
  await tab.join(room.slug, { companion: true });
  await expect(tab.request('participant:setQuality', { quality: 'bad' })).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('a quality nobody knows is refused', async () => {
  const { bo } = await annAndBo();
  expect(await bo.answer('participant:setQuality', { quality: 'splendid' })).toMatchObject({
    ok: false,
    error: { code: 'bad_request' },
  });
});
