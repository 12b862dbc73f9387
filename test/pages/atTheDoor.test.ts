import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse({ ROOM_CAPACITY: '2' });

/** Opens the settings of the room one is in. */
async function settings(host: Guest) {
  await host.page.getByRole('tab', { name: en.peopleTab }).click();
  await host.button(en.editRoom).filter({ visible: true }).first().click();
  return host.page.getByRole('dialog', { name: en.editTitle });
}

/** Comes by the address, and asks to step in. */
async function come(guest: Guest, path: string): Promise<void> {
  await guest.goTo(path);
  await guest.button(en.stepIn).click();
}

test('one knocks with a reason and is inside when somebody opens', async () => {
  const [ann, bo] = [await scene.visit({ name: 'Ann' }), await scene.visit({ name: 'Bo' })];
  const room = await ann.makeRoom({ lasting: true });
  await ann.stepIn(room);
  const dialog = await settings(ann);
  await dialog.getByLabel(en.entry).selectOption('knock');
  await ann.button(en.saveDoor, dialog).click();
  await ann.page.getByText(en.saved).waitFor();
  await ann.button(en.close, dialog).click();

  await come(bo, `/r/${room.slug}`);
  await bo.willRead(`One knocks at ${room.name}.`);
  expect(await audit(bo, 'a door to knock at')).toEqual([]);
  await bo.page.getByLabel(en.knockReason).fill('Cy sends me');
  await bo.button(en.knock).click();
  await bo.page.getByText(en.knocked).waitFor();
  const knocks = ann.page.getByRole('region', { name: en.knocks });
  await knocks.getByText('Cy sends me').waitFor();
  expect(await audit(ann, 'somebody knocks', ['desktop'])).toEqual([]);
  await ann.button(en.knockNo, knocks).click();
  await bo.page.getByText(en.knockRefused).waitFor();
  await bo.button(en.knock).click();
  await ann.button(en.knockYes, knocks).click();
  await bo.beInside();
});

test('a passcode is asked for once, and a link with a role leads past it', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const room = await ann.makeRoom({ lasting: true });
  await ann.stepIn(room);
  const dialog = await settings(ann);
  await dialog.getByLabel(en.entry).selectOption('passcode');
  await dialog.getByLabel(en.passcode).fill('rye and salt');
  await ann.button(en.saveDoor, dialog).click();
  await ann.page.getByText(en.saved).waitFor();
  await ann.button(en.close, dialog).click();

  const bo = await scene.visit({ name: 'Bo' });
  await come(bo, `/r/${room.slug}`);
  await bo.page.getByLabel(en.passcode).fill('wheat');
  await bo.button(en.stepIn).click();
  await bo.page.getByText(en['problem.passcode_wrong']).waitFor();
  expect(await audit(bo, 'a door with a passcode')).toEqual([]);
  await bo.page.getByLabel(en.passcode).fill('rye and salt');
  await bo.button(en.stepIn).click();
  await bo.beInside();
  await bo.leave();

  await ann.button(en.invite).filter({ visible: true }).first().click();
  const invites = ann.page.getByRole('dialog', { name: en.inviteTitle });
  await invites.getByLabel(en.inviteRole).selectOption('moderator');
  await ann.button(en.inviteMake, invites).click();
  const link = await invites.getByLabel(en.inviteLink).inputValue();
  expect(await audit(ann, 'invitations', ['desktop'])).toEqual([]);
  const cy = await scene.visit({ name: 'Cy' });
  await come(cy, new URL(link).pathname + new URL(link).hash);
  await cy.beInside();
  expect(new URL(cy.page.url()).hash).toBe('');
  await cy.page.getByRole('tab', { name: en.peopleTab }).click();
  await cy.page.locator('.plist .prow', { hasText: 'Cy (you)' }).getByText('moderator').waitFor();
});

test('one waits for a place in a full room, is told which, and is inside when it is one’s turn', async () => {
  const [ann, bo, cy] = [
    await scene.visit({ name: 'Ann' }),
    await scene.visit({ name: 'Bo' }),
    await scene.visit({ name: 'Cy' }),
  ];
  const room = await ann.makeRoom({ lasting: true });
  await ann.stepIn(room);
  await bo.stepIn(room);
  await come(cy, `/r/${room.slug}`);
  await cy.button(en.queueUp).click();
  await cy.page.getByText('You are number 1 in the queue').waitFor();
  expect(await audit(cy, 'a queue')).toEqual([]);
  await bo.leave();
  await cy.beInside();
});
