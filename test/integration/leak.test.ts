import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RoomInfo } from '../../protocol/room.ts';
import type { MediasoupEngine } from '../../server/media/MediasoupEngine.ts';
import type { Client } from '../support/Client.ts';
import { openDescriptors, workerPids } from '../support/processes.ts';
import { startWholeServer, type TestServer } from '../support/startServer.ts';
import { type Ending, visit } from '../support/visits.ts';

const cycles = 300;
const atOnce = 10;

let server: TestServer<MediasoupEngine>;
let host: Client;
let room: RoomInfo;
beforeAll(async () => {
  server = await startWholeServer({ seatMs: 20, env: { ROOM_EMPTY_PAUSE: '1' } });
  host = await server.client();
  room = await host.openRoom({ lasting: true });
});
afterAll(() => server.close());

const endings: readonly Ending[] = ['leaves', 'is lost', 'goes half-way'];

async function visits(count: number): Promise<void> {
  for (let done = 0; done < count; done += atOnce) {
    await Promise.all(
      Array.from({ length: atOnce }, (_, n) =>
        server.client().then((guest) => visit(guest, room.slug, endings[(done + n) % 3] ?? 'leaves')),
      ),
    );
  }
  await expect.poll(() => server.app.rooms.liveRooms.length, { timeout: 10_000 }).toBe(0);
}

async function held() {
  const [worker = 0] = workerPids();
  return {
    media: await server.media.count(),
    ours: openDescriptors(process.pid),
    workers: openDescriptors(worker),
  };
}

test(`${cycles} people come and go, and everything is as it was before them`, {
  timeout: 90_000,
}, async () => {
  await visits(30);
  const baseline = await held();
  expect(baseline.media).toEqual({ workers: 1, routers: 0, transports: 0, producers: 0, consumers: 0 });
  await visits(cycles);
  await expect.poll(held, { timeout: 10_000 }).toEqual(baseline);
  expect(server.log.at('error')).toEqual([]);
  expect(server.log.at('warn')).toEqual([]);
});
