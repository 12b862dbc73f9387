import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What was told of the dates of events, and how many came. */
export const occasions: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('event_told')
      .addColumn('event_id', 'text', (column) => column.notNull().references('event.id').onDelete('cascade'))
      .addColumn('date', 'text', (column) => column.notNull())
      .addColumn('what', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('event_told_once', ['event_id', 'date', 'what'])
      .execute();
    await schema
      .createTable('event_attendance')
      .addColumn('event_id', 'text', (column) => column.notNull().references('event.id').onDelete('cascade'))
      .addColumn('date', 'text', (column) => column.notNull())
      .addColumn('peak', 'integer', (column) => column.notNull())
      .addColumn('people', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('event_attendance_once', ['event_id', 'date'])
      .execute();
    await schema
      .createTable('event_visitor')
      .addColumn('event_id', 'text', (column) => column.notNull().references('event.id').onDelete('cascade'))
      .addColumn('date', 'text', (column) => column.notNull())
      .addColumn('mark', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('event_visitor_once', ['event_id', 'date', 'mark'])
      .execute();
  },
};
