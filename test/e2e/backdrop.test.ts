import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { cameraOf, willMove } from '../support/e2e/pictures.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();
// Six megabytes are fetched and compiled first.
const patience = { timeout: 40_000, interval: 250 };

/** The mean colour of what a guest sees of somebody: red, green and blue, 0 to 255. */
async function colourOf(viewer: Guest, name: string): Promise<readonly number[]> {
  return await cameraOf(viewer, name).evaluate((video) => {
    const canvas = new OffscreenCanvas(1, 1);
    const brush = canvas.getContext('2d');
    if (brush) brush.imageSmoothingQuality = 'high';
    if (video instanceof HTMLVideoElement && video.videoWidth > 0) brush?.drawImage(video, 0, 0, 1, 1);
    return [...(brush?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3);
  });
}

/** Chromium's pretended camera looks at a green wall with nobody in front of it. */
const isGreen = ([red = 0, green = 0, blue = 0]: readonly number[]) => green > red + 40 && green > blue + 40;

async function menuOf(guest: Guest) {
  await guest.button(en.chooseCamera).click();
  return guest.page.getByRole('dialog', { name: en.chooseCamera });
}

async function twoWithACamera() {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  // MediaPipe keeps a diary.
  ann.allow(/gl_context|XNNPACK|GL Driver Message/);
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await ann.openMicrophone();
  await ann.openCamera();
  await willMove(cameraOf(bo, 'Ann'));
  await bo.willHear(tones.ann);
  return { ann, bo };
}

test('a backdrop hides the room in the running call, and goes again', async () => {
  const { ann, bo } = await twoWithACamera();
  await expect.poll(async () => isGreen(await colourOf(bo, 'Ann')), patience).toBe(true);
  const menu = await menuOf(ann);
  await menu.getByText(en.backdropWall).click();
  await expect.poll(async () => isGreen(await colourOf(bo, 'Ann')), patience).toBe(false);
  await bo.willHear(tones.ann);
  expect(await audit(ann, 'the menu of the camera', ['desktop'])).toEqual([]);
  await menu.getByText(en.backdropBlur).click();
  await expect.poll(async () => isGreen(await colourOf(bo, 'Ann')), patience).toBe(true);
  await menu.getByText(en.backdropWall).click();
  await expect.poll(async () => isGreen(await colourOf(bo, 'Ann')), patience).toBe(false);
  await menu.getByText(en.backdropNone).click();
  await expect.poll(async () => isGreen(await colourOf(bo, 'Ann')), patience).toBe(true);
  await willMove(cameraOf(bo, 'Ann'));
});

test('a backdrop that cannot be painted closes the camera, and says so', async () => {
  const { ann, bo } = await twoWithACamera();
  ann.allow(/ERR_FAILED/, /selfie_segmentation|wasm|Aborted|still waiting on run dependencies|end of list/);
  await ann.page.route(/selfie_segmentation.*wasm$/, (route) => route.abort());
  await ann.camera.click();
  await cameraOf(bo, 'Ann').waitFor({ state: 'detached' });
  const menu = await menuOf(ann);
  await menu.getByText(en.backdropBlur).click();
  await ann.page.keyboard.press('Escape');
  await ann.camera.click();
  await ann.page.getByText(en['device.backdrop']).waitFor({ timeout: 40_000 });
  expect(await cameraOf(bo, 'Ann').count()).toBe(0);
  await (await menuOf(ann)).getByText(en.backdropNone).click();
  await ann.page.keyboard.press('Escape');
  await ann.openCamera();
  await willMove(cameraOf(bo, 'Ann'));
});
