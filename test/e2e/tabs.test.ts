import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();
const here = (guest: Guest) => guest.page.locator('[data-participant]');
const question = (guest: Guest) => guest.page.getByRole('dialog');

/** Another tab of the same guest, which comes to the door of a room and knocks. */
async function knockAgain(guest: Guest, room: RoomInfo): Promise<Guest> {
  const tab = await guest.openTab();
  await tab.goTo(`/r/${room.slug}`);
  await tab.button(en.stepIn).click();
  return tab;
}

test('a second tab moves the call, and the first one can take it back', async () => {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await bo.openMicrophone();
  await ann.willHear(tones.bo);

  const second = await knockAgain(ann, room);
  await question(second).getByText(`You are in ${room.name} in another tab.`).waitFor();
  await second.button(en.moveHere, question(second)).click();
  await second.beInside();
  await second.willHear(tones.bo);
  await ann.willRead(en.replacedTitle);
  await eventually(() => here(bo).count()).toBe(2);

  await ann.button(en.moveHere).click();
  await ann.beInside();
  await second.willRead(en.replacedTitle);
  await eventually(() => here(bo).count()).toBe(2);
  expect(second.complaints).toEqual([]);
});

test('a second tab reads and writes along without sound, and takes the call when it is asked to', async () => {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await Promise.all([ann, bo].map((guest) => guest.openMicrophone()));
  await bo.openCamera();

  const second = await knockAgain(ann, room);
  await second.button(en.readHere, question(second)).click();
  await second.page.getByText(en.companionLine).waitFor();
  expect(await here(second).count()).toBe(2);
  expect(await audit(second, 'reading along')).toEqual([]);
  await second.page.setViewportSize({ width: 1280, height: 800 });
  await second.button(en.openPanel).click();
  expect([await second.microphone.count(), await second.camera.count()]).toEqual([0, 0]);
  await second.page.keyboard.press('m');
  await second.write('From the other tab');
  await bo.write('Heard you');
  for (const guest of [ann, bo, second]) {
    await eventually(() => guest.lines()).toEqual(['From the other tab', 'Heard you']);
  }
  expect([await second.soundPackets(), await second.askedForDevices()]).toEqual([0, 0]);
  expect(await second.page.locator('.sounds audio, .tile').count()).toBe(0);
  await ann.willHear(tones.bo);
  await bo.willHear(tones.ann);
  await eventually(() => here(bo).count()).toBe(2);

  const third = await knockAgain(ann, room);
  await third.button(en.moveHere, question(third)).click();
  await third.beInside();
  await ann.willRead(en.replacedTitle);
  await second.page.getByText(en.companionLine).waitFor();
  await bo.write('Still reading?');
  await eventually(async () => (await second.lines()).at(-1)).toBe('Still reading?');

  await second.button(en.moveHere).click();
  await second.beInside();
  await second.willHear(tones.bo);
  await third.willRead(en.replacedTitle);
  expect([...second.complaints, ...third.complaints]).toEqual([]);
});

test('a tab that reads along is told when the call ends, and can step in itself', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  const second = await knockAgain(bo, room);
  await second.button(en.readHere, question(second)).click();
  await second.page.getByText(en.companionLine).waitFor();

  await bo.leave();
  await second.willRead(en.companionOver);
  await eventually(() => here(ann).count()).toBe(1);
  await second.button(en.stepIn).click();
  await second.beInside();
  await eventually(() => here(ann).count()).toBe(2);
});

test('keeping the other tab changes nothing there', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const room = await ann.makeRoom();
  await ann.stepIn(room);
  const second = await knockAgain(ann, room);
  await question(second).getByText(en.keepOtherMore).waitFor();
  await second.button(en.keepOther, question(second)).click();
  await question(second).waitFor({ state: 'detached' });
  await second.willRead(room.name);
  await second.button(en.stepIn).waitFor();
  await ann.write('Here');
  await eventually(() => ann.lines()).toEqual(['Here']);
  expect(await here(ann).count()).toBe(1);
});

test('stepping into another room in another tab leaves the first, if one says so', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo' });
  const [first, other] = [await ann.makeRoom(), await ann.makeRoom({ name: 'Rye at noon' })];
  await Promise.all([ann, bo].map((guest) => guest.stepIn(first)));
  const second = await knockAgain(ann, other);
  await question(second).getByText(en.tabsElsewhere).waitFor();
  await second.button(en.stayThere, question(second)).click();
  expect(await here(bo).count()).toBe(2);

  await second.button(en.stepIn).click();
  await second.button(en.leaveThere, question(second)).click();
  await second.beInside();
  await ann.willRead(`You left ${first.name}.`);
  await eventually(() => here(bo).count()).toBe(1);
});

test('a tab that was closed is not asked about', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const room = await ann.makeRoom({ lasting: true });
  const second = await ann.openTab();
  await second.goTo(`/r/${room.slug}`);
  await ann.stepIn(room);
  await ann.page.close();
  await second.button(en.stepIn).click();
  await second.beInside();
  expect(await question(second).count()).toBe(0);
});
