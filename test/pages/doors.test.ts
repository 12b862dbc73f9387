import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { eventually } from '../support/e2e/eventually.ts';
import { useHouse } from '../support/e2e/visit.ts';

// Time enough to step into a room that was just opened.
const scene = useHouse({ ROOM_CAPACITY: '2', ROOM_EMPTY_PAUSE: '5' });
const notFound = /status of 404/;

test('a full room says so, and lets one in as soon as there is a place', async () => {
  const guests = await Promise.all(['Ann', 'Bo', 'Cy'].map((name) => scene.visit({ name })));
  const [ann, bo, cy] = guests;
  if (!ann || !bo || !cy) throw new Error('Nobody came.');
  const room = await ann.makeRoom();
  await ann.stepIn(room);
  await bo.stepIn(room);
  await cy.goTo(`/r/${room.slug}`);
  await cy.button(en.stepIn).click();
  await cy.willRead(`${room.name} is full, for the moment.`);
  expect(await ann.page.locator('[data-participant]').count()).toBe(2);

  await bo.leave();
  await cy.button(en.knockAgain).click();
  await cy.beInside();
});

test('a room that everybody left, one that never was, and a wrong address each say so', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  ann.allow(notFound);
  const room = await ann.makeRoom();
  await ann.stepIn(room);
  await ann.leave();
  const { request } = ann.context;
  await eventually(async () => (await request.get(`${ann.url}/api/rooms/${room.slug}`)).status()).toBe(404);
  await ann.goTo(`/r/${room.slug}`);
  await ann.willRead(en.goneTitle);
  await ann.goTo('/r/never-was');
  await ann.willRead(en.goneTitle);
  await ann.page.getByRole('link', { name: en.openLikeIt }).waitFor();
  for (const address of ['/i/never-was', '/never/was']) {
    await ann.goTo(address);
    await ann.willRead(en.lost);
  }
  await ann.page.getByRole('link', { name: en.toAllRooms }).click();
  await ann.willRead(en.hero);
});
