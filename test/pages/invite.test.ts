import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

test('the link to a room can be copied and scanned, and leads to its door', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const room = await ann.makeRoom();
  await ann.stepIn(room);
  await ann.button(en.invite).first().click();
  const link = `${scene.house.url}/r/${room.slug}`;

  await ann.button(en.copyLink).click();
  await ann.page.getByText(en.copied).waitFor();
  expect(await ann.page.evaluate(() => navigator.clipboard.readText())).toBe(link);

  const code = ann.page.getByRole('img', { name: en.qr });
  const drawn = await code.locator('path').getAttribute('d');
  const modules = new Set(
    [...(drawn ?? '').matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`),
  );
  const { data } = encode(link, { ecc: 'M', border: 2 });
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? `${x} ${y}` : [])));
  expect(modules).toEqual(new Set(dark));

  const bo = await scene.visit({ name: 'Bo' });
  await bo.page.goto(link);
  await bo.willRead(room.name);
  await bo.page.getByText('Ann is inside.').waitFor();
});
