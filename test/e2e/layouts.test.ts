import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { cameraOf, willMove } from '../support/e2e/pictures.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse({}, ['--use-fake-device-for-media-stream=fps=5']);

/** A room with these people in it; the first is its host, and all are seen but the last. */
async function roomOf(...names: string[]) {
  const guests: Guest[] = [];
  for (const name of names) {
    const tone = Object.values(tones)[guests.length];
    guests.push(await scene.visit({ name, ...(tone && { tone }) }));
  }
  const room = await guests[0]?.makeRoom();
  if (!room) throw new Error('nobody came');
  for (const guest of guests) await guest.stepIn(room);
  return { guests, room };
}

async function choose(guest: Guest, layout: string): Promise<void> {
  await guest.page.keyboard.press('l');
  const item = guest.page.getByRole('menuitemradio', { name: layout });
  await item.click();
  await guest.page.keyboard.press('Escape');
  await item.waitFor({ state: 'hidden' });
}

const large = (guest: Guest) =>
  guest.page
    .locator('.tile.large')
    .evaluateAll((tiles) => tiles.map((tile) => tile.querySelector('.nm')?.textContent ?? ''));
const seen = (guest: Guest) => guest.page.locator('.tile .nm').allInnerTexts();

test('of two people the other takes the room, and the own picture lies in a corner that is remembered', async () => {
  const { guests, room } = await roomOf('Ann', 'Bo');
  const [ann, bo] = guests as [Guest, Guest];
  await ann.openCamera();
  await bo.openCamera();
  await willMove(cameraOf(ann, 'Bo'));
  const own = ann.page.locator('.tile.floats');
  await own.waitFor();
  await eventually(() => own.getAttribute('data-corner')).toBe('se');
  await ann.button(en.moveSelf).focus();
  await ann.page.keyboard.press('ArrowUp');
  await eventually(() => own.getAttribute('data-corner')).toBe('ne');
  const lies = await own.boundingBox();
  if (!lies) throw new Error('the own picture is not there');
  await ann.page.mouse.move(lies.x + lies.width / 2, lies.y + lies.height / 2);
  await ann.page.mouse.down();
  await ann.page.mouse.move(lies.x - 700, lies.y + 300, { steps: 5 });
  await ann.page.mouse.up();
  await eventually(() => own.getAttribute('data-corner')).toBe('sw');
  expect(await audit(ann, 'two of us')).toEqual([]);
  await ann.stepIn(room);
  await ann.openCamera();
  await eventually(() => own.getAttribute('data-corner')).toBe('sw');

  await ann.page.keyboard.press('l');
  await ann.page.getByRole('menuitem', { name: en.hideSelf }).click();
  await own.waitFor({ state: 'detached' });
  await eventually(() => seen(ann)).toEqual(['Bo']);
  await willMove(cameraOf(bo, 'Ann'));
}, 120_000);

test('layouts change for who looks, and cost the others neither a word nor a renegotiation', async () => {
  const { guests } = await roomOf('Ann', 'Bo', 'Cy');
  const [ann, bo, cy] = guests as [Guest, Guest, Guest];
  await ann.openMicrophone();
  await bo.openMicrophone();
  await ann.openCamera();
  await bo.openCamera();
  for (const name of ['Ann', 'Bo']) await willMove(cameraOf(cy, name));
  await willMove(cameraOf(bo, 'Ann'));
  await willMove(cameraOf(ann, 'Bo'));
  await bo.willHear(tones.ann);

  const before = await streams(bo);
  for (const layout of [en.layoutSpeaker, en.layoutSide, en.layoutVoices, en.layoutEven]) {
    await choose(cy, layout);
  }
  await bo.willHear(tones.ann);
  expect(await streams(bo)).toEqual(before);

  const faults: string[] = [];
  for (const layout of [en.layoutSpeaker, en.layoutSide, en.layoutVoices, en.layoutEven]) {
    await choose(cy, layout);
    faults.push(...(await audit(cy, layout)));
  }
  expect(faults).toEqual([]);
  await cy.page.setViewportSize({ width: 1_280, height: 800 });

  await choose(cy, en.layoutSide);
  await eventually(async () => (await large(cy)).length).toBe(2);
  await choose(cy, en.layoutEven);
  await cy.page.keyboard.press('2');
  await eventually(() => large(cy)).toEqual(['Bo']);
  await cy.page.keyboard.press('2');
  await eventually(() => large(cy)).toEqual([]);
  for (const name of ['Ann', 'Bo']) await willMove(cameraOf(cy, name));

  // The host shows somebody large to everybody, and each may still choose otherwise.
  await ann.page.locator('.tile', { hasText: 'Bo' }).hover();
  await ann.page.locator('.tile', { hasText: 'Bo' }).getByRole('button', { name: en.spotlight }).click();
  await eventually(() => large(cy)).toEqual(['Bo']);
  await cy.page.getByText('Bo is shown large to everybody.').waitFor({ state: 'attached' });
  expect(await cy.page.getByRole('button', { name: en.spotlight }).count()).toBe(0);
  expect(await audit(cy, 'spotlight')).toEqual([]);
  await cy.page.keyboard.press('1');
  await eventually(() => large(cy)).toEqual(['Ann']);
}, 240_000);

test('pages hold those who do not fit, and turning one shows them', async () => {
  const { guests } = await roomOf('Ann', 'Bo', 'Cy', 'Di');
  const [ann, bo, cy, di] = guests as [Guest, Guest, Guest, Guest];
  await di.page.setViewportSize({ width: 380, height: 480 });
  for (const guest of [ann, bo, cy]) await guest.openCamera();
  const next = di.button(en.nextPage);
  await next.waitFor();
  const first = await seen(di);
  await next.click();
  await eventually(async () => (await seen(di)).some((name) => first.includes(name))).toBe(false);
  const [shown] = await seen(di);
  await willMove(cameraOf(di, shown ?? ''));
  expect(await audit(di, 'pages', ['phone'])).toEqual([]);
}, 120_000);

/** Every stream to and from somebody, with the sound that was lost on the way: nothing was made anew, nothing missed. */
async function streams(guest: Guest): Promise<string[]> {
  const all = [...(await guest.stats('inbound-rtp')), ...(await guest.stats('outbound-rtp'))];
  return all
    .filter(({ mid }) => mid !== 'probator')
    .map(({ type, kind, mid, ssrc, packetsLost }) =>
      [type, kind, mid, ssrc, kind === 'audio' ? packetsLost : ''].join(' '),
    )
    .toSorted();
}
