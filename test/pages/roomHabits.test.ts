import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();
const holdWords = en.everybodyHolds.replace('{key}', en.keySpace);

/** The host switches a habit of the room, in its settings. */
async function change(host: Guest, habit: string): Promise<void> {
  await host.button(en.editRoom).filter({ visible: true }).click();
  await host.page.getByRole('switch', { name: habit }).click();
  await host.button(en.save).click();
  await host.page.getByRole('dialog').waitFor({ state: 'detached' });
}

async function meet() {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  const room = await ann.makeRoom();
  for (const guest of [ann, bo]) await guest.stepIn(room);
  await bo.openMicrophone();
  await ann.willHear(tones.bo);
  return { ann, bo, room };
}

test('a host lets everybody hold to talk, at once and for who comes later, and ends that again', async () => {
  const { ann, bo, room } = await meet();
  await change(ann, en.roomHold);
  await bo.page.getByText(holdWords).waitFor();
  await ann.willHear();
  await bo.microphone.getByText(en.micHold).waitFor();
  await bo.microphone.click();
  await ann.willHear();
  await bo.page.keyboard.down('Space');
  await ann.willHear(tones.bo);
  await bo.page.keyboard.up('Space');
  await ann.willHear();

  await bo.goTo(`/r/${room.slug}`);
  await bo.page.getByText(en.roomHold, { exact: true }).waitFor();
  await bo.button(en.stepIn).click();
  await bo.beInside();
  await bo.page.getByText(holdWords).waitFor();
  await bo.page.keyboard.press('m');
  await bo.microphone.getByText(en.micHold).waitFor();
  await bo.button(en.chooseMicrophone).click();
  await bo.button(en.allSoundSettings).click();
  const hold = bo.page.getByRole('switch', { name: en.hold });
  expect([await hold.isChecked(), await hold.isDisabled()]).toEqual([true, true]);
  expect(await audit(bo, 'sound settings where everybody holds', ['desktop'])).toEqual([]);
  await bo.page.keyboard.press('Escape');

  await change(ann, en.roomHold);
  await bo.page.getByText(en.nobodyHolds).waitFor();
  await bo.openMicrophone();
  await ann.willHear(tones.bo);
});

test('the keyboard holds the button of the microphone where everybody holds', async () => {
  const { ann, bo } = await meet();
  await change(ann, en.roomHold);
  await ann.willHear();
  await bo.page.keyboard.press('Tab');
  await bo.microphone.focus();
  await bo.page.keyboard.down('Space');
  await ann.willHear(tones.bo);
  await bo.page.keyboard.up('Space');
  await ann.willHear();
});

test('in a room that plays music everybody is sent in stereo, but who chose otherwise', async () => {
  const { ann, bo } = await meet();
  const stereo = async () => {
    const codecs = await bo.stats('codec');
    return codecs.some(({ sdpFmtpLine }) => String(sdpFmtpLine).includes('stereo=1'));
  };
  expect(await stereo()).toBe(false);
  await change(ann, en.roomMusic);
  await bo.page.getByText(en.roomPlays).waitFor();
  await eventually(stereo).toBe(true);
  await ann.willHear(tones.bo);

  await bo.button(en.chooseMicrophone).click();
  await bo.page.getByRole('switch', { name: en.music }).click();
  await bo.page.getByRole('switch', { name: en.takeOutNoise }).waitFor();
  await eventually(stereo).toBe(false);
  await bo.page.keyboard.press('Escape');
  await change(ann, en.roomMusic);
  await bo.page.getByText(en.roomSpeaks).waitFor();
  await ann.willHear(tones.bo);
});

test('a room is opened for music, which its door says', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  await ann.goTo('/open?interest=guitar');
  await ann.page.getByRole('switch', { name: en.roomMusic }).click();
  await ann.button(en.openAndStepIn).click();
  await ann.beInside();
  await ann.page.getByText(en.roomPlays).waitFor();
  const bo = await scene.visit({ name: 'Bo' });
  await bo.goTo(new URL(ann.page.url()).pathname);
  await bo.page.getByText(en.roomMusic, { exact: true }).waitFor();
});
