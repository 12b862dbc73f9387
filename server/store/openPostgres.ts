import {
  type ColumnDefinitionNode,
  DataTypeNode,
  Kysely,
  OperationNodeTransformer,
  RawNode,
  sql,
} from 'kysely';
import pg from 'pg';
import type { DatabaseKind, OpenDatabase } from './DatabaseKind.ts';
import { DatabaseProblem } from './DatabaseProblem.ts';
import type { Database, Tables, Work } from './database.ts';
import type { Fence, FenceKeeper } from './Fence.ts';
import { migrate } from './migrate.ts';
import { connectionTo, type Patience, PoolDialect, writeLock } from './postgres.ts';
import { connectionProblem } from './postgresProblem.ts';
import { tsvectorWords } from './tables/TsvectorWords.ts';

// People wait: whatever hangs, they are told within six seconds. A server that hangs in a transaction loses it before
// another one gives up waiting for its turn.
const patience: Patience = { connect: 1_500, statement: 4_000, lock: 3_000, idle: 2_000 };
// Migrations may take their time, as may the server that does them while another one waits.
const patienceAtStart: Patience = { connect: 5_000, statement: 600_000, lock: 600_000, idle: 60_000 };

const kind: DatabaseKind = {
  words: tsvectorWords,

  async addFunctions(database) {
    // What `lower` knows by itself is as the database was created: of ours perhaps A to Z alone.
    const { rows } = await sql`select 1 from pg_collation where collname = 'und-x-icu'`.execute(database);
    const text = rows.length > 0 ? '$1 collate "und-x-icu"' : '$1';
    await sql`create function lowercase(text) returns text language sql immutable strict parallel safe
      as ${sql.raw(`'select lower(${text})'`)}`.execute(database);
  },

  async guardLog(database) {
    await sql`create function refuse_change() returns trigger language plpgsql
      as $$ begin raise exception 'the log only grows'; end $$`.execute(database);
    await sql`create trigger audit_no_change before update or delete or truncate on audit
      execute function refuse_change()`.execute(database);
  },

  forMigrations: (database) => database.withPlugin(ownTypes) as Kysely<unknown>,
};

// Order and equality of text are those of its bytes, as in SQLite, whatever the language of the database; whole numbers
// are as large as ours everywhere.
const types: Partial<Record<DataTypeNode['dataType'], string>> = {
  text: 'text collate "C"',
  integer: 'bigint',
  real: 'double precision',
};

class OwnTypes extends OperationNodeTransformer {
  protected override transformColumnDefinition(node: ColumnDefinitionNode): ColumnDefinitionNode {
    const { autoIncrement = false, ...same } = super.transformColumnDefinition(node);
    const named = DataTypeNode.is(same.dataType) ? types[same.dataType.dataType] : undefined;
    const own = autoIncrement ? 'bigserial' : named;
    return own === undefined ? same : { ...same, dataType: RawNode.createWithSql(own) };
  }
}

const transformer = new OwnTypes();
const ownTypes = {
  transformQuery: ({ node }) => transformer.transformNode(node),
  transformResult: async ({ result }) => result,
} satisfies Parameters<Database['withPlugin']>[0];

/**
 * Opens a database of PostgreSQL with all migrations done; with a fence as the one server that writes there. Throws
 * `DatabaseProblem` where that cannot be.
 */
export async function openPostgres(address: string, fence?: Fence): Promise<OpenDatabase> {
  await requireUsable(address);
  const atStart = new Kysely<Tables>({ dialect: new PoolDialect(address, patienceAtStart) });
  try {
    await migrate(atStart, kind);
  } finally {
    await atStart.destroy();
  }
  const database = new PostgresDatabase(address, fence);
  try {
    await fence?.take(keeperOf(database.tables));
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** How a number is kept there that says who may write. */
function keeperOf(tables: Database): FenceKeeper {
  return {
    async raise() {
      // In the turn of whoever writes: what began with the number before is over by then, or fails.
      const { rows } = await sql<{ number: number }>`
        with turn as materialized (select pg_advisory_xact_lock(${sql.lit(writeLock)}))
        insert into fence (id, number) select 1, 1 from turn
        on conflict (id) do update set number = fence.number + 1 returning number`.execute(tables);
      return rows[0]?.number ?? 0;
    },
    async read() {
      return (await tables.selectFrom('fence').select('number').executeTakeFirst())?.number ?? 0;
    },
  };
}

class PostgresDatabase implements OpenDatabase {
  readonly tables: Database;
  readonly words = kind.words;

  constructor(address: string, fence: Fence | undefined) {
    this.tables = new Kysely<Tables>({ dialect: new PoolDialect(address, patience, fence) });
  }

  async transact(durable: boolean, work: (work: Work) => Promise<void>): Promise<void> {
    await this.tables.transaction().execute(async (transaction) => {
      if (!durable) await sql`set local synchronous_commit = off`.execute(transaction);
      await work(transaction);
    });
  }

  async close(): Promise<void> {
    await this.tables.destroy();
  }
}

/** Looks whether anything can be kept there, to say it plainly where not. */
async function requireUsable(address: string): Promise<void> {
  const client = new pg.Client(connectionTo(address, { ...patienceAtStart, statement: 5_000 }));
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ encoding: string; may: boolean | null }>(
      `select current_setting('server_encoding') as encoding,
        has_schema_privilege(current_schema(), 'create') as may`,
    );
    const { encoding, may } = rows[0] ?? {};
    const database = `The database ${client.database} of PostgreSQL`;
    if (encoding !== 'UTF8') {
      throw new DatabaseProblem(`${database} is in ${encoding}: create one in UTF8.`, true);
    }
    if (!may) {
      throw new DatabaseProblem(
        `${client.user} may make no tables in it. ${database} has to be theirs: "alter database ${client.database} owner to ${client.user}".`,
        true,
      );
    }
  } catch (error) {
    if (error instanceof DatabaseProblem) throw error;
    throw connectionProblem(error, client);
  } finally {
    await client.end().catch(() => {});
  }
}
