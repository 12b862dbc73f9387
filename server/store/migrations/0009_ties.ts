import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Whom and what people know. */
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
  },
};
