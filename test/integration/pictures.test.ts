import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../../protocol/errors.ts';
import { limits } from '../../protocol/limits.ts';
import type { Me } from '../../protocol/people.ts';
import type { Client } from '../support/Client.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

const folder = mkdtempSync(join(tmpdir(), 'hobnob-pictures-'));
const kept = () => readdirSync(join(folder, 'pictures'));

let server: TestServer<FakeMediaEngine>;
let photo: Buffer;
beforeAll(async () => {
  server = await startServer({ folder });
  photo = await aPhoto(1200, 800);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** A photo that says where it was taken, and lies on its side. */
function aPhoto(width: number, height: number): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  return sharp({ create: { width, height, channels: 3, background: 'teal', noise } })
    .withExif({ IFD0: { Make: 'SecretCamera', Orientation: '6' }, IFD3: { GPSLatitude: '51/1 55/1 0/1' } })
    .jpeg()
    .toBuffer();
}

async function put(
  client: Client,
  body: Uint8Array,
  headers: Record<string, string> = {},
): Promise<Answer<Me>> {
  const response = await fetch(`${server.url}/api/me/picture`, {
    method: 'PUT',
    headers: { origin: server.url, cookie: client.cookie ?? '', ...headers },
    body: new Uint8Array(body),
  });
  return (await response.json()) as Answer<Me>;
}

async function wear(client: Client, body: Uint8Array): Promise<string> {
  const answer = await put(client, body);
  if (!answer.ok || !answer.data.picture) throw new Error(JSON.stringify(answer));
  return answer.data.picture;
}

test('R13: a picture becomes two squares without anything else that was in the file', async () => {
  const ann = await server.person('Ann');
  expect(photo.includes('SecretCamera')).toBe(true);
  const hash = await wear(ann, photo);
  for (const size of [96, 512]) {
    const response = await fetch(`${server.url}/pictures/${hash}/${size}.webp`);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
    });
    const picture = Buffer.from(await response.arrayBuffer());
    const { format, width, height, exif, icc, xmp } = await sharp(picture).metadata();
    expect({ format, width, height }).toEqual({ format: 'webp', width: size, height: size });
    expect([exif, icc, xmp]).toEqual([undefined, undefined, undefined]);
  }
});

test.each(['png', 'webp', 'gif', 'avif', 'jpeg'] as const)('a picture in %s is taken', async (format) => {
  const ann = await server.person('Ann');
  const bytes = await sharp(photo).resize(120)[format]().toBuffer();
  expect(await wear(ann, bytes)).toMatch(/^[\w-]{43}$/);
});

test('of what moves, the first picture is taken', async () => {
  const frame = (background: string) =>
    sharp({ create: { width: 40, height: 40, channels: 3, background } })
      .png()
      .toBuffer();
  const moving = await sharp([await frame('#ff0000'), await frame('#0000ff')], { join: { animated: true } })
    .gif()
    .toBuffer();
  const hash = await wear(await server.person('Ann'), moving);
  const picture = await (await fetch(`${server.url}/pictures/${hash}/96.webp`)).arrayBuffer();
  const { pages } = await sharp(picture).metadata();
  const { dominant } = await sharp(picture).stats();
  expect(pages).toBeUndefined();
  expect(dominant.r).toBeGreaterThan(200);
  expect(dominant.b).toBeLessThan(60);
});

test('whoever is in a room is seen with the new picture there at once, and on cards', async () => {
  const [ann, bo] = [await server.person('Ann'), await server.person('Bo')];
  const room = await ann.openRoom();
  await ann.join(room.slug);
  const { participants } = await bo.join(room.slug);
  expect(participants.map(({ picture }) => picture)).toEqual([null, null]);
  const seen = bo.next('room:participantChanged');
  const picture = await wear(ann, photo);
  expect(await seen).toMatchObject({ name: 'Ann', picture });
  const { rooms } = await bo.ask<{ rooms: { faces: { picture?: string }[] }[] }>('GET', '/rooms');
  expect(rooms.flatMap(({ faces }) => faces.map((face) => face.picture))).toContain(picture);
});

test('with the way back to the drawn one, or another one, the picture of before is gone from the disk', async () => {
  const ann = await server.person('Ann');
  const first = await wear(ann, photo);
  const second = await wear(ann, await aPhoto(300, 300));
  expect(kept().filter((name) => name.startsWith(first))).toEqual([]);
  expect(await ann.ask<Me>('GET', '/me')).toMatchObject({ picture: second });
  expect(await ann.ask<Me>('DELETE', '/me/picture')).toMatchObject({ picture: null });
  expect(kept().filter((name) => name.startsWith(second))).toEqual([]);
  expect((await fetch(`${server.url}/pictures/${second}/96.webp`)).status).toBe(404);
  expect(await ann.callMe('Anna')).toMatchObject({ name: 'Anna', picture: null });
});

test('the same picture of two people is two pictures, of which one stays', async () => {
  const [ann, bo] = [await server.person('Ann'), await server.person('Bo')];
  const [hers, his] = [await wear(ann, photo), await wear(bo, photo)];
  expect(hers).not.toBe(his);
  await ann.ask('DELETE', '/me/picture');
  expect((await fetch(`${server.url}/pictures/${his}/96.webp`)).status).toBe(200);
});

/** A file of a few kilobytes that claims to be a picture of so many pixels. */
function aBomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const begin = Buffer.from('89504e470d0a1a0a', 'hex');
  const data = deflateSync(Buffer.alloc(1 << 20));
  return Buffer.concat([begin, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

const wrong: readonly [what: string, bytes: () => Buffer, code: string][] = [
  ['nothing', () => Buffer.alloc(0), 'unsupported'],
  ['a drawing', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'unsupported'],
  ['a page', () => Buffer.from('<!doctype html><script>alert(1)</script>'), 'unsupported'],
  ['a document', () => Buffer.from('%PDF-1.7 and so on'), 'unsupported'],
  ['a page that begins like a GIF', () => Buffer.from('GIF89a/*<script>*/=alert(1)'), 'unsupported'],
  ['half a photo', () => photo.subarray(0, photo.length >> 1), 'unsupported'],
  ['a bomb of two and a half billion pixels', () => aBomb(50_000, 50_000), 'unsupported'],
  ['a bomb that is wide', () => aBomb(2_000_000_000, 1), 'unsupported'],
  ['more than may be', () => Buffer.concat([photo, Buffer.alloc(limits.pictureBytes)]), 'too_large'],
];

test.each(wrong)('%s is refused', async (_what, bytes, code) => {
  const ann = await server.person('Ann');
  expect(await put(ann, bytes())).toMatchObject({ ok: false, error: { code } });
});

test('what came packed, from nobody, or from another page is refused', async () => {
  const ann = await server.person('Ann');
  const packed = await put(ann, gzipSync(Buffer.alloc(1_000_000)), { 'content-encoding': 'gzip' });
  expect(packed).toMatchObject({ error: { code: 'unsupported' } });
  expect(await put(ann, photo, { cookie: '' })).toMatchObject({ error: { code: 'unauthenticated' } });
  expect(await put(ann, photo, { origin: 'https://evil.example' })).toMatchObject({
    error: { code: 'forbidden' },
  });
});

test.each(['../../secret', '%2e%2e%2fsecret', 'A'.repeat(42), `${'A'.repeat(43)}%00`])(
  'no path leads out of the pictures: %s',
  async (name) => {
    const response = await fetch(`${server.url}/pictures/${name}/96.webp`);
    expect(response.headers.get('content-type')).not.toBe('image/webp');
    expect([400, 404]).toContain(response.status);
  },
);

/** Sends so many bytes of an upload, then hangs up. */
function abort(client: Client, bytes: number): Promise<void> {
  const { hostname, port, host } = new URL(server.url);
  const head = `PUT /api/me/picture HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${server.url}\r\nCookie: ${client.cookie}\r\nContent-Length: ${photo.length}\r\n\r\n`;
  const whole = Buffer.concat([Buffer.from(head), photo]);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(whole.subarray(0, bytes), () => socket.destroy());
    });
    socket.on('error', () => {}).on('close', () => resolve());
    // All of it went: hung up while it is worked on.
    if (bytes >= whole.length) setTimeout(() => socket.destroy(), 30);
  });
}

test('who comes when twenty others are still sending is told to come back, and may when they have gone', async () => {
  const { hostname, port, host } = new URL(server.url);
  const ann = await server.person('Ann');
  const head = `PUT /api/me/picture HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${server.url}\r\nContent-Length: 5000000\r\n\r\n`;
  const slow = Array.from({ length: 25 }, () => connect(Number(port), hostname).on('error', () => {}));
  for (const socket of slow) socket.write(head);
  // The first who are one too many are answered.
  await Promise.race(slow.map((socket) => once(socket, 'data')));
  expect(await put(ann, photo)).toMatchObject({ error: { code: 'server_busy' } });
  for (const socket of slow) socket.destroy();
  await eventually(async () => (await put(ann, photo)).ok).toBe(true);
});

test('200 faulty uploads end nothing, and leave nothing behind', { timeout: 120_000 }, async () => {
  const people = await Promise.all(Array.from({ length: 10 }, () => server.person('Ann')));
  const before = kept();
  const cheap = wrong.slice(0, 4);
  const faults = Array.from({ length: 200 }, (_, index) => async () => {
    const ann = people[index % people.length];
    if (!ann) throw new Error('nobody');
    if (index % 20 === 0) return await put(ann, wrong[4 + ((index / 20) % 4)]?.[1]() ?? photo);
    if (index % 2 === 0) return await put(ann, cheap[index % cheap.length]?.[1]() ?? photo);
    return await abort(ann, Math.ceil(((photo.length + 150) * index) / 200));
  });
  for (let at = 0; at < faults.length; at += 8) {
    await Promise.all(faults.slice(at, at + 8).map((fault) => fault()));
  }
  const drafts = () => kept().filter((name) => name.endsWith('.draft'));
  await eventually(drafts).toEqual([]);
  expect(kept().sort()).toEqual(before.sort());
  expect(await wear(await server.person('Bo'), photo)).toMatch(/^[\w-]{43}$/);
  expect(server.log.at('error')).toEqual([]);
});
