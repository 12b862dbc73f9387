import { expect, test } from 'vitest';
import type { ClientMessageId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { Client } from '../support/Client.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { scripts } from '../support/e2e/scripts.ts';
import { useHouse } from '../support/e2e/visit.ts';
import { watchForScripts } from '../support/e2e/watchForScripts.ts';

const scene = useHouse();

test('most of the scripts run in a page that takes them for markup', async () => {
  const visitor = await scene.visit();
  visitor.allow(/./);
  const events = await watchForScripts(visitor);
  await visitor.page.goto('about:blank');
  for (const script of scripts.slice(0, 80)) {
    await visitor.page.evaluate((script) => {
      const place = document.createElement('div');
      place.innerHTML = script;
      document.body.replaceChildren(place);
    }, script);
  }
  await eventually(() => expect(events.length).toBeGreaterThan(25));
});

/** The elements of a page as the server sends it, each with the names of its attributes. */
async function elementsOf(guest: Guest, path: string): Promise<string[]> {
  const html = await (await guest.context.request.get(`${guest.url}${path}`)).text();
  return await guest.page.evaluate((html) => {
    const page = new DOMParser().parseFromString(html, 'text/html');
    return [...page.querySelectorAll('*')].map((one) =>
      [one.localName, ...one.getAttributeNames()].join(' '),
    );
  }, html);
}

/** Searches for one text after the other, as links within the house do. */
async function searchFor(guest: Guest, texts: readonly string[]): Promise<void> {
  await guest.page.evaluate(async (texts) => {
    for (const text of texts) {
      history.pushState(null, '', `/search?q=${encodeURIComponent(text)}`);
      dispatchEvent(new PopStateEvent('popstate'));
      const isShown = () => document.querySelector('h1')?.textContent.includes(text.trim());
      while (!isShown()) await new Promise(requestAnimationFrame);
    }
  }, texts);
}

test('three hundred scripts in each text of a person run nowhere, and nothing needs to stop them', async () => {
  expect(scripts.length).toBeGreaterThanOrEqual(300);
  const inside = await scene.visit({ name: 'Ann' });
  const outside = await scene.visit();
  const passing = await scene.visit();
  const watched = await Promise.all([inside, outside, passing].map(watchForScripts));

  const writers = await Promise.all(Array.from({ length: 12 }, () => Client.connect(scene.house.url)));
  const rooms = await Promise.all(writers.map((writer) => writer.openRoom()));
  await Promise.all(writers.map((writer, n) => writer.join((rooms[n] as RoomInfo).slug)));
  const [writer, room] = [writers[0] as Client, rooms[0] as RoomInfo];
  await inside.stepIn(room);
  await outside.goTo('/');
  await passing.goTo('/search');
  const elements = await elementsOf(passing, `/r/${room.slug}`);
  expect(elements.length).toBeGreaterThan(20);
  const { interests, language, music, pushToTalk } = room;
  for (let first = 0; first < scripts.length; first += writers.length) {
    const some = scripts.slice(first, first + writers.length);
    const marks = some.map((_, n) => `q${first + n}q`);
    const named = some.map(async (script, n) => {
      const text = `${marks[n]} ${script}`;
      const [own, { slug }] = [writers[n] as Client, rooms[n] as RoomInfo];
      await own.request('room:edit', {
        ...{ interests, language, music, pushToTalk },
        name: text.slice(0, limits.roomName),
        topic: text.slice(0, limits.topic),
      });
      // What the server writes into the page of a room is taken for nothing but text.
      expect(await elementsOf(passing, `/r/${slug}`)).toEqual(elements);
    });
    for (const [n, script] of some.entries()) {
      await writer.callMe(script.slice(0, limits.participantName));
      const clientMessageId = crypto.randomUUID() as ClientMessageId;
      await writer.request('chat:send', { clientMessageId, text: `${script}\n${marks[n]}` });
    }
    await Promise.all(named);
    for (const shown of [inside.page.getByRole('log'), outside.page.locator('main')]) {
      await eventually(async () => {
        const text = await shown.innerText();
        return marks.filter((mark) => !text.includes(mark));
      }).toEqual([]);
    }
    // A short log is laid out and read at once.
    if (first % 48 === 0) await inside.stepIn(room);
    // A whole page of its own takes the longest.
    await passing.goTo(`/r/${(rooms[(first / writers.length) % writers.length] as RoomInfo).slug}`);
    await passing.goTo(`/search?q=${encodeURIComponent(some[0] ?? '')}`);
    await searchFor(passing, some);
  }
  expect(watched).toEqual([[], [], []]);
  for (const one of writers) one.close();
}, 600_000);
