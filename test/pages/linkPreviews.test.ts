import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { Outgoing } from '../../server/outgoing/Outgoing.ts';
import { audit } from '../support/e2e/audit.ts';
import { useHouse } from '../support/e2e/visit.ts';

let picture: Buffer;
const page = `<title>Sourdough, step by step</title><meta property="og:site_name" content="The bread pages">
  <meta property="og:description" content="Flour, water, salt, and a night of patience."><meta property="og:image" content="/loaf.png">`;
const others = createServer((request, response) => {
  if (request.url === '/loaf.png') response.end(picture);
  else response.writeHead(200, { 'content-type': 'text/html' }).end(page);
});
let port = 0;
const scene = useHouse({ LINK_PREVIEWS: 'on' }, [], {
  outgoing: new Outgoing({
    resolve: async () => ['127.0.0.1'],
    mayReach: (_address, at) => at === port,
  }),
});

beforeAll(async () => {
  picture = await sharp({ create: { width: 800, height: 400, channels: 3, background: '#c96' } })
    .png()
    .toBuffer();
  await new Promise<void>((resolve) => others.listen(0, '127.0.0.1', resolve));
  port = (others.address() as AddressInfo).port;
});
afterAll(() => others.close());

test('what a page says of itself stands below the line, until its author takes it away', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await ann.write(`My recipe: http://bread.example:${port}/sourdough`);
  const card = bo.page.getByRole('link', { name: /Sourdough, step by step/ });
  await card.waitFor();
  expect(await card.getAttribute('href')).toBe(`http://bread.example:${port}/sourdough`);
  expect(await card.getAttribute('rel')).toBe('noopener noreferrer nofollow');
  const image = bo.page.locator('.preview-card img');
  expect(await image.evaluate((element) => (element as HTMLImageElement).decode().then(() => true))).toBe(
    true,
  );
  expect(await bo.button(en.previewRemove).count()).toBe(0);
  expect(await audit(ann, 'a link with a preview', ['desktop'])).toEqual([]);
  await ann.button(en.previewRemove).click();
  await card.waitFor({ state: 'detached' });
  expect(await bo.lines()).toHaveLength(1);
});
