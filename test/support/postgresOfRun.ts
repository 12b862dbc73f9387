import type { TestProject } from 'vitest/node';
import { openPostgres } from '../../server/store/openPostgres.ts';
import { Postgres } from './Postgres.ts';

/** What every fresh database is a copy of. */
export const template = 'hobnob_template';

/** One PostgreSQL for all tests of a run, with a database in which all migrations are done. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await Postgres.start();
  await postgres.command(`create database ${template}`);
  await (await openPostgres(postgres.address(template))).close();
  project.provide('postgres', postgres.address('postgres'));
  return () => postgres.close();
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of a database of the run's PostgreSQL. */
    readonly postgres: string;
  }
}
