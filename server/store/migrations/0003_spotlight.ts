import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Whom a host shows large to everybody. */
export const spotlight: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .alterTable('seat')
      .addColumn('spotlit', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
