import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

/**
 * How many packets come to somebody who hears one other, for a second of sound, over three of it. Where they are sent
 * they cannot be counted: the browser measures its uplink with packets of nothing, which the server lets go no further.
 */
async function packetsPerSecond(listener: Guest): Promise<number> {
  const sum = (entries: Record<string, unknown>[], key: string) =>
    entries
      .filter(({ kind }) => kind === 'audio')
      .reduce((total, entry) => total + Number(entry[key] ?? 0), 0);
  const now = async () => {
    const entries = await listener.stats('inbound-rtp');
    // In samples a second, 48,000 of them whatever Opus is sent with (RFC 7587).
    return {
      packets: sum(entries, 'packetsReceived'),
      seconds: sum(entries, 'totalSamplesReceived') / 48_000,
    };
  };
  const before = await now();
  let after = before;
  await eventually(async () => {
    after = await now();
    return after.seconds - before.seconds;
  }).toBeGreaterThan(3);
  return (after.packets - before.packets) / (after.seconds - before.seconds);
}

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
  // Where a few speak to many a packet carries 40 ms of sound, and in a lounge 20.
  expect(await packetsPerSecond(ann)).toBeLessThan(30);
  expect(await packetsPerSecond(bo)).toBeGreaterThan(45);

  await bo.button(en.stageMenu).click();
  await bo.page.getByRole('menuitem', { name: en.stepDown }).click();
  await cy.willHear(tones.ann);
  await eventually(() => bo.microphone.count()).toBe(0);
  // Whoever was listening did so all along over the same transports; the one who came up got none anew to hear.
  expect(await Promise.all([ann, cy].map((guest) => guest.peerCount()))).toEqual([peers[0], peers[2]]);
  expect(await ann.page.getByText(en.lineDropped).count()).toBe(0);
});
