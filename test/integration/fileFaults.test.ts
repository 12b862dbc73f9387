import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FileId } from '../../protocol/ids.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { Client } from '../support/Client.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { announce, sendFile, sendPart } from '../support/files.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

const folder = mkdtempSync(join(tmpdir(), 'hobnob-faults-'));
const kept = () => readdirSync(join(folder, 'files')).sort();

/** What of the folder the process has open. */
function handles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      return path.startsWith(join(folder, 'files')) ? [path] : [];
    } catch {
      return [];
    }
  });
}

let server: TestServer<FakeMediaEngine>;
let room: RoomInfo;
let photo: Buffer;
beforeAll(async () => {
  server = await startServer({ folder });
  const host = await server.person('Hana');
  room = await host.openRoom();
  await host.join(room.slug);
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  photo = await sharp({ create: { width: 600, height: 400, channels: 3, background: 'teal', noise } })
    .jpeg()
    .toBuffer();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Begins to send a part by hand. */
function dial(client: Client, id: FileId, length: string): Socket {
  const { hostname, port, host } = new URL(server.url);
  // What is not read never ends.
  const socket = connect(Number(port), hostname)
    .on('error', () => {})
    .resume();
  const lines = [`PUT /api/files/${id}?offset=0 HTTP/1.1`, `Host: ${host}`, `Origin: ${server.url}`];
  socket.write([...lines, `Cookie: ${client.cookie}`, length, '', ''].join('\r\n'));
  return socket;
}

const closed = (socket: Socket) =>
  new Promise<void>((resolve) => (socket.destroyed ? resolve() : socket.once('close', () => resolve())));

/** What can go wrong with a file; each is begun with an id of its own, and given up at the end. */
const faults: readonly ((client: Client, id: FileId, at: number) => Promise<unknown>)[] = [
  async (client, id, at) => {
    // Hung up after so many bytes, the last time when all of it went.
    const socket = dial(client, id, `Content-Length: ${photo.length}`);
    await new Promise<void>((sent) =>
      socket.write(photo.subarray(0, Math.ceil(photo.length * at)), () => sent()),
    );
    if (at > 0.5) await sleep(20);
    socket.destroy();
    await closed(socket);
  },
  (client, id) => sendPart(client, id, Buffer.concat([photo, photo])),
  (client, id) => sendPart(client, id, photo, 7),
  (client, id) => sendPart(client, id, gzipSync(photo), 0, { 'content-encoding': 'gzip' }),
  (client, id, at) =>
    sendPart(client, id, Buffer.concat([photo.subarray(0, 99), Buffer.alloc(photo.length - 99, at * 255)])),
  async (client, id) => {
    // A chunk that lies about its length, and says more than was announced.
    const socket = dial(client, id, 'Transfer-Encoding: chunked');
    socket.write(`${(photo.length * 2).toString(16)}\r\n`);
    socket.write(Buffer.alloc(photo.length + 10));
    await closed(socket);
  },
  (client, id) => Promise.all([1, 2, 3].map(() => sendPart(client, id, photo).catch(() => {}))),
  (_client, id) =>
    fetch(`${server.url}/api/files/${id}?offset=0`, { method: 'PUT', body: new Uint8Array(photo) }),
  async (client, id) => {
    const socket = dial(client, id, `Content-Length: ${photo.length}`);
    for (let byte = 0; byte < 5; byte++) {
      socket.write(photo.subarray(byte, byte + 1));
      await sleep(10);
    }
    // Given up while bytes still drip in.
    await client.ask('DELETE', `/files/${id}`);
    await closed(socket);
  },
  (client, id) => sendPart(client, id, photo, -1 as number),
];

test('200 faulty files end nothing, and leave nothing behind after five seconds', {
  timeout: 120_000,
}, async () => {
  const people = await Promise.all(Array.from({ length: 10 }, () => server.person('Ann')));
  const before = kept();
  const names = [
    '../../x',
    'CON',
    'a\u0000b.png',
    '\u202egpj.exe',
    '.',
    'x'.repeat(110),
    '"; rm -rf',
    '%2e%2e%2f',
  ];
  const one = async (index: number) => {
    const client = people[index % people.length];
    const fault = faults[Math.floor(index / 20) % faults.length];
    if (!client || !fault) throw new Error('nobody');
    const { id } = await announce(client, room.id, photo.length, names[index % names.length]);
    await fault(client, id, (index % 20) / 19);
    await client.ask('DELETE', `/files/${id}`).catch(() => {});
  };
  for (let at = 0; at < 200; at += 8) {
    await Promise.all(Array.from({ length: 8 }, (_, index) => one(at + index)));
  }
  const ended = performance.now();
  await eventually(kept).toEqual(before);
  await eventually(handles).toEqual([]);
  expect(performance.now() - ended).toBeLessThan(5_000);
  const [ann] = people;
  if (ann) expect(await sendFile(ann, room.id, photo, 'cat.jpg')).toMatchObject({ type: 'image/webp' });
  expect(server.log.at('error')).toEqual([]);
});

/** A file of a few kilobytes that claims to be a picture of so many pixels. */
function aBomb(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(50_000, 0);
  header.writeUInt32BE(50_000, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
  };
  const begin = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    begin,
    chunk('IHDR', header),
    chunk('IDAT', Buffer.alloc(99)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

test.each([
  ['half a photo', () => photo.subarray(0, photo.length >> 1)],
  ['a bomb of two and a half billion pixels', aBomb],
  ['a page that begins like a GIF', () => Buffer.from('GIF89a/*<script>*/=alert(1)//')],
])('%s is refused, and not kept', async (_what, bytes) => {
  const ann = await server.person('Ann');
  const before = kept();
  const { id } = await announce(ann, room.id, bytes().length, 'photo.png');
  expect(await sendPart(ann, id, bytes())).toMatchObject({ error: { code: 'unsupported' } });
  expect(kept()).toEqual(before);
  await expect(ann.ask('GET', `/files/${id}/state`)).rejects.toMatchObject({ code: 'not_found' });
});

test('a line that was cut goes on where it was, and one that hangs is given up for it', async () => {
  const ann = await server.person('Ann');
  const { id } = await announce(ann, room.id, photo.length, 'cat.jpg');
  const hanging = dial(ann, id, `Content-Length: ${photo.length}`);
  hanging.write(photo.subarray(0, 5_000));
  await eventually(() => kept().length).toBeGreaterThan(0);
  await sleep(50);
  await sendPart(ann, id, Buffer.alloc(0), 0);
  await closed(hanging);
  const { received } = await ann.ask<{ received: number }>('GET', `/files/${id}/state`);
  expect(received).toBe(5_000);
  expect(await sendPart(ann, id, photo.subarray(received), received)).toMatchObject({
    data: { file: { type: 'image/webp', picture: { width: 600, height: 400 } } },
  });
});
