import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Line } from './words.ts';

/** How often a history breaks each of the promises. */
interface Verdict {
  /** Lines that were acknowledged and are not stored at the place that was told. */
  readonly lost: number;
  /** Lines that are stored or shown a second time. */
  readonly twice: number;
  /** Lines that somebody is not shown, or elsewhere than all others. */
  readonly disordered: number;
}

interface History {
  readonly acknowledged: readonly Line[];
  readonly stored: readonly Line[];
  /** What each of them saw in the end. */
  readonly shown: readonly (readonly Line[])[];
}

/** Checks that acknowledged ⊆ stored = shown, each once, in one order. */
export function judge({ acknowledged, stored, shown }: History): Verdict {
  const places = new Map(stored.map(({ id, seq }) => [id, seq]));
  const everyone = [stored, ...shown];
  return {
    lost: acknowledged.filter(({ id, seq }) => places.get(id) !== seq).length,
    twice: everyone.reduce((sum, lines) => sum + lines.length - new Set(lines.map(({ id }) => id)).size, 0),
    disordered: shown.reduce((sum, lines) => sum + countDifferences(stored, lines), 0),
  };
}

function countDifferences(one: readonly Line[], other: readonly Line[]): number {
  const length = Math.max(one.length, other.length);
  return Array.from({ length }).filter((_, index) => one[index]?.id !== other[index]?.id).length;
}

/** The lines of a room as they lie on the disk, in their order. */
export function readStored(dataDir: string, slug: string): Line[] {
  return reading(dataDir, (database) =>
    database
      .prepare(
        `select seq, client_message_id as id from message
         where room_id = (select id from room where slug = ?) order by seq`,
      )
      .all(slug)
      .map(({ seq, id }) => ({ seq: Number(seq), id: String(id) })),
  );
}

/** Whether SQLite finds nothing wrong with the file. */
export function isIntact(dataDir: string): boolean {
  return reading(dataDir, (database) => {
    const [row] = database.prepare('pragma integrity_check').all();
    return row?.integrity_check === 'ok';
  });
}

function reading<Value>(dataDir: string, read: (database: DatabaseSync) => Value): Value {
  // Not read-only: after a crash the first to open the file takes over what is in the log beside it.
  const database = new DatabaseSync(join(dataDir, 'hobnob.db'));
  try {
    return read(database);
  } finally {
    database.close();
  }
}
