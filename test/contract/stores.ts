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

interface FreshDatabase {
  readonly address: string;
  /** Asks it something by a connection of its own. */
  query(sql: string): Promise<unknown[]>;
  remove(): Promise<void>;
}

async function onPostgres(): Promise<Opened> {
  const { address, remove } = await freshDatabase(`template ${template}`);
  return { store: await SqlStore.open(address), remove };
}

/** A database of the run's PostgreSQL in which nothing is, not even tables. */
export const emptyDatabase = () => freshDatabase();

async function freshDatabase(copy = ''): Promise<FreshDatabase> {
  const name = `store_${process.pid}_${count++}`;
  const address = new URL(name, inject('postgres')).href;
  const [around, within] = [new pg.Client(inject('postgres')), new pg.Client(address)];
  await around.connect();
  await around.query(`create database ${name} ${copy}`);
  let connecting: Promise<unknown> | undefined;
  return {
    address,
    async query(sql) {
      connecting ??= within.connect();
      await connecting;
      return (await within.query(sql)).rows;
    },
    async remove() {
      if (connecting) await within.end();
      await around.query(`drop database ${name} with (force)`);
      await around.end();
    },
  };
}
