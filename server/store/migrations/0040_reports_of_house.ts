import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Whether those who moderate a room passed a report on to the house. */
export const reportsOfHouse: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .alterTable('report')
      .addColumn('to_house', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
