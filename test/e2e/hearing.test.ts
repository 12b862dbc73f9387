import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { cameraOf, willMove } from '../support/e2e/pictures.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

async function meet() {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  const cy = await scene.visit({ name: 'Cy' });
  const room = await cy.makeRoom();
  for (const guest of [ann, bo, cy]) await guest.stepIn(room);
  await ann.openMicrophone();
  await bo.openMicrophone();
  await cy.willHear(tones.ann, tones.bo);
  return { ann, bo, cy };
}

async function openMenuOf(guest: Guest, name: string) {
  const tab = guest.page.getByRole('tab', { name: en.peopleTab });
  if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
  await guest.button(`What to do with ${name}`).click();
}

/** The loudest sample of what is played here in a second, as amplitude. */
async function peakOf(guest: Guest): Promise<number> {
  return await guest.page.evaluate(async () => {
    const element = document.querySelector<HTMLAudioElement>('.sounds audio');
    if (!(element?.srcObject instanceof MediaStream)) return 0;
    const context = new AudioContext();
    const ear = new AnalyserNode(context, { fftSize: 32_768 });
    context.createMediaStreamSource(element.srcObject).connect(ear);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const samples = new Float32Array(ear.fftSize);
    ear.getFloatTimeDomainData(samples);
    await context.close();
    return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
  });
}

test('whom I turn down or mute for me, I alone hear less, and it is so again tomorrow', async () => {
  const { ann, cy } = await meet();

  await openMenuOf(cy, 'Bo');
  await cy.page.getByRole('slider', { name: 'Volume of Bo, for you alone' }).fill('0');
  await cy.willHear(tones.ann);
  await ann.willHear(tones.bo);
  expect(await audit(cy, 'the menu of somebody', ['desktop'])).toEqual([]);
  await cy.page.getByRole('slider', { name: 'Volume of Bo, for you alone' }).fill('100');
  await cy.willHear(tones.ann, tones.bo);

  await cy.page.getByRole('menuitem', { name: en.muteForMe }).click();
  await cy.willHear(tones.ann);
  await cy.page.getByText(en.personMutedForMe).waitFor();

  await cy.page.reload();
  await cy.button(en.stepIn).click();
  await cy.beInside();
  await cy.willHear(tones.ann);
  await openMenuOf(cy, 'Bo');
  await cy.page.getByRole('menuitem', { name: en.hearAgain }).click();
  await cy.willHear(tones.ann, tones.bo);
});

test('twice the volume is twice the amplitude', async () => {
  const { ann, cy } = await meet();
  await ann.mute();
  await cy.willHear(tones.bo);
  await openMenuOf(cy, 'Bo');
  const slider = cy.page.getByRole('slider', { name: 'Volume of Bo, for you alone' });
  await slider.fill('50');
  await eventually(async () => (await peakOf(cy)) > 0).toBe(true);
  // Levelling is slow: within these seconds it changes next to nothing any more.
  const half = await peakOf(cy);
  await slider.fill('100');
  const whole = await peakOf(cy);
  expect(20 * Math.log10(whole / half)).toBeGreaterThan(4);
  expect(20 * Math.log10(whole / half)).toBeLessThan(8);
});

test('whoever hears nothing does not speak either, until they open the microphone', async () => {
  const { ann, bo, cy } = await meet();
  await bo.page.keyboard.press('d');
  await bo.page.getByText(en.deaf).first().waitFor();
  await bo.willHear();
  await bo.microphone.getByText(en.micOff).waitFor();
  await cy.willHear(tones.ann);

  await bo.page.keyboard.press('d');
  await bo.willHear(tones.ann);
  await cy.willHear(tones.ann);
  await ann.willHear();
});

test('what changes around somebody begins neither their sound nor their picture anew', async () => {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const cy = await scene.visit({ name: 'Cy' });
  // A browser that cannot mix plays every voice in an element of its own.
  await cy.context.addInitScript(() => Reflect.deleteProperty(BaseAudioContext.prototype, 'audioWorklet'));
  const room = await ann.makeRoom();
  for (const guest of [ann, cy]) await guest.stepIn(room);
  await ann.openMicrophone();
  await ann.openCamera();
  await cy.willHear(tones.ann);
  await willMove(cameraOf(cy, 'Ann'));
  await cy.page.evaluate(() => {
    for (const media of document.querySelectorAll('.sounds audio, .tile video')) {
      media.addEventListener('emptied', () => media.setAttribute('data-emptied', ''));
    }
  });
  await ann.page.locator('button[aria-keyshortcuts="H"]').click();
  await cy.page.getByText(en.handUp, { exact: true }).first().waitFor();
  await openMenuOf(cy, 'Ann');
  await cy.page.getByRole('slider', { name: 'Volume of Ann, for you alone' }).fill('50');
  await cy.willHear(tones.ann);
  expect(await cy.page.locator('.sounds audio, .tile video').count()).toBe(2);
  expect(await cy.page.locator('[data-emptied]').count(), 'elements that were loaded anew').toBe(0);
});
