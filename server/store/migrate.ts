import { Migrator } from 'kysely/migration';
import type { DatabaseKind } from './DatabaseKind.ts';
import type { Database } from './database.ts';
import { migrationsOf } from './migrations/index.ts';

/** Does all migrations that are not done yet. Of servers that start together, one does them and the others wait. */
export async function migrate(database: Database, kind: DatabaseKind): Promise<void> {
  const provider = { getMigrations: async () => migrationsOf(kind) };
  const { error } = await new Migrator({ db: kind.forMigrations(database), provider }).migrateToLatest();
  if (error) throw error;
}
