import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ChatFile, FileState } from '../../protocol/files.ts';
import type { FileId } from '../../protocol/ids.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { announce, fetchFile, sayFiles, sendFile, sendPart } from '../support/files.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

const folder = mkdtempSync(join(tmpdir(), 'hobnob-files-'));
const kept = (id = '') => readdirSync(join(folder, 'files')).filter((name) => name.startsWith(id));
const hello = Buffer.from('Hello, files.');

let server: TestServer<FakeMediaEngine>;
let ann: Client;
let bob: Client;
let room: RoomInfo;
beforeAll(async () => {
  server = await startServer({ folder, env: { FILE_MEGABYTES: '1', FILES_PER_PERSON_MEGABYTES: '2' } });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  [ann, bob] = [await server.person('Ann'), await server.person('Bob')];
  room = await ann.openRoom();
  await ann.join(room.slug);
  await bob.join(room.slug);
});

function aPhoto(width = 3000, height = 1500): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: 'teal' } })
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { Make: 'SecretCamera' }, IFD3: { GPSLatitude: '51/1 55/1 0/1' } })
    .jpeg()
    .toBuffer();
}

test('a file that is sent in parts is carried by a line, and had by whoever reads it', async () => {
  const state = await announce(ann, room.id, hello.length, 'Grüße 你好.txt');
  expect(FileState.parse(state)).toEqual({ id: state.id, size: 13, received: 0, file: null });
  expect(await sendPart(ann, state.id, hello.subarray(0, 5))).toMatchObject({ data: { received: 5 } });
  expect(await ann.ask('GET', `/files/${state.id}/state`)).toMatchObject({ received: 5, file: null });
  const last = await sendPart(ann, state.id, hello.subarray(5), 5);
  const file = ChatFile.parse(last.ok && last.data.file);
  expect(file).toMatchObject({
    name: 'Grüße 你好.txt',
    size: 13,
    type: 'application/octet-stream',
    picture: null,
  });
  expect((await fetchFile(bob, state.id)).status).toBe(404);

  const told = bob.next('chat:message');
  const { seq } = await sayFiles(ann, [state.id]);
  expect(await told).toMatchObject({ seq, text: '', files: [file] });
  const response = await fetchFile(bob, state.id);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition':
      'attachment; filename="Gr??e ??.txt"; filename*=UTF-8\'\'Gr%C3%BC%C3%9Fe%20%E4%BD%A0%E5%A5%BD.txt',
    'cache-control': 'private, no-cache',
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  expect(await response.text()).toBe('Hello, files.');
});

test('a picture is handed out as it was made anew, with nothing else in it', async () => {
  const file = await sendFile(ann, room.id, await aPhoto(), 'holiday.html.JPG');
  // It lay on its side.
  expect(file).toMatchObject({ type: 'image/webp', picture: { width: 1024, height: 2048 } });
  await sayFiles(ann, [file.id]);
  for (const [path, width] of [
    ['', 1024],
    ['/view', 1024],
    ['/thumb', 240],
  ] as const) {
    const response = await fetchFile(bob, file.id + path);
    expect(response.headers.get('content-type')).toBe('image/webp');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.includes('SecretCamera')).toBe(false);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width });
  }
  expect((await fetchFile(bob, file.id)).headers.get('content-disposition')).toBe(
    'attachment; filename=holiday.html.webp',
  );
  expect(kept(file.id)).toHaveLength(2);
});

test('what moves still moves, and stands still beside its line', async () => {
  const frame = (background: string) =>
    sharp({ create: { width: 40, height: 40, channels: 3, background } })
      .png()
      .toBuffer();
  const frames = [await frame('red'), await frame('blue'), await frame('lime')];
  const moving = await sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer();
  const file = await sendFile(ann, room.id, moving, 'wave.gif');
  await sayFiles(ann, [file.id]);
  const pagesOf = async (part: string) =>
    (await sharp(await (await fetchFile(bob, `${file.id}/${part}`)).arrayBuffer()).metadata()).pages ?? 1;
  expect([await pagesOf('view'), await pagesOf('thumb')]).toEqual([3, 1]);
});

const notPictures: [string, Buffer][] = [
  ['drawing.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
  ['page.html', Buffer.from('<!doctype html><script>alert(1)</script>')],
  ['photo.html.png', Buffer.from('<html><script>alert(1)</script>')],
  ['paper.pdf', Buffer.from('%PDF-1.7 /JS (app.alert(1))')],
  ['mail.mhtml', Buffer.from('MIME-Version: 1.0\r\nContent-Type: text/html')],
];

test.each(notPictures)('%s is nothing but bytes to be kept', async (name, bytes) => {
  const file = await sendFile(ann, room.id, bytes, name);
  await sayFiles(ann, [file.id]);
  const response = await fetchFile(bob, file.id);
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  expect(response.headers.get('content-disposition')).toMatch(
    new RegExp(`^attachment; filename="?${name}"?$`),
  );
  expect((await fetchFile(bob, `${file.id}/view`)).status).toBe(404);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
});

test.each(['../../etc/passwd', '..\\..\\boot.ini', '/etc/shadow', 'CON', '-rf', 'a\u2215b', '\u202egpj.exe'])(
  'a file called %j lies where all lie, and is handed out without its way',
  async (name) => {
    const file = await sendFile(ann, room.id, hello, name);
    await sayFiles(ann, [file.id]);
    expect(kept(file.id)).toEqual([file.id]);
    const disposition = (await fetchFile(bob, file.id)).headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(/^attachment; filename=("[^"/\\]+"|[^"/\\;]+)(;|$)/);
    expect(disposition).not.toMatch(/[/\\]|%2F|%5C|%E2%80%AE|%E2%88%95/);
  },
);

test('one range of a file can be had, and no swarm of them', async () => {
  const file = await sendFile(ann, room.id, hello);
  await sayFiles(ann, [file.id]);
  const part = await fetchFile(bob, file.id, { range: 'bytes=7-11' });
  expect([part.status, await part.text()]).toEqual([206, 'files']);
  const many = await fetchFile(bob, file.id, { range: `bytes=${'0-1,5-6,'.repeat(1_000)}9-9` });
  expect([many.status, await many.text()]).toEqual([200, 'Hello, files.']);
  expect((await fetchFile(bob, file.id, { range: 'bytes=99-' })).status).toBe(416);
  const etag = (await fetchFile(bob, file.id)).headers.get('etag') ?? '';
  expect(
    (await fetchFile(bob, file.id, { 'if-none-match': etag, 'cache-control': 'max-age=0' })).status,
  ).toBe(304);
});

test('a file is had by nobody who may not read its line', async () => {
  const file = await sendFile(ann, room.id, hello);
  await sayFiles(ann, [file.id]);
  const status = async (client: Client, id: string = file.id) => (await fetchFile(client, id)).status;
  expect(await status(bob)).toBe(200);
  expect(await status(bob, `${file.id.slice(0, -1)}${file.id.endsWith('A') ? 'B' : 'A'}`)).toBe(404);
  expect(await status(await server.client({ cookie: null }))).toBe(404);

  const me = await bob.ask<{ id: string }>('GET', '/me');
  await ann.ask('PUT', `/people/${me.id}/block`, {});
  expect(await status(bob)).toBe(404);
  await ann.ask('DELETE', `/people/${me.id}/block`);
  expect(await status(bob)).toBe(200);

  const { participants } = await ann.join(room.slug);
  const participantId = participants.find(({ name }) => name === 'Bob')?.id;
  if (participantId) await ann.request('moderation:remove', { participantId, ban: true });
  expect(await status(bob)).toBe(404);
  expect(await status(ann)).toBe(200);
  await expect(announce(bob, room.id, 5)).rejects.toMatchObject({ code: 'not_found' });
});

test('a deleted line takes its files along at once', async () => {
  const file = await sendFile(ann, room.id, await aPhoto(300, 200), 'a.jpg');
  const { seq } = await sayFiles(ann, [file.id], 'look');
  const changed = bob.next('chat:changed');
  await ann.request('chat:delete', { seq });
  expect((await changed).files).toBeUndefined();
  expect(kept(file.id)).toEqual([]);
  expect((await fetchFile(ann, file.id)).status).toBe(404);
});

test('a line carries only whole files of its author, sent to its room, and each once', async () => {
  const mine = await sendFile(ann, room.id, hello);
  const begun = await announce(ann, room.id, 99);
  const his = await sendFile(bob, room.id, hello);
  const refused = (files: FileId[]) =>
    expect(sayFiles(ann, files)).rejects.toMatchObject({ code: 'not_found' });
  await refused([mine.id, begun.id]);
  await refused([mine.id, his.id]);
  const elsewhere = await sendFile(ann, (await bob.openRoom()).id, hello);
  await refused([elsewhere.id]);
  await sayFiles(ann, [mine.id, mine.id]);
  await refused([mine.id]);
  const last = (await bob.count('chat:message', 1))[0];
  expect(last?.files).toHaveLength(1);
  await expect(sayFiles(ann, [])).rejects.toMatchObject({ code: 'bad_request' });
});

test('what is given up is gone, and what somebody else sends is nobody’s business', async () => {
  const { id } = await announce(ann, room.id, 20);
  await sendPart(ann, id, hello);
  expect(kept(id)).toHaveLength(1);
  await expect(bob.ask('GET', `/files/${id}/state`)).rejects.toMatchObject({ code: 'not_found' });
  await expect(bob.ask('DELETE', `/files/${id}`)).rejects.toMatchObject({ code: 'not_found' });
  expect(await sendPart(bob, id, hello, 13)).toMatchObject({ error: { code: 'not_found' } });
  await ann.ask('DELETE', `/files/${id}`);
  expect(kept(id)).toEqual([]);
  const whole = await sendFile(ann, room.id, hello);
  await ann.ask('DELETE', `/files/${whole.id}`);
  expect(kept(whole.id)).toEqual([]);
  const said = await sendFile(ann, room.id, hello);
  await sayFiles(ann, [said.id]);
  await expect(ann.ask('DELETE', `/files/${said.id}`)).rejects.toMatchObject({ code: 'conflict' });
});

test('no file is larger than may be, and nobody has more than may be', async () => {
  const most = 1024 * 1024;
  await expect(announce(ann, room.id, most + 1)).rejects.toMatchObject({ code: 'too_large' });
  await sendFile(ann, room.id, Buffer.alloc(most));
  await announce(ann, room.id, most);
  const response = await fetch(`${server.url}/api/files`, {
    method: 'POST',
    headers: { origin: server.url, 'content-type': 'application/json', cookie: ann.cookie ?? '' },
    body: JSON.stringify({ roomId: room.id, name: 'one too many', size: 1 }),
  });
  expect([response.status, await response.json()]).toMatchObject([507, { error: { code: 'storage_full' } }]);
  expect(await announce(bob, room.id, most)).toMatchObject({ received: 0 });
});

test('a lost answer is given again, and a file goes on where it is', async () => {
  const { id } = await announce(ann, room.id, hello.length);
  expect(await sendPart(ann, id, hello, 3)).toMatchObject({ error: { code: 'conflict' } });
  await sendPart(ann, id, hello.subarray(0, 4));
  expect(await sendPart(ann, id, hello)).toMatchObject({ error: { code: 'conflict' } });
  expect(await sendPart(ann, id, hello, 4)).toMatchObject({ error: { code: 'too_large' } });
  const first = await sendPart(ann, id, hello.subarray(4), 4);
  const again = await sendPart(ann, id, Buffer.alloc(0), hello.length);
  expect(again).toEqual(first);
  expect(await ann.ask('GET', `/files/${id}/state`)).toMatchObject({ received: 13, file: { id } });
});

test('what was said is known as such, if it is sound', async () => {
  const voice = { durationMs: 1_500, peaks: new Array<number>(64).fill(50) };
  const send = async (bytes: Buffer) => {
    const about = { roomId: room.id, name: 'Voice message', size: bytes.length, voice };
    const { id } = await ann.ask<FileState>('POST', '/files', about);
    const answer = await sendPart(ann, id, bytes);
    return answer.ok ? answer.data.file : null;
  };
  const sound = Buffer.concat([Buffer.from('1a45dfa3', 'hex'), Buffer.alloc(20)]);
  const file = await send(sound);
  expect(file).toMatchObject({ type: 'audio/webm', voice });
  if (file) await sayFiles(ann, [file.id]);
  expect((await fetchFile(bob, file?.id ?? '')).headers.get('content-type')).toBe('audio/webm');
  expect(await send(hello)).not.toHaveProperty('voice');
  for (const wrong of [{ durationMs: 300_001 }, { peaks: [1] }, { peaks: new Array(64).fill(101) }]) {
    const body = { roomId: room.id, name: 'x', size: 1, voice: { ...voice, ...wrong } };
    await expect(ann.ask('POST', '/files', body)).rejects.toMatchObject({ code: 'bad_request' });
  }
});
