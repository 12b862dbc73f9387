import type { Worker } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { zh } from '../../client/words/zh/index.ts';
import type { PushAddress } from '../../protocol/push.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import { idOf } from '../support/e2e/friends.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { isSubscribed, pretendPush } from '../support/e2e/pretendPush.ts';
import { useHouse } from '../support/e2e/visit.ts';
import { PushService } from '../support/PushService.ts';

const service = await PushService.open();
afterAll(() => service.close());
const scene = useHouse({}, [], { outgoing: service.outgoing() });

const switchOf = ({ page }: Guest, words: typeof en | typeof zh) =>
  page.getByRole('switch', { name: String(words.pushAlso) });

/** Somebody whose browser may tell them something. */
async function somebody(locale = 'en-GB'): Promise<{ bo: Guest; address: PushAddress }> {
  const bo = await scene.visit({ name: 'Bo', locale, permissions: ['notifications'] });
  const address = service.browser();
  await bo.context.addInitScript(pretendPush, address);
  return { bo, address };
}

/** The same, at the switch for it. */
async function atTheSwitch(locale?: string): Promise<{ bo: Guest; address: PushAddress }> {
  const { bo, address } = await somebody(locale);
  await bo.goTo('/settings#notifications');
  return { bo, address };
}

/** Closes what is open of ours, for long enough: a drawing of ours is none of it. */
async function goAway(guest: Guest): Promise<void> {
  // The drawing has no icon of its own.
  guest.allow(/status of 404/);
  await guest.goTo('/icon.svg');
  await guest.page.waitForTimeout(1_500);
}

const sentTo = ({ endpoint }: PushAddress) =>
  service.deliveries.filter((delivery) => delivery.endpoint === endpoint);

async function askToBeFriends(from: Guest, to: string): Promise<void> {
  await from.context.request.put(`${from.url}/api/people/${to}/friend`, {
    headers: { origin: from.url },
    data: {},
  });
}

/** Brings to a browser what was sent to it, as its push service would. */
async function deliver(to: Guest, data: string): Promise<Worker> {
  const tools = await to.devTools();
  const found = new Promise<string>((resolve) => {
    tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
      if (first) resolve(first.registrationId);
    });
  });
  await tools.send('ServiceWorker.enable');
  await tools.send('ServiceWorker.deliverPushMessage', {
    origin: to.url,
    registrationId: await found,
    data,
  });
  const [worker] = to.context.serviceWorkers();
  if (!worker) throw new Error('There is no worker.');
  return worker;
}

/** What the worker shows. */
const shown = (worker: Worker) =>
  worker.evaluate(async () => {
    const { registration } = self as typeof self & { registration: ServiceWorkerRegistration };
    const all = await registration.getNotifications();
    return all.map(({ title, body, lang, tag, data }) => ({ title, body, lang, tag, link: data.link }));
  });

/** Clicks what the worker shows: the browser has no hand that could. */
const click = (worker: Worker) =>
  worker.evaluate(async () => {
    const scope = self as typeof self & { registration: ServiceWorkerRegistration };
    const [notification] = await scope.registration.getNotifications();
    const event = new Event('notificationclick');
    scope.dispatchEvent(Object.assign(event, { notification, waitUntil: () => {} }));
  });

test.each([
  ['en-GB', en, 'Ann would like to be friends', 'en'],
  ['zh-CN', zh, 'Ann 想和你做朋友', 'zh-Hans'],
] as const)(
  'R18: who switches it on is told while nothing is open, and led there (%s)',
  async (locale, words, title, lang) => {
    const [ann, { bo, address }] = [await scene.visit({ name: 'Ann' }), await atTheSwitch(locale)];
    const script = await bo.context.request.get(`${bo.url}/push-worker.js`);
    expect(script.headers()).toMatchObject({ 'cache-control': 'no-cache' });
    await switchOf(bo, words).focus();
    await bo.page.keyboard.press('Space');
    await eventually(() => bo.page.evaluate(isSubscribed)).toBe(true);
    expect(await audit(bo, 'push settings')).toEqual([]);
    await bo.page.reload();
    await eventually(() => switchOf(bo, words).isChecked()).toBe(true);
    const [annId, boId] = [await idOf(ann), await idOf(bo)];
    await goAway(bo);
    await askToBeFriends(ann, boId);
    await eventually(() => sentTo(address)).toHaveLength(1);
    const worker = await deliver(bo, JSON.stringify(sentTo(address)[0]?.message));
    const link = `/u/${annId}`;
    await eventually(() => shown(worker)).toEqual([{ title, body: '', lang, tag: 'friendRequest', link }]);

    await bo.goTo('/search');
    await bo.willRead(/./);
    await click(worker);
    await bo.page.waitForURL(`${bo.url}${link}`);
    await bo.willRead('Ann');
    expect(await shown(worker)).toEqual([]);
  },
);

test('who switches it off is told no more', async () => {
  const [ann, { bo, address }] = [await scene.visit({ name: 'Ann' }), await atTheSwitch()];
  const also = switchOf(bo, en);
  await also.click();
  await eventually(() => bo.page.evaluate(isSubscribed)).toBe(true);
  await eventually(() => also.isChecked()).toBe(true);
  await also.click();
  await eventually(() => bo.page.evaluate(isSubscribed)).toBe(false);
  await eventually(() => also.isChecked()).toBe(false);
  const boId = await idOf(bo);
  await goAway(bo);
  await askToBeFriends(ann, boId);
  await bo.page.waitForTimeout(500);
  expect(sentTo(address)).toEqual([]);
});

test('who signs out is told no more in this browser', async () => {
  const { bo } = await somebody();
  const answer = await bo.context.request.put(`${bo.url}/api/account/password`, {
    headers: { origin: bo.url },
    data: { handle: 'bo-the-baker', password: 'quiet otters paddle home' },
  });
  expect(answer.status()).toBe(200);
  await bo.goTo('/settings#notifications');
  await switchOf(bo, en).click();
  await eventually(() => bo.page.evaluate(isSubscribed)).toBe(true);
  await bo.button(en.signOut).filter({ visible: true }).last().click();
  await bo.page.waitForURL(`${bo.url}/`);
  await eventually(() => bo.page.evaluate(isSubscribed)).toBe(false);
});

test('a browser that may not tell says so, and how to let it', async () => {
  const bo = await scene.visit({ name: 'Bo' });
  await bo.goTo('/settings#notifications');
  const also = switchOf(bo, en);
  await bo.page.getByText(en.pushDenied).waitFor();
  expect(await also.isDisabled()).toBe(true);
  expect(await audit(bo, 'push refused', ['phone'])).toEqual([]);
});

test('a push service that cannot be reached is said, and the switch stays off', async () => {
  const { bo } = await atTheSwitch();
  await bo.page.evaluate(() => {
    PushManager.prototype.subscribe = async () => {
      throw new DOMException('push service error', 'AbortError');
    };
  });
  await switchOf(bo, en).click();
  await bo.page.getByText(en.pushUnreachable).waitFor();
  await eventually(() => switchOf(bo, en).isChecked()).toBe(false);
});
