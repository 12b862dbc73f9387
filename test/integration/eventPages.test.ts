import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../support/Client.ts';
import { events, wallIn } from '../support/events.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { befriend, idOf } from '../support/friends.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
let [ann, bo]: [Client, Client] = [] as never;
beforeAll(async () => {
  server = await startServer();
  [ann, bo] = [await server.person('Ann'), await server.person('Bo')];
  await befriend(ann, bo);
});
afterAll(() => server.close());

const get = async (path: string, as?: Client) => {
  const headers = as?.cookie ? { cookie: as.cookie } : undefined;
  const response = await fetch(server.url + path, { ...(headers && { headers }) });
  return { status: response.status, html: await response.text() };
};
const meta = (html: string, name: string) =>
  new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)"`).exec(html)?.[1];

test('the raw HTML of an event says what it is, when, and with whom, and shows a picture of it', async () => {
  const start = `${new Date().getUTCFullYear() + 1}-03-07T20:30`;
  const people = [{ id: await idOf(bo), role: 'speaker' as const }];
  const said = { title: 'Read "aloud" <twice>', topic: 'Every frame', zone: 'Europe/Lisbon', start, people };
  const { slug } = await events.announce(ann, said);
  const { status, html } = await get(`/e/${slug}`);
  expect(status).toBe(200);
  expect(meta(html, 'og:title')).toBe('Read &#34;aloud&#34; &#60;twice&#62; · Hobnob');
  expect(meta(html, 'og:description')).toMatch(
    /^\w+day,? 7 March \d{4} at 20:30 in Lisbon\. Every frame\. Ann and Bo on stage\.$/,
  );
  expect(meta(html, 'robots')).toBeUndefined();
  const picture = await fetch(new URL(meta(html, 'og:image') ?? '', server.url));
  const { width, height } = await sharp(Buffer.from(await picture.arrayBuffer())).metadata();
  expect([width, height]).toEqual([1200, 630]);
});

test('the page of an event speaks its language, and says when it was called off', async () => {
  const { slug } = await events.announce(ann, { language: 'zh', title: '接触印相', zone: 'Asia/Shanghai' });
  expect(meta((await get(`/e/${slug}`)).html, 'og:description')).toMatch(/（Shanghai时间）。Ann主讲。$/);
  await events.cancel(ann, slug);
  expect(meta((await get(`/e/${slug}`)).html, 'og:description')).toMatch(/^活动已取消。/);
});

test('what is not for everybody is told to nobody by its page or picture', async () => {
  const draft = await events.draft(ann, { title: 'Zephyrwort' });
  const friends = await events.announce(ann, { title: 'Zephyrwort', visibility: 'friends' });
  const link = await events.announce(ann, {
    title: 'By link',
    visibility: 'link',
    start: wallIn(90_000_000),
  });
  for (const { slug } of [draft, friends]) {
    const { status, html } = await get(`/e/${slug}`);
    expect([status, html.toLowerCase().includes('zephyrwort · hobnob')]).toEqual([404, false]);
    expect((await get(`/og/e/${slug}.png`)).status).toBe(404);
  }
  expect((await get(`/e/${friends.slug}`, bo)).status).toBe(200);
  const { html } = await get(`/e/${link.slug}`);
  expect(meta(html, 'robots')).toBe('noindex');
  expect(meta(html, 'og:description')).toBe('An event on Hobnob. Come in muted; no account needed.');
  expect((await get(`/og/e/${link.slug}.png`)).status).toBe(404);
});
