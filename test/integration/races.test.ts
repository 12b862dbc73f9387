import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { fewCapabilities as rtpCapabilities } from '../support/rtp.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

// The worker answers only when it is let: whatever may happen meanwhile, happens.
const waiting: (() => void)[] = [];
let held = false;
let server: TestServer<FakeMediaEngine>;

async function answer(): Promise<void> {
  if (held) await new Promise<void>((resolve) => waiting.push(resolve));
}

const isHeld = (count: number) => expect.poll(() => waiting.length).toBe(count);

beforeEach(async () => {
  held = false;
  server = await startServer();
  server.media.answer = answer;
});
afterEach(() => server.close());

test('whoever leaves and joins again before the first answer keeps the second seat', async () => {
  const ann = await server.client();
  const room = await ann.openRoom();
  held = true;
  const first = ann.answer('room:join', { slug: room.slug, rtpCapabilities });
  await isHeld(1);
  await ann.request('room:leave', {});
  const second = ann.join(room.slug, { rtpCapabilities });
  await isHeld(2);
  for (const go of waiting.splice(0)) go();
  expect(await first).toMatchObject({ ok: false, error: { code: 'gone' } });
  const { selfId, participants } = await second;
  expect(participants.map(({ id }) => id)).toEqual([selfId]);
  await expect(ann.request('room:leave', {})).resolves.toBeNull();
  expect(server.app.rooms.liveRooms[0]?.participants.size).toBe(0);
});

test('a line that is lost while coming back leaves the seat waiting for the same token', async () => {
  const [ann, bob] = [await server.client(), await server.client()];
  const room = await ann.openRoom();
  await ann.join(room.slug);
  const { selfId, seatToken } = await bob.join(room.slug);
  await bob.drop();
  held = true;
  const again = await server.client({ cookie: bob.cookie });
  again.socket.emit('room:join', { slug: room.slug, seatToken, rtpCapabilities });
  await isHeld(1);
  const lost = ann.next('room:participantChanged', ({ connected }) => !connected);
  await again.drop();
  await lost;
  held = false;
  for (const go of waiting.splice(0)) go();
  const third = await server.client({ cookie: bob.cookie });
  await expect(third.join(room.slug, { seatToken, keepMedia: true })).resolves.toMatchObject({ selfId });
  expect(ann.all('room:participantLeft')).toEqual([]);
});

test('whoever is gone before the answer does not stay in the room', async () => {
  const [ann, bob] = [await server.client(), await server.client()];
  const room = await ann.openRoom();
  await ann.join(room.slug);
  held = true;
  const joined = ann.next('room:participantJoined');
  const lost = ann.next('room:participantChanged', ({ connected }) => !connected);
  bob.socket.emit('room:join', { slug: room.slug, rtpCapabilities });
  await joined;
  await bob.drop();
  expect(await lost).toMatchObject({ id: (await joined).id });
  for (const go of waiting.splice(0)) go();
});
