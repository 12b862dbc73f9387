import { afterAll, expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import type { ClientMessageId } from '../../protocol/ids.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { Client } from '../support/Client.ts';
import { audit, screens } from '../support/e2e/audit.ts';
import { useHouse } from '../support/e2e/visit.ts';

const listeners = 100;
const scene = useHouse({ ROOM_CAPACITY: '500', CONNECTIONS_PER_ADDRESS: '500' });
const crowd: Client[] = [];
afterAll(() => {
  for (const client of crowd) client.close();
});

/** Many come to listen, without a browser and without sound. */
async function fill({ slug }: RoomInfo): Promise<void> {
  for (let n = 1; n <= listeners; n += 10) {
    const some = Array.from({ length: 10 }, async (_, index) => {
      const client = await Client.connect(scene.house.url);
      await client.callMe(`Listener ${n + index}`);
      return client;
    });
    for (const client of await Promise.all(some)) {
      await client.join(slug);
      crowd.push(client);
    }
  }
}

test('a large audience is a number and some faces, and anybody of it is found, named and brought up', async () => {
  const host = await scene.visit({ name: 'Hana', viewport: screens.desktop });
  const { page } = host;
  const room = await host.makeRoom({ mode: 'stage', topic: 'Which paper, and why' });
  await host.stepIn(room);
  await fill(room);
  await page.getByText(`${listeners} in the audience`).waitFor();
  await page.getByText(`${listeners + 1} here, ${listeners + 1} just listening`).waitFor();

  await page.getByRole('tab', { name: en.peopleTab }).click();
  const people = page.getByRole('tabpanel', { name: en.peopleTab });
  await people.getByText('41 more just listen').waitFor();
  await people.getByRole('heading', { name: en.everybodyHere }).waitFor();
  await people.getByText(en.showMore).waitFor();
  const faults = await audit(host, 'the people of a large audience', ['desktop']);

  await people.getByLabel(en.findInRoom).fill('listener 99');
  await page.getByText('1 person fits').waitFor({ state: 'attached' });
  const asked = crowd.at(98)?.next('stage:changed', ({ invited }) => invited.length === 1);
  await host.button('What to do with Listener 99').click();
  await page.getByRole('menuitem', { name: en.bringUp }).filter({ visible: true }).click();
  await asked;
  await crowd.at(98)?.request('stage:answer', { accept: true });
  await page.getByLabel('On stage, 2 people').waitFor();
  await people.getByLabel(en.findInRoom).fill('nobody like that');
  await people.getByText(en.nobodyCalledThat).waitFor();

  await page.getByRole('tab', { name: en.chat }).click();
  const clientMessageId = crypto.randomUUID() as ClientMessageId;
  await crowd.at(79)?.request('chat:send', { clientMessageId, text: 'Warm paper, always' });
  await page.getByText('Warm paper, always').hover();
  await host.button('What to do with the line of Listener 80').click();
  await page.getByRole('menuitem', { name: en.bringUp }).filter({ visible: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: en.writeToRoom }).pressSequentially('Hello @listener 97');
  await page.getByRole('option', { name: 'Listener 97' }).waitFor();
  await page.keyboard.press('Enter');
  const named = crowd.at(96)?.next('chat:message', ({ mentions }) => mentions.length > 0);
  await page.keyboard.press('Enter');
  expect((await named)?.mentions).toMatchObject([{ name: 'Listener 97' }]);

  await page.setViewportSize(screens.phone);
  await page.getByText(`${listeners - 1} in the audience`).waitFor();
  await page.locator('button[aria-keyshortcuts="T"]').click();
  await page.getByRole('tab', { name: en.peopleTab }).click();
  await people.getByText('40 more just listen').waitFor();
  faults.push(...(await audit(host, 'the people of a large audience', ['phone'])));
  expect(faults).toEqual([]);
});
