import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { ParticipantId } from '../../protocol/ids.ts';
import { AppError } from '../../server/errors.ts';
import type { MediaRoom } from '../../server/media/api.ts';
import { type MediaHouse, openMediaHouse } from '../support/mediaHouse.ts';
import { openDescriptors, workerPids } from '../support/processes.ts';
import { cameraParameters, dtlsParameters, microphoneParameters } from '../support/rtp.ts';

let house: MediaHouse;
afterEach(() => house.engine.close());

const enter = (room: MediaRoom) =>
  room.createPeer(ParticipantId.parse(randomUUID()), house.engine.rtpCapabilities);

test('a worker that is killed takes its own rooms along, and no other; the spare takes its place', async () => {
  house = await openMediaHouse({ workers: 2 });
  const { engine, log } = house;
  const [lost, kept] = [await house.openRoom(), await house.openRoom()];
  const [dead, alive] = [enter(lost.room), enter(kept.room)];
  const [{ id: transportId }] = await Promise.all([
    dead.createTransport('send'),
    alive.createTransport('send'),
  ]);

  const died = once(lost.room, 'died');
  process.kill(lost.pid, 'SIGKILL');
  await died;
  expect(await engine.count()).toMatchObject({ workers: 2, routers: 1 });

  await expect(alive.createTransport('receive')).resolves.toMatchObject({ id: expect.any(String) });
  const unavailable = { code: 'media_unavailable' };
  await expect(dead.createTransport('receive')).rejects.toMatchObject(unavailable);
  await expect(dead.restartIce(transportId)).rejects.toMatchObject(unavailable);
  await expect(dead.consume([])).rejects.toMatchObject(unavailable);
  await expect(dead.ensureReceive()).rejects.toMatchObject(unavailable);
  dead.close();
  await expect(dead.createTransport('receive')).rejects.toMatchObject({ code: 'gone' });
  lost.room.close();
  expect(log.at('error').map(({ message }) => message)).toEqual(['media worker died']);

  const again = await house.openRoom(lost.id);
  expect([lost.pid, kept.pid]).not.toContain(again.pid);
  await enter(again.room).createTransport('send');
  expect(await engine.count()).toMatchObject({ workers: 2, routers: 2, transports: 3 });
  await house.standing(3);
  expect(workerPids()).not.toContain(lost.pid);
});

test('a room is opened again by whoever hears of its end, at once', { timeout: 60_000 }, async () => {
  house = await openMediaHouse();
  const took: number[] = [];
  for (let round = 0; round < 20; round++) {
    const { id, room, pid } = await house.openRoom();
    const reopened = once(room, 'died').then(() => house.openRoom(id));
    const killed = performance.now();
    process.kill(pid, 'SIGKILL');
    const again = await reopened;
    await enter(again.room).createTransport('send');
    took.push(performance.now() - killed);
    again.room.close();
    await house.standing(2);
  }
  const [median = Number.NaN] = took.toSorted((one, other) => one - other).slice(took.length / 2);
  expect(median).toBeLessThan(500);
});

test('a spare that dies is replaced, and nobody notices', async () => {
  house = await openMediaHouse();
  const { room, pid } = await house.openRoom();
  const [used = 0, spare = 0] = workerPids();
  expect(used).toBe(pid);
  process.kill(spare, 'SIGKILL');
  await expect.poll(() => workerPids().filter((one) => one !== spare)).toHaveLength(2);
  await expect(enter(room).createTransport('send')).resolves.toMatchObject({ id: expect.any(String) });
});

test('whatever is under way when a worker dies is refused with a word, and rooms are opened elsewhere', {
  timeout: 120_000,
}, async () => {
  house = await openMediaHouse({ workers: 2 });
  const { engine } = house;
  const unowned: unknown[] = [];
  const note = (reason: unknown) => unowned.push(reason);
  process.on('unhandledRejection', note);
  const codes = new Map<string, number>();
  let baseline: number | undefined;
  for (let round = 0; round < 30; round++) {
    const { room, pid } = await house.openRoom();
    const people = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const peer = enter(room);
        const [send, receive] = await Promise.all([peer.createTransport('send'), peer.ensureReceive()]);
        const rtpParameters = microphoneParameters();
        const options = { transportId: send.id, source: 'microphone', rtpParameters, paused: false } as const;
        const microphone = await peer.produce(options);
        return { peer, send, receive, microphone };
      }),
    );
    const [first, ...others] = people;
    if (!first) throw new Error('nobody is there');
    const [consumer] = await first.peer.consume([others[0]?.microphone.id ?? first.microphone.id]);
    const died = once(room, 'died');
    const opening = Array.from({ length: 4 }, () => house.openRoom());
    const asked = people.flatMap(({ peer, send, receive, microphone }) => [
      peer.consume(people.map((person) => person.microphone.id)),
      peer.setPaused(microphone.id, true),
      peer.connectTransport(send.id, dtlsParameters()),
      peer.restartIce(receive?.id ?? send.id),
      peer.produce({
        transportId: send.id,
        source: 'camera',
        rtpParameters: cameraParameters(),
        paused: false,
      }),
      enter(room).createTransport('send'),
      enter(room).ensureReceive(),
    ]);
    if (consumer)
      asked.push(
        first.peer.setPreferences([
          { consumerId: consumer.id, shown: false, spatialLayer: 0, temporalLayer: 0 },
        ]),
      );
    // From before the first answer until after the last.
    if (round % 4 > 0) await wait((round % 8) / 2);
    process.kill(pid, 'SIGKILL');
    for (const end of await Promise.allSettled(asked)) {
      if (end.status === 'fulfilled') continue;
      const code = end.reason instanceof AppError ? end.reason.code : String(end.reason);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    await died;
    for (const opened of await Promise.all(opening)) opened.room.close();
    room.close();
    await house.standing(3);
    expect(await engine.count()).toEqual({
      workers: 2,
      routers: 0,
      transports: 0,
      producers: 0,
      consumers: 0,
    });
    if (round === 10) baseline = openDescriptors(process.pid);
  }
  process.off('unhandledRejection', note);
  expect(unowned).toEqual([]);
  expect([...codes.keys()].filter((code) => !['media_unavailable', 'gone'].includes(code))).toEqual([]);
  expect(codes.get('media_unavailable')).toBeGreaterThan(100);
  await expect.poll(() => openDescriptors(process.pid)).toBe(baseline);
});

test('a worker that answers nothing any more is ended, and counts as dead', { timeout: 30_000 }, async () => {
  house = await openMediaHouse();
  const { id, room, pid } = await house.openRoom();
  const pending = enter(room);
  process.kill(pid, 'SIGSTOP');
  const refused = expect(pending.createTransport('send')).rejects.toMatchObject({
    code: 'media_unavailable',
  });
  await once(room, 'died');
  await refused;
  expect((await house.openRoom(id)).pid).not.toBe(pid);
  expect(house.log.at('error').map(({ message }) => message)).toEqual([
    'media worker hangs',
    'media worker died',
  ]);
});

test('rooms are spread over the workers', async () => {
  house = await openMediaHouse({ workers: 2 });
  const rooms = await Promise.all([1, 2, 3, 4].map(() => house.openRoom()));
  const pids = rooms.map(({ pid }) => pid);
  expect(new Set(pids).size).toBe(2);
  expect(pids.filter((pid) => pid === pids[0])).toHaveLength(2);
});

test('closing ends every worker, the spare and a hung one too', async () => {
  house = await openMediaHouse({ workers: 2 });
  const [hung = 0, ...more] = workerPids();
  expect(more).toHaveLength(2);
  process.kill(hung, 'SIGSTOP');
  await house.engine.close();
  expect(workerPids()).toHaveLength(0);
});

test('when every worker dies at once, rooms wait for the first that starts', async () => {
  house = await openMediaHouse();
  const { id, room } = await house.openRoom();
  const pids = workerPids();
  const reopened = once(room, 'died').then(() => house.openRoom(id));
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  expect(pids).not.toContain((await reopened).pid);
});

test('a closed engine opens no room', async () => {
  house = await openMediaHouse();
  await house.engine.close();
  await expect(house.openRoom()).rejects.toMatchObject({ code: 'media_unavailable' });
});
