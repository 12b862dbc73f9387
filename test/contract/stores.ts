import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, describe, inject } from 'vitest';
import { MemoryStore } from '../../server/store/MemoryStore.ts';
import { SqlStore } from '../../server/store/SqlStore.ts';
import type { Store } from '../../server/store/Store.ts';
import { template } from '../support/postgresOfRun.ts';

let count = 0;

/** Runs a suite on each implementation of the store, with a fresh one for each test. */
export function eachStore(suite: (opened: { readonly store: Store }) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'hobnob-store-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const stores: Record<string, () => Promise<Opened>> = {
    MemoryStore: async () => ({ store: new MemoryStore(), remove: async () => {} }),
    'SqlStore on SQLite': async () => ({
      store: await SqlStore.open(join(folder, `${count++}.db`)),
      remove: async () => {},
    }),
    'SqlStore on PostgreSQL': onPostgres,
  };
  describe.each(Object.entries(stores))('%s', (_name, open) => {
    let opened: Opened;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(async () => {
      await opened.store.close();
      await opened.remove();
    });
    suite({
      get store() {
        return opened.store;
      },
    });
  });
}

interface Opened {
  readonly store: Store;
  remove(): Promise<void>;
}

async function onPostgres(): Promise<Opened> {
  const { address, remove } = await freshDatabase();
  return { store: await SqlStore.open(address), remove };
}

/** A database of its own in the PostgreSQL of the run, with all tables. */
async function freshDatabase(): Promise<{ address: string; remove: () => Promise<void> }> {
  const name = `store_${process.pid}_${count++}`;
  const client = new pg.Client(inject('postgres'));
  await client.connect();
  await client.query(`create database ${name} template ${template}`);
  return {
    address: new URL(name, inject('postgres')).href,
    async remove() {
      await client.query(`drop database ${name} with (force)`);
      await client.end();
    },
  };
}
