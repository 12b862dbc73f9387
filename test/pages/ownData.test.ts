import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

test('one saves a copy of all that is one’s own, then leaves for good, and is a stranger again', async () => {
  const [ann, bo] = [await scene.visit({ name: 'Ann' }), await scene.visit({ name: 'Bo' })];
  const room = await bo.makeRoom({ lasting: true });
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  for (const text of ['One', 'Two', 'Three']) {
    await ann.write(text);
    await eventually(async () => (await ann.lines()).at(-1)).toBe(text);
  }
  await ann.leave();
  await ann.goTo('/settings#account');
  const [file] = await Promise.all([ann.page.waitForEvent('download'), ann.button(en.takeAlong).click()]);
  const saved = JSON.parse(await readFile(await file.path(), 'utf8')) as {
    person: { name: string };
    lines: { text: string }[];
  };
  expect(saved.person.name).toBe('Ann');
  expect(saved.lines.map(({ text }) => text)).toEqual(['One', 'Two', 'Three']);
  await ann.button(en.leaveForGood).click();
  const dialog = ann.page.getByRole('dialog', { name: en.leaveTitle });
  expect(await audit(ann, 'leaving for good')).toEqual([]);
  await ann.page.setViewportSize({ width: 1280, height: 800 });
  expect(await ann.button(en.leaveForGood, dialog).isDisabled()).toBe(true);
  await dialog.getByRole('textbox').fill('Ann');
  await ann.button(en.leaveForGood, dialog).click();
  await ann.page.waitForURL((url) => url.pathname === '/');
  await bo.page.getByText('3 lines were taken away').waitFor();
  const response = await ann.context.request.get(`${ann.url}/api/me`);
  expect(((await response.json()) as { data: { name: string } }).data.name).not.toBe('Ann');
});
