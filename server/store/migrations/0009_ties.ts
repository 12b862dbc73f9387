import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Whom and what people know, and who may know where they are. */
export const ties: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('tie')
      .addColumn('from_id', 'text', (column) => column.notNull())
      .addColumn('to_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('tie_once', ['from_id', 'kind', 'to_id'])
      .execute();
    await schema
      .createTable('presence')
      .addColumn('user_id', 'text', (column) => column.primaryKey())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('visible_to', 'text', (column) => column.notNull())
      .execute();
  },
};
