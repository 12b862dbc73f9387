import { flushSync } from 'svelte';

const patterns = {
  home: '/',
  interest: '/i/:slug',
  search: '/search',
  open: '/open',
  room: '/r/:slug',
  settings: '/settings',
  signIn: '/sign-in',
  inbox: '/inbox',
  log: '/log',
  admin: '/admin',
  join: '/join',
  person: '/u/:id',
  messages: '/messages',
  conversation: '/messages/:id',
  events: '/events',
  schedule: '/schedule',
  event: '/e/:slug',
  editEvent: '/e/:slug/edit',
  recap: '/e/:slug/recap',
} as const;

type PageName = keyof typeof patterns;

/** Where one is. */
export interface Place {
  /** Null: there is no such page. */
  readonly page: PageName | null;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: URLSearchParams;
  /** Came here by a link of ours, with a tap, and not by an address. */
  readonly byLink: boolean;
}

/** Addresses to pages. Links stay plain `<a href>`: one listener makes page changes of clicks on our own. */
export class Navigation {
  #place = $state.raw<Place>(placeOf(location, false));

  get place(): Place {
    return this.#place;
  }

  /** Goes to another page. */
  go(path: string, { byLink = false, replace = false } = {}): void {
    if (replace) history.replaceState(null, '', path);
    else history.pushState(null, '', path);
    this.#place = placeOf(location, byLink);
    if (!replace) scrollTo({ top: 0, behavior: 'instant' });
  }

  /** Listens to clicks and to the browser's own buttons until the returned function is called. */
  start(): () => void {
    const stop = new AbortController();
    const { signal } = stop;
    addEventListener('popstate', () => (this.#place = placeOf(location, false)), { signal });
    document.addEventListener('click', (event) => this.#follow(event), { signal });
    return () => stop.abort();
  }

  #follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute('download')) return;
    if (link.origin !== location.origin || link.getAttribute('href')?.startsWith('#')) return;
    event.preventDefault();
    const path = link.pathname + link.search;
    walkThrough(link, () => this.go(path, { byLink: true }));
  }
}

/** Where the link shows a room from outside, its wall grows to the whole screen: one walks in. */
function walkThrough(link: HTMLAnchorElement, go: () => void): void {
  const room = link.closest('.cell, .rrow');
  const moves = 'startViewTransition' in document && !matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (!moves || !room?.querySelector('.cell-room')) {
    go();
    return;
  }
  room.classList.add('stepping');
  // A transition that is skipped has changed the page all the same.
  document.startViewTransition(() => flushSync(go)).finished.catch(() => {});
}

function placeOf({ pathname, search }: Location, byLink: boolean): Place {
  const query = new URLSearchParams(search);
  for (const [page, pattern] of Object.entries(patterns)) {
    const params = match(pattern, pathname);
    if (params) return { page: page as PageName, params, query, byLink };
  }
  return { page: null, params: {}, query, byLink };
}

/** The parameters of a path, if the pattern fits: `URLPattern` is not in every browser yet. */
function match(pattern: string, pathname: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = pathname.replace(/\/$/, '').split('/');
  if (pattern === '/') return given.length <= 1 ? {} : null;
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return params;
}
