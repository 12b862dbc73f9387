import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startServer } from '../support/startServer.ts';

const folder = mkdtempSync(join(tmpdir(), 'hobnob-restart-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('seats, hands, mutes, the spotlight, locks and removals outlive the process; chat goes on where it was', async () => {
  const first = await startServer({ folder });
  const { rtpCapabilities } = first.media;
  const people = [await first.person('Hana'), await first.person('Bob'), await first.person('Eve')] as const;
  const [hana, bob, eve] = people;
  const room = await hana.openRoom();
  const hanaSeat = await hana.join(room.slug, { rtpCapabilities });
  const bobSeat = await bob.join(room.slug, { rtpCapabilities });
  const eveSeat = await eve.join(room.slug);
  await bob.request('participant:setHand', { raised: true });
  const lost = hana.next('room:participantChanged', ({ connected }) => !connected);
  await bob.drop();
  await lost;
  await hana.request('room:spotlight', { participantId: bobSeat.selfId });
  await hana.request('moderation:mute', { participantId: bobSeat.selfId });
  await hana.request('moderation:remove', { participantId: eveSeat.selfId });
  await hana.request('room:lock', { locked: true });
  await hana.request('chat:send', { clientMessageId: crypto.randomUUID() as never, text: 'Before' });
  // Without a goodbye: whatever is not written by now is not known to the next process.
  await first.close();

  const second = await startServer({ folder });
  const cards = await (await second.client()).request('lobby:watch', {});
  expect(cards.cards).toMatchObject([{ id: room.id, count: 2, hostPresent: true }]);
  const bobAgain = await second.client({ cookie: bob.cookie });
  const back = await bobAgain.join(room.slug, { rtpCapabilities, seatToken: bobSeat.seatToken });
  expect(back).toMatchObject({
    selfId: bobSeat.selfId,
    silenced: true,
    room: { locked: true },
    messages: [{ text: 'Before', seq: 1 }],
    media: { kept: false },
    participants: [
      { id: hanaSeat.selfId, role: 'owner', connected: false },
      {
        id: bobSeat.selfId,
        role: 'visitor',
        connected: true,
        handRaisedAt: expect.any(Number),
        spotlit: true,
      },
    ],
  });
  const seen = bobAgain.next('room:participantChanged');
  const hanaAgain = await second.client({ cookie: hana.cookie });
  await hanaAgain.join(room.slug, { rtpCapabilities, seatToken: hanaSeat.seatToken });
  expect(await seen).toMatchObject({ id: hanaSeat.selfId, connected: true });
  expect(bobAgain.all('room:participantJoined')).toEqual([]);

  const eveAgain = await second.client({ cookie: eve.cookie });
  await expect(eveAgain.join(room.slug)).rejects.toMatchObject({ code: 'forbidden' });
  const stranger = await second.person('Stranger');
  await expect(stranger.join(room.slug)).rejects.toMatchObject({ code: 'room_locked' });
  await second.close();
});

test('seats whose owners do not come back are freed, and the room with them', async () => {
  const first = await startServer({ folder });
  const ann = await first.person('Ann');
  const room = await ann.openRoom();
  await ann.join(room.slug);
  await first.close();

  const second = await startServer({ folder, seatMs: 50, env: { ROOM_EMPTY_PAUSE: '0' } });
  const { app } = second;
  const look = () => app.rooms.find(room.slug).catch((error: { code: string }) => error.code);
  await expect.poll(look).toBe('not_found');
  await second.close();
});
