import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

/** Packets received of each voice, in an order that stays. */
async function packetsOfVoices(guest: Guest): Promise<number[]> {
  const inbound = await guest.stats('inbound-rtp');
  return inbound.filter(({ kind }) => kind === 'audio').map(({ packetsReceived }) => Number(packetsReceived));
}

test('three people hear exactly the other two, and nothing of whoever is muted', async () => {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  const cy = await scene.visit({ name: 'Cy', tone: tones.cy });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo, cy].map((guest) => guest.stepIn(room)));
  expect(await Promise.all([ann, bo, cy].map((guest) => guest.askedForDevices()))).toEqual([0, 0, 0]);

  await Promise.all([ann, bo, cy].map((guest) => guest.openMicrophone()));
  await ann.willHear(tones.bo, tones.cy);
  await bo.willHear(tones.ann, tones.cy);
  await cy.willHear(tones.ann, tones.bo);

  await bo.mute();
  await ann.willHear(tones.cy);
  await cy.willHear(tones.ann);
  for (const guest of [ann, cy]) {
    expect((await guest.lastHeard(tones.bo)) - (await bo.touchedAt())).toBeLessThanOrEqual(500);
  }

  const before = await packetsOfVoices(ann);
  expect(before).toHaveLength(2);
  const more = async () => (await packetsOfVoices(ann)).map((count, index) => count - (before[index] ?? 0));
  await eventually(async () => Math.max(...(await more()))).toBeGreaterThan(50);
  expect(Math.min(...(await more())), 'packets of the muted voice').toBe(0);

  await bo.microphone.click();
  await ann.willHear(tones.bo, tones.cy);
  await cy.willHear(tones.ann, tones.bo);
  for (const [guest, own] of [
    [ann, tones.ann],
    [bo, tones.bo],
    [cy, tones.cy],
  ] as const) {
    expect(await guest.lastHeard(own), 'nobody hears themselves').toBe(0);
  }
});

test('the ring of whoever speaks is alive, and stands still where people want no motion', async () => {
  const ann = await scene.visit({ name: 'Ann', reducedMotion: 'no-preference' });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo, steady: true });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await bo.openMicrophone();
  const ring = ann.page.locator('.person', { hasText: 'Bo' }).locator('.ring.on');
  const turned = () => ring.evaluate((element) => getComputedStyle(element, '::before').rotate);
  const before = await turned();
  await eventually(turned).not.toBe(before);

  await ann.page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await turned()).toBe('none');
  await bo.mute();
  await ring.waitFor({ state: 'detached' });
});

test('a host mutes somebody for everyone, who is told and may speak again', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await bo.openMicrophone();
  await ann.willHear(tones.bo);

  await ann.page.getByRole('tab', { name: en.peopleTab }).click();
  await ann.button('What to do with Bo').click();
  await ann.page.getByRole('menuitem', { name: en.muteForEveryone }).click();
  await bo.page.getByText('Ann muted you.').waitFor();
  await bo.microphone.getByText(en.micOff).waitFor();
  await ann.willHear();
  expect((await ann.lastHeard(tones.bo)) - (await ann.touchedAt())).toBeLessThanOrEqual(500);
  await bo.page.getByRole('tab', { name: en.peopleTab }).click();
  await bo.button('What to do with Ann').click();
  await bo.page.getByRole('menuitem', { name: en.muteForMe }).waitFor();
  expect(await bo.page.getByRole('menuitem', { name: en.muteForEveryone }).count(), 'for a member').toBe(0);
  await bo.page.keyboard.press('Escape');

  await bo.openMicrophone();
  await ann.willHear(tones.bo);
});

test('leaving ends the sound, and the others see it', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await bo.openMicrophone();
  await ann.willHear(tones.bo);
  const people = ann.page.locator('[data-participant]');
  expect(await people.count()).toBe(2);

  await bo.leave();
  await eventually(() => people.count()).toBe(1);
  await ann.willHear();
  const open = await bo.page.evaluate(
    () => window.probe.peers.filter(({ connectionState }) => connectionState !== 'closed').length,
  );
  expect(open, 'connections left open').toBe(0);
});

test('sound is encrypted by AES-GCM, and repairs itself by FEC and NACK in both directions', async () => {
  const ann = await scene.visit({ tone: tones.ann });
  const bo = await scene.visit({ tone: tones.bo });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await Promise.all([ann, bo].map((guest) => guest.openMicrophone()));
  await ann.willHear(tones.bo);
  await bo.willHear(tones.ann);

  const ciphers = (await ann.stats('transport')).map(({ srtpCipher }) => srtpCipher);
  expect(ciphers).toHaveLength(2);
  for (const cipher of ciphers) expect(cipher).toMatch(/^(SRTP_)?AEAD_AES_(256|128)_GCM$/);
  const codecs = (await ann.stats('codec')).filter(({ mimeType }) => mimeType === 'audio/opus');
  expect(codecs.length).toBeGreaterThan(0);
  for (const { sdpFmtpLine } of codecs) expect(sdpFmtpLine).toContain('useinbandfec=1');
  const descriptions = await ann.page.evaluate(() =>
    window.probe.peers.flatMap(({ remoteDescription }) => remoteDescription?.sdp ?? []),
  );
  expect(descriptions).toHaveLength(2);
  for (const sdp of descriptions) expect(sdp).toMatch(/a=rtcp-fb:\d+ nack\r/);
});
