import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { UserId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import type { PresenceInfo } from '../../../protocol/presence.ts';
import { Rings } from '../../../server/people/Rings.ts';
import { Ties } from '../../../server/people/Ties.ts';
import type { RoomRegistryEvents } from '../../../server/rooms/registryParts.ts';
import { MemoryStore } from '../../../server/store/MemoryStore.ts';
import { aGuest, aRoom } from '../../contract/storeSamples.ts';

const [ann, bo, cy] = [aGuest(), aGuest(), aGuest()];
const room = aRoom();

/** The rooms as rings look at them: one, in which nobody is. */
class OneRoom extends EventEmitter<RoomRegistryEvents> {
  info() {
    return room;
  }

  live() {
    return undefined;
  }
}

async function open(away: UserId[]) {
  const ties = await Ties.load(new MemoryStore().ties);
  for (const { id } of [bo, cy]) {
    await ties.tie(ann.id, id, 'friend');
    await ties.tie(id, ann.id, 'friend');
  }
  const presence = {
    of: (id: UserId): PresenceInfo => ({ id, status: away.includes(id) ? 'offline' : 'online', room: null }),
    choiceOf: () => ({ status: 'online', visibleTo: 'everyone' }) as const,
  };
  const audience = { require: () => {}, mayEnter: () => true };
  const rings = new Rings({ ties, audience, presence, rooms: new OneRoom() });
  const missed: UserId[] = [];
  rings.on('missed', (to) => missed.push(to));
  return { rings, missed };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('who does not answer in half a minute has missed it, and finds it elsewhere', async () => {
  const { rings, missed } = await open([]);
  const over: UserId[] = [];
  rings.on('over', (to) => over.push(to));
  const ring = rings.call(ann, room.id, [bo.id, cy.id], false);
  rings.decline(cy.id, ring.id);
  vi.advanceTimersByTime(limits.ringMs - 1);
  expect([over, missed, rings.waiting(bo.id).length]).toEqual([[cy.id], [], 1]);
  const told = new Promise((resolve) => rings.once('changed', (_caller, info) => resolve(info)));
  vi.advanceTimersByTime(1);
  expect([over, missed, rings.waiting(bo.id)]).toEqual([[cy.id, bo.id], [bo.id], []]);
  expect(await told).toEqual({
    ...ring,
    people: [
      { id: bo.id, answer: 'missed' },
      { id: cy.id, answer: 'declined' },
    ],
    over: true,
  });
});

test('who has nothing open finds it elsewhere at once, and only once', async () => {
  const { rings, missed } = await open([bo.id]);
  rings.call(ann, room.id, [bo.id], false);
  expect(missed).toEqual([bo.id]);
  vi.advanceTimersByTime(limits.ringMs);
  expect(missed).toEqual([bo.id]);
});

test('whoever rings again rings nobody twice at the same time, and who is rung anew has missed nothing', async () => {
  const { rings, missed } = await open([]);
  const first = rings.call(ann, room.id, [bo.id, cy.id], false);
  const second = rings.call(ann, room.id, [bo.id], true);
  expect(rings.waiting(bo.id)).toMatchObject([{ id: second.id, video: true }]);
  expect(first.id).not.toBe(second.id);
  expect(missed).toEqual([cy.id]);
});
