import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Room } from '../../../../server/rooms/Room.ts';
import { DoorHouse } from './DoorHouse.ts';

let house: DoorHouse;
const plain = { invite: null, passcode: null, token: false } as const;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  house = await DoorHouse.open();
});
afterEach(() => {
  house.close();
  vi.useRealTimers();
});

async function come(...people: number[]): Promise<Room> {
  for (const who of people) await house.come(who, 0, plain);
  return house.live(0) as Room;
}

const roleOf = (who: number) => house.live(0)?.find(house.people[who]?.id as never)?.role;

test('a seat that was kept for somebody who went away is kept for who waits next', async () => {
  const { door } = await come(0, 3, 4);
  await house.wait(5, 0);
  await house.wait(6, 0);
  house.leave(4, 0);
  expect(door.queue).toEqual([house.people[6]?.id]);
  await house.stopWaiting(5, 0);
  expect(door.queue).toEqual([]);
  await house.come(6, 0, plain);
});

test('nobody takes back what somebody else decided since', async () => {
  await come(0, 1, 3);
  await house.grant(0, 0, 1, 'coOwner');
  await house.expel(1, 0, 3, 30, false);
  await house.expel(0, 0, 3, null, false);
  await expect(house.undo(1, 0, 1)).rejects.toMatchObject({ code: 'gone' });
  await expect(house.come(3, 0, plain)).rejects.toMatchObject({ code: 'forbidden' });
  await house.undo(0, 0, 0);
  // What held before holds again.
  await expect(house.come(3, 0, plain)).rejects.toMatchObject({ code: 'forbidden' });
});

test('who left is what they are by now, and not what they were when they went', async () => {
  await come(0, 1, 4);
  await house.grant(0, 0, 1, 'moderator');
  await house.grant(0, 0, 4, 'guest');
  house.leave(4, 0);
  await house.grant(0, 0, 4, 'coOwner');
  await expect(house.expel(1, 0, 4, null, false)).rejects.toMatchObject({ code: 'forbidden' });
});

test('who is put out waits at the door no longer, and is told so', async () => {
  const { door } = await come(0, 4);
  await house.setEntry(0, 0, 'knock');
  house.leave(4, 0);
  await house.knock(4, 0);
  const answered: unknown[] = [];
  door.on('answered', (...told) => answered.push(told));
  await house.expel(0, 0, 4, null, false);
  expect(door.knocks).toEqual([]);
  expect(answered).toEqual([[house.people[4]?.id, false]]);
});

test('an invitation shown by somebody who is inside counts at once, and makes an owner nothing less', async () => {
  await come(0, 3);
  await house.invite(0, 0, 'moderator', null, null);
  const key = { ...plain, invite: 0 };
  await house.come(3, 0, { ...key, token: true });
  expect(roleOf(3)).toBe('moderator');
  await house.come(0, 0, key);
  expect(house.parts.roles.given(house.infos[0]?.id as never)).toHaveLength(1);
});

test('an invitation counts for who is inside, also where somebody who came by it is kept out with all who do', async () => {
  await come(0, 3, 7);
  await house.invite(0, 0, 'coOwner', null, null);
  await house.come(7, 0, { ...plain, invite: 0 });
  await house.grant(0, 0, 7, null);
  await house.expel(0, 0, 7, null, false);
  await expect(house.come(3, 0, { ...plain, invite: 0 })).rejects.toMatchObject({ code: 'forbidden' });
  expect(roleOf(3)).toBe('coOwner');
});

test('an invitation is not used up by who has the wrong passcode', async () => {
  await come(0);
  await house.setEntry(0, 0, 'passcode');
  await house.invite(0, 0, 'guest', null, 1);
  const key = { ...plain, invite: 0, passcode: 'wrong' } as const;
  await expect(house.come(4, 0, key)).rejects.toMatchObject({ code: 'passcode_wrong' });
  await house.come(3, 0, { ...plain, invite: 0 });
});

test('who leads while the hosts are away goes on leading from another tab, until they are moderator no more', async () => {
  await come(0, 1);
  await house.grant(0, 0, 1, 'moderator');
  house.leave(0, 0);
  house.wind(20_000);
  await come(1);
  expect(house.live(0)?.find(house.people[1]?.id as never)?.authority).toBe('coOwner');
  await house.grant(1, 0, 1, null);
  house.wind(20_000);
  expect(house.live(0)?.find(house.people[1]?.id as never)?.authority).toBe('member');
});
