import { expect, test } from 'vitest';
import type { UserId } from '../../../protocol/ids.ts';
import { HouseSettings } from '../../../server/house/HouseSettings.ts';
import { entryOf } from '../../../server/moderation/AuditLog.ts';
import { MemoryStore } from '../../../server/store/MemoryStore.ts';
import { RecordingLog } from '../../support/RecordingLog.ts';

const machine = {
  files: { largest: 1024 ** 2, perPerson: 2 * 1024 ** 2, all: 3 * 1024 ** 2 },
  ...{ roomsOpen: 10, roomCapacity: 8, roomsPerHour: 5, publicUrl: undefined },
};

/** A start over what was kept. */
async function started(kept: Record<string, unknown>) {
  const store = new MemoryStore();
  await store.house.saveSettings(kept, entryOf({ action: 'houseChanged', by: 'hana' as UserId }));
  const log = new RecordingLog();
  const settings = await HouseSettings.load(store, machine, log);
  return { value: settings.value, unread: log.at('warn').map(({ context }) => context) };
}

test('a setting that a newer server kept takes no other one along', async () => {
  const { value, unread } = await started({
    ...{ listing: 'whenFull', registration: 'closed', roomCapacity: 20, greeting: 'Hello' },
  });
  expect(value).toMatchObject({ listing: 'auto', registration: 'closed', roomCapacity: 20, roomsOpen: 10 });
  expect(value).not.toHaveProperty('greeting');
  expect(unread).toEqual([{ setting: 'listing' }, { setting: 'greeting' }]);
});

test('a house of which nobody can read who may come makes no accounts', async () => {
  const { value, unread } = await started({ registration: 'afterAnInterview', listing: 'on' });
  expect(value).toMatchObject({ registration: 'closed', listing: 'on' });
  expect(unread).toEqual([{ setting: 'registration' }]);
});

test('where nothing was chosen the machine decides, and nothing is odd', async () => {
  const { value, unread } = await started({});
  expect(value).toMatchObject({ registration: 'open', listing: 'auto', roomCapacity: 8 });
  expect(unread).toEqual([]);
});
