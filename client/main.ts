import './styles/index.css';
import { mount } from 'svelte';
import type { Me } from '../protocol/people.ts';
import App from './App.svelte';
import { api } from './api.ts';
import { HobnobClient } from './session/HobnobClient.svelte.ts';
import { forgetHome, type HomeCache, readHome } from './session/homeCache.ts';
import { restoreLook } from './theme.ts';
import { preferredLanguage, t, useLanguage } from './words.svelte.ts';

const target = document.querySelector('#app');
if (!target) throw new Error('index.html has no #app');

restoreLook();
const language = preferredLanguage();
await useLanguage(language);
await start(target);

async function start(target: Element): Promise<void> {
  // Whoever comes home sees it as it was, before anybody has answered.
  const cache = location.pathname === '/' ? readHome() : null;
  if (cache) {
    void makeSure(show(target, cache.me, cache));
    return;
  }
  try {
    show(target, await api.me(language), null);
  } catch {
    sayUnreachable(target);
  }
}

function show(target: Element, me: Me, cache: HomeCache | null): HobnobClient {
  const client = new HobnobClient(me);
  // A page that shows one person is not to go on as another.
  client.onStranger = (userId) => {
    if (userId === null && !client.me.account) return;
    forgetHome();
    if (userId !== null) location.reload();
    else location.replace('/sign-in?out=1');
  };
  client.start();
  target.replaceChildren();
  mount(App, { target, props: { client, cache } });
  return client;
}

/** What was kept is of this very person; without an answer the page says by itself that there is no connection. */
async function makeSure(client: HobnobClient): Promise<void> {
  const me = await api.me(language).catch(() => client.me);
  if (me.id === client.me.id) client.me = me;
  else client.onStranger(me.id);
}

/** Without an answer to who we are there is no page: it is said in words, and tried again. */
function sayUnreachable(target: Element): void {
  const words = document.createElement('p');
  words.role = 'alert';
  words.className = 'page lede';
  words.textContent = t('problem.unreachable');
  const again = document.createElement('button');
  again.className = 'btn btn-primary';
  again.textContent = t('tryAgain');
  again.addEventListener('click', () => location.reload());
  target.replaceChildren(words, again);
}
