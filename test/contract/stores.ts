import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe } from 'vitest';
import { MemoryStore } from '../../server/store/MemoryStore.ts';
import { SqlStore } from '../../server/store/SqlStore.ts';
import type { Store } from '../../server/store/Store.ts';

/** Runs a suite on each implementation of the store, with a fresh one for each test. */
export function eachStore(suite: (opened: { readonly store: Store }) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'hobnob-store-'));
  let files = 0;
  afterAll(() => rmSync(folder, { recursive: true }));
  const stores: Record<string, () => Promise<Store>> = {
    MemoryStore: async () => new MemoryStore(),
    'SqlStore on SQLite': () => SqlStore.open(join(folder, `${files++}.db`)),
  };
  describe.each(Object.entries(stores))('%s', (_name, open) => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());
    suite({
      get store() {
        return store;
      },
    });
  });
}
