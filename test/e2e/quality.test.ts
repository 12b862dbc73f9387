import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

async function annAndBo(): Promise<[Guest, Guest]> {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await Promise.all([ann, bo].map((guest) => guest.openMicrophone()));
  return [ann, bo];
}

const cameraOf = (guest: Guest, name: string) => guest.page.getByLabel(`${name}, camera`, { exact: true });

/** How wide the pictures of somebody arrive; 0: none. */
async function width(guest: Guest, name: string): Promise<number> {
  return await cameraOf(guest, name).evaluate((video) =>
    video instanceof HTMLVideoElement ? video.videoWidth : 0,
  );
}

/** Says how good the connection is, and opens its figures. */
const line = (guest: Guest) => guest.button(/^(Good|Weak|Poor) connection$/);

async function choose(guest: Guest, mode: string): Promise<void> {
  await line(guest).click();
  await guest.page.getByRole('dialog').getByText(mode, { exact: true }).click();
  await guest.page.keyboard.press('Escape');
  await guest.page.getByRole('dialog').waitFor({ state: 'detached' });
}

test('the figures of a connection can be read, and copied without names or addresses', async () => {
  const [ann, bo] = await annAndBo();
  await bo.openCamera();
  await cameraOf(ann, 'Bo').waitFor();
  await line(ann).click();
  const dialog = ann.page.getByRole('dialog');
  await dialog.getByRole('region', { name: en.youSend }).getByText('opus').waitFor();
  const fromBo = dialog.getByRole('region', { name: 'From Bo' });
  await fromBo.getByText(/\d+ × \d+, .*VP8/).waitFor();
  await dialog.getByText('over UDP').waitFor();
  expect(await audit(ann, 'connection')).toEqual([]);

  await ann.button(en.copyDiagnostics).click();
  await ann.page.getByText(en.diagnosticsCopied).waitFor();
  const text = await ann.page.evaluate(() => navigator.clipboard.readText());
  expect(text).toMatch(/^path: udp, round trip \d+ ms/m);
  expect(text).toMatch(/^sent microphone: opus, [\d.]+ kbit\/s/m);
  expect(text).toMatch(/^received from person 1 camera: VP8, .* x \d+ at \d+\/s/m);
  for (const secret of ['Ann', 'Bo', '127.0.0.1', 'localhost', new URL(ann.page.url()).pathname.slice(3)]) {
    expect(text).not.toContain(secret);
  }
});

test('whoever saves data sends and sees small pictures, or none, and hears everything', async () => {
  const [ann, bo] = await annAndBo();
  await Promise.all([ann.openCamera(), bo.openCamera()]);
  await eventually(() => width(ann, 'Bo')).toBeGreaterThan(320);
  await eventually(() => width(bo, 'Ann')).toBeGreaterThan(320);

  await choose(ann, en.dataLow);
  await ann.page.getByText(en.choseLow).waitFor();
  await eventually(() => width(ann, 'Bo')).toBe(320);
  await eventually(() => width(bo, 'Ann')).toBe(320);

  await choose(ann, en.dataSound);
  await ann.page.getByText(en.choseSound).waitFor();
  await cameraOf(ann, 'Bo').waitFor({ state: 'detached' });
  await bo.page.getByText(en.cameraHeld).waitFor();
  await ann.willHear(tones.bo);
  await bo.willHear(tones.ann);
  expect(await audit(bo, 'picture held back', ['desktop'])).toEqual([]);

  await ann.button(en.showPictures).click();
  await bo.page.getByText(en.cameraHeld).waitFor({ state: 'detached' });
  await eventually(() => width(ann, 'Bo')).toBeGreaterThan(320);
  await eventually(() => width(bo, 'Ann')).toBeGreaterThan(320);
});

/** The browser of this guest says from now on that this share of all that comes got lost. */
async function lose(guest: Guest, share: number): Promise<void> {
  await guest.page.evaluate((share) => {
    document.documentElement.dataset.lost = String(share);
  }, share);
}

test('a line that loses packets is called poor here and by others, and pictures become small by themselves', async () => {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  await ann.context.addInitScript(() => {
    const count = RTCPeerConnection.prototype.getStats;
    RTCPeerConnection.prototype.getStats = async function (track) {
      const share = Number(document.documentElement.dataset.lost ?? 0);
      const counted = [...(await count.call(this, track))].map(([id, stat]) => {
        const lost = stat.packetsLost + Math.round(stat.packetsReceived * share);
        return [id, stat.type === 'inbound-rtp' ? { ...stat, packetsLost: lost } : stat] as const;
      });
      return new Map(counted);
    };
  });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await bo.openMicrophone();
  await bo.openCamera();
  await eventually(() => width(ann, 'Bo')).toBeGreaterThan(320);

  await lose(ann, 0.3);
  await ann.button(en.badConnection).waitFor();
  const seenAs = bo.page.locator('.person', { hasText: 'Ann' });
  await seenAs.getByText(en.personBad).waitFor();
  expect(await audit(bo, 'somebody with a poor connection', ['desktop'])).toEqual([]);
  await ann.page.getByText(en.savingLow).waitFor({ timeout: 25_000 });
  await eventually(() => width(ann, 'Bo')).toBe(320);
  expect(await audit(ann, 'small pictures')).toEqual([]);
  await ann.page.setViewportSize({ width: 1280, height: 800 });
  await ann.willHear(tones.bo);

  await lose(ann, 0);
  await ann.button(en.badConnection).waitFor({ state: 'detached', timeout: 30_000 });
  await seenAs.getByText(en.personBad).waitFor({ state: 'detached' });
}, 120_000);
