// The service worker: it lives while no page of ours does. It keeps nothing and stands between nobody and the server.
import type { PushMessage } from '../../protocol/push.ts';
import { noticeLink, noticeSentence } from '../noticeSentence.ts';
import { notices as enNotices } from '../words/en/notices.ts';
import { push as enPush } from '../words/en/push.ts';
import { fill, languageTags } from '../words/fill.ts';
import { notices as zhNotices } from '../words/zh/notices.ts';
import { push as zhPush } from '../words/zh/push.ts';
import type { Say } from '../words.svelte.ts';

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface WorkerEvents {
  install: Lasting;
  push: Lasting & { readonly data: { json(): PushMessage } | null };
  notificationclick: Lasting & { readonly notification: Notification };
}

interface OpenPage {
  readonly url: string;
  readonly focused: boolean;
  postMessage(message: { readonly link: string }): void;
  focus(): Promise<unknown>;
}

/** What the scope of a service worker offers; TypeScript's library has that beside the one of pages, or not at all. */
declare const self: {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    matchAll(which: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly OpenPage[]>;
    openWindow(url: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener<Name extends keyof WorkerEvents>(
    name: Name,
    listener: (event: WorkerEvents[Name]) => void,
  ): void;
};

const words = { en: { ...enNotices, ...enPush }, zh: { ...zhNotices, ...zhPush } };

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));

self.addEventListener('push', (event) => {
  const message = event.data?.json();
  if (message) event.waitUntil(show(message));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(leadTo(event.notification.data.link));
});

async function show(message: PushMessage): Promise<void> {
  const { notice, language } = message;
  const options: NotificationOptions & { renotify: boolean } = {
    body: notice.text,
    lang: languageTags[language],
    // What happens in one room folds into one, and is heard all the same.
    tag: notice.event?.slug ?? notice.room?.id ?? notice.kind,
    renotify: true,
    data: { link: noticeLink(notice) },
  };
  await self.registration.showNotification(titleOf(message), options);
}

function titleOf({ notice, interest, language }: PushMessage): string {
  const say: Say<keyof (typeof words)['en']> = (key, ...[values]) =>
    fill(words[language][key], values ?? {}, languageTags[language]);
  const { kind, who, room } = notice;
  // A conversation without a name goes by who writes there: the line itself is below.
  if (who && room?.name === '') return kind === 'ring' ? say('pushRing', { name: who.name }) : who.name;
  return noticeSentence(notice, { room: room?.name ?? '', interest }, say);
}

/** To the page that is open, the one in sight first, or to a new one. */
async function leadTo(link: string): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find(({ focused }) => focused) ?? pages[0];
  if (!page) {
    await self.clients.openWindow(link);
    return;
  }
  // Told before it is shown: where the browser does not bring it to the front, it is there all the same.
  page.postMessage({ link });
  await page.focus();
}
