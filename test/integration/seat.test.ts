import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SeatToken, TransportId } from '../../protocol/ids.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { microphoneParameters } from '../support/rtp.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const rtpCapabilities = () => server.media.rtpCapabilities;

/** Ann and Bob in a room; Bob speaks. */
async function annAndBob(on = server) {
  const [ann, bob] = [await on.person('Ann'), await on.person('Bob')];
  const room = await ann.openRoom();
  await ann.join(room.slug, { rtpCapabilities: rtpCapabilities() });
  const seat = await bob.join(room.slug, { rtpCapabilities: rtpCapabilities() });
  const { id: transportId } = await bob.request('media:createSendTransport', {});
  const { id: producerId } = await bob.request('media:produce', {
    transportId,
    source: 'microphone',
    rtpParameters: microphoneParameters(),
  });
  return { ann, bob, room, seat, producerId, transportId };
}

test('whoever lost the line comes back to the same seat, and the media went on', async () => {
  const { ann, bob, room, seat, producerId, transportId } = await annAndBob();
  const lost = ann.next('room:participantChanged');
  await bob.drop();
  expect(await lost).toMatchObject({ id: seat.selfId, connected: false });
  const [live] = server.app.rooms.liveRooms.filter(({ info }) => info.id === room.id);
  expect([...(live?.participants.get(seat.selfId)?.producers.keys() ?? [])]).toEqual([producerId]);

  const back = ann.next('room:participantChanged');
  const again = await server.client({ cookie: bob.cookie });
  const snapshot = await again.join(room.slug, {
    rtpCapabilities: rtpCapabilities(),
    seatToken: seat.seatToken,
    keepMedia: true,
  });
  expect(await back).toMatchObject({ id: seat.selfId, connected: true });
  expect(snapshot).toMatchObject({ selfId: seat.selfId, media: { kept: true, receiveTransport: null } });
  expect(snapshot.participants).toHaveLength(2);
  await again.request('media:setPaused', { producerId, paused: true });
  await again.request('media:restartIce', { transportId });
  expect(ann.all('room:participantLeft')).toEqual([]);
});

/** What goes on of the media of whoever comes back with transports that are said to be there. */
async function comeBack(bob: Client, room: RoomInfo, seatToken: SeatToken | null, ids: TransportId[]) {
  const again = await server.client({ cookie: bob.cookie });
  const transports = { keepMedia: true, transportIds: ids };
  return await again.join(room.slug, { rtpCapabilities: rtpCapabilities(), seatToken, ...transports });
}

test('whoever comes back with a transport that ended while they could not be told gets all anew', async () => {
  const { bob, room, seat, transportId } = await annAndBob();
  const received = seat.media?.receiveTransport?.id ?? transportId;
  await bob.drop();
  const kept = await comeBack(bob, room, seat.seatToken, [transportId, received]);
  expect(kept).toMatchObject({ selfId: seat.selfId, media: { kept: true } });
  const [live] = server.app.rooms.liveRooms.filter(({ info }) => info.id === room.id);
  await live?.participants.get(seat.selfId)?.peer?.createTransport('receive');
  const { selfId, media } = await comeBack(bob, room, kept.seatToken, [transportId, received]);
  expect(selfId).toBe(seat.selfId);
  expect(media).toMatchObject({ kept: false, receiveTransport: { id: expect.any(String) } });
});

test('whoever comes back into a room that got other media meanwhile gets all anew', async () => {
  const { ann, bob, room, seat, transportId } = await annAndBob();
  const moved = ann.next('media:moved');
  await bob.drop();
  server.media.rooms.get(room.id)?.die();
  await moved;
  const { selfId, media } = await comeBack(bob, room, seat.seatToken, [transportId]);
  expect([selfId, media?.kept]).toEqual([seat.selfId, false]);
});

test('whoever is there but cannot be reached by media is shown as lost, until they are', async () => {
  const { ann, room, seat } = await annAndBob();
  const [live] = server.app.rooms.liveRooms.filter(({ info }) => info.id === room.id);
  const peer = live?.participants.get(seat.selfId)?.peer;
  const lost = ann.next('room:participantChanged');
  peer?.emit('pathChanged', 'send', false);
  expect(await lost).toMatchObject({ id: seat.selfId, connected: false });
  const back = ann.next('room:participantChanged');
  peer?.emit('pathChanged', 'send', true);
  expect(await back).toMatchObject({ id: seat.selfId, connected: true });
});

test('whoever comes back with a new browser gets new media, and the old ends for the others', async () => {
  const { ann, bob, room, seat, producerId } = await annAndBob();
  await bob.drop();
  const removed = ann.next('media:producerRemoved');
  const again = await server.client({ cookie: bob.cookie });
  const snapshot = await again.join(room.slug, {
    rtpCapabilities: rtpCapabilities(),
    seatToken: seat.seatToken,
  });
  expect(await removed).toEqual({ participantId: seat.selfId, producerId });
  expect(snapshot).toMatchObject({
    selfId: seat.selfId,
    media: { kept: false, receiveTransport: { id: expect.any(String) } },
  });
});

test('a token is good once, or again if its answer was lost on the way', async () => {
  const { bob, room, seat } = await annAndBob();
  const comeBack = async (seatToken: typeof seat.seatToken) => {
    const client = await server.client({ cookie: bob.cookie });
    const back = await client.join(room.slug, { seatToken, keepMedia: true });
    await client.drop();
    return back;
  };
  await bob.drop();
  const back = await comeBack(seat.seatToken);
  expect(back.seatToken).not.toBe(seat.seatToken);
  const again = await comeBack(seat.seatToken);
  expect(again.selfId).toBe(seat.selfId);
  expect((await comeBack(again.seatToken)).selfId).toBe(seat.selfId);
  expect((await comeBack(seat.seatToken)).selfId).not.toBe(seat.selfId);
});

test("somebody else's token brings nobody to that seat", async () => {
  const { ann, bob, room, seat } = await annAndBob();
  await bob.drop();
  const thief = await server.person('Thief');
  const stolen = await thief.join(room.slug, { seatToken: seat.seatToken, keepMedia: true });
  expect(stolen.selfId).not.toBe(seat.selfId);
  expect(stolen.participants.map(({ name }) => name)).toEqual(['Ann', 'Bob', 'Thief']);
  await ann.settled();
  expect(ann.all('room:participantLeft')).toEqual([]);
});

test('a token of another room is a seat of that room only', async () => {
  const { ann, bob, seat } = await annAndBob();
  await bob.drop();
  const other = await ann.openRoom();
  const again = await server.client({ cookie: bob.cookie });
  const snapshot = await again.join(other.slug, { seatToken: seat.seatToken, keepMedia: true });
  expect(snapshot.selfId).not.toBe(seat.selfId);
});

test('two who come back with one token at the same moment do not both sit there', async () => {
  const { bob, room, seat } = await annAndBob();
  await bob.drop();
  const tabs = [await server.client({ cookie: bob.cookie }), await server.client({ cookie: bob.cookie })];
  const options = { seatToken: seat.seatToken, keepMedia: true };
  await Promise.allSettled(tabs.map((tab) => tab.join(room.slug, options)));
  const says = await Promise.all(
    tabs.map((tab) => tab.answer('chat:send', { clientMessageId: crypto.randomUUID(), text: 'Me!' })),
  );
  expect(says.filter(({ ok }) => ok)).toHaveLength(1);
  expect(says).toContainEqual({ ok: false, error: expect.objectContaining({ code: 'not_joined' }) });
});

test('a second tab of the same guest takes the place of the first', async () => {
  const { ann, bob, room, seat } = await annAndBob();
  const ended = bob.next('room:ended');
  const left = ann.next('room:participantLeft');
  const tab = await server.client({ cookie: bob.cookie });
  const snapshot = await tab.join(room.slug);
  expect(await ended).toEqual({ reason: 'replaced', until: null });
  expect(await left).toEqual({ id: seat.selfId, reason: 'replaced' });
  expect(snapshot.participants.map(({ name }) => name)).toEqual(['Ann', 'Bob']);
  await expect(bob.request('room:leave', {})).rejects.toMatchObject({ code: 'not_joined' });
});

test('a guest replaces the own seat in a full room', async () => {
  const full = await startServer({ env: { ROOM_CAPACITY: '2' } });
  const { bob, room } = await annAndBob(full);
  const tab = await full.client({ cookie: bob.cookie });
  await expect(tab.join(room.slug)).resolves.toMatchObject({ participants: { length: 2 } });
  await full.close();
});

test('a seat waits for a while, and then is free', async () => {
  const short = await startServer({ seatMs: 50 });
  const { ann, bob, seat } = await annAndBob(short);
  const left = ann.next('room:participantLeft');
  await bob.drop();
  expect(await left).toEqual({ id: seat.selfId, reason: 'lost' });
  expect(await short.media.count()).toMatchObject({ transports: 1, producers: 0, consumers: 0 });
  await short.close();
});

test('a tab that comes back by itself does not take the seat from a newer one', async () => {
  const ann = await server.person('Ann');
  const room = await ann.openRoom();
  const { seatToken } = await ann.join(room.slug);
  await ann.drop();
  const newer = await server.client({ cookie: ann.cookie });
  await newer.join(room.slug);
  const older = await server.client({ cookie: ann.cookie });
  await expect(older.join(room.slug, { seatToken })).rejects.toMatchObject({ code: 'conflict' });
});
