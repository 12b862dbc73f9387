import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { cameraOf, screenOf, willMove } from '../support/e2e/pictures.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse({}, ['--auto-select-tab-capture-source-by-title=What Ann shows']);

/** The state of every connection this page ever made. */
async function connections(guest: Guest): Promise<string[]> {
  return await guest.page.evaluate(() => window.probe.peers.map(({ connectionState }) => connectionState));
}

test('camera and screen come and go while voices go on and nobody reconnects', async () => {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await Promise.all([ann, bo].map((guest) => guest.openMicrophone()));
  await ann.willHear(tones.bo);
  await bo.willHear(tones.ann);

  const before = await Promise.all([ann, bo].map(connections));
  for (const states of before) expect(states.filter((state) => state === 'connected')).toHaveLength(2);

  await ann.openCamera();
  await willMove(cameraOf(bo, 'Ann'));
  await bo.willHear(tones.ann);
  const layers = (await ann.stats('outbound-rtp')).filter(({ kind }) => kind === 'video');
  expect(layers.map(({ rid }) => rid)).toHaveLength(3);

  // Something to share: a page of Ann's that moves.
  const shown = await ann.context.newPage();
  await shown.setContent(
    '<title>What Ann shows</title><style>@keyframes t{to{background:#06c}}body{background:#e83;animation:t 3s steps(6) infinite alternate}</style><h1 style="font:90px serif">Crumb</h1>',
  );
  await ann.page.bringToFront();
  await ann.screen.click();
  await ann.page.getByText(/^You are sharing a tab/).waitFor();
  await willMove(screenOf(bo, 'Ann'));
  await willMove(cameraOf(bo, 'Ann'));
  await bo.willHear(tones.ann);

  const late = await scene.visit({ name: 'Cy' });
  await late.stepIn(room);
  await late.willHear(tones.ann, tones.bo);
  await willMove(cameraOf(late, 'Ann'));
  await willMove(screenOf(late, 'Ann'));
  expect(await late.askedForDevices()).toBe(0);

  await ann.button(en.stopSharing).click();
  for (const guest of [bo, late]) await screenOf(guest, 'Ann').waitFor({ state: 'detached' });
  await willMove(cameraOf(bo, 'Ann'));
  await ann.camera.click();
  for (const guest of [bo, late]) await cameraOf(guest, 'Ann').waitFor({ state: 'detached' });
  await bo.willHear(tones.ann);
  await ann.willHear(tones.bo);

  expect(await Promise.all([ann, bo].map(connections)), 'connections').toEqual(before);
});
