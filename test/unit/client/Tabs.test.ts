import { afterEach, expect, test, vi } from 'vitest';
import { type TabCall, Tabs } from '../../../client/session/Tabs.ts';

const call = { slug: 'the-bakery', room: 'The bakery' } as TabCall;
let opened: Tabs[] = [];

/** A tab with or without a call; what it does is seen from outside. */
function open(own: TabCall | null = null, name = 'ann') {
  const tab = { own, left: 0 };
  const tabs = new Tabs({ name, call: () => tab.own, leave: () => tab.left++ });
  opened.push(tabs);
  return { tabs, tab };
}
const delivered = () => new Promise((resolve) => setTimeout(resolve, 50));

afterEach(() => {
  for (const tabs of opened) tabs.close();
  opened = [];
});

test('a tab that is opened later knows of the call of another one', async () => {
  open(call);
  open(null);
  const { tabs } = open();
  await delivered();
  expect(await tabs.find()).toEqual(call);
});

test('a call that began later is announced', async () => {
  const other = open();
  const { tabs } = open();
  await delivered();
  expect(await tabs.find()).toBeNull();
  other.tab.own = call;
  other.tabs.announce();
  await delivered();
  expect(await tabs.find()).toEqual(call);
});

test('a call that is over, or whose tab does not answer any more, counts as none', async () => {
  const ended = open(call);
  const closed = open(call);
  const { tabs } = open();
  await delivered();
  ended.tab.own = null;
  closed.tabs.close();
  expect(await tabs.find()).toBeNull();
});

test('a tab that steps in elsewhere ends the calls of the others and not its own', async () => {
  const other = open(call);
  const { tabs, tab } = open();
  tabs.dismiss();
  await vi.waitFor(() => expect(other.tab.left).toBe(1));
  expect(tab.left).toBe(0);
});

test('tabs of somebody else are none of its business', async () => {
  open(call, 'bo');
  const { tabs } = open();
  await delivered();
  expect(await tabs.find()).toBeNull();
});

test('a browser without such a channel has no other tabs', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  // Not there at all, as in an old browser.
  Reflect.deleteProperty(globalThis, 'BroadcastChannel');
  try {
    const { tabs } = open(call);
    tabs.announce();
    tabs.dismiss();
    expect(await tabs.find()).toBeNull();
  } finally {
    vi.unstubAllGlobals();
  }
});
