import {
  CompiledQuery,
  type DatabaseConnection,
  type PostgresCursor,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
  type TransactionSettings,
} from 'kysely';
import pg from 'pg';
import { type Fence, Fenced } from './Fence.ts';
import { fencedCode, isOfConnection, translated } from './postgresErrors.ts';

/** How long a connection waits for what, in milliseconds, before it is given up. */
export interface Patience {
  readonly connect: number;
  readonly statement: number;
  readonly lock: number;
  /** For a transaction of ours to go on: a server that hangs must not keep the others from writing. */
  readonly idle: number;
}

const { INT8, NUMERIC } = pg.types.builtins;
const numbers: readonly number[] = [INT8, NUMERIC];
const connections = 10;
// So that PostgreSQL itself gives up first, and the connection stays usable.
const graceMs = 500;
/** "hobnob": who holds it writes, on all servers of a database. */
export const writeLock = 0x68_6f_62_6e_6f_62;

/** What a connection is opened with; what the address says itself comes first. */
export function connectionTo(address: string, patience: Patience): pg.ClientConfig {
  return {
    connectionString: address,
    application_name: 'hobnob',
    keepAlive: true,
    connectionTimeoutMillis: patience.connect,
    statement_timeout: patience.statement,
    query_timeout: patience.statement + graceMs,
    pipeline: true,
    lock_timeout: patience.lock,
    idle_in_transaction_session_timeout: patience.idle,
    types: {
      // Sums are no numbers of fractions here, and nothing is beyond what a number holds.
      getTypeParser: ((type: number, format?: 'text') =>
        numbers.includes(type)
          ? Number
          : pg.types.getTypeParser(type, format)) as pg.CustomTypesConfig['getTypeParser'],
    },
  };
}

/** PostgreSQL behind Kysely's dialect, with errors as an asker understands them, and one writer at a time. */
export class PoolDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;
  readonly #fence: Fence | undefined;

  constructor(address: string, patience: Patience, fence?: Fence) {
    const config = { pool: async () => new GuardedPool(address, patience) };
    super(config);
    this.#config = config;
    this.#fence = fence;
  }

  override createDriver(): PostgresDriver {
    return new TurnsDriver(this.#config, this.#fence);
  }
}

type OwnConnection = Parameters<PostgresDriver['rollbackTransaction']>[0];

// Rules read and then write in one transaction, and find numbers of lines in the statement that writes them: nobody
// else may write meanwhile. Servers take turns, as two do that have one file of SQLite open.
class TurnsDriver extends PostgresDriver {
  readonly #fence: Fence | undefined;

  constructor(config: PostgresDialectConfig, fence: Fence | undefined) {
    super(config);
    this.#fence = fence;
  }

  override async beginTransaction(
    connection: DatabaseConnection,
    _settings: TransactionSettings,
  ): Promise<void> {
    try {
      const guard = guarding(this.#fence?.number);
      await connection.executeQuery(
        CompiledQuery.raw(`begin; select pg_advisory_xact_lock(${writeLock})${guard}`),
      );
    } catch (error) {
      if (error instanceof Fenced) this.#fence?.lose();
      // It has begun, and waited for its turn in vain. Kysely thinks that there is nothing to undo.
      await this.rollbackTransaction(connection as OwnConnection).catch(() => {});
      throw error;
    }
  }
}

// Looked at after the lock was got, as whoever takes over raises the number under the same lock.
function guarding(number: number | undefined): string {
  if (number === undefined) return '';
  return `; do $$ begin if not exists (select from fence where number = ${number}) then
    raise exception 'another server has taken over' using errcode = '${fencedCode}'; end if; end $$`;
}

class GuardedPool implements PostgresPool {
  readonly options: object;
  readonly #pool: pg.Pool;

  constructor(address: string, patience: Patience) {
    this.#pool = new pg.Pool({ ...connectionTo(address, patience), max: connections });
    this.options = this.#pool.options;
    // A connection that breaks tells whoever asks next; an error that nobody listens to would end the process.
    this.#pool.on('error', () => {});
    this.#pool.on('connect', (client) => client.on('error', () => {}));
  }

  async connect(): Promise<PostgresPoolClient> {
    try {
      return new GuardedClient(await this.#pool.connect());
    } catch (error) {
      throw translated(error);
    }
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }
}

// Marks between the writes of a transaction, which go unanswered: each comes on the way of the statement after it, and
// should one fail, so does that. Otherwise every write would travel three times to the database.
const unasked = /^(savepoint|release savepoint) /;

// A connection that met an error of its own is asked nothing any more and thrown away: the next one would wait as
// long for it.
class GuardedClient implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  #broken: unknown;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  query<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  query(asked: unknown, parameters: readonly unknown[] = []): never {
    // Nothing here reads by cursor.
    return this.#ask(String(asked), parameters) as never;
  }

  async #ask(sql: string, parameters: readonly unknown[]): Promise<Pick<pg.QueryResult, 'rows'>> {
    if (this.#broken) throw this.#broken;
    if (unasked.test(sql)) {
      this.#client.query(sql).catch((error: unknown) => {
        this.#broken ??= translated(error);
      });
      return { rows: [] };
    }
    try {
      return await this.#client.query(sql, [...parameters]);
    } catch (error) {
      const meaning = translated(error);
      if (isOfConnection(error)) this.#broken = meaning;
      throw meaning;
    }
  }

  release(destroy = false): void {
    this.#client.release(destroy || this.#broken !== undefined);
  }
}
