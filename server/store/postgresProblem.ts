import pg from 'pg';
import { DatabaseProblem } from './DatabaseProblem.ts';

interface Place {
  readonly host: string;
  readonly port: number;
  readonly user?: string | undefined;
  readonly database?: string | undefined;
}

const cures: Record<string, (place: Place) => string> = {
  '28P01': ({ user }) => `It refuses ${user} with this password: set both in DATABASE_URL.`,
  '28000': ({ user }) => `It does not let ${user} in: its pg_hba.conf says who may come from where.`,
  '3D000': ({ database, user }) =>
    `It has no database ${database}: create it ("createdb --owner ${user} ${database}").`,
};
const soonOver: Record<string, string> = {
  '57P03': 'It is starting or stopping: try again in a moment.',
  '53300': 'It has no connection left: raise its max_connections, or try again later.',
};

/** What kept a connection from being made. */
export function connectionProblem(error: unknown, place: Place): DatabaseProblem {
  const here = place.host.startsWith('/') ? `in ${place.host}` : `at ${place.host}:${place.port}`;
  const say = (sentence: string, lasting: boolean) =>
    new DatabaseProblem(`PostgreSQL ${here} cannot be used. ${sentence}`, lasting);
  if (error instanceof pg.DatabaseError) {
    const { code = '', message } = error;
    const cure = cures[code]?.(place);
    return cure ? say(cure, true) : say(soonOver[code] ?? `It says: ${message}`, false);
  }
  const reason =
    error instanceof Error ? error.message || (error as NodeJS.ErrnoException).code : String(error);
  return say(`It does not answer (${reason}): start it, or set DATABASE_URL to where it is.`, false);
}
