import { expect, test } from 'vitest';
import type { Role } from '../../../protocol/ranks.ts';
import { crowdPause, SlowMode } from '../../../server/rooms/chatOrder.ts';
import { aGuest, aRoom } from '../../contract/storeSamples.ts';

test('the larger the crowd, the longer visitors wait, and members and above never do', () => {
  const waits = [1, 50, 51, 201, 501].map((crowd) => crowdPause('visitor', crowd));
  expect(waits).toEqual([0, 0, 5, 15, 30]);
  expect(crowdPause('guest', 1_000)).toBe(30);
  for (const role of ['member', 'speaker', 'moderator', 'coOwner', 'owner'] as const) {
    expect(crowdPause(role, 1_000)).toBe(0);
  }
});

test('R22: in a crowd a visitor waits between two lines, and whoever keeps order does not', () => {
  const slow = new SlowMode();
  const write = (role: Role, crowd: number, slowSeconds = 0) =>
    slow.take({ info: aRoom({ slowSeconds }), userId: aGuest().id, role, crowd });
  const room = aRoom();
  const visitor = { info: room, userId: aGuest().id, role: 'visitor', crowd: 300 } as const;
  const giveBack = slow.take(visitor);
  expect(() => slow.take(visitor)).toThrow(expect.objectContaining({ code: 'rate_limited' }));
  giveBack();
  slow.take(visitor);
  for (let line = 0; line < 3; line++) slow.take({ ...visitor, role: 'moderator' });
  expect(() => write('member', 300)).not.toThrow();
});
