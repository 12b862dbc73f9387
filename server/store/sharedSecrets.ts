import pg from 'pg';
import { connectionTo } from './postgres.ts';
import { connectionProblem } from './postgresProblem.ts';

const noTable = '42P01';
const patience = { connect: 3_000, statement: 3_000, lock: 3_000, idle: 3_000 };

/**
 * Reads a secret of the house for a server that has not opened the store; null where there is none yet, as before the
 * first start. Throws `DatabaseProblem` where PostgreSQL cannot be used.
 */
export async function readShared(address: string, name: string): Promise<string | null> {
  return await ask(address, 'select value from secret where name = $1', [name]);
}

/** Keeps a secret where there is none yet, and says which one there is. */
export async function keepShared(address: string, name: string, value: string): Promise<string | null> {
  await ask(address, 'insert into secret (name, value) values ($1, $2) on conflict do nothing', [
    name,
    value,
  ]);
  return await readShared(address, name);
}

async function ask(address: string, sql: string, values: string[]): Promise<string | null> {
  const client = new pg.Client(connectionTo(address, patience));
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ value: string }>(sql, values);
    return rows[0]?.value ?? null;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === noTable) return null;
    throw connectionProblem(error, client);
  } finally {
    await client.end().catch(() => {});
  }
}
