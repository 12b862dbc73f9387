import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { type MediaHouse, type OpenedRoom, openMediaHouse } from '../support/mediaHouse.ts';
import { workerPids } from '../support/processes.ts';

let house: MediaHouse;
afterEach(() => house.engine.close());

async function crash({ room, pid }: OpenedRoom): Promise<void> {
  const died = once(room, 'died');
  process.kill(pid, 'SIGKILL');
  await died;
}

test('a room that kills three workers within a minute is refused for a minute, and no other', async () => {
  house = await openMediaHouse({ workers: 2 });
  let culprit = await house.openRoom();
  const bystander = await house.openRoom();
  let noticed = 0;
  bystander.room.on('died', () => noticed++);
  const { id } = culprit;

  await crash(culprit);
  culprit = await house.openRoom(id);
  await house.standing(3);
  await crash(culprit);
  culprit = await house.openRoom(id);
  await house.standing(4);
  expect(house.log.at('warn')).toMatchObject([{ message: 'room in quarantine', context: { roomId: id } }]);
  const others = await Promise.all([1, 2, 3, 4].map(() => house.openRoom()));
  expect(others.map(({ pid }) => pid)).not.toContain(culprit.pid);
  expect(await house.engine.count()).toMatchObject({ workers: 2, routers: 6 });

  await crash(culprit);
  const refusal = await house.engine.createRoom(id).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'media_unavailable', retryAfterMs: expect.any(Number) });
  expect(refusal).toHaveProperty(
    'retryAfterMs',
    expect.toSatisfy((ms: number) => ms > 50_000 && ms <= 60_000),
  );
  expect(noticed).toBe(0);
  await expect(house.openRoom()).resolves.toMatchObject({ pid: expect.any(Number) });
});

test('a worker in quarantine ends with its room', async () => {
  house = await openMediaHouse();
  let culprit = await house.openRoom();
  await crash(culprit);
  culprit = await house.openRoom(culprit.id);
  await house.standing(2);
  await crash(culprit);
  culprit = await house.openRoom(culprit.id);
  await house.standing(3);
  culprit.room.close();
  await house.standing(2);
  expect(workerPids()).not.toContain(culprit.pid);
});

test('among twelve rooms that crash together the one that does it is found, with few processes', {
  timeout: 40_000,
}, async () => {
  house = await openMediaHouse();
  const rooms = await Promise.all(Array.from({ length: 12 }, () => house.openRoom()));
  const [culprit] = rooms;
  if (!culprit) throw new Error('there is no room');
  const lost = new Set<string>();
  const refused: string[] = [];
  const open = new Map(rooms.map((opened) => [opened.id, opened]));
  const watch = ({ id, room }: OpenedRoom) => room.once('died', () => lost.add(id));
  for (const opened of rooms) watch(opened);

  let deaths = 0;
  while (refused.length === 0) {
    await crash(open.get(culprit.id) ?? culprit);
    deaths++;
    const again = [...open.keys()].filter((id) => lost.delete(id));
    for (const id of again) open.delete(id);
    await Promise.all(
      again.map(async (id) => {
        const opened = await house.openRoom(id).catch(() => refused.push(id));
        if (typeof opened === 'number') return;
        open.set(id, opened);
        watch(opened);
      }),
    );
    await expect.poll(() => workerPids().length).toBeLessThanOrEqual(6);
  }
  expect(refused).toEqual([culprit.id]);
  expect(deaths).toBeLessThanOrEqual(5);
  expect(open.size).toBe(11);
  expect(await house.engine.count()).toMatchObject({ workers: 1, routers: 11 });
});
