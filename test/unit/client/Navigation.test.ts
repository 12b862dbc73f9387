import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onKeys } from '../../../client/attachments/keys.ts';
import { Navigation } from '../../../client/navigation.svelte.ts';

/** As much of a browser as addresses and keys need. */
class FakeElement {
  readonly #inside: string;
  constructor(inside = '') {
    this.#inside = inside;
  }
  closest(selector: string): FakeElement | null {
    return selector.split(', ').includes(this.#inside) ? this : null;
  }
}

const place = { pathname: '/', search: '' };
beforeEach(() => {
  vi.stubGlobal('location', place);
  vi.stubGlobal('Element', FakeElement);
  vi.stubGlobal('scrollTo', () => {});
  const move = (_state: unknown, _title: string, path: string) => {
    const url = new URL(path, 'http://hobnob.example');
    Object.assign(place, { pathname: url.pathname, search: url.search });
  };
  vi.stubGlobal('history', { pushState: move, replaceState: move });
});
afterEach(() => vi.unstubAllGlobals());

test.each([
  ['/', 'home', {}],
  ['/i/astronomy', 'interest', { slug: 'astronomy' }],
  ['/i/astronomy/', 'interest', { slug: 'astronomy' }],
  ['/search?q=otters', 'search', {}],
  ['/open', 'open', {}],
  ['/r/backyard-x7k2', 'room', { slug: 'backyard-x7k2' }],
  ['/r', null, {}],
  ['/r/one/two', null, {}],
  ['/R/one', null, {}],
  ['/constructor', null, {}],
  ['/i/%E6%BD%9C', 'interest', { slug: '%E6%BD%9C' }],
])('%s is the page %s', (path, page, params) => {
  const navigation = new Navigation();
  navigation.go(path);
  expect(navigation.place).toMatchObject({ page, params, byLink: false });
});

test('what is asked for comes along, and whether it was by a link of ours', () => {
  const navigation = new Navigation();
  navigation.go('/search?q=%E6%BD%9C%E6%B0%B4', { byLink: true });
  expect([navigation.place.query.get('q'), navigation.place.byLink]).toEqual(['潜水', true]);
});

function press(key: string, changes: Partial<KeyboardEvent> = {}, target: unknown = new FakeElement()) {
  const event = { key, shiftKey: false, target, preventDefault: vi.fn(), ...changes };
  return event as typeof event & KeyboardEvent;
}

test('a key acts, in whichever case', () => {
  const actions = { m: vi.fn(), escape: vi.fn() };
  const listen = onKeys(actions);
  const event = press('M');
  listen(event);
  expect(actions.m).toHaveBeenCalledOnce();
  expect(event.preventDefault).toHaveBeenCalledOnce();
  listen(press('Escape', { shiftKey: true }));
  expect(actions.escape).toHaveBeenCalledOnce();
});

test('a key does nothing while something is typed, held, composed, or meant for the browser', () => {
  const m = vi.fn();
  const listen = onKeys({ m, escape: m });
  for (const changes of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { repeat: true }]) {
    listen(press('m', changes));
  }
  listen(press('m', { isComposing: true }));
  for (const inside of ['input', 'textarea', 'select', 'dialog', '[popover]']) {
    listen(press('m', {}, new FakeElement(inside)));
  }
  listen(press('Escape'));
  listen(press('m', {}, null));
  expect(m).not.toHaveBeenCalled();
});
