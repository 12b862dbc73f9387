import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ParticipantId, RoomId } from '../../protocol/ids.ts';
import type { MediaEngine } from '../../server/media/api.ts';
import { mediaEngines } from '../support/mediaEngines.ts';
import { microphone } from '../support/rtp.ts';

describe.each(Object.entries(mediaEngines))('%s', (_name, open) => {
  let engine: MediaEngine;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.close());

  /** What the cheap account says, after having been held against the dear one. */
  async function held() {
    const { workers: _, ...counted } = await engine.count();
    const usage = await engine.usage();
    expect(usage).toMatchObject(counted);
    return counted;
  }

  test('knows what it holds without asking its workers, as things come and go', async () => {
    const room = await engine.createRoom(RoomId.parse(randomUUID()));
    const [ann, bob] = [1, 2].map(() =>
      room.createPeer(ParticipantId.parse(randomUUID()), engine.rtpCapabilities),
    );
    if (!ann || !bob) throw new Error('nobody came');
    expect(await held()).toEqual({ routers: 1, transports: 0, producers: 0, consumers: 0 });
    const { id } = await ann.createTransport('send');
    const track = await ann.produce(microphone(id));
    await bob.createTransport('receive');
    await bob.consume([track.id]);
    expect(await held()).toEqual({ routers: 1, transports: 2, producers: 1, consumers: 1 });
    ann.closeProducer(track.id);
    expect(await held()).toEqual({ routers: 1, transports: 2, producers: 0, consumers: 0 });
    bob.close();
    expect(await held()).toEqual({ routers: 1, transports: 1, producers: 0, consumers: 0 });
    room.close();
    expect(await held()).toEqual({ routers: 0, transports: 0, producers: 0, consumers: 0 });
  });

  test('tells of each worker what it used', async () => {
    const { workers, deaths } = await engine.usage();
    expect(workers.length).toBeGreaterThan(0);
    for (const worker of workers) {
      expect(worker).toEqual({
        pid: expect.any(Number),
        cpuMs: expect.any(Number),
        memory: expect.any(Number),
      });
    }
    expect(deaths).toBe(0);
  });
});

test('a worker that dies is counted, with all that it held', async () => {
  const open = mediaEngines.MediasoupEngine;
  if (!open) throw new Error('there is no such engine');
  const engine = await open();
  const room = await engine.createRoom(RoomId.parse(randomUUID()));
  const died = new Promise<void>((resolve) => room.once('died', resolve));
  await room.createPeer(ParticipantId.parse(randomUUID()), undefined).createTransport('send');
  const { workers } = await engine.usage();
  for (const { pid } of workers) process.kill(pid, 'SIGKILL');
  await died;
  await expect.poll(async () => (await engine.usage()).deaths).toBe(workers.length);
  expect(await engine.usage()).toMatchObject({ routers: 0, transports: 0 });
  await engine.close();
});
