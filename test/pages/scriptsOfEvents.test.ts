import { expect, test } from 'vitest';
import { limits } from '../../protocol/limits.ts';
import { Client } from '../support/Client.ts';
import { scripts } from '../support/e2e/scripts.ts';
import { useHouse } from '../support/e2e/visit.ts';
import { watchForScripts } from '../support/e2e/watchForScripts.ts';
import { events } from '../support/events.ts';

const scene = useHouse();
/** In one text after the other, so that few pages are enough for all of them. */
const atOnce = 12;

test('three hundred scripts in the texts of an event run nowhere', async () => {
  const reader = await scene.visit({ name: 'Ann' });
  const watched = await watchForScripts(reader);
  const writer = await Client.connect(scene.house.url);
  const { slug } = await events.announce(writer, { interests: ['film'] as never });
  for (let from = 0; from < scripts.length; from += atOnce) {
    const [title = '', topic = '', city = '', ...others] = scripts.slice(from, from + atOnce);
    const mark = `q${from}q`;
    await writer.callMe(title.slice(0, limits.participantName));
    await events.edit(writer, slug, {
      title: `${mark} ${title}`.slice(0, limits.eventTitle),
      topic: topic.slice(0, limits.topic),
      city: city.slice(0, limits.city),
      description: others.join('\n\n').slice(0, limits.eventDescription),
    });
    for (const path of [`/e/${slug}`, '/events?interest=film']) {
      await reader.goTo(path);
      await reader.page.locator('main').getByText(mark).first().waitFor();
    }
  }
  expect(watched).toEqual([]);
  writer.close();
}, 300_000);
