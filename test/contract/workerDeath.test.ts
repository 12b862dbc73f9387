import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { ParticipantId, RoomId } from '../../protocol/ids.ts';
import { MediasoupEngine } from '../../server/media/MediasoupEngine.ts';
import { workerPids } from '../support/processes.ts';
import { RecordingLog } from '../support/RecordingLog.ts';

let engine: MediasoupEngine;
afterEach(() => engine.close());

const openRoom = () => engine.createRoom(RoomId.parse(randomUUID()));
const enter = (room: Awaited<ReturnType<typeof openRoom>>) =>
  room.createPeer(ParticipantId.parse(randomUUID()), engine.rtpCapabilities);

test('a worker that is killed takes its own rooms along, and no other; a new one takes its place', async () => {
  const log = new RecordingLog();
  engine = await MediasoupEngine.open({ workers: 2, port: 0, announcedAddresses: [], log });
  const [one, two] = [await openRoom(), await openRoom()];
  const [ann, bob] = [enter(one), enter(two)];
  await Promise.all([ann.createTransport('send'), bob.createTransport('send')]);

  const died = Promise.race([once(one, 'died').then(() => one), once(two, 'died').then(() => two)]);
  const [victim = 0] = workerPids();
  process.kill(victim, 'SIGKILL');
  const lost = await died;

  const [alive, dead] = lost === one ? [bob, ann] : [ann, bob];
  await expect(alive.createTransport('receive')).resolves.toMatchObject({ id: expect.any(String) });
  await expect(dead.createTransport('receive')).rejects.toMatchObject({ code: 'media_unavailable' });
  await expect.poll(async () => (await engine.count()).workers, { timeout: 5_000 }).toBe(2);
  expect(workerPids()).not.toContain(victim);
  expect(log.at('error').map(({ message }) => message)).toEqual(['media worker died']);
  lost.close();

  const rooms = [await openRoom(), await openRoom()];
  await Promise.all(rooms.map((room) => enter(room).createTransport('send')));
  expect(await engine.count()).toMatchObject({ routers: 3, transports: 4 });
});

test('rooms are spread over the workers', async () => {
  engine = await MediasoupEngine.open({
    workers: 2,
    port: 0,
    announcedAddresses: [],
    log: new RecordingLog(),
  });
  const rooms = await Promise.all([openRoom(), openRoom(), openRoom(), openRoom()]);
  let lost = 0;
  for (const room of rooms) room.on('died', () => lost++);
  const [victim = 0] = workerPids();
  process.kill(victim, 'SIGKILL');
  await expect.poll(() => lost, { timeout: 5_000 }).toBe(2);
});

test('closing ends every worker', async () => {
  engine = await MediasoupEngine.open({
    workers: 2,
    port: 0,
    announcedAddresses: [],
    log: new RecordingLog(),
  });
  expect(workerPids()).toHaveLength(3);
  await engine.close();
  expect(workerPids()).toHaveLength(0);
});
