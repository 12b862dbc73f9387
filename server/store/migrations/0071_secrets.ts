import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Secrets of the house that all its servers have in common. */
export const secrets: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('secret')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute();
  },
};
