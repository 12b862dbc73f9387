import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who runs the house, and the code by which somebody comes to. */
export const house: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('house_role')
      .addColumn('user_id', 'text', (column) => column.primaryKey())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('by_id', 'text')
      .addColumn('since', 'bigint', (column) => column.notNull())
      .execute();
    await schema
      .createTable('admin_code')
      .addColumn('digest', 'text', (column) => column.primaryKey())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute();
  },
};
