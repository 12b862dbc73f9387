import { expect, test } from 'vitest';
import type { ClientMessageId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { Client } from '../support/Client.ts';
import { eventually } from '../support/e2e/eventually.ts';
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

test('three hundred scripts in each text of a person run nowhere, and nothing needs to stop them', async () => {
  expect(scripts.length).toBeGreaterThanOrEqual(300);
  const inside = await scene.visit({ name: 'Ann' });
  const outside = await scene.visit();
  const passing = await scene.visit();
  const watched = await Promise.all([inside, outside, passing].map(watchForScripts));

  const writer = await Client.connect(scene.house.url);
  const room = await writer.openRoom();
  await writer.join(room.slug);
  await inside.stepIn(room);
  await outside.goTo('/');
  const { interests, language, music, pushToTalk } = room;
  for (const [index, script] of scripts.entries()) {
    const mark = `q${index}q`;
    const text = `${mark} ${script}`;
    await writer.callMe(script.slice(0, limits.participantName));
    await writer.request('room:edit', {
      ...{ interests, language, music, pushToTalk },
      name: text.slice(0, limits.roomName),
      topic: text.slice(0, limits.topic),
    });
    const clientMessageId = crypto.randomUUID() as ClientMessageId;
    await writer.request('chat:send', { clientMessageId, text: `${script}\n${mark}` });
    const shown = [inside.page.getByRole('log'), outside.page.locator('main')];
    await Promise.all([
      ...shown.map((place) => place.getByText(mark).first().waitFor()),
      passing.goTo(index % 2 === 0 ? `/r/${room.slug}` : `/search?q=${encodeURIComponent(script)}`),
    ]);
  }
  expect(watched).toEqual([[], [], []]);
  writer.close();
}, 600_000);
