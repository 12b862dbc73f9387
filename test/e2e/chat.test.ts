import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { eventually } from '../support/e2e/eventually.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

test('everybody reads each line once and in the same order, whoever comes late too', async () => {
  const names = ['Ann', 'Bo', 'Cy'];
  const guests = await Promise.all(names.map((name) => scene.visit({ name })));
  const [ann] = guests;
  if (!ann) throw new Error('Nobody came.');
  const room = await ann.makeRoom();
  await Promise.all(guests.map((guest) => guest.stepIn(room)));

  await Promise.all(
    guests.map(async (guest, index) => {
      for (let line = 1; line <= 5; line++) await guest.write(`${names[index]} says ${line}`);
    }),
  );
  for (const guest of guests) await eventually(async () => (await guest.lines()).length).toBe(15);
  const said = await ann.lines();
  expect(new Set(said).size).toBe(15);
  for (const name of names) {
    const own = said.filter((line) => line.startsWith(name));
    expect(own).toEqual([1, 2, 3, 4, 5].map((line) => `${name} says ${line}`));
  }

  const late = await scene.visit({ name: 'Di' });
  await late.stepIn(room);
  await eventually(() => late.lines()).toEqual(said);
  await ann.write('See https://example.org/bread.');
  for (const guest of [...guests, late]) {
    await eventually(async () => (await guest.lines()).at(-1)).toBe('See https://example.org/bread.');
    expect((await guest.lines()).slice(0, 15)).toEqual(said);
  }
  const link = late.page.getByRole('link', { name: 'https://example.org/bread' });
  expect(await link.getAttribute('rel')).toContain('noopener');
});

test('what was not read yet is marked while the panel is closed', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await ann.write('Good morning');
  await eventually(() => bo.lines()).toEqual(['Good morning']);

  await bo.button(en.closePanel).click();
  await ann.write('Are you there?');
  await ann.write('Hello?');
  await bo.button(`${en.openPanel}, 2 unread`).click();
  await eventually(() => bo.lines()).toEqual(['Good morning', 'Are you there?', 'Hello?']);
  await bo.page.getByText('2 new since you looked away').waitFor();
  await bo.button(en.closePanel).click();
  await bo.button(en.openPanel).waitFor();
});
