import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RoomInfo } from '../../../protocol/room.ts';
import { createFileParts } from '../../../server/files/fileParts.ts';
import type { Scene } from '../../../server/images/PictureMill.ts';
import { MemoryStore } from '../../../server/store/MemoryStore.ts';
import { aDraft, aGuest, aRoom } from '../../contract/storeSamples.ts';
import { RecordingLog } from '../../support/RecordingLog.ts';

const hour = 3_600_000;
const hello = Buffer.from('hello');
const ann = aGuest();

let dataDir: string;
let store: MemoryStore;
let room: RoomInfo;
let open: ReturnType<typeof createFileParts>[];
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'hobnob-shelf-'));
  store = new MemoryStore();
  room = aRoom();
  open = [];
  await store.rooms.add(room);
});
afterEach(() => {
  for (const { files } of open) files.close();
  rmSync(dataDir, { recursive: true });
});

function start(mill = { scene: (): Promise<Scene> => Promise.reject(new Error('no picture here')) }) {
  const parts = createFileParts({
    config: { dataDir },
    limits: { largest: 100, perPerson: 1_000, all: 10_000 },
    store,
    rooms: { infos: [room] },
    sanctions: { isWelcome: () => true },
    audience: { mayEnter: () => true },
    ties: { areApart: () => false },
    isPicture: (beginning) => beginning.toString('utf8', 0, 3) === 'pic',
    mill,
    log: new RecordingLog(),
  });
  open.push(parts);
  return parts;
}

/** What comes over a line. */
function coming(bytes: Buffer): IncomingMessage {
  return Object.assign(Readable.from([bytes]), { headers: {} }) as IncomingMessage;
}

async function send({ uploads }: ReturnType<typeof start>) {
  const { id } = await uploads.announce(ann.id, { roomId: room.id, name: 'a.txt', size: 5 });
  await uploads.receive(ann.id, id, 0, coming(hello));
  return id;
}

test('a file that is never finished is waited for an hour', async () => {
  const parts = start();
  const { id } = await parts.uploads.announce(ann.id, { roomId: room.id, name: 'a.txt', size: 50 });
  await parts.uploads.receive(ann.id, id, 0, coming(hello));
  await parts.files.sweep(Date.now() + hour - 10_000);
  expect(existsSync(parts.fileShelf.draft(id))).toBe(true);
  await parts.files.sweep(Date.now() + hour + 10_000);
  expect(existsSync(parts.fileShelf.draft(id))).toBe(false);
  await expect(parts.uploads.state(ann.id, id)).rejects.toMatchObject({ code: 'not_found' });
});

test('a file that no line carries is kept for a day, and one that a line carries for good', async () => {
  const parts = start();
  const [loose, carried] = [await send(parts), await send(parts)];
  await store.messages.add(aDraft(room.id, { author: ann, text: '', files: [carried] }));
  await parts.files.sweep(Date.now() + 23 * hour);
  expect((await parts.fileShelf.list()).sort()).toEqual([loose, carried].sort());
  await parts.files.sweep(Date.now() + 25 * hour);
  expect(await parts.fileShelf.list()).toEqual([carried]);
  expect(await store.files.find(loose)).toBeNull();
});

test('what nobody knows of is gone after a start: drafts, and files of rooms that are gone', async () => {
  const first = start();
  const id = await send(first);
  const { id: draft } = await first.uploads.announce(ann.id, { roomId: room.id, name: 'b.txt', size: 50 });
  await first.uploads.receive(ann.id, draft, 0, coming(hello));
  writeFileSync(join(dataDir, 'files', 'unknown-unknown-unknown'), 'x');
  await store.rooms.remove(room.id);
  const second = start();
  await second.files.sweep();
  expect(await second.fileShelf.list()).toEqual([]);
  expect([id, draft].map((each) => existsSync(second.fileShelf.draft(each)))).toEqual([false, false]);
});

test('while the store takes nothing a whole file waits, and is kept when it does', async () => {
  const parts = start();
  const { id } = await parts.uploads.announce(ann.id, { roomId: room.id, name: 'a.txt', size: 5 });
  await store.hold();
  await expect(parts.uploads.receive(ann.id, id, 0, coming(hello))).rejects.toMatchObject({
    code: 'draining',
  });
  store.release();
  await parts.files.sweep();
  const { file } = await parts.uploads.receive(ann.id, id, 5, coming(Buffer.alloc(0)));
  expect(file).toMatchObject({ id, size: 5 });
});

test('nobody begins more files at once than a browser would', async () => {
  const { uploads } = start();
  for (let n = 0; n < 20; n++) await uploads.announce(ann.id, { roomId: room.id, name: 'a', size: 1 });
  await expect(uploads.announce(ann.id, { roomId: room.id, name: 'a', size: 1 })).rejects.toMatchObject({
    code: 'rate_limited',
  });
});

test('nothing is taken that would fill the disk', async () => {
  const { fileShelf } = start();
  await fileShelf.requireSpace(1);
  await expect(fileShelf.requireSpace(Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({
    code: 'storage_full',
  });
});

test('a picture that is given up while it is made anew leaves nothing behind', async () => {
  const [asked, made] = [Promise.withResolvers<void>(), Promise.withResolvers<Scene>()];
  const parts = start({
    scene: () => {
      asked.resolve();
      return made.promise;
    },
  });
  const { id } = await parts.uploads.announce(ann.id, { roomId: room.id, name: 'a.png', size: 5 });
  const received = parts.uploads.receive(ann.id, id, 0, coming(Buffer.from('pic..')));
  received.catch(() => {});
  await asked.promise;
  const dropped = parts.uploads.drop(ann.id, id);
  made.resolve({ width: 1, height: 1, view: hello, thumb: hello });
  await dropped;
  await expect(received).rejects.toMatchObject({ code: 'not_found' });
  expect(await parts.fileShelf.list()).toEqual([]);
  expect(await store.files.find(id)).toBeNull();
});

test('a file that is given up before its first byte is written leaves nothing behind', async () => {
  const parts = start();
  const { uploads, fileShelf } = parts;
  const { id } = await uploads.announce(ann.id, { roomId: room.id, name: 'a.txt', size: 5 });
  const [asked, enough] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  vi.spyOn(fileShelf, 'requireSpace').mockImplementation(() => {
    asked.resolve();
    return enough.promise;
  });
  const received = uploads.receive(ann.id, id, 0, coming(hello));
  received.catch(() => {});
  await asked.promise;
  const drop = vi.spyOn(fileShelf, 'drop');
  const dropped = uploads.drop(ann.id, id);
  // Nothing was there to be taken away yet.
  await drop.mock.results[0]?.value;
  enough.resolve();
  await dropped;
  await expect(received).rejects.toMatchObject({ code: 'bad_request' });
  expect(existsSync(fileShelf.draft(id))).toBe(false);
});
