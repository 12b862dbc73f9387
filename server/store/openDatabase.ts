import type { OpenDatabase } from './DatabaseKind.ts';
import type { Fence } from './Fence.ts';
import { openSqlite } from './openSqlite.ts';

/** Whether a place where things are kept is a database of PostgreSQL. */
export function isPostgres(place: string): boolean {
  return /^postgres(ql)?:/.test(place);
}

/** Opens a file, `:memory:`, or what an address of PostgreSQL leads to: the only place that chooses a dialect. */
export async function openDatabase(place: string, fence?: Fence): Promise<OpenDatabase> {
  if (!isPostgres(place)) return await openSqlite(place);
  // Its driver is loaded where it is needed alone.
  const { openPostgres } = await import('./openPostgres.ts');
  return await openPostgres(place, fence);
}
