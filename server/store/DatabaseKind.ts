import type { Kysely, QueryExecutorProvider } from 'kysely';
import type { Database, Work } from './database.ts';
import type { WordIndex } from './tables/WordIndex.ts';

/** What one kind of database does in a way of its own: everything else is the same SQL for all. */
export interface DatabaseKind {
  readonly words: WordIndex;
  /** Gives the database the function `lowercase`, which knows more than A to Z, where it is kept there. */
  addFunctions(database: QueryExecutorProvider): Promise<void>;
  /** Has the database itself refuse to change or remove what is in the log. */
  guardLog(database: QueryExecutorProvider): Promise<void>;
  /** The database as migrations see it: with its own types for those they name. */
  forMigrations(database: Database): Kysely<unknown>;
}

/** A database that is open with all its tables. */
export interface OpenDatabase {
  /** To read from: what is read is committed. */
  readonly tables: Database;
  readonly words: WordIndex;
  /**
   * Works in one transaction, in which nobody else writes, on any server; one that is durable is on the disk when
   * this resolves, another one may be a moment later.
   */
  transact(durable: boolean, work: (work: Work) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}
