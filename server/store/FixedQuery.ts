import type { Compilable, CompiledQuery } from 'kysely';
import type { Database } from './database.ts';

/**
 * A query that is asked with every step somebody takes: put into words once, which costs more than asking it, and asked
 * with other values each time.
 */
export class FixedQuery<Row> {
  readonly #build: (database: Database) => Compilable<Row>;
  #compiled: CompiledQuery<Row> | undefined;

  /** `build` makes the query with any values. */
  constructor(build: (database: Database) => Compilable<Row>) {
    this.#build = build;
  }

  /** Asks it with these values, in the order in which the query names them. */
  async rows(database: Database, values: readonly unknown[]): Promise<Row[]> {
    this.#compiled ??= this.#build(database).compile();
    const asked: CompiledQuery<Row> = { ...this.#compiled, parameters: values };
    return (await database.executeQuery(asked)).rows;
  }
}
