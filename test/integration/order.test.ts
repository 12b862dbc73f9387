import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { microphoneParameters } from '../support/rtp.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** Hana, a host, and Bob in her room, both heard. */
async function hanaAndBob() {
  const [hana, bob] = [await server.person('Hana'), await server.person('Bob')];
  const room = await hana.openRoom({ lasting: true });
  const { rtpCapabilities } = server.media;
  await hana.join(room.slug, { rtpCapabilities });
  const seat = await bob.join(room.slug, { rtpCapabilities });
  const speak = async (paused = false) => {
    const { id: transportId } = await bob.request('media:createSendTransport', {});
    const rtpParameters = microphoneParameters();
    return await bob.request('media:produce', { transportId, source: 'microphone', rtpParameters, paused });
  };
  const comeBack = async (options: { seatToken?: typeof seat.seatToken; keepMedia?: boolean } = {}) => {
    const client = await server.client({ cookie: bob.cookie });
    return { client, snapshot: await client.join(room.slug, { rtpCapabilities, ...options }) };
  };
  return { hana, bob, room, seat, speak, comeBack };
}

test('whoever is removed is out at once, and no token, tab or wait of a moment leads back', async () => {
  const { hana, bob, room, seat, speak, comeBack } = await hanaAndBob();
  await speak();
  const [ended, left] = [bob.next('room:ended'), hana.next('room:participantLeft')];
  await hana.request('moderation:remove', { participantId: seat.selfId });
  expect(await server.media.count()).toMatchObject({ producers: 0 });
  expect(await left).toEqual({ id: seat.selfId, reason: 'removed' });
  const { reason, until } = await ended;
  expect(reason).toBe('removed');
  expect(until).toBeGreaterThan(Date.now() + 29 * 60_000);
  await expect(comeBack({ seatToken: seat.seatToken, keepMedia: true })).rejects.toMatchObject({
    code: 'forbidden',
    retryAfterMs: expect.any(Number),
  });
  await expect(comeBack()).rejects.toMatchObject({ code: 'forbidden' });
  await expect(bob.request('chat:changes', { revision: 0 })).rejects.toMatchObject({ code: 'not_joined' });

  const { removed } = await hana.request('moderation:removed', {});
  expect(removed).toMatchObject([{ person: { name: 'Bob' } }]);
  await hana.request('moderation:pardon', { userId: seat.participants[1]?.userId ?? ('' as never) });
  await expect(comeBack()).resolves.toMatchObject({ snapshot: { room: { id: room.id } } });
});

test('whoever is removed while the line is down does not come back to the seat', async () => {
  const { hana, bob, seat, comeBack } = await hanaAndBob();
  await bob.drop();
  await hana.request('moderation:remove', { participantId: seat.selfId, ban: true });
  await expect(comeBack({ seatToken: seat.seatToken, keepMedia: true })).rejects.toMatchObject({
    code: 'forbidden',
    retryAfterMs: undefined,
  });
});

test('a host is not removed, and nobody but a host removes', async () => {
  const { hana, bob, seat } = await hanaAndBob();
  const hanaId = seat.participants[0]?.id ?? ('' as never);
  const self = { participantId: hanaId };
  await expect(hana.request('moderation:remove', self)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(bob.request('moderation:remove', self)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(bob.request('room:lock', { locked: true })).rejects.toMatchObject({ code: 'forbidden' });
});

test('a locked room takes in those who have a seat, and its host, but nobody else', async () => {
  const { hana, bob, room, seat, comeBack } = await hanaAndBob();
  const changed = bob.next('room:changed');
  await hana.request('room:lock', { locked: true });
  expect(await changed).toMatchObject({ locked: true });
  const stranger = await server.person('Stranger');
  await expect(stranger.join(room.slug)).rejects.toMatchObject({ code: 'room_locked' });
  await bob.drop();
  const { client, snapshot } = await comeBack({ seatToken: seat.seatToken, keepMedia: true });
  expect(snapshot.selfId).toBe(seat.selfId);
  await hana.request('room:leave', {});
  await expect(hana.join(room.slug)).resolves.toMatchObject({ room: { locked: true } });
  await client.request('room:leave', {});
  await expect(comeBack()).rejects.toMatchObject({ code: 'room_locked' });
});

test('hands go up and down, by their owner and by a host', async () => {
  const { hana, bob, seat } = await hanaAndBob();
  const raised = hana.next('room:participantChanged');
  await bob.request('participant:setHand', { raised: true });
  expect(await raised).toMatchObject({ id: seat.selfId, handRaisedAt: expect.any(Number) });
  const lowered = bob.next('room:participantChanged');
  await hana.request('moderation:lowerHand', { participantId: seat.selfId });
  expect(await lowered).toMatchObject({ id: seat.selfId, handRaisedAt: null });
});

test('a microphone muted by a host stays muted over new media, until its owner opens it', async () => {
  const { hana, bob, seat, speak, comeBack } = await hanaAndBob();
  await speak();
  await bob.drop();
  await hana.request('moderation:mute', { participantId: seat.selfId });
  const { client, snapshot } = await comeBack({ seatToken: seat.seatToken });
  expect(snapshot.silenced).toBe(true);
  const { id: transportId } = await client.request('media:createSendTransport', {});
  const rtpParameters = microphoneParameters();
  const again = await client.request('media:produce', { transportId, source: 'microphone', rtpParameters });
  expect(again.paused).toBe(true);
  const opened = hana.next('media:producerChanged');
  await client.request('media:setPaused', { producerId: again.id, paused: false });
  expect(await opened).toMatchObject({ producer: { paused: false } });
});

test('another tab is no way around being muted', async () => {
  const { hana, seat, speak, comeBack } = await hanaAndBob();
  await speak();
  await hana.request('moderation:mute', { participantId: seat.selfId });
  expect((await comeBack()).snapshot.silenced).toBe(true);
});

test('the spotlight stays on somebody who comes back, over a lost line and from another tab', async () => {
  const { hana, bob, seat, comeBack } = await hanaAndBob();
  await hana.request('room:spotlight', { participantId: seat.selfId });
  await bob.drop();
  const spotlit = (participants: readonly { id: string; spotlit: boolean }[]) =>
    participants.filter((one) => one.spotlit).map(({ id }) => id);
  const { snapshot } = await comeBack({ seatToken: seat.seatToken });
  expect(spotlit(snapshot.participants)).toEqual([seat.selfId]);
  const anew = (await comeBack()).snapshot;
  expect(spotlit(anew.participants)).toEqual([anew.selfId]);
});

test('a companion reads, writes and sees, but has no media and no seat to lose', async () => {
  const { hana, bob, room, seat } = await hanaAndBob();
  const tab = await server.client({ cookie: bob.cookie });
  const snapshot = await tab.join(room.slug, { companion: true });
  expect(snapshot).toMatchObject({ selfId: seat.selfId, seatToken: null, media: null });
  expect(snapshot.participants).toHaveLength(2);
  const said = hana.next('chat:message');
  await tab.request('chat:send', { clientMessageId: crypto.randomUUID() as never, text: 'From the side' });
  expect(await said).toMatchObject({ author: { name: 'Bob' } });
  await expect(tab.request('media:createSendTransport', {})).rejects.toMatchObject({ code: 'conflict' });
  await tab.request('room:leave', {});
  await tab.join(room.slug, { companion: true });
  await tab.drop();
  await bob.settled();
  expect(hana.all('room:participantChanged')).toEqual([]);

  const other = await server.client({ cookie: bob.cookie });
  await other.join(room.slug, { companion: true });
  const ended = other.next('room:ended');
  await bob.request('room:leave', {});
  expect(await ended).toEqual({ reason: 'left', until: null });
  await expect(other.join(room.slug, { companion: true })).rejects.toMatchObject({ code: 'conflict' });
});
