import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

test('R21: whoever is moved into a room beside goes on speaking there, and asks for nothing', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  const cy = await scene.visit({ name: 'Cy' });
  const room = await ann.makeRoom({ lasting: true });
  await ann.stepIn(room);
  await ann.page.getByRole('tab', { name: en.peopleTab }).click();
  await ann.button(en.openBeside).click();
  const dialog = ann.page.getByRole('dialog', { name: en.openBeside });
  await dialog.getByLabel(en.roomName).fill('The quiet corner');
  await ann.button(en.openBesideDo, dialog).click();
  await ann.button('Step into The quiet corner').waitFor();

  await cy.goTo(`/r/${room.slug}`);
  await cy.button(en.stepIn).click();
  await cy.beInside();
  await cy.page.getByRole('tab', { name: en.peopleTab }).click();
  await cy.button('Step into The quiet corner').click();
  await cy.page.getByRole('heading', { name: 'The quiet corner' }).waitFor();
  await ann.page.locator('.family').getByText('1 person').waitFor();

  await bo.stepIn(room);
  await bo.openMicrophone();
  await ann.willHear(tones.bo);
  await ann.button('What to do with Bo').click();
  await ann.page.getByRole('menuitem', { name: en.moveTo }).click();
  await ann.button('The quiet corner').click();
  await cy.willHear(tones.bo);
  await bo.page.getByText('Ann moved you into this room.').waitFor();
  expect(new URL(bo.page.url()).pathname).not.toBe(`/r/${room.slug}`);
  expect(await bo.askedForDevices()).toBe(1);
  await ann.willHear();
});
