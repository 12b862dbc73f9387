import type { OpenDatabase } from './DatabaseKind.ts';
import { openSqlite } from './openSqlite.ts';

/** Opens a file, `:memory:`, or what an address of PostgreSQL leads to: the only place that chooses a dialect. */
export async function openDatabase(place: string): Promise<OpenDatabase> {
  if (!/^postgres(ql)?:/.test(place)) return await openSqlite(place);
  // Its driver is loaded where it is needed alone.
  const { openPostgres } = await import('./openPostgres.ts');
  return await openPostgres(place);
}
