import { beforeAll, expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { limits } from '../../protocol/limits.ts';
import { entryOf } from '../../server/moderation/AuditLog.ts';
import { MemoryStore } from '../../server/store/MemoryStore.ts';
import { aGuest, aRoom } from '../contract/storeSamples.ts';
import { Authenticator } from '../support/e2e/authenticator.ts';
import { scripts } from '../support/e2e/scripts.ts';
import { useHouse } from '../support/e2e/visit.ts';
import { watchForScripts } from '../support/e2e/watchForScripts.ts';

// They lie there before the house opens: how people come to be called like that is tried elsewhere.
const store = new MemoryStore();
beforeAll(async () => {
  for (const script of scripts) {
    const openedBy = { ...aGuest(), name: script.slice(0, limits.participantName) };
    const room = aRoom({ openedBy, name: script.slice(0, limits.roomName), lasting: true });
    await store.guests.save(openedBy);
    await store.rooms.add(room);
    const deed = { action: 'warned', by: openedBy.id, to: openedBy.id, note: script } as const;
    await store.audit.add(entryOf(deed));
    await store.audit.add(entryOf({ ...deed, room }));
  }
});
const scene = useHouse({}, [], { store });

test('three hundred scripts in names and notes run nowhere in the pages of who runs the house', async () => {
  const hana = await scene.visit({ name: 'Hana' });
  const watched = await watchForScripts(hana);
  await Authenticator.plugIn(hana);
  await hana.page.goto(/http\S+#code=\S+/.exec(await scene.house.greeting())?.[0] ?? '');
  await hana.button(en.addPasskey).click();
  await hana.button(en.codesDone).click();
  await hana.button(en.claimGo).click();
  await hana.page.getByText(en.houseLimits).waitFor();
  for (const tab of ['people', 'rooms', 'log'] as const) {
    await hana.goTo(`/admin?tab=${tab}`);
    const shown = hana.page.locator(tab === 'log' ? 'tbody tr' : '.house-list li');
    const [more, page] = tab === 'log' ? [en.logOlder, limits.auditPage] : [en.showMore, limits.housePage];
    for (let pages = 1; pages * page < scripts.length; pages++) {
      await shown.nth(pages * page - 1).waitFor();
      await hana.button(more).click();
    }
    await shown.nth(scripts.length - 1).waitFor();
  }
  await hana.goTo('/admin?tab=rooms');
  await hana.page
    .getByRole('link', { name: /^Log of/ })
    .first()
    .click();
  await hana.page.getByRole('row').nth(1).waitFor();
  expect(watched).toEqual([]);
}, 120_000);
