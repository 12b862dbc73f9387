import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The number of the server that may write, where several share a database: whoever takes over raises it. */
export const fence: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('fence')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('number', 'bigint', (column) => column.notNull())
      .execute();
  },
};
