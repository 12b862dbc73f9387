import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Lists of people that somebody keeps, and who is seen by them alone. */
export const circles: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('circle')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('owner_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addColumn('people', 'text', (column) => column.notNull())
      .execute();
    await schema.alterTable('presence').addColumn('circles', 'text').execute();
  },
};
