import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { eventually } from '../support/e2e/eventually.ts';
import { arriving, cameraOf, pictureFlow, setVisible, willMove } from '../support/e2e/pictures.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse({}, ['--use-fake-device-for-media-stream=fps=5']);

/** Ann is seen and heard by Bo, who only looks. */
async function annAndBo() {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await ann.openMicrophone();
  await ann.openCamera();
  await willMove(cameraOf(bo, 'Ann'));
  return { ann, bo, room };
}

test('what arrives shrinks and grows with the window in which it is shown', async () => {
  const { bo } = await annAndBo();
  const width = async () => (await arriving(bo)).at(-1)?.width;
  await eventually(width).toBe(1_280);
  await bo.page.setViewportSize({ width: 380, height: 520 });
  await eventually(width).toBe(640);
  await bo.page.setViewportSize({ width: 1_280, height: 800 });
  await eventually(width).toBe(1_280);
});

test('a tab out of sight hears and does not see, and sees again as soon as it is back', async () => {
  const { bo } = await annAndBo();
  expect(await pictureFlow(bo)).toBeGreaterThan(0);
  await setVisible(bo, false);
  expect(await pictureFlow(bo)).toBe(0);
  await bo.willHear(tones.ann);
  const made = (await arriving(bo)).length;
  await setVisible(bo, true);
  await willMove(cameraOf(bo, 'Ann'));
  expect((await arriving(bo)).length, 'pictures that were made anew').toBe(made);
});

test('voices only asks for no picture, and gets none', async () => {
  const { bo } = await annAndBo();
  await bo.button(en.layout).click();
  await bo.page.getByRole('menuitemradio', { name: en.layoutVoices }).click();
  await cameraOf(bo, 'Ann').waitFor({ state: 'detached' });
  expect(await pictureFlow(bo)).toBe(0);
  await bo.willHear(tones.ann);
  await bo.page.getByRole('menuitemradio', { name: en.layoutEven }).click();
  await willMove(cameraOf(bo, 'Ann'));
});
