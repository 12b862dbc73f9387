import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { folderWithLines } from '../support/e2e/longChat.ts';
import { useHouse } from '../support/e2e/visit.ts';

const lines = 50_000;
const atHand = 200;
const { folder, room } = await folderWithLines(lines);
const scene = useHouse({ DATA_DIR: folder });

/** The places of the lines that are in the page. */
const places = async ({ page }: Guest) =>
  await page
    .locator('.msg [data-seq]')
    .evaluateAll((all) => all.map((line) => Number(line.getAttribute('data-seq'))));

/** The first line in sight, and how far down it is; after scrolling up by so much. */
const view = async ({ page }: Guest, up = 0) =>
  await page.evaluate((up) => {
    document.querySelector('.scroll')?.scrollBy({ top: -up, behavior: 'instant' });
    const top = document.querySelector('.scroll')?.getBoundingClientRect().top ?? 0;
    const all = [...document.querySelectorAll<HTMLElement>('.msg [data-seq]')];
    const line = all.find((one) => one.getBoundingClientRect().bottom > top);
    return { seq: line?.dataset.seq, top: line?.getBoundingClientRect().top ?? 0 };
  }, up);
const topOf = async ({ page }: Guest, seq: string | undefined) =>
  await page.locator(`.msg [data-seq="${seq}"]`).evaluate((line) => line.getBoundingClientRect().top);

test('of 50,000 lines the page holds few, further up and back down, and what one reads stays in its place', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo' });
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await ann.page.getByText(`line ${lines}`, { exact: true }).waitFor();
  const nodes = () => ann.page.evaluate(() => document.querySelectorAll('[role=log] *').length);
  const most = atHand * 30;

  const seen = new Set<number>();
  for (let turn = 0; turn < 45; turn++) {
    const now = await view(ann, 1_500);
    const here = await places(ann);
    for (const seq of here) seen.add(seq);
    expect(here.length).toBeLessThanOrEqual(atHand);
    // A page that comes in between moves nothing.
    await ann.page.waitForTimeout(200);
    if ((await places(ann)).includes(Number(now.seq))) {
      expect(Math.abs((await topOf(ann, now.seq)) - now.top)).toBeLessThan(3);
    }
    expect(await nodes()).toBeLessThan(most);
  }
  const earliest = Math.min(...seen);
  expect(earliest).toBeLessThan(lines - 300);
  expect([...seen].length).toBe(lines - earliest + 1);

  const before = await view(ann);
  await bo.write('Somebody says something at the end');
  await eventually(async () => (await bo.lines()).at(-1)).toBe('Somebody says something at the end');
  expect(await view(ann)).toEqual(before);
  await ann.button(en.toNewest).click();
  await ann.page.getByText('Somebody says something at the end').waitFor();
  expect((await places(ann)).at(-1)).toBe(lines + 1);
  expect((await places(ann)).length).toBeLessThanOrEqual(atHand);
}, 120_000);
