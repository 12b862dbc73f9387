import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { befriend, idOf } from '../support/e2e/friends.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

test('R23: a room for friends is opened, lit for a friend at once, and is none for a stranger', async () => {
  const [ann, bo, cy] = [
    await scene.visit({ name: 'Ann' }),
    await scene.visit({ name: 'Bo' }),
    await scene.visit({ name: 'Cy' }),
  ];
  await befriend(ann, bo);
  for (const guest of [bo, cy]) {
    await guest.goTo('/');
    await guest.page.getByRole('heading', { name: en.litHeading }).waitFor();
  }
  await ann.goTo('/open?interest=baking');
  await ann.page.getByLabel(en.roomName).fill('Rye for us');
  await ann.page.getByLabel(en.whoMayCome).selectOption({ label: en.visibilityCircle });
  await ann.page.getByText(en.circleNeeded).waitFor();
  expect(await audit(ann, 'opening a room for a circle')).toEqual([]);
  await ann.page.getByLabel(en.whoMayCome).selectOption({ label: en.visibilityFriends });
  await ann.button(en.openAndStepIn).click();
  await ann.page.waitForURL(/\/r\//);
  await ann.beInside();
  const path = new URL(ann.page.url()).pathname;

  const lit = bo.page.locator(`a[href="${path}"]`).first();
  await lit.waitFor();
  expect(await cy.page.locator(`a[href="${path}"]`).count()).toBe(0);
  await cy.goTo(path);
  await cy.willRead(en.goneTitle);
  await cy.goTo(`/u/${await idOf(ann)}`);
  await cy.willRead('Ann');
  expect(await cy.page.getByText('Rye for us').count()).toBe(0);
  cy.allow(/404/);

  await bo.goTo(`/u/${await idOf(ann)}`);
  await bo.page
    .getByRole('link', { name: /Rye for us/ })
    .first()
    .click();
  await bo.beInside();
  await ann.page.getByText('Bo').first().waitFor();
  await bo.goTo(path);
  await bo.page.getByText('For friends of Ann').waitFor();
  expect(await audit(bo, 'the door of a room for friends')).toEqual([]);
});
