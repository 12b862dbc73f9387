import sharp from 'sharp';
import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

async function aPicture(background: string, width = 400, height = 300): Promise<Buffer> {
  return await sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
}

const filesOf = (guest: Guest) => guest.page.locator('.files-attach input');
const thumbs = (guest: Guest) => guest.page.locator('.msg .files-thumb img');

async function annAndBo() {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  return { ann, bo, room };
}

const png = async (name: string, color: string) => ({
  name,
  mimeType: 'image/png',
  buffer: await aPicture(color),
});

test('pictures and files go along with a line, and others see, leaf through and keep them', async () => {
  const { ann, bo } = await annAndBo();
  await filesOf(ann).setInputFiles([
    await png('red.png', 'red'),
    await png('blue.png', 'blue'),
    { name: 'notes 你好.txt', mimeType: 'text/plain', buffer: Buffer.from('Hello from a file.') },
  ]);
  await ann.page.getByRole('list', { name: en.attached }).getByText('notes 你好.txt').waitFor();
  await ann.write('Look at these');
  await eventually(() => thumbs(bo).count()).toBe(2);
  const place = await thumbs(bo).first().boundingBox();
  expect([place?.width, place?.height]).toEqual([124, 124]);
  await eventually(() =>
    thumbs(bo).evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth)),
  ).toEqual([400, 400]);

  await bo.button(en.showPicture.replace('{name}', 'red.png')).click();
  const dialog = bo.page.getByRole('dialog');
  await dialog.getByText('1 of 2').waitFor();
  expect(await audit(bo, 'a picture, large', ['desktop'])).toEqual([]);
  await bo.page.keyboard.press('ArrowRight');
  await dialog.getByRole('img', { name: 'blue.png' }).waitFor();
  await bo.page.keyboard.press('ArrowRight');
  await dialog.getByText('2 of 2').waitFor();
  await bo.page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await audit(bo, 'pictures and a file in the chat', ['desktop'])).toEqual([]);

  const download = bo.page.waitForEvent('download');
  await bo.page.getByRole('link', { name: /notes 你好\.txt/ }).click();
  const stream = await (await download).createReadStream();
  expect(Buffer.concat(await stream.toArray()).toString()).toBe('Hello from a file.');
});

test('a file alone is a line, what is taken out stays behind, and its line takes it away for all', async () => {
  const { ann, bo } = await annAndBo();
  await filesOf(ann).setInputFiles([await png('red.png', 'red'), await png('wrong.png', 'blue')]);
  await ann.button(en.detach.replace('{name}', 'wrong.png')).click();
  await ann.button(en.send).click();
  await eventually(() => thumbs(bo).count()).toBe(1);
  expect(await ann.page.locator('.files-chosen').count()).toBe(0);
  await ann.page.locator('.line').hover();
  await ann.button(en.lineMenu.replace('{name}', 'Ann')).click();
  await ann.page.getByRole('menuitem', { name: en.deleteLine }).filter({ visible: true }).click();
  await ann.button(en.deleteLine, ann.page.getByRole('dialog')).click();
  await eventually(() => thumbs(bo).count()).toBe(0);
});

test('files are pasted, and dropped anywhere on the page without leaving it', async () => {
  const { ann } = await annAndBo();
  const give = (kind: 'drop' | 'paste', bytes: number[]) =>
    ann.page.evaluate(
      ({ kind, bytes }) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], `${kind}.png`, { type: 'image/png' }));
        const options = { bubbles: true, cancelable: true };
        if (kind === 'drop') {
          document.body.dispatchEvent(new DragEvent('dragenter', { ...options, dataTransfer: data }));
          document.body.dispatchEvent(new DragEvent('drop', { ...options, dataTransfer: data }));
        } else document.body.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: data }));
      },
      { kind, bytes },
    );
  const bytes = [...(await aPicture('teal', 20, 20))];
  await give('drop', bytes);
  await give('paste', bytes);
  const list = ann.page.getByRole('list', { name: en.attached });
  for (const name of ['drop.png', 'paste.png']) await list.getByText(name).waitFor();
  expect(await ann.page.locator('.files-drop').count()).toBe(0);
});

test('a picture that cannot be read says so, and the line goes without it', async () => {
  const { ann, bo } = await annAndBo();
  ann.allow(/415/);
  const broken = (await aPicture('red')).subarray(0, 60);
  await filesOf(ann).setInputFiles([{ name: 'broken.png', mimeType: 'image/png', buffer: broken }]);
  await ann.page.getByText(en.fileUnreadable).waitFor();
  await ann.write('Never mind');
  await eventually(() => bo.lines()).toEqual(['Never mind']);
  expect(await thumbs(bo).count()).toBe(0);
});

test('a line with a file goes on by itself after a cut and a reload, in its order', async () => {
  const { ann, bo, room } = await annAndBo();
  ann.allow(/WebSocket/, /ERR_INTERNET_DISCONNECTED/, /Failed to fetch/);
  const noise = Buffer.from(Array.from({ length: 3_000_000 }, (_, n) => (n * 7919) % 251));
  await ann.context.setOffline(true);
  await filesOf(ann).setInputFiles([
    { name: 'big.bin', mimeType: 'application/octet-stream', buffer: noise },
  ]);
  await ann.write('With a file');
  await ann.write('After it');
  await eventually(() => ann.page.locator('.pending').count()).toBe(2);
  await ann.page.locator('.pending progress').waitFor();
  // The browser has to have it on its disk before the page goes.
  await ann.page.waitForTimeout(500);
  await ann.page.goto('about:blank');
  await ann.context.setOffline(false);
  await ann.stepIn(room);
  await eventually(() => bo.lines()).toEqual(['With a file', 'After it']);
  await bo.page.getByRole('link', { name: /big\.bin/ }).waitFor();
  await eventually(() => ann.page.locator('.pending').count()).toBe(0);
});
