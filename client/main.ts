import './styles/index.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { api } from './api.ts';
import { HobnobClient } from './session/HobnobClient.svelte.ts';
import { restoreLook } from './theme.ts';
import { preferredLanguage, t, useLanguage } from './words.svelte.ts';

const target = document.querySelector('#app');
if (!target) throw new Error('index.html has no #app');

restoreLook();
const language = preferredLanguage();
await useLanguage(language);
await start(target);

async function start(target: Element): Promise<void> {
  try {
    const client = new HobnobClient(await api.me(language));
    // A page that shows one person is not to go on as another.
    client.onStranger = (userId) => {
      if (userId !== null) location.reload();
      else if (client.me.account) location.replace('/sign-in?out=1');
    };
    client.start();
    target.replaceChildren();
    mount(App, { target, props: { client } });
  } catch {
    sayUnreachable(target);
  }
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
