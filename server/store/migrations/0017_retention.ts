import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** For how long rooms keep their lines. */
export const retention: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .alterTable('room')
      .addColumn('keep_days', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
