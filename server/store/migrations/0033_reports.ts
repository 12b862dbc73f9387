import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What people reported, with what was to be seen then. */
export const reports: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('report')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('room_id', 'text')
      .addColumn('room_name', 'text', (column) => column.notNull())
      .addColumn('person_id', 'text')
      .addColumn('person', 'text')
      .addColumn('event', 'text')
      .addColumn('seq', 'integer')
      .addColumn('reporter_id', 'text')
      .addColumn('reporter_guest', 'integer', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('note', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('by_id', 'text')
      .addColumn('outcome', 'text')
      .addColumn('evidence', 'text', (column) => column.notNull())
      .execute();
    await schema.createIndex('report_of_room').on('report').columns(['room_id', 'at']).execute();
    await schema.createIndex('report_of_reporter').on('report').columns(['reporter_id', 'at']).execute();
  },
};
