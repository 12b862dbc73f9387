import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pipe } from '../../server/media/Pipe.ts';
import { generatorOrNull } from '../support/generatorOrNull.ts';
import { MediaCrowd, type Speaker } from '../support/MediaCrowd.ts';
import { type MediaHouse, type OpenedRoom, openMediaHouse } from '../support/mediaHouse.ts';

/** The program that is all their browsers. */
const program = await generatorOrNull('rooms on several workers');

let house: MediaHouse;
let crowd: MediaCrowd;
let opened: OpenedRoom;
beforeEach(async () => {
  if (program === null) return;
  // The second who listens is on another worker.
  house = await openMediaHouse({ workers: 2, spread: { listeners: 1, sounds: 1, emptyMs: 100 } });
  crowd = await MediaCrowd.open(program);
  opened = await house.openRoom();
});
afterEach(async () => {
  crowd?.close();
  await house?.engine.close();
});

const speakers = (count: number) => crowd.speakers(opened.room, count);
const listeners = (count: number, voices: readonly Speaker[]) => crowd.listeners(opened.room, count, voices);
const hearing = (expected: number) => crowd.hears(expected);

const secondPid = () => house.spreadTo(opened.id)[0] ?? 0;

const spreadTest = test.skipIf(program === null);

spreadTest(
  'an audience is spread over the workers, and everybody hears every voice, brought to each worker once',
  async () => {
    const voices = await speakers(3);
    await listeners(8, voices);
    for (const { talk } of voices) talk();
    await hearing(24);
    await wait(500);
    expect(await crowd.counted()).toMatchObject({ hearing: 24, lost: 0, rejected: 0 });
    // Three speakers, eight listeners, and a pipe with an end on each side.
    const pipes = { producers: 3, consumers: 3, transports: 2 };
    expect(await house.engine.count()).toEqual({
      workers: 2,
      routers: 2,
      transports: 3 + 8 + pipes.transports,
      producers: 3 + pipes.producers,
      consumers: 3 * 8 + pipes.consumers,
    });
  },
);

spreadTest('a worker that dies takes along who listened there, and nobody else notices', async () => {
  const voices = await speakers(1);
  const [home, there, alsoHome, alsoThere] = await listeners(4, voices);
  if (!home || !there || !alsoHome || !alsoThere) throw new Error('Four came.');
  voices[0]?.talk();
  await hearing(4);
  const lost = once(opened.room, 'lost');
  process.kill(secondPid(), 'SIGKILL');
  const [senders, alone] = await lost;
  expect(senders).toEqual([]);
  expect(new Set(alone)).toEqual(new Set([there.id, alsoThere.id]));
  await hearing(2);
  for (const listener of [there, alsoThere]) await crowd.listen(listener, voices);
  await hearing(4);
  expect(await house.engine.count()).toMatchObject({ workers: 2, routers: 2, producers: 2 });
});

spreadTest(
  'when the worker dies where everybody sends, others go on with the room, and who listened elsewhere stays there',
  async () => {
    const voices = await speakers(2);
    const [home, there] = await listeners(2, voices);
    if (!home || !there) throw new Error('Two came.');
    for (const { talk } of voices) talk();
    await hearing(4);
    const ended = Promise.all(voices.map(({ peer }) => once(peer, 'producerClosed')));
    const lost = once(opened.room, 'lost');
    process.kill(opened.pid, 'SIGKILL');
    expect(await lost).toEqual([voices.map(({ id }) => id), [home.id]]);
    await ended;
    const again = await speakers(2);
    await crowd.listen(home, again);
    // Over the transport of before.
    expect(await there.peer.ensureReceive()).toBeNull();
    await crowd.listen(there, again);
    const heard = new Promise<void>((resolve) => {
      opened.room.on('talking', (ids) => ids.length === 2 && resolve());
    });
    for (const { talk } of again) talk();
    await hearing(4);
    await heard;
  },
);

spreadTest('a room that loses a second worker within a minute ends, to be looked at alone', async () => {
  const voices = await speakers(1);
  await listeners(2, voices);
  const lost = once(opened.room, 'lost');
  process.kill(secondPid(), 'SIGKILL');
  await lost;
  await listeners(2, voices);
  await expect.poll(() => house.spreadTo(opened.id)).toHaveLength(2);
  const died = once(opened.room, 'died');
  process.kill(opened.pid, 'SIGKILL');
  await died;
  expect(await house.engine.count()).toMatchObject({ routers: 0 });
  const alone = await house.openRoom(opened.id);
  const [voice] = [await crowd.speaker(alone.room)];
  for (let n = 0; n < 4; n++) await crowd.listener(alone.room, [voice]);
  expect(house.spreadTo(opened.id)).toHaveLength(2);
});

spreadTest('a worker that nobody of a room listens on any more is given back', async () => {
  const voices = await speakers(2);
  const [, there] = await listeners(2, voices);
  const { routers, producers } = await house.engine.count();
  expect([routers, producers]).toEqual([2, 4]);
  there?.peer.close();
  await expect.poll(async () => (await house.engine.count()).routers).toBe(1);
  expect(await house.engine.count()).toMatchObject({ transports: 3, producers: 2, consumers: 2 });
  await listeners(2, voices);
  expect(house.spreadTo(opened.id)).toHaveLength(2);
  for (const { talk } of voices) talk();
  await hearing(3 * 2);
});

spreadTest(
  'a voice is brought to a worker only while somebody there takes it, and again at once',
  async () => {
    const voices = await speakers(2);
    const [, there] = await listeners(2, voices);
    if (!there) throw new Error('Two came.');
    const [first, second] = voices as [Speaker, Speaker];
    for (let round = 0; round < 20; round++) {
      there.peer.forget([first.producerId]);
      await crowd.listen(there, voices);
    }
    expect(await house.engine.count()).toMatchObject({ producers: 4, consumers: 4 + 2 });
    there.peer.forget([first.producerId]);
    await expect.poll(async () => (await house.engine.count()).producers).toBe(3);
    first.talk();
    second.talk();
    await hearing(3);
  },
);

spreadTest('of many open microphones as many are sent as may be heard, on every worker', async () => {
  const voices = await speakers(3);
  await listeners(4, voices);
  opened.room.limitVoices(2);
  const [first, second, third] = voices as [Speaker, Speaker, Speaker];
  first.talk();
  second.talk();
  await hearing(8);
  // Somebody who comes now takes all three, of which two arrive.
  await listeners(2, voices);
  third.talk();
  await hearing(12);
  first.hush();
  await hearing(12);
  second.hush();
  await hearing(6);
  opened.room.limitVoices(null);
  first.talk();
  second.talk();
  await hearing(18);
});

spreadTest('rooms come and go with their people, and leave nothing behind', async () => {
  for (let round = 0; round < 3; round++) {
    const { room, id } = await house.openRoom();
    const voices = await Promise.all([crowd.speaker(room), crowd.speaker(room)]);
    // All at once: they meet on workers that are just being added.
    const people = await Promise.all(Array.from({ length: 6 }, () => crowd.listener(room, voices)));
    expect(house.spreadTo(id).length).toBeGreaterThan(0);
    for (const { peer } of people.slice(round)) peer.close();
    room.close();
  }
  opened.room.close();
  const counts = { workers: 2, routers: 0, transports: 0, producers: 0, consumers: 0 };
  expect(await house.engine.count()).toEqual(counts);
  // Nor is any of it counted among what a worker has to do.
  const pids = await Promise.all([1, 2, 3, 4].map(async () => (await house.openRoom()).pid));
  expect(new Set(pids).size).toBe(2);
});

spreadTest(
  'where nothing can be brought to another worker everybody is served where the room is',
  async () => {
    const voices = await speakers(1);
    await listeners(1, voices);
    const broken = vi.spyOn(Pipe, 'open').mockRejectedValueOnce(new Error('no port is free'));
    const lost = once(opened.room, 'lost');
    const there = crowd.visitor(opened.room);
    await there.peer.ensureReceive();
    expect(await there.peer.consume(voices.map(({ producerId }) => producerId))).toEqual([]);
    expect(await lost).toEqual([[], [there.id]]);
    broken.mockRestore();
    await crowd.listen(there, voices);
    await listeners(2, voices);
    for (const { talk } of voices) talk();
    await hearing(4);
    // It was tried once, and not again with everybody who came.
    expect(house.spreadTo(opened.id)).toHaveLength(1);
    expect((await house.engine.count()).routers).toBe(1);
  },
);
