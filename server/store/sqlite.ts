import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely';
import { AppError } from '../errors.ts';

/** SQLite as it comes with Node, behind Kysely's dialect, which was written for better-sqlite3. */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(file: string) {
    const config = { database: async () => new Database(file) };
    super(config);
    this.#config = config;
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#config);
  }
}

// Two servers share the file while one takes over. A transaction that begins by reading could not write after the
// other one did: SQLite refuses that at once, however long the time-out. One that takes the lock first waits.
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

// SQLite's DDL is transactional; Kysely's adapter says it is not, which would leave a failed migration half done.
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

// `full` because what is acknowledged must outlive a power cut. The time-out is short: waiting blocks everybody.
const pragmas = 'pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory';
const busyTimeoutMs = 1000;

const maxStatements = 500;

class Database implements SqliteDatabase {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Statement>();

  constructor(file: string) {
    this.#database = guarded(
      () => new DatabaseSync(file, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true }),
    );
    guarded(() => this.#database.exec(pragmas));
    this.#database.function('lowercase', { deterministic: true }, lowercase);
  }

  prepare(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = new Statement(guarded(() => this.#database.prepare(sql)));
      if (this.#statements.size >= maxStatements) this.#statements.clear();
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  close(): void {
    this.#statements.clear();
    guarded(() => this.#database.close());
  }
}

/** SQLite's own `lower` knows A to Z alone. */
function lowercase(text: SQLOutputValue): SQLInputValue {
  return typeof text === 'string' ? text.toLowerCase() : text;
}

class Statement implements SqliteStatement {
  readonly #statement: StatementSync;
  readonly reader: boolean;

  constructor(statement: StatementSync) {
    this.#statement = statement;
    this.reader = statement.columns().length > 0;
    // The index of words numbers its inner rows beyond what a number holds, and `run` tells the last one.
    if (!this.reader) statement.setReadBigInts(true);
  }

  all(parameters: readonly unknown[]): unknown[] {
    return guarded(() => this.#statement.all(...(parameters as SQLInputValue[])));
  }

  run(parameters: readonly unknown[]) {
    return guarded(() => this.#statement.run(...(parameters as SQLInputValue[])));
  }

  iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
    return guarded(() => this.#statement.iterate(...(parameters as SQLInputValue[])));
  }
}

function guarded<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw translated(error);
  }
}

const unique = [1555, 2067];
const foreignKey = 787;
const full = 13;
// PERM, BUSY, LOCKED, NOMEM, READONLY, INTERRUPT, IOERR, CORRUPT, CANTOPEN, NOTADB.
const unavailable = [3, 5, 6, 7, 8, 9, 10, 11, 14, 26];

/** What an error of SQLite means to an asker; a mistake in our SQL stays what it is: a bug. */
function translated(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code, errcode } = error as Error & { code?: unknown; errcode?: unknown };
  if (code === 'ENOSPC') return new AppError('storage_full', 'The storage is full.');
  if (code === 'ERR_INVALID_STATE') return new AppError('storage_unavailable', 'The storage is closed.');
  if (typeof errcode !== 'number') return error;
  if (unique.includes(errcode)) return new AppError('conflict', 'There is one already.');
  if (errcode === foreignKey) return new AppError('not_found', 'What this belongs to is not there.');
  // The low byte names the kind, the rest its details.
  const kind = errcode & 0xff;
  if (kind === full) return new AppError('storage_full', 'The storage is full.');
  if (unavailable.includes(kind)) return new AppError('storage_unavailable', 'The storage does not answer.');
  return error;
}
