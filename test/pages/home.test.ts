import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { zh } from '../../client/words/zh/index.ts';
import { InterestSlug } from '../../protocol/ids.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

const cardOf = (guest: Guest, slug: string) =>
  guest.page.getByRole('navigation', { name: en.house }).locator(`a.cell[href="/r/${slug}"]:not(.frontdoor)`);

/** When somebody is first seen talking in a window of the house, in milliseconds since 1970. */
function firstTalking(guest: Guest): Promise<number> {
  return guest.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (document.querySelector('.cell .says')) resolve(performance.timeOrigin + performance.now());
        };
        new MutationObserver(look).observe(document.body, {
          subtree: true,
          childList: true,
          attributes: true,
        });
        look();
      }),
  );
}

test('whoever sits in a room is told nothing of the others, and sees them as they are on the way out', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const told: string[] = [];
  ann.page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => told.push(String(payload))),
  );
  await ann.stepIn(await ann.makeRoom());
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  const room = await bo.makeRoom({ name: 'Rye after dark' });
  told.length = 0;
  await bo.stepIn(room);
  await bo.openMicrophone();
  await bo.page.getByText(en.youAreMuted).waitFor({ state: 'detached', timeout: 2_000 });
  const cards = () => told.filter((frame) => frame.includes('"lobby:card'));
  expect(cards()).toEqual([]);
  await ann.page.locator('.room-top > a').click();
  await cardOf(ann, room.slug).getByText('Bo is speaking').waitFor({ state: 'attached' });
  // From now on they are told.
  const before = cards().length;
  await bo.microphone.click();
  await cardOf(ann, room.slug).getByText('Bo is speaking').waitFor({ state: 'detached' });
  expect(cards().length).toBeGreaterThan(before);
});

test('a stranger sees who talks in a room and hears them with one tap, without being asked for anything', async () => {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom({ topic: 'Rye today' });
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));

  const stranger = await scene.visit({ reducedMotion: 'no-preference' });
  await stranger.goTo('/');
  const card = cardOf(stranger, room.slug);
  await card.locator('.folk .fig').nth(1).waitFor();
  expect(await card.locator('.folk .fig').count()).toBe(2);
  expect(await card.innerText()).toMatch(/Sourdough before sunrise[\s\S]*2$/);
  const row = stranger.page.getByRole('listitem').filter({ hasText: 'Rye today' });
  expect(await row.innerText()).toContain('English');

  const seen = firstTalking(stranger);
  await ann.openMicrophone();
  const opened = await ann.page.evaluate(() => window.probe.openedAt);
  const delay = (await seen) - opened;
  console.info(`A card shows a talker ${Math.round(delay)} ms after the microphone opened.`);
  expect(delay).toBeLessThanOrEqual(1_500);
  await card.getByText('Ann is speaking').waitFor({ state: 'attached' });

  await card.click();
  await stranger.beInside();
  await stranger.willHear(tones.ann);
  await stranger.microphone.getByText(en.micOff).waitFor();
  expect(await stranger.askedForDevices()).toBe(0);
});

test('walking around the house interrupts nothing, and the call stays in hand', async () => {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await Promise.all([ann, bo].map((guest) => guest.openMicrophone()));
  await bo.willHear(tones.ann);
  const sound = await bo.page.evaluateHandle(() => document.querySelector('.sounds audio'));
  const unbroken = () =>
    sound.evaluate((audio) => audio instanceof HTMLAudioElement && audio.isConnected && !audio.paused);

  await bo.page.getByRole('link', { name: en.home }).click();
  const bar = bo.page.getByRole('region', { name: `You are in ${room.name}` });
  await bar.waitFor();
  let packets = await bo.soundPackets();
  const ways = [
    ['/i/baking', 'Baking'],
    ['/open', en.openARoom],
  ] as const;
  for (const [href, title] of ways) {
    await bo.page.locator(`a[href="${href}"]`).filter({ visible: true }).first().click();
    await bo.willRead(title);
    await eventually(() => bo.soundPackets()).toBeGreaterThan(packets);
    packets = await bo.soundPackets();
    expect(await unbroken()).toBe(true);
    await bo.willHear(tones.ann);
  }
  await bo.button(en.muteHere, bar).click();
  await ann.willHear();
  await bo.button(en.unmuteHere, bar).click();
  await ann.willHear(tones.bo);
  expect(await bo.askedForDevices()).toBe(1);

  await bar.getByRole('link', { name: `Back to ${room.name}` }).click();
  await bo.microphone.getByText(en.micOn).waitFor();
  expect(await unbroken()).toBe(true);
  const [inbound] = (await bo.stats('inbound-rtp')).filter(({ kind }) => kind === 'audio');
  expect(inbound).toMatchObject({ packetsLost: 0 });

  await bo.page.getByRole('link', { name: en.home }).click();
  await bo.button(en.leave, bar).click();
  await bar.waitFor({ state: 'detached' });
  await ann.willHear();
});

test('a room opens in two taps, under an interest, and is found there at once', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  await ann.goTo('/i/diving');
  await ann.willRead('Diving');
  await ann.page.getByRole('main').getByRole('link', { name: en.openARoom }).click();
  await ann.button(en.openAndStepIn).click();
  await ann.beInside();
  await ann.willRead('Diving with Ann');
  expect(await ann.askedForDevices()).toBe(0);

  const stranger = await scene.visit();
  await stranger.goTo('/i/diving');
  await stranger.page.getByRole('link', { name: 'Diving with Ann' }).waitFor();
});

test('search forgives a typo and knows Chinese', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const room = await ann.makeRoom({ name: 'Wrecks and reefs', interests: [InterestSlug.parse('diving')] });
  await ann.stepIn(room);

  const stranger = await scene.visit();
  await stranger.goTo('/');
  const field = stranger.page.getByRole('searchbox', { name: en.tellUs });
  await field.fill('divng');
  await field.press('Enter');
  await stranger.willRead('Found for “divng”');
  const main = stranger.page.getByRole('main');
  await main.getByRole('link', { name: 'Diving' }).first().waitFor();
  await main.getByRole('link', { name: 'Wrecks and reefs' }).waitFor();

  await stranger.goTo('/search?q=潜水');
  await main.getByRole('link', { name: 'Wrecks and reefs' }).waitFor();
  await stranger.goTo('/search?q=qqqqqq');
  await main.getByText('Nothing found for “qqqqqq”.').waitFor();
});

test('name, language and light are chosen once and remembered', async () => {
  const ann = await scene.visit({ colorScheme: 'light' });
  await ann.goTo('/');
  await ann.chooseInOwnMenu(en.changeNameShort);
  await ann.page.getByRole('textbox', { name: en.yourName }).fill('Ann of the Reef');
  await ann.button(en.save).click();
  await ann.page.getByText(en.saved).waitFor();
  await ann.button(en.theme).click();
  const html = ann.page.locator('html');
  await eventually(() => html.getAttribute('data-theme')).toBe('dark');
  await ann.button(en.otherLanguage).click();
  await ann.willRead(String(zh.hero));

  await ann.page.reload();
  await ann.willRead(String(zh.hero));
  expect(await html.getAttribute('lang')).toBe('zh-Hans');
  expect(await html.getAttribute('data-theme')).toBe('dark');
  await ann.button(String(zh.otherLanguage)).click();
  await ann.willRead(en.hero);
  await ann.button(/^You are Ann of the Reef\./).waitFor();
});
