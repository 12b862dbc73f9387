import { expect, test } from 'vitest';
import type { ParticipantId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import { RoomCard } from '../../../protocol/room.ts';
import { Sanctions } from '../../../server/moderation/Sanctions.ts';
import { isListed, toCard } from '../../../server/rooms/cards.ts';
import { RecentMessages } from '../../../server/rooms/RecentMessages.ts';
import { Roles } from '../../../server/rooms/Roles.ts';
import { Room } from '../../../server/rooms/Room.ts';
import { MemoryStore } from '../../../server/store/MemoryStore.ts';
import { aGuest, aRoom } from '../../contract/storeSamples.ts';
import { FakeMediaEngine } from '../../support/FakeMediaEngine.ts';

const info = aRoom();

async function roomOf(people: number) {
  const media = await new FakeMediaEngine().createRoom(info.id);
  const store = new MemoryStore();
  const chat = new RecentMessages({ messages: [], more: false, revision: 0 }, [], 50);
  const sanctions = await Sanctions.load(store.sanctions);
  const roles = await Roles.load(store.roles);
  const room = new Room(info, { chat, sanctions, roles, seats: [] }, { capacity: 100, seatMs: 1 });
  room.tracks.use(media);
  const admission = {
    rtpCapabilities: undefined,
    seatToken: undefined,
    keepMedia: false,
    newcomer: 'visitor' as const,
  };
  const participants = Array.from(
    { length: people },
    (_, index) => room.admit({ ...aGuest(), name: `P${index}` }, admission).participant,
  );
  return { room, media, participants };
}
const unmute = (room: Room, id: ParticipantId | undefined) => {
  const participant = id && room.participants.get(id);
  const producer = { id: `${id}-mic` as never, source: 'microphone', paused: false } as const;
  participant?.producers.set(producer.id, producer);
};

test('a card is what the protocol says, and has so many faces at most', async () => {
  const { room } = await roomOf(9);
  const card = toCard(info, room);
  expect(RoomCard.parse(card)).toEqual(card);
  expect([card.count, card.faces.length]).toEqual([9, limits.cardFaces]);
});

test('talkers come first, then open microphones, then whoever has been here longest', async () => {
  const { room, media, participants } = await roomOf(4);
  unmute(room, participants[2]?.id);
  unmute(room, participants[3]?.id);
  const talker = participants[3];
  if (talker) media.hear([talker.id]);
  expect(toCard(info, room).faces.map(({ name }) => name)).toEqual(['P3', 'P2', 'P0', 'P1']);
  room.close();
});

test('a room that nobody is in has a card of its own', () => {
  expect(toCard(info, undefined)).toMatchObject({ count: 0, faces: [], hostPresent: false, liveSince: null });
});

test('who opened the room is its host', async () => {
  const { room } = await roomOf(1);
  expect(toCard(info, room).hostPresent).toBe(false);
  const admission = {
    rtpCapabilities: undefined,
    seatToken: undefined,
    keepMedia: false,
    newcomer: 'visitor' as const,
  };
  room.admit(info.openedBy, admission);
  expect(toCard(info, room).hostPresent).toBe(true);
});

test('a stage before and after its time is in no list until somebody is there', async () => {
  const lasting = aRoom({ lasting: true });
  expect(isListed(lasting, undefined)).toBe(true);
  const { room } = await roomOf(1);
  for (const waiting of [{ doors: 'backstage' as const }, { endedAt: 1 }]) {
    expect(isListed({ ...lasting, ...waiting }, undefined)).toBe(false);
    expect(isListed({ ...lasting, ...waiting }, room)).toBe(true);
  }
});
