import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** How the house is, where that was chosen, and who may make an account in it. */
export const houseSettings: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('house_setting')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute();
    await schema
      .createTable('house_invite')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('token_digest', 'text', (column) => column.notNull().unique())
      .addColumn('by_id', 'text', (column) => column.notNull())
      .addColumn('by_name', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint')
      .addColumn('most', 'integer')
      .addColumn('used', 'integer', (column) => column.notNull())
      .execute();
  },
};
