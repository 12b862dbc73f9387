import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();
const greeting = (name: string) => new RegExp(`^(Good (morning|afternoon|evening), |Still up, )${name}`);

async function put(by: Guest, path: string): Promise<void> {
  const answer = await by.context.request.put(`${by.url}/api${path}`, {
    headers: { origin: by.url },
    data: {},
  });
  expect(answer.ok()).toBe(true);
}

async function idOf(guest: Guest): Promise<string> {
  const response = await guest.context.request.get(`${guest.url}/api/me`);
  return ((await response.json()) as { data: { id: string } }).data.id;
}

/** Somebody at home who follows an interest and a person, and wrote in a room of theirs before. */
async function atHome() {
  const [ann, bo] = [await scene.visit({ name: 'Ann' }), await scene.visit({ name: 'Bo' })];
  const room = await bo.makeRoom({ name: 'Slow dough', lasting: true });
  await bo.stepIn(room);
  await ann.stepIn(room);
  await ann.write('Back tomorrow');
  await eventually(() => bo.lines()).toEqual(['Back tomorrow']);
  await put(ann, `/people/${await idOf(bo)}/follow`);
  await put(ann, '/interests/chess/follow');
  await ann.leave();
  return { ann, bo, room };
}

test('home shows who is in a room, what one missed, and what is new in one’s interests', async () => {
  const { ann, bo, room } = await atHome();
  const cy = await scene.visit({ name: 'Cy' });
  await cy.makeRoom({ name: 'Blitz and tea', interests: ['chess'] as never, lasting: true });
  await bo.write('The starter is alive');
  await bo.write('It wants flour');
  await eventually(async () => (await bo.lines()).length).toBe(3);
  await ann.goTo('/');
  await ann.willRead(greeting('Ann'));
  const missed = ann.page.getByRole('link', { name: 'Slow dough , 2 unread Bo: It wants flour' });
  await missed.waitFor();
  await ann.page.getByRole('heading', { name: en.homeFresh }).waitFor();
  await ann.page.locator('.own-fresh').getByRole('link', { name: 'Blitz and tea' }).waitFor();
  await ann.page.getByRole('navigation', { name: en.house }).getByText('Slow dough').waitFor();
  expect(await audit(ann, 'own home')).toEqual([]);
  await ann.page.setViewportSize({ width: 1280, height: 800 });
  await ann.page.getByRole('link', { name: 'Join Bo in Slow dough' }).click();
  await ann.beInside();
  expect(new URL(ann.page.url()).pathname).toBe(`/r/${room.slug}`);
  await bo.leave();
  await ann.leave();
  await ann.page.getByText('1 more at home, not in a room.').waitFor();
});

test('whoever knows nobody yet sees the house from outside', async () => {
  const [ann, stranger] = [await scene.visit({ name: 'Ann' }), await scene.visit()];
  for (const guest of [ann, stranger]) {
    await guest.goTo('/');
    await guest.willRead(en.hero);
  }
});

test('home is painted from what was kept before the server answers, and becomes current', async () => {
  const { ann, bo } = await atHome();
  await ann.goTo('/');
  await ann.willRead(greeting('Ann'));
  await ann.page.getByRole('link', { name: 'Slow dough Ann: Back tomorrow' }).waitFor();
  await eventually(() => ann.page.evaluate(() => localStorage.getItem('hobnob.home.1'))).not.toBeNull();
  await ann.goTo('/search');
  await bo.write('News!');
  await eventually(async () => (await bo.lines()).at(-1)).toBe('News!');
  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await ann.page.route('**/api/**', async (route) => {
    await asked;
    await route.continue().catch(() => {});
  });
  await ann.goTo('/');
  await ann.page.getByRole('link', { name: 'Slow dough Ann: Back tomorrow' }).waitFor();
  answer();
  await ann.page.getByRole('link', { name: 'Slow dough , 1 unread Bo: News!' }).waitFor();
});

test('whoever signs out leaves nothing of their home to the next person', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const { request } = ann.context;
  const secret = { handle: 'ann-home', password: 'seven rye loaves at dawn' };
  const kept = await request.put(`${ann.url}/api/account/password`, {
    headers: { origin: ann.url },
    data: secret,
  });
  expect(await kept.json()).toMatchObject({ ok: true });
  await put(ann, '/interests/chess/follow');
  await ann.goTo('/');
  await ann.willRead(greeting('Ann'));
  const keptHome = () => ann.page.evaluate(() => localStorage.getItem('hobnob.home.1'));
  await eventually(keptHome).not.toBeNull();
  await ann.chooseInOwnMenu(en.signOut);
  await ann.willRead(en.hero);
  expect(await keptHome()).toBeNull();
});
