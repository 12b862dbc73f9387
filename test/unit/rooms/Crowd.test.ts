import { expect, test } from 'vitest';
import type { Role } from '../../../protocol/ranks.ts';
import { Sanctions } from '../../../server/moderation/Sanctions.ts';
import type { Participant } from '../../../server/rooms/Participant.ts';
import { RecentMessages } from '../../../server/rooms/RecentMessages.ts';
import { Roles } from '../../../server/rooms/Roles.ts';
import { Room } from '../../../server/rooms/Room.ts';
import { MemoryStore } from '../../../server/store/MemoryStore.ts';
import type { SeatRecord } from '../../../server/store/SeatStore.ts';
import { aGuest, aRoom } from '../../contract/storeSamples.ts';
import { FakeMediaEngine } from '../../support/FakeMediaEngine.ts';

const crowdFrom = 8;
const admission = {
  rtpCapabilities: undefined,
  seatToken: undefined,
  keepMedia: false,
  newcomer: 'visitor' as const,
};

async function house(seats: readonly SeatRecord[] = []) {
  const info = { ...aRoom(), mode: 'stage' as const };
  const store = new MemoryStore();
  await store.rooms.add(info);
  const chat = new RecentMessages({ messages: [], more: false, revision: 0 }, [], 50);
  const sanctions = await Sanctions.load(store.sanctions);
  const roles = await Roles.load(store.roles);
  const options = { capacity: 100, seatMs: 60_000, crowdFrom };
  const room = new Room(info, { chat, sanctions, roles, seats }, options);
  room.tracks.use(await new FakeMediaEngine().createRoom(info.id));
  const come = (name = 'Somebody') => room.admit({ ...aGuest(), name }, admission).participant;
  const fill = (people: number) => Array.from({ length: people }, (_, index) => come(`P${index}`));
  const shown: Participant[] = [];
  room.on('shown', (participant) => shown.push(participant));
  return { room, roles, info, come, fill, shown };
}

test('the first people are all in sight, and who comes later and listens is counted', async () => {
  const { room, fill, come } = await house();
  const first = fill(crowdFrom);
  expect(room.crowd.info).toEqual({ count: 0, faces: [] });
  const late = [come('Ann'), come('Bo')];
  expect([...room.crowd.shown]).toEqual(first);
  expect(late.map(({ counted }) => counted)).toEqual([true, true]);
  expect(room.crowd.info).toMatchObject({ count: 2, faces: [{ name: 'Ann' }, { name: 'Bo' }] });
  expect(room.hostPresent).toBe(false);
  room.close();
});

test.each([
  ['raises a hand', (room: Room, one: Participant) => room.stage.hands.raise(one, '')],
  ['is asked on stage', (room: Room, one: Participant) => room.stage.invite(one.id)],
  ['steps on stage', (room: Room, one: Participant) => room.stage.stepUp(one)],
  ['is shown large', (room: Room, one: Participant) => room.spotlight(one.id)],
  [
    'becomes a moderator',
    (room: Room, one: Participant) => {
      one.role = 'moderator';
      room.emit('participantChanged', one);
    },
  ],
  [
    'sends something',
    async (room: Room, one: Participant) => {
      one.onStage = true;
      const { id: transportId } = await one.requirePeer().createTransport('send');
      await one.requirePeer().connectTransport(transportId, { fingerprints: [] });
      const rtpParameters = { codecs: [], encodings: [] } as never;
      await room.tracks.produce(one, { transportId, source: 'microphone', rtpParameters, paused: false });
    },
  ],
])('whoever %s is shown once, and for as long as they stay', async (_, act) => {
  const { room, fill, come, shown } = await house();
  fill(crowdFrom);
  const [ann, bo] = [come('Ann'), come('Bo')];
  await act(room, ann);
  expect(shown).toEqual([ann]);
  expect([ann.counted, bo.counted]).toEqual([false, true]);
  expect(room.crowd.shown.has(ann)).toBe(true);
  expect(room.crowd.info).toMatchObject({ count: 1, faces: [{ name: 'Bo' }] });
  room.stage.hands.lower(ann);
  room.spotlight(null);
  room.stage.stepDown(ann);
  room.emit('participantChanged', ann);
  expect(room.crowd.shown.has(ann)).toBe(true);
  expect(shown).toEqual([ann]);
  room.close();
});

test.each<[Role, 'in sight' | 'counted']>([
  ['moderator', 'in sight'],
  ['speaker', 'in sight'],
  ['member', 'counted'],
  ['guest', 'counted'],
])('a %s who comes late is %s', async (role, wanted) => {
  const { room, roles, info, fill } = await house();
  fill(crowdFrom);
  const person = aGuest();
  await roles.give(info, person.id, role, 'owner');
  const { participant } = room.admit(person, admission);
  expect(participant.counted).toBe(wanted === 'counted');
  room.close();
});

test('as some come and go nothing changes; when the room is small again everybody is in sight', async () => {
  const { room, fill, come, shown } = await house();
  const first = fill(crowdFrom);
  const late = [come('Ann'), come('Bo')];
  const leave = (one: Participant | undefined) => one && room.remove(one, 'left');
  leave(first[0]);
  leave(first[1]);
  leave(first[2]);
  expect(room.participants.size).toBe(7);
  expect(come('Cy').counted).toBe(true);
  leave(room.participants.values().find(({ person }) => person.name === 'Cy'));
  expect(shown).toEqual([]);
  leave(first[3]);
  expect(shown).toEqual(late);
  expect(room.crowd.info).toEqual({ count: 0, faces: [] });
  expect([...room.participants.values()].some(({ counted }) => counted)).toBe(false);
  expect(come('Di').counted).toBe(false);
  room.close();
});

test('faces stay as long as they can, and who is hidden from strangers stands for nobody', async () => {
  const { room, fill, come } = await house();
  fill(crowdFrom);
  const crowd = Array.from({ length: 20 }, (_, index) => come(`C${index}`));
  const names = () => room.crowd.info.faces.map(({ name }) => name);
  const before = names();
  expect(before).toHaveLength(12);
  const [first, second] = crowd;
  if (first) room.remove(first, 'left');
  expect(names()).toEqual([...before.slice(1), 'C12']);
  if (second) room.hide(second, true);
  expect(names()).toEqual([...before.slice(2), 'C12', 'C13']);
  if (second) room.rename(second, { ...second.person, name: 'Hidden' });
  expect(names()).not.toContain('Hidden');
  expect(room.crowd.info.count).toBe(19);
  room.close();
});

test('in another tab one stays what one was', async () => {
  const { room, fill, come } = await house();
  const [first] = fill(crowdFrom);
  const late = come('Ann');
  const again = (one: Participant | undefined) => one && room.admit(one.person, admission).participant;
  expect(again(first)?.counted).toBe(false);
  expect(again(late)?.counted).toBe(true);
  expect(room.find(late.userId)?.id).not.toBe(late.id);
  expect(room.crowd.info.count).toBe(1);
  expect(room.crowd.shown.size).toBe(crowdFrom);
  room.close();
});

test('after a restart of the server there is a crowd again', async () => {
  const { room, info, fill } = await house();
  const people = fill(crowdFrom + 4);
  const last = people.at(-1);
  if (last) room.stage.hands.raise(last, '');
  const seats = people.map((one) => one.toRecord(info.id));
  const again = await house(seats);
  expect(again.room.crowd.info.count).toBe(3);
  expect(last && again.room.participants.get(last.id)?.counted).toBe(false);
  // On their way back they are hidden until they say otherwise.
  expect(again.room.crowd.info.faces).toEqual([]);
  room.close();
  again.room.close();
});
