import type { OpenDatabase } from './DatabaseKind.ts';
import { openPostgres } from './openPostgres.ts';
import { openSqlite } from './openSqlite.ts';

/** Opens a file, `:memory:`, or what an address of PostgreSQL leads to: the only place that chooses a dialect. */
export async function openDatabase(place: string): Promise<OpenDatabase> {
  return /^postgres(ql)?:/.test(place) ? await openPostgres(place) : await openSqlite(place);
}
