import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ClientMessageId } from '../../protocol/ids.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { isPublicAddress } from '../../server/outgoing/addresses.ts';
import { Outgoing } from '../../server/outgoing/Outgoing.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { fetchFile } from '../support/files.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

const html = (response: ServerResponse, body: string | Buffer, more: Record<string, string> = {}) =>
  response.writeHead(200, { 'content-type': 'text/html', ...more }).end(body);
const page = (title: string, image: string) =>
  `<title>${title}</title><meta name="description" content="About it"><meta property="og:image" content="${image}">`;

let picture: Buffer;
let asked: string[] = [];
/** Somebody else's pages. */
const pages: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  '/good': (_request, response) => html(response, page('Good page', '/picture.jpg')),
  '/picture.jpg': (_request, response) => response.writeHead(200).end(picture),
  '/moved': (_request, response) => response.writeHead(302, { location: '/good' }).end(),
  '/inside': (_request, response) => html(response, page('Looks inside', 'http://127.0.0.1:1/secret.png')),
  '/drawing': (_request, response) => html(response, page('Drawn', '/drawing.svg')),
  '/drawing.svg': (_request, response) => response.end('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  '/inwards': (_request, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
  '/bomb': (_request, response) =>
    html(response, gzipSync(Buffer.alloc(10_000_000, '<title>')), { 'content-encoding': 'gzip' }),
  '/endless': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.write('<title>Endless page</title>');
    const more = () => response.write('x'.repeat(65_536), (error) => error || setImmediate(more));
    more();
  },
  '/large-title': (_request, response) => html(response, `<title>${'long '.repeat(2_000_000)}</title>`),
  '/file': (_request, response) => response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF'),
  '/silent': () => {},
};
const others = createServer((request, response) => {
  asked.push(request.url ?? '');
  const answer = pages[request.url ?? ''];
  if (answer) answer(request, response);
  else response.writeHead(404, { 'content-type': 'text/html' }).end('<title>Nothing here</title>');
});

let server: TestServer<FakeMediaEngine>;
let quiet: TestServer<FakeMediaEngine>;
let port = 0;
let ann: Client;
let bob: Client;
let room: RoomInfo;
beforeAll(async () => {
  picture = await sharp({ create: { width: 1200, height: 600, channels: 3, background: 'teal' } })
    .withMetadata()
    .withExifMerge({ IFD0: { Make: 'SecretCamera' } })
    .jpeg()
    .toBuffer();
  await new Promise<void>((resolve) => others.listen(0, '127.0.0.1', resolve));
  port = (others.address() as AddressInfo).port;
  // One host stands for the open internet; all others are as strictly refused as ever.
  const outgoing = new Outgoing({
    resolve: async (host) => (host === 'pages.example' ? ['127.0.0.1'] : []),
    mayReach: (address, at) => (address === '127.0.0.1' && at === port) || isPublicAddress(address),
  });
  server = await startServer({ env: { LINK_PREVIEWS: 'on' }, outgoing });
  quiet = await startServer({ outgoing });
});
afterAll(async () => {
  others.closeAllConnections();
  others.close();
  await server.close();
  await quiet.close();
});
beforeEach(async () => {
  asked = [];
  [ann, bob] = [await server.person('Ann'), await server.person('Bob')];
  room = await ann.openRoom();
  await ann.join(room.slug);
  await bob.join(room.slug);
});

const link = (path: string) => `http://pages.example:${port}${path}`;
const say = (client: Client, text: string) =>
  client.request('chat:send', { clientMessageId: crypto.randomUUID() as ClientMessageId, text });

test('below a line that links to a page stands what that says, for everybody and once', async () => {
  const changed = bob.next('chat:changed');
  const { seq } = await say(ann, `Look: ${link('/good')}!`);
  const { preview } = await changed;
  expect(preview).toMatchObject({
    ...{ url: link('/good'), title: 'Good page', description: 'About it', site: 'pages.example' },
    picture: { width: 1200, height: 600 },
  });
  const thumb = await fetchFile(bob, `${preview?.picture?.id}/thumb`);
  const bytes = Buffer.from(await thumb.arrayBuffer());
  expect(bytes.includes('SecretCamera')).toBe(false);
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 480, height: 240 });

  // Known for an hour, and looked at by no reader.
  const again = bob.next('chat:changed');
  await say(ann, link('/good'));
  expect((await again).preview?.title).toBe('Good page');
  expect((await again).preview?.picture?.id).not.toBe(preview?.picture?.id);
  await bob.request('chat:before', { seq: seq + 1 });
  expect(asked).toEqual(['/good', '/picture.jpg']);
});

test('its author takes it away, nobody else, and a deleted line takes it along', async () => {
  const shown = ann.next('chat:changed');
  const { seq } = await say(ann, link('/moved'));
  const id = (await shown).preview?.picture?.id;
  await expect(bob.request('chat:dropPreview', { seq })).rejects.toMatchObject({ code: 'forbidden' });
  expect((await fetchFile(bob, `${id}/thumb`)).status).toBe(200);
  const gone = bob.next('chat:changed');
  expect((await ann.request('chat:dropPreview', { seq })).preview).toBeUndefined();
  expect((await gone).preview).toBeUndefined();
  expect((await fetchFile(ann, `${id}/thumb`)).status).toBe(404);

  const next = ann.next('chat:changed');
  const other = await say(ann, link('/good'));
  const picture = (await next).preview?.picture?.id;
  await ann.request('chat:delete', { seq: other.seq });
  expect((await fetchFile(ann, `${picture}/thumb`)).status).toBe(404);
  await expect(ann.request('chat:dropPreview', { seq: other.seq })).rejects.toMatchObject({ code: 'gone' });
});

test.each(['/inside', '/drawing'])('of %s the words are shown, and no picture', async (path) => {
  const changed = ann.next('chat:changed');
  await say(ann, link(path));
  expect((await changed).preview?.picture).toBeNull();
});

test('an endless page is read as far as its head, and a title of ten megabytes is cut', async () => {
  for (const [path, length] of [
    ['/endless', 12],
    ['/large-title', 120],
  ] as const) {
    const changed = ann.next('chat:changed');
    await say(ann, link(path));
    const { preview } = await changed;
    expect(preview?.title.length).toBeLessThanOrEqual(length);
    expect(preview?.title.length).toBeGreaterThan(length - 3);
  }
});

test('what cannot be had, is no page, or lies inside is not shown, and not asked for again', async () => {
  const bad = ['/none', '/bomb', '/file', '/inwards'].map(link);
  const never = ['http://127.0.0.1:22/', 'http://[::ffff:7f00:1]/', 'http://0x7f.1/', 'http://localhost./'];
  for (const address of [...bad, ...never, ...bad]) await say(ann, address);
  await sleep(500);
  expect(asked.sort()).toEqual(['/bomb', '/file', '/inwards', '/none']);
  expect(bob.all('chat:changed')).toEqual([]);
  expect(server.log.at('error')).toEqual([]);
});

test('a silent page holds nobody up, and is given up', async () => {
  await say(ann, link('/silent'));
  const changed = ann.next('chat:changed');
  const began = performance.now();
  await say(ann, link('/good'));
  expect((await changed).preview?.title).toBe('Good page');
  expect(performance.now() - began).toBeLessThan(3_000);
});

test('by itself a server asks nobody', async () => {
  const cy = await quiet.person('Cy');
  const { slug } = await cy.openRoom();
  await cy.join(slug);
  await say(cy, link('/good'));
  await sleep(200);
  expect([asked, cy.all('chat:changed')]).toEqual([[], []]);
});
