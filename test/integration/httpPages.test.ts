import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InterestSlug, ParticipantId } from '../../protocol/ids.ts';
import type { FaceInfo } from '../../protocol/room.ts';
import { aRoom } from '../contract/storeSamples.ts';
import { openHouse } from './httpHouse.ts';

const astronomy = [InterestSlug.parse('astronomy')];
const face = (name: string): FaceInfo => ({
  id: ParticipantId.parse(`participant-${name}-00000`),
  name,
  avatar: name,
  muted: false,
});
const priya = face('Priya');

// Without this, `fetch` says `no-cache` by itself.
const kept = { 'Cache-Control': 'max-age=0' };

let house: Awaited<ReturnType<typeof openHouse>>;
beforeAll(async () => {
  house = await openHouse({ RATE_SCALE: '1000' });
});
afterAll(() => house.close());

async function pageOf(path: string, headers: Record<string, string> = {}) {
  const response = await house.ask(path, { headers });
  const html = await response.text();
  const content = (name: string) =>
    html.match(new RegExp(`(?:name|property)="${name}" content="([^"]*)"`))?.[1];
  return { status: response.status, headers: response.headers, html, content };
}

describe('the raw HTML', () => {
  test('of a room says how many are inside, who talks, and about what', async () => {
    const room = aRoom({ interests: astronomy });
    house.directory.put(room, { count: 9, faces: [priya, face('Wei')], talkingIds: [priya.id] });
    const { status, html, content } = await pageOf(`/r/${room.slug}`);
    expect(status).toBe(200);
    expect(html).toContain('<title>Backyard observatory · Hobnob</title>');
    expect(html).toContain('<html lang="en">');
    expect(content('og:description')).toBe('9 people inside, Priya is talking. Astronomy · English.');
    expect(content('og:title')).toBe('Backyard observatory · Hobnob');
    expect(content('og:url')).toBe(`${house.url}/r/${room.slug}`);
    expect(content('og:image')).toBe(`${house.url}/og/r/${room.slug}.png`);
    expect(content('twitter:card')).toBe('summary_large_image');
    expect(html).not.toContain('<!--head-->');
    expect(html).toContain('<div id="app">');
    house.directory.take(room.id);
  });

  test('of a Chinese room is in Chinese, whoever asks', async () => {
    const room = aRoom({ name: '周末夜聊', interests: astronomy, language: 'zh' });
    house.directory.put(room, { count: 3, faces: [face('Wei')] });
    const { html, content } = await pageOf(`/r/${room.slug}`, { 'Accept-Language': 'en' });
    expect(html).toContain('<html lang="zh">');
    expect(content('description')).toBe('3 人在场。天文 · 中文。');
    house.directory.take(room.id);
  });

  test('of the first page and of an interest has the number of people in live rooms', async () => {
    const rooms = [aRoom({ interests: astronomy }), aRoom()];
    house.directory.put(rooms[0] ?? aRoom(), { count: 4 });
    house.directory.put(aRoom({ interests: astronomy, visibility: 'link' }), { count: 50 });
    house.directory.put({ ...aRoom(), interests: [InterestSlug.parse('chess')] }, { count: 2 });
    expect((await pageOf('/')).content('description')).toMatch(/^6 people in 2 rooms right now\. /);
    expect((await pageOf('/', { 'Accept-Language': 'zh-CN,zh;q=0.9' })).html).toContain(
      '现在有 6 人在 2 个房间里',
    );
    const interest = await pageOf('/i/astronomy');
    expect(interest.content('description')).toMatch(/^4 people in 1 room right now\. /);
    expect(interest.html).toContain('<title>Astronomy · Hobnob</title>');
    expect((await pageOf('/open')).status).toBe(200);
  });

  test('of a room found by its link only names nobody and counts nobody', async () => {
    const room = aRoom({ name: 'Just us', visibility: 'link', topic: 'secret topic' });
    house.directory.put(room, { count: 9, faces: [priya], talkingIds: [priya.id] });
    const { status, html, content } = await pageOf(`/r/${room.slug}`);
    expect(status).toBe(200);
    expect(content('og:title')).toBe('Just us · Hobnob');
    expect(html).not.toMatch(/Priya|9 people|secret topic/);
    expect(content('robots')).toBe('noindex');
    expect(content('og:image')).toBe(`${house.url}/og/home.png`);
    expect((await house.ask(`/og/r/${room.slug}.png`)).status).toBe(404);
  });

  test('of what is not there is the page all the same, with status 404', async () => {
    for (const path of [
      '/r/nobody-here-0000',
      '/r/UPPER',
      '/i/nothing',
      '/nowhere',
      '/index.html',
      '/r/a/b',
    ]) {
      const { status, html, content } = await pageOf(path);
      expect(status, path).toBe(404);
      expect(html).toContain('<div id="app">');
      expect(content('robots')).toBe('noindex');
    }
    expect((await house.ask('/', { method: 'POST' })).status).toBe(405);
    expect((await house.ask('/%E0%A4%A')).status).toBe(400);
  });

  test.each([
    `<script>alert(1)</script>`,
    `"><img src=x onerror=alert(1)>`,
    `' onload='alert(1)`,
    `$& $1 $\` &lt;`,
    `</title><svg/onload=alert(1)>`,
  ])('never runs a name like %s', async (name) => {
    const room = aRoom({ name, topic: name });
    house.directory.put(room, { count: 1, faces: [{ ...priya, name }], talkingIds: [priya.id] });
    const { html, content } = await pageOf(`/r/${room.slug}`);
    const head = html.slice(html.indexOf('<head>') + 6, html.indexOf('</head>'));
    const withoutOurs = head.replaceAll(
      /<title>[^<>"']*<\/title>|<meta (?:name|property)="[a-z:_]+" content="[^<>"']*">/g,
      '',
    );
    expect(withoutOurs.trim()).toBe('');
    const shown = content('og:title')?.replaceAll(/&#(\d+);/g, (_all, code) =>
      String.fromCharCode(Number(code)),
    );
    expect(shown).toBe(`${name} · Hobnob`);
    expect((await house.ask(`/og/r/${room.slug}.png`)).status).toBe(200);
    house.directory.take(room.id);
  });

  test('takes its own address from the settings, else only from a Host header that makes sense', async () => {
    const asked = async (url: string, host: string) => {
      const { request } = await import('node:http');
      return new Promise<{ status: number; body: string }>((resolve, reject) => {
        const outgoing = request(
          `${url}/`,
          { headers: { Host: host, 'X-Forwarded-Host': 'evil.example' } },
          (incoming) => {
            let body = '';
            incoming.on('data', (part) => {
              body += part;
            });
            incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body }));
          },
        );
        outgoing.on('error', reject).end();
      });
    };
    expect((await asked(house.url, 'rooms.lan:3000')).body).toContain('content="http://rooms.lan:3000/"');
    for (const host of ['a"b', 'evil.example/x', 'a b', '<script>', 'x@y']) {
      const { status, body } = await asked(house.url, host);
      expect([status, body.includes('<')]).toEqual([400, false]);
    }
    const settled = await openHouse({ PUBLIC_URL: 'https://rooms.example/' });
    const { body } = await asked(settled.url, 'evil.example');
    expect(body).toContain('property="og:url" content="https://rooms.example/"');
    expect(body).not.toContain('evil');
    await settled.close();
  });
});

describe('link pictures', () => {
  const sizeOf = async (response: Response) => {
    const { format, width, height } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    return { format, width, height };
  };
  const card = { format: 'png', width: 1200, height: 630 };

  test('are PNGs of 1200 by 630 that other sites may show, kept for a minute', async () => {
    const room = aRoom({ name: '周末夜聊 🪐 Café', topic: 'عربي', interests: astronomy });
    house.directory.put(room, { count: 3, faces: [priya, face('Wei'), face('Ann')], talkingIds: [priya.id] });
    for (const path of ['/og/home.png', `/og/r/${room.slug}.png`]) {
      const response = await house.ask(path);
      expect(response.headers.get('Content-Type')).toBe('image/png');
      expect(response.headers.get('Cache-Control')).toBe('public, max-age=60');
      expect(response.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin');
      expect(await sizeOf(response)).toEqual(card);
      const headers = { 'If-None-Match': response.headers.get('ETag') ?? '', ...kept };
      expect((await house.ask(path, { headers })).status).toBe(304);
    }
  });

  test('come for a name of which no character can be drawn, too', async () => {
    const room = aRoom({ name: '🪐🪐', topic: '' });
    house.directory.put(room);
    expect(await sizeOf(await house.ask(`/og/r/${room.slug}.png`))).toEqual(card);
  });

  test('are not there for rooms that are not there', async () => {
    for (const path of ['/og/r/nobody-here-0000.png', '/og/r/A.png', '/og/r/..%2F..%2Fetc.png']) {
      expect((await house.ask(path)).status, path).toBe(404);
    }
  });

  test('keep a crowd waiting only so long', async () => {
    const rooms = Array.from({ length: 40 }, () => aRoom());
    for (const room of rooms) house.directory.put(room, { count: 1, faces: [priya] });
    const answers = await Promise.all(rooms.map(({ slug }) => house.ask(`/og/r/${slug}.png`)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(20);
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
  });
});

describe('the files of the client', () => {
  test('with a hash in their name are kept for ever, others are asked for again', async () => {
    const script = await house.ask('/assets/main-Ab12.js');
    expect(script.status).toBe(200);
    expect(script.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    expect(script.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
    const icon = await house.ask('/icon.svg');
    expect([icon.status, icon.headers.get('Cache-Control')]).toEqual([200, 'no-cache']);
    expect(icon.headers.get('Content-Type')).toBe('image/svg+xml');
    const headers = { 'If-None-Match': icon.headers.get('ETag') ?? '', ...kept };
    expect((await house.ask('/icon.svg', { headers })).status).toBe(304);
    expect((await house.ask('/')).headers.get('Cache-Control')).toBe('no-cache');
  });

  test('travel compressed to whoever can read that', async () => {
    const lengths: Record<string, number> = {};
    for (const encoding of ['br', 'gzip', 'identity']) {
      const response = await house.ask('/assets/main-Ab12.js', { headers: { 'Accept-Encoding': encoding } });
      expect(response.headers.get('Content-Encoding')).toBe(encoding === 'identity' ? null : encoding);
      expect(response.headers.get('Vary')).toContain('Accept-Encoding');
      lengths[encoding] = Number(response.headers.get('Content-Length'));
      expect(await response.text()).toBe('console.log("hello");'.repeat(100));
    }
    expect(lengths.br).toBeLessThan(lengths.identity ?? 0);
    expect(lengths.gzip).toBeLessThan(lengths.identity ?? 0);
  });

  test('are all there is: nothing beside them can be reached', async () => {
    const gone = await house.ask('/assets/old-Zz99.js');
    expect([gone.status, gone.headers.get('Content-Type')]).toEqual([404, 'text/plain; charset=utf-8']);
    for (const path of [
      '/assets/..%2f..%2fpackage.json',
      '/%2e%2e/package.json',
      '/.env',
      '/data/secret',
      '/assets/',
    ]) {
      const { status, html } = await pageOf(path);
      expect(status, path).toBe(404);
      expect(html).not.toContain('dependencies');
    }
  });
});
