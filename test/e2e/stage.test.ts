import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { eventually } from '../support/e2e/eventually.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

test('an invited listener is heard by all, a stepped-down one by nobody, and nobody reconnects', async () => {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann, steady: true });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo, steady: true });
  const cy = await scene.visit({ name: 'Cy' });
  const room = await ann.makeRoom();
  for (const guest of [ann, bo, cy]) await guest.stepIn(room);
  await ann.openMicrophone();
  await bo.openMicrophone();
  await cy.willHear(tones.ann, tones.bo);

  await ann.button(en.stageMenu).click();
  await ann.page.getByRole('menuitemradio', { name: en.modeStage }).click();
  await ann.page.keyboard.press('Escape');
  await cy.willHear(tones.ann);
  await bo.page.getByText(en.becameStage).waitFor();
  expect(await bo.microphone.count()).toBe(0);
  const peers = await Promise.all([ann, bo, cy].map((guest) => guest.peerCount()));
  const asked = await bo.askedForDevices();

  await bo.button(en.raiseHand).click();
  await ann.page.keyboard.press('h');
  await bo.page.getByRole('dialog', { name: en.invitedTitle }).waitFor();
  await bo.page.getByRole('dialog').getByRole('button', { name: en.comeUp }).click();
  await bo.microphone.waitFor();
  // Up there nobody's microphone is opened for them.
  expect(await bo.askedForDevices()).toBe(asked);
  await bo.openMicrophone();
  await cy.willHear(tones.ann, tones.bo);
  await ann.willHear(tones.bo);

  await bo.button(en.stageMenu).click();
  await bo.page.getByRole('menuitem', { name: en.stepDown }).click();
  await cy.willHear(tones.ann);
  await eventually(() => bo.microphone.count()).toBe(0);
  // Whoever was listening did so all along over the same transports; the one who came up got none anew to hear.
  expect(await Promise.all([ann, cy].map((guest) => guest.peerCount()))).toEqual([peers[0], peers[2]]);
  expect(await ann.page.getByText(en.lineDropped).count()).toBe(0);
});
