import pg from 'pg';
import { AppError } from '../errors.ts';
import { Fenced } from './Fence.ts';

/** Raised by our own check before a write; of no class that PostgreSQL uses. */
export const fencedCode = 'HB001';

const unique = '23505';
const foreignKey = '23503';
const full = '53100';
const noText = '22021';
// Connections and sign-in, too little of something, taken back by PostgreSQL or whoever runs it, its own troubles.
const unavailable = ['08', '28', '53', '57', '58', 'XX'];
// A database that is gone, rights that were taken, one that only reads, no turn in time, a transaction that idled,
// deadlocks.
const unavailableToo = ['3D000', '42501', '25006', '55P03', '25P03', '40001', '40P01'];
const ending = ['08', '57P', '58'];
const endingToo = ['25P03'];

/** What an error of PostgreSQL means to an asker; a mistake in our SQL stays what it is: a bug. */
export function translated(error: unknown): unknown {
  if (error instanceof TypeError || error instanceof RangeError || !(error instanceof Error)) return error;
  // Everything else is of the way there: refused, lost, no answer in time.
  if (!(error instanceof pg.DatabaseError)) return noAnswer();
  const code = error.code ?? '';
  if (code === fencedCode) return new Fenced();
  if (code === unique) return new AppError('conflict', 'There is one already.');
  if (code === foreignKey) return new AppError('not_found', 'What this belongs to is not there.');
  if (code === full) return new AppError('storage_full', 'The storage is full.');
  if (code === noText) return new AppError('bad_request', 'That is no text.');
  if (unavailable.includes(code.slice(0, 2)) || unavailableToo.includes(code)) return noAnswer();
  // It goes to the log, and these would say what somebody wrote.
  for (const part of ['detail', 'where', 'internalQuery'] as const) delete error[part];
  return error;
}

/** Whether the connection that met an error is of no more use. */
export function isOfConnection(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return true;
  const { code = '' } = error;
  return ending.some((begin) => code.startsWith(begin)) || endingToo.includes(code);
}

function noAnswer(): AppError {
  return new AppError('storage_unavailable', 'The storage does not answer.');
}
