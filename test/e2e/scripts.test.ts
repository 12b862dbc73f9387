import { expect, test } from 'vitest';
import { limits } from '../../protocol/limits.ts';
import { Client } from '../support/Client.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { scripts } from '../support/e2e/scripts.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

/** Notes what runs in a guest's pages, or is only kept from running by the policy of the page. */
async function watch({ page }: Guest): Promise<string[]> {
  const events: string[] = [];
  await page.exposeFunction('note', (event: string) => events.push(event));
  await page.addInitScript(() => {
    const note: (event: string) => void = Reflect.get(window, 'note');
    Object.assign(window, { x: () => note('ran') });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) =>
      note(`${violatedDirective} was violated: ${sample}`),
    );
  });
  return events;
}

test('most of the scripts run in a page that takes them for markup', async () => {
  const visitor = await scene.visit();
  visitor.allow(/./);
  const events = await watch(visitor);
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
  const watched = await Promise.all([inside, outside, passing].map(watch));

  const writer = await Client.connect(scene.house.url);
  const room = await writer.openRoom();
  await writer.join(room.slug);
  await inside.stepIn(room);
  await outside.goTo('/');
  for (const [index, script] of scripts.entries()) {
    const mark = `q${index}q`;
    await writer.callMe(fit(script, limits.participantName, mark));
    await writer.request('room:edit', {
      ...room,
      name: fit(script, limits.roomName, mark),
      topic: fit(script, limits.topic, mark),
    });
    await writer.request('chat:send', {
      clientMessageId: crypto.randomUUID() as never,
      text: `${script} ${mark}`,
    });
    await Promise.all([
      inside.page.getByRole('log').getByText(mark).first().waitFor(),
      outside.page.getByText(mark).first().waitFor(),
      passing.goTo(
        index % 2 === 0 ? `/r/${room.slug}` : `/search?q=${encodeURIComponent(script.slice(0, 60))}`,
      ),
    ]);
  }
  expect(watched).toEqual([[], [], []]);
  writer.close();
}, 300_000);

/** As much of a script as a field takes, with a mark by which it is found where it fits. */
function fit(script: string, most: number, mark: string): string {
  const marked = `${mark} ${script}`;
  return marked.length <= most ? marked : script.slice(0, most);
}
