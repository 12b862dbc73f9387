import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, sql } from 'kysely';
import type { DatabaseKind, OpenDatabase } from './DatabaseKind.ts';
import type { Database, Tables, Work } from './database.ts';
import { migrate } from './migrate.ts';
import { NodeSqliteDialect } from './sqlite.ts';
import { fts5Words } from './tables/Fts5Words.ts';

const kind: DatabaseKind = {
  words: fts5Words,

  // They come with the connection.
  addFunctions: async () => {},

  async guardLog(database) {
    // What takes the place of an entry would remove it without asking the other trigger.
    await sql
      .raw(
        `create trigger audit_no_replace before insert on audit when exists (select 1 from audit where id = new.id or seq = new.seq) begin select raise(abort, 'the log only grows'); end`,
      )
      .execute(database);
    for (const change of ['update', 'delete']) {
      await sql
        .raw(
          `create trigger audit_no_${change} before ${change} on audit begin select raise(abort, 'the log only grows'); end`,
        )
        .execute(database);
    }
  },

  forMigrations: (database) => database as Kysely<unknown>,
};

/** Opens a file of SQLite, or `:memory:`, with all migrations done. */
export async function openSqlite(file: string): Promise<OpenDatabase> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const tables = new Kysely<Tables>({ dialect: new NodeSqliteDialect(file) });
  try {
    await migrate(tables, kind);
  } catch (error) {
    await tables.destroy();
    throw error;
  }
  return new SqliteFile(tables);
}

class SqliteFile implements OpenDatabase {
  readonly tables: Database;
  readonly words = kind.words;
  #durable = true;

  constructor(tables: Database) {
    this.tables = tables;
  }

  async transact(durable: boolean, work: (work: Work) => Promise<void>): Promise<void> {
    await this.#waitForDisk(durable);
    await this.tables.transaction().execute(work);
  }

  async close(): Promise<void> {
    await this.tables.destroy();
  }

  /**
   * Says whether commits from now on wait until they are on the disk. Those that do not outlive the process all the
   * same, and a later one that waits takes them along (https://www.sqlite.org/pragma.html#pragma_synchronous).
   */
  async #waitForDisk(wait: boolean): Promise<void> {
    if (wait === this.#durable) return;
    await sql`pragma synchronous = ${sql.raw(wait ? 'full' : 'normal')}`.execute(this.tables);
    this.#durable = wait;
  }
}
